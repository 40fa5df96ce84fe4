/* Hash functions for hash tables and for programs. */
#include "hashing.h"

#include "checks.h"
#include "memory.h"
#include "numbers.h"
#include "pairs.h"
#include "primitives.h"
#include "strings.h"
#include "symbols.h"
#include "vectors.h"

/* Spreads every bit over all others (the finalizer of SplitMix64). */
static uint64_t mix(uint64_t h) {
  h = (h ^ h >> 30) * 0xBF58476D1CE4E5B9u;
  h = (h ^ h >> 27) * 0x94D049BB133111EBu;
  return h ^ h >> 31;
}

static uint64_t hash_address(Value v, AddressUse *use) {
  uintptr_t address = (uintptr_t)(v & ~(Value)TAG_MASK);
  if (!use) return mix(is_pair(v) ? 1 : type_of_header(header_of(v)));
  if (address > use->highest && !eshkol_is_literal_address((void *)address)) use->highest = address;
  return mix(v);
}

uint64_t eshkol_hash_eq(Value v, AddressUse *use) {
  if (!is_pointer(v)) return mix(v);
  if (is_symbol(v)) return symbol_hash(v);
  return hash_address(v, use);
}

uint64_t eshkol_hash_eqv(Value v, AddressUse *use) {
  if (is_object(v)) {
    unsigned type = type_of_header(header_of(v));
    bool number = type == TYPE_FLONUM || type == TYPE_BIGNUM || type == TYPE_RATIONAL || type == TYPE_COMPLEX;
    if (number) return mix(eshkol_hash_number(v));
  }
  return eshkol_hash_eq(v, use);
}

static uint64_t hash_bytes(const uint8_t *bytes, size_t count) {
  uint64_t hash = 0xCBF29CE484222325u;
  for (size_t k = 0; k < count; k++) hash = (hash ^ bytes[k]) * 0x100000001B3u;
  return hash;
}

/* How many parts of a structure its hash takes into account: bounds time and recursion, and ends circles. */
enum { HASHED_PARTS = 64 };

static uint64_t hash_parts(Value v, AddressUse *use, int *budget);

static uint64_t hash_list(Value v, AddressUse *use, int *budget) {
  uint64_t hash = 0x9E3779B97F4A7C15u;
  while (is_pair(v) && *budget > 0) {
    hash = mix(hash + hash_parts(pair_car(v), use, budget));
    v = pair_cdr(v);
  }
  return is_pair(v) ? hash : mix(hash ^ hash_parts(v, use, budget));
}

static uint64_t hash_parts(Value v, AddressUse *use, int *budget) {
  if (--*budget < 0) return 0;
  if (is_pair(v)) return hash_list(v, use, budget);
  if (!is_object(v)) return mix(v);
  uint64_t header = header_of(v);
  switch (type_of_header(header)) {
    case TYPE_STRING: return eshkol_hash_view(string_view(v));
    case TYPE_BYTEVECTOR: return hash_bytes((const uint8_t *)object_of(v)->words, bytes_of_header(header));
    case TYPE_VECTOR: {
      uint64_t hash = mix(words_of_header(header));
      for (uint64_t k = 0; k < words_of_header(header) && *budget > 0; k++)
        hash = mix(hash + hash_parts(object_of(v)->words[k], use, budget));
      return hash;
    }
    default: return eshkol_hash_eqv(v, use);
  }
}

uint64_t eshkol_hash_equal(Value v, AddressUse *use) {
  int budget = HASHED_PARTS;
  if (!is_pair(v) && !has_type(v, TYPE_VECTOR)) return hash_parts(v, use, &budget);
  AddressUse inner = {0, false};
  uint64_t hash = hash_parts(v, use ? &inner : NULL, &budget);
  if (inner.highest) {
    use->nested = true;
    if (inner.highest > use->highest) use->highest = inner.highest;
  }
  return hash;
}

/* --- The procedures. --- */

/* A hash as an exact integer that is not negative; below `bound` if that is given. */
static Value hash_below(const char *who, uint64_t hash, Value bound) {
  if (bound == ABSENT) return from_fixnum((int64_t)(hash >> 5));
  if (!is_fixnum(bound) || to_fixnum(bound) <= 0) eshkol_raise_type(who, 2, "an exact positive integer", bound);
  return from_fixnum((int64_t)(hash % (uint64_t)to_fixnum(bound)));
}

Value eshkol_eq_hash(Value x, Value bound) { return hash_below("eq-hash", eshkol_hash_eq(x, NULL), bound); }
Value eshkol_eqv_hash(Value x, Value bound) { return hash_below("eqv-hash", eshkol_hash_eqv(x, NULL), bound); }
Value eshkol_equal_hash(Value x, Value bound) { return hash_below("equal-hash", eshkol_hash_equal(x, NULL), bound); }
Value eshkol_hash(Value x, Value bound) { return hash_below("hash", eshkol_hash_equal(x, NULL), bound); }

Value eshkol_string_hash(Value s, Value bound) {
  return hash_below("string-hash", eshkol_hash_view(check_string("string-hash", 1, s)), bound);
}

Value eshkol_string_ci_hash(Value s, Value bound) {
  check_string("string-ci-hash", 1, s);
  return hash_below("string-ci-hash", eshkol_hash_view(string_view(eshkol_string_foldcase(s))), bound);
}

Value eshkol_symbol_hash(Value symbol, Value bound) {
  if (!is_symbol(symbol)) eshkol_raise_type("symbol-hash", 1, "a symbol", symbol);
  return hash_below("symbol-hash", symbol_hash(symbol), bound);
}

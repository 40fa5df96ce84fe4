/* Numbers packed in bytevectors, in the machine's byte order: what one element is, for integers and for doubles. */
#ifndef ESHKOL_PACKED_H
#define ESHKOL_PACKED_H

#include <string.h>

#include "numbers.h"
#include "values.h"

/* The kind of an element: for integers twice the logarithm of its size in bytes, plus 1 if it has a sign; for doubles 8
 * plus the logarithm of the size. */
enum { PACKED_SIGNED = 1, PACKED_FLOAT = 8, PACKED_U64 = 6, PACKED_S64 = 7, PACKED_F32 = 10, PACKED_F64 = 11 };

static inline unsigned packed_size_log2(unsigned kind) { return kind & PACKED_FLOAT ? kind & 3 : kind >> 1; }

static inline Value packed_load_integer(unsigned kind, const uint8_t *place) {
  switch (kind) {
  case 0: return from_fixnum(*place);
  case 1: return from_fixnum((int8_t)*place);
  case 2: { uint16_t n; memcpy(&n, place, sizeof n); return from_fixnum(n); }
  case 3: { int16_t n; memcpy(&n, place, sizeof n); return from_fixnum(n); }
  case 4: { uint32_t n; memcpy(&n, place, sizeof n); return from_fixnum(n); }
  case 5: { int32_t n; memcpy(&n, place, sizeof n); return from_fixnum(n); }
  case PACKED_U64: { uint64_t n; memcpy(&n, place, sizeof n); return from_uint64(n); }
  default: { int64_t n; memcpy(&n, place, sizeof n); return from_int64(n); }
  }
}

static inline double packed_load_double(unsigned kind, const uint8_t *place) {
  if (kind == PACKED_F32) {
    float f;
    memcpy(&f, place, sizeof f);
    return f;
  }
  double d;
  memcpy(&d, place, sizeof d);
  return d;
}

static inline void packed_store_double(unsigned kind, uint8_t *place, double d) {
  if (kind == PACKED_F32) {
    float f = (float)d;
    memcpy(place, &f, sizeof f);
  } else {
    memcpy(place, &d, sizeof d);
  }
}

/* The lowest bytes of n. */
static inline void packed_store_bits(unsigned kind, uint8_t *place, uint64_t n) {
  switch (kind >> 1) {
  case 0: *place = (uint8_t)n; break;
  case 1: { uint16_t m = (uint16_t)n; memcpy(place, &m, sizeof m); break; }
  case 2: { uint32_t m = (uint32_t)n; memcpy(place, &m, sizeof m); break; }
  default: memcpy(place, &n, sizeof n);
  }
}

/* The bits of an integer that fits the kind, and a real number as a double; an error of argument 3 for anything else. */
uint64_t eshkol_packed_bits(unsigned kind, Value n, Value who);
double eshkol_packed_double(Value number, Value who);

/* Does a fixnum fit an element of this kind? */
static inline bool packed_fits(unsigned kind, int64_t n) {
  unsigned bits = 8u << (kind >> 1);
  if (kind & PACKED_SIGNED) return bits == 64 || (n >= -((int64_t)1 << (bits - 1)) && n < (int64_t)1 << (bits - 1));
  return n >= 0 && (bits == 64 || n < (int64_t)1 << bits);
}

#endif

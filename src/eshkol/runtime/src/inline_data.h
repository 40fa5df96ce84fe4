/* Fast paths of data primitives, expanded into compiled code; what they do not handle goes to the complete function. */
#ifndef ESHKOL_INLINE_DATA_H
#define ESHKOL_INLINE_DATA_H

#include "equality.h"
#include "inline_pairs.h"
#include "inline_shared.h"
#include "records.h"
#include "strings.h"

/* --- Equivalence and types. --- */

static inline bool eshkol_test_eq_p(Value a, Value b) { return a == b; }
static inline bool eshkol_test_eqv_p(Value a, Value b) { return is_eqv(a, b); }
static inline bool eshkol_test_equal_p(Value *sp, uint32_t site, Value a, Value b) {
  if (a == b) return true;
  if (!is_pointer(a) || !is_pointer(b)) return false;
  eshkol_at(sp, site);
  return eshkol_is_equal(a, b);
}
static inline bool eshkol_test_not(Value x) { return x == FALSE; }
static inline bool eshkol_test_boolean_p(Value x) { return (x & ~(FALSE ^ TRUE)) == FALSE; }
static inline bool eshkol_test_symbol_p(Value x) { return has_type(x, TYPE_SYMBOL); }
static inline bool eshkol_test_string_p(Value x) { return has_type(x, TYPE_STRING); }
static inline bool eshkol_test_vector_p(Value x) { return has_type(x, TYPE_VECTOR); }
static inline bool eshkol_test_bytevector_p(Value x) { return has_type(x, TYPE_BYTEVECTOR); }
static inline bool eshkol_test_char_p(Value x) { return is_character(x); }
static inline bool eshkol_test_procedure_p(Value x) { return has_type(x, TYPE_CLOSURE); }
static inline bool eshkol_test_promise_p(Value x) { return has_type(x, TYPE_PROMISE); }
static inline bool eshkol_test_eof_object_p(Value x) { return x == END_OF_FILE; }
static inline bool eshkol_test_default_object_p(Value x) { return x == ABSENT; }
static inline Value eshkol_inline_void(void) { return UNSPECIFIED; }
static inline Value eshkol_inline_eof_object(void) { return END_OF_FILE; }

/* --- Vectors. --- */

/* The parts of a header that say: a vector that may be written. */
#define ESHKOL_MUTABLE_MASK (0xFF | (uint64_t)AUXILIARY_LITERAL << 8)

/* A fixnum's word is its number times 8: the offset of that element in bytes. A negative one is a huge offset. */
static inline bool is_offset_below(Value k, uint64_t words) { return is_fixnum(k) && k < words << 3; }
static inline Value *element_at_offset(Value object, Value offset) {
  return (Value *)((char *)object_of(object)->words + offset);
}

ESHKOL_COLD Value slow_vector_ref(Value *sp, uint32_t site, Value vector, Value k) {
  eshkol_at(sp, site);
  return eshkol_vector_ref(vector, k);
}
static inline Value eshkol_inline_vector_ref(Value *sp, uint32_t site, Value vector, Value k) {
  if (LIKELY_PATH(has_type(vector, TYPE_VECTOR) && is_offset_below(k, words_of_header(header_of(vector)))))
    return *element_at_offset(vector, k);
  return slow_vector_ref(sp, site, vector, k);
}

ESHKOL_COLD Value slow_vector_set_x(Value *sp, uint32_t site, Value vector, Value k, Value v) {
  eshkol_at(sp, site);
  return eshkol_vector_set_x(vector, k, v);
}
static inline Value eshkol_inline_vector_set_x(Value *sp, uint32_t site, Value vector, Value k, Value v) {
  if (!LIKELY_PATH(is_object(vector) && (header_of(vector) & ESHKOL_MUTABLE_MASK) == TYPE_VECTOR &&
                   is_offset_below(k, words_of_header(header_of(vector)))))
    return slow_vector_set_x(sp, site, vector, k, v);
  eshkol_store(element_at_offset(vector, k), v);
  return UNSPECIFIED;
}

ESHKOL_COLD Value slow_vector_length(Value *sp, uint32_t site, Value vector) {
  eshkol_at(sp, site);
  return eshkol_vector_length(vector);
}
static inline Value eshkol_inline_vector_length(Value *sp, uint32_t site, Value vector) {
  if (LIKELY_PATH(has_type(vector, TYPE_VECTOR))) return from_fixnum((int64_t)words_of_header(header_of(vector)));
  return slow_vector_length(sp, site, vector);
}

/* --- Strings: narrow ones that hold their own characters. --- */

#define ESHKOL_NARROW_MASK (0xFF | (uint64_t)(STRING_WIDE | STRING_INDIRECT) << 8)
static inline bool is_narrow_string(Value s) {
  return is_object(s) && (header_of(s) & ESHKOL_NARROW_MASK) == TYPE_STRING;
}

ESHKOL_COLD Value slow_string_length(Value *sp, uint32_t site, Value s) {
  eshkol_at(sp, site);
  return eshkol_string_length(s);
}
static inline Value eshkol_inline_string_length(Value *sp, uint32_t site, Value s) {
  if (LIKELY_PATH(is_narrow_string(s))) return from_fixnum((int64_t)bytes_of_header(header_of(s)));
  return slow_string_length(sp, site, s);
}

__attribute__((noinline, unused)) static Value slow_string_ref(Value *sp, uint32_t site, Value s, Value k) {
  eshkol_at(sp, site);
  return eshkol_string_ref(s, k);
}
static inline Value eshkol_inline_string_ref(Value *sp, uint32_t site, Value s, Value k) {
  if (LIKELY_PATH(is_narrow_string(s) && is_fixnum(k) && (uint64_t)to_fixnum(k) < bytes_of_header(header_of(s))))
    return from_character(((const uint8_t *)object_of(s)->words)[to_fixnum(k)]);
  return slow_string_ref(sp, site, s, k);
}

ESHKOL_COLD Value slow_string_set_x(Value *sp, uint32_t site, Value s, Value k, Value c) {
  eshkol_at(sp, site);
  return eshkol_string_set_x(s, k, c);
}
static inline Value eshkol_inline_string_set_x(Value *sp, uint32_t site, Value s, Value k, Value c) {
  if (!LIKELY_PATH(is_object(s) && (header_of(s) & (ESHKOL_NARROW_MASK | ESHKOL_MUTABLE_MASK)) == TYPE_STRING &&
                   is_fixnum(k) && (uint64_t)to_fixnum(k) < bytes_of_header(header_of(s)) && is_character(c) &&
                   to_character(c) < 256))
    return slow_string_set_x(sp, site, s, k, c);
  ((uint8_t *)object_of(s)->words)[to_fixnum(k)] = (uint8_t)to_character(c);
  return UNSPECIFIED;
}

/* --- Characters. --- */

ESHKOL_COLD Value slow_char_to_integer(Value *sp, uint32_t site, Value c) {
  eshkol_at(sp, site);
  return eshkol_char_to_integer(c);
}
static inline Value eshkol_inline_char_to_integer(Value *sp, uint32_t site, Value c) {
  if (LIKELY_PATH(is_character(c))) return from_fixnum(to_character(c));
  return slow_char_to_integer(sp, site, c);
}

__attribute__((noinline, unused)) static Value slow_integer_to_char(Value *sp, uint32_t site, Value n) {
  eshkol_at(sp, site);
  return eshkol_integer_to_char(n);
}
static inline Value eshkol_inline_integer_to_char(Value *sp, uint32_t site, Value n) {
  if (LIKELY_PATH(is_fixnum(n) && (uint64_t)to_fixnum(n) < 0xD800)) return from_character((uint32_t)to_fixnum(n));
  return slow_integer_to_char(sp, site, n);
}

static inline bool are_characters(Value a, Value b) { return is_character(a) && is_character(b); }

ESHKOL_COLD bool slow_char_equal_p(Value *sp, uint32_t site, Value a, Value b) {
  eshkol_at(sp, site);
  return eshkol_char_equal_p(a, b, NIL) == TRUE;
}
static inline bool eshkol_test_char_equal_p(Value *sp, uint32_t site, Value a, Value b) {
  return LIKELY_PATH(are_characters(a, b)) ? a == b : slow_char_equal_p(sp, site, a, b);
}

ESHKOL_COLD bool slow_char_less_p(Value *sp, uint32_t site, Value a, Value b) {
  eshkol_at(sp, site);
  return eshkol_char_less_p(a, b, NIL) == TRUE;
}
static inline bool eshkol_test_char_less_p(Value *sp, uint32_t site, Value a, Value b) {
  return LIKELY_PATH(are_characters(a, b)) ? a < b : slow_char_less_p(sp, site, a, b);
}

ESHKOL_COLD bool slow_char_greater_p(Value *sp, uint32_t site, Value a, Value b) {
  eshkol_at(sp, site);
  return eshkol_char_greater_p(a, b, NIL) == TRUE;
}
static inline bool eshkol_test_char_greater_p(Value *sp, uint32_t site, Value a, Value b) {
  return LIKELY_PATH(are_characters(a, b)) ? a > b : slow_char_greater_p(sp, site, a, b);
}

ESHKOL_COLD bool slow_char_less_equal_p(Value *sp, uint32_t site, Value a, Value b) {
  eshkol_at(sp, site);
  return eshkol_char_less_equal_p(a, b, NIL) == TRUE;
}
static inline bool eshkol_test_char_less_equal_p(Value *sp, uint32_t site, Value a, Value b) {
  return LIKELY_PATH(are_characters(a, b)) ? a <= b : slow_char_less_equal_p(sp, site, a, b);
}

ESHKOL_COLD bool slow_char_greater_equal_p(Value *sp, uint32_t site, Value a, Value b) {
  eshkol_at(sp, site);
  return eshkol_char_greater_equal_p(a, b, NIL) == TRUE;
}
static inline bool eshkol_test_char_greater_equal_p(Value *sp, uint32_t site, Value a, Value b) {
  return LIKELY_PATH(are_characters(a, b)) ? a >= b : slow_char_greater_equal_p(sp, site, a, b);
}

/* --- Bytevectors. --- */

ESHKOL_COLD Value slow_bytevector_u8_ref(Value *sp, uint32_t site, Value bytevector, Value k) {
  eshkol_at(sp, site);
  return eshkol_bytevector_u8_ref(bytevector, k);
}
static inline Value eshkol_inline_bytevector_u8_ref(Value *sp, uint32_t site, Value bytevector, Value k) {
  if (LIKELY_PATH(has_type(bytevector, TYPE_BYTEVECTOR) && is_fixnum(k) &&
                  (uint64_t)to_fixnum(k) < bytes_of_header(header_of(bytevector))))
    return from_fixnum(((const uint8_t *)object_of(bytevector)->words)[to_fixnum(k)]);
  return slow_bytevector_u8_ref(sp, site, bytevector, k);
}

ESHKOL_COLD Value slow_bytevector_u8_set_x(Value *sp, uint32_t site, Value bytevector, Value k, Value byte) {
  eshkol_at(sp, site);
  return eshkol_bytevector_u8_set_x(bytevector, k, byte);
}
static inline Value eshkol_inline_bytevector_u8_set_x(Value *sp, uint32_t site, Value bytevector, Value k, Value byte) {
  if (!LIKELY_PATH(is_object(bytevector) && (header_of(bytevector) & ESHKOL_MUTABLE_MASK) == TYPE_BYTEVECTOR &&
                   both_fixnums(k, byte) && (uint64_t)to_fixnum(k) < bytes_of_header(header_of(bytevector)) &&
                   (uint64_t)to_fixnum(byte) < 256))
    return slow_bytevector_u8_set_x(sp, site, bytevector, k, byte);
  ((uint8_t *)object_of(bytevector)->words)[to_fixnum(k)] = (uint8_t)to_fixnum(byte);
  return UNSPECIFIED;
}

ESHKOL_COLD Value slow_bytevector_length(Value *sp, uint32_t site, Value bytevector) {
  eshkol_at(sp, site);
  return eshkol_bytevector_length(bytevector);
}
static inline Value eshkol_inline_bytevector_length(Value *sp, uint32_t site, Value bytevector) {
  if (LIKELY_PATH(has_type(bytevector, TYPE_BYTEVECTOR)))
    return from_fixnum((int64_t)bytes_of_header(header_of(bytevector)));
  return slow_bytevector_length(sp, site, bytevector);
}

/* --- Records: k is a constant, so that its conversion costs nothing. --- */

static inline bool eshkol_test_sys_record_is_p(Value x, Value type) { return is_record_of(x, type); }

__attribute__((noinline, unused)) static Value slow_sys_record_ref(Value *sp, uint32_t site, Value record, Value type,
                                                                   Value k, Value accessor) {
  eshkol_at(sp, site);
  return eshkol_sys_record_ref(record, type, k, accessor);
}
static inline Value eshkol_inline_sys_record_ref(Value *sp, uint32_t site, Value record, Value type, Value k,
                                                 Value accessor) {
  if (LIKELY_PATH(is_record_of(record, type))) return object_of(record)->words[1 + to_fixnum(k)];
  return slow_sys_record_ref(sp, site, record, type, k, accessor);
}

__attribute__((noinline, unused)) static Value slow_sys_record_set_x(Value *sp, uint32_t site, Value record, Value type,
                                                                     Value k, Value modifier, Value v) {
  eshkol_at(sp, site);
  return eshkol_sys_record_set_x(record, type, k, modifier, v);
}
static inline Value eshkol_inline_sys_record_set_x(Value *sp, uint32_t site, Value record, Value type, Value k,
                                                   Value modifier, Value v) {
  if (!LIKELY_PATH(is_record_of(record, type)))
    return slow_sys_record_set_x(sp, site, record, type, k, modifier, v);
  eshkol_store(&object_of(record)->words[1 + to_fixnum(k)], v);
  return UNSPECIFIED;
}

#endif

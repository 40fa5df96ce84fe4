/* Part B of eshkol.h: what values are, and what is in them. */
#include <string.h>

#include "embedding.h"
#include "arenas.h"
#include "numbers.h"
#include "pairs.h"
#include "primitives.h"
#include "printer.h"
#include "strings.h"
#include "symbols.h"
#include "vectors.h"

/* What is done on Eshkol's stack, where errors are at home: the arguments and results of the functions below. */
struct Work { Value value, other, third; const void *bytes; size_t count, start; double real; };

/* --- Types. --- */

static const uint8_t type_of_objects[TYPE_COUNT] = {
  [TYPE_VECTOR >> 3] = ESHKOL_VECTOR, [TYPE_CLOSURE >> 3] = ESHKOL_PROCEDURE, [TYPE_RECORD >> 3] = ESHKOL_RECORD,
  [TYPE_STRING >> 3] = ESHKOL_STRING, [TYPE_SYMBOL >> 3] = ESHKOL_SYMBOL, [TYPE_BYTEVECTOR >> 3] = ESHKOL_BYTEVECTOR,
  [TYPE_FLONUM >> 3] = ESHKOL_FLONUM, [TYPE_BIGNUM >> 3] = ESHKOL_EXACT_INTEGER,
  [TYPE_RATIONAL >> 3] = ESHKOL_EXACT_RATIONAL, [TYPE_COMPLEX >> 3] = ESHKOL_COMPLEX,
  [TYPE_CONDITION >> 3] = ESHKOL_CONDITION, [TYPE_RESOURCE >> 3] = ESHKOL_RESOURCE,
};

eshkol_type eshkol_type_of(eshkol_value v) {
  if (is_fixnum(v)) return ESHKOL_EXACT_INTEGER;
  if (is_self_tagged_flonum(v)) return ESHKOL_FLONUM;
  if (v == TRUE || v == FALSE) return ESHKOL_BOOLEAN;
  if (v == NIL) return ESHKOL_NULL_TYPE;
  if (v == UNSPECIFIED) return ESHKOL_NOTHING;
  if (is_character(v)) return ESHKOL_CHARACTER;
  if (eshkol_is_stale(v)) return ESHKOL_OTHER;
  if (is_pair(v)) return ESHKOL_PAIR;
  uint8_t type = is_object(v) ? type_of_objects[type_of_header(header_of(v)) >> 3] : 0;
  return type ? (eshkol_type)type : ESHKOL_OTHER;
}

bool eshkol_is_true(eshkol_value value) { return value != FALSE; }

/* --- Reading. --- */

struct Expectation { const char *who, *what; Value got; };

static Value raise_unexpected(Value *sp, void *data) {
  (void)sp;
  const struct Expectation *e = data;
  eshkol_raise_type(e->who, 0, e->what, e->got);
}

static eshkol_status unexpected(const char *who, const char *what, Value got) {
  struct Expectation expectation = {who, what, got};
  return eshkol_cross_for(who, raise_unexpected, &expectation, NULL);
}

#define MOST_LIMBS 1

eshkol_status eshkol_to_int64(eshkol_value value, int64_t *result) {
  if (is_fixnum(value)) {
    *result = to_fixnum(value);
    return ESHKOL_OK;
  }
  if (!eshkol_may_call(__func__)) return ESHKOL_MISUSE;
  if (eshkol_is_stale(value) || !has_type(value, TYPE_BIGNUM) || words_of_header(header_of(value)) > MOST_LIMBS)
    return unexpected(__func__, "an exact integer of at most 64 bits", value);
  uint64_t limb = object_of(value)->words[0];
  bool negative = auxiliary_of_header(header_of(value)) & 8;
  if (limb > (uint64_t)INT64_MAX + negative) return unexpected(__func__, "an exact integer of at most 64 bits", value);
  *result = (int64_t)(negative ? 0 - limb : limb);
  return ESHKOL_OK;
}

static Value read_real(Value *sp, void *data) {
  (void)sp;
  struct Work *work = data;
  if (!eshkol_is_real(work->value)) eshkol_raise_type("eshkol_to_double", 0, "a real number", work->value);
  work->real = eshkol_number_to_double(work->value);
  return UNSPECIFIED;
}

eshkol_status eshkol_to_double(eshkol_value value, double *result) {
  if (is_self_tagged_flonum(value)) {
    *result = to_double(value);
    return ESHKOL_OK;
  }
  struct Work work = {.value = value};
  eshkol_status status = eshkol_cross_for(__func__, read_real, &work, NULL);
  if (status == ESHKOL_OK) *result = work.real;
  return status;
}

eshkol_status eshkol_to_boolean(eshkol_value value, bool *result) {
  if (value != TRUE && value != FALSE) return unexpected(__func__, "a boolean", value);
  *result = value == TRUE;
  return ESHKOL_OK;
}

eshkol_status eshkol_to_character(eshkol_value value, uint32_t *result) {
  if (!is_character(value)) return unexpected(__func__, "a character", value);
  *result = to_character(value);
  return ESHKOL_OK;
}

eshkol_status eshkol_to_utf8(eshkol_value value, char *buffer, size_t capacity, size_t *size) {
  if (!eshkol_may_call(__func__)) return ESHKOL_MISUSE;
  if (eshkol_is_stale(value)) return unexpected(__func__, "a string or a symbol", value);
  Value string = is_symbol(value) ? symbol_name(value) : value;
  if (!is_string(string)) return unexpected(__func__, "a string or a symbol", value);
  StringView view = string_view(string);
  size_t needed = eshkol_view_utf8_size(view);
  if (size) *size = needed;
  if (needed < capacity) *eshkol_view_to_utf8(view, buffer) = '\0';
  return ESHKOL_OK;
}

/* The scratch port's text is copied before anything else happens. */
static Value write_text(Value *sp, void *data) {
  (void)sp;
  struct Work *work = data;
  struct Port *port = eshkol_scratch_port();
  eshkol_print_to(port, work->value, PRINT_WRITE);
  work->bytes = port->buffer;
  work->count = port->end;
  return UNSPECIFIED;
}

eshkol_status eshkol_to_text(eshkol_value value, char *buffer, size_t capacity, size_t *size) {
  struct Work work = {.value = value};
  eshkol_status status = eshkol_cross_for(__func__, write_text, &work, NULL);
  if (status != ESHKOL_OK) return status;
  if (size) *size = work.count;
  if (work.count < capacity) {
    memcpy(buffer, work.bytes, work.count);
    buffer[work.count] = '\0';
  }
  return ESHKOL_OK;
}

eshkol_status eshkol_to_pair(eshkol_value value, eshkol_value *car, eshkol_value *cdr) {
  if (!eshkol_may_call(__func__)) return ESHKOL_MISUSE;
  if (!is_pair(value) || eshkol_is_stale(value) || pair_of(value)->car == DEAD) return unexpected(__func__, "a pair", value);
  Pair pair = *pair_of(value);
  if (car) eshkol_give(pair.car, car);
  if (cdr) eshkol_give(pair.cdr, cdr);
  return ESHKOL_OK;
}

static Value measure(Value *sp, void *data) {
  (void)sp;
  struct Work *work = data;
  Value v = work->value;
  if (has_type(v, TYPE_VECTOR)) work->count = words_of_header(header_of(v));
  else if (has_type(v, TYPE_BYTEVECTOR)) work->count = bytes_of_header(header_of(v));
  else if (is_string(v)) work->count = string_view(v).length;
  else if (is_pair(v) || v == NIL) work->count = eshkol_list_length("eshkol_length_of", 0, v);
  else eshkol_raise_type("eshkol_length_of", 0, "a list, vector, bytevector or string", v);
  return UNSPECIFIED;
}

eshkol_status eshkol_length_of(eshkol_value value, size_t *result) {
  struct Work work = {.value = value};
  eshkol_status status = eshkol_cross_for(__func__, measure, &work, NULL);
  if (status == ESHKOL_OK) *result = work.count;
  return status;
}

static Value index_of(size_t index) { return from_fixnum(index > (size_t)FIXNUM_MAX ? FIXNUM_MAX : (int64_t)index); }

static Value load_element(Value *sp, void *data) {
  (void)sp;
  const struct Work *work = data;
  return eshkol_vector_ref(work->value, index_of(work->start));
}

eshkol_status eshkol_vector_element(eshkol_value vector, size_t index, eshkol_value *result) {
  struct Work work = {.value = vector, .start = index};
  return eshkol_cross_for(__func__, load_element, &work, result);
}

static Value store_element(Value *sp, void *data) {
  (void)sp;
  const struct Work *work = data;
  return eshkol_vector_set_x(work->value, index_of(work->start), work->other);
}

eshkol_status eshkol_set_vector_element(eshkol_value vector, size_t index, eshkol_value element) {
  struct Work work = {.value = vector, .start = index, .other = element};
  return eshkol_cross_for(__func__, store_element, &work, NULL);
}

static Value store_parts(Value *sp, void *data) {
  (void)sp;
  const struct Work *work = data;
  eshkol_set_car_x(work->value, work->other);
  return eshkol_set_cdr_x(work->value, work->third);
}

eshkol_status eshkol_set_pair(eshkol_value pair, eshkol_value car, eshkol_value cdr) {
  struct Work work = {.value = pair, .other = car, .third = cdr};
  return eshkol_cross_for(__func__, store_parts, &work, NULL);
}

static Value check_bytes(Value *sp, void *data) {
  (void)sp;
  struct Work *work = data;
  ByteView view = check_bytevector("eshkol_to_bytes", 0, work->value);
  if (work->start > view.length) eshkol_raise_index("eshkol_to_bytes", 0, index_of(work->start), view.length);
  if (work->count > view.length - work->start)
    eshkol_raise_index("eshkol_to_bytes", 0, index_of(work->start + work->count), view.length);
  work->bytes = view.bytes + work->start;
  return UNSPECIFIED;
}

eshkol_status eshkol_to_bytes(eshkol_value bytevector, size_t start, size_t count, void *bytes) {
  struct Work work = {.value = bytevector, .start = start, .count = count};
  eshkol_status status = eshkol_cross_for(__func__, check_bytes, &work, NULL);
  if (status == ESHKOL_OK && count) memcpy(bytes, work.bytes, count);
  return status;
}

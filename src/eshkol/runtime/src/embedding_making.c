/* Part B of eshkol.h: making values in C. */
#include <string.h>

#include "embedding.h"
#include "memory_internal.h"
#include "numbers.h"
#include "primitives.h"
#include "strings.h"
#include "symbols.h"
#include "vectors.h"

/* What is done on Eshkol's stack, where errors are at home: the arguments of the functions below. */
struct Work { Value car, cdr; const void *bytes; size_t count; uint32_t character; double real; int64_t integer; };

/* Room without passing any limit. */
static bool has_memory(size_t bytes) { return hp_address() + bytes < eshkol_reservation.soft_limit; }

eshkol_value eshkol_from_boolean(bool boolean) { return from_boolean(boolean); }
eshkol_value eshkol_from_null(void) { return NIL; }
eshkol_value eshkol_from_nothing(void) { return UNSPECIFIED; }

static Value make_integer(Value *sp, void *data) { return (void)sp, from_int64(((struct Work *)data)->integer); }

eshkol_status eshkol_from_int64(int64_t number, eshkol_value *result) {
  struct Work work = {.integer = number};
  if (number < FIXNUM_MIN || number > FIXNUM_MAX) return eshkol_cross_for(__func__, make_integer, &work, result);
  *result = from_fixnum(number);
  return ESHKOL_OK;
}

static Value make_natural(Value *sp, void *data) { return (void)sp, from_uint64(((struct Work *)data)->count); }

eshkol_status eshkol_from_uint64(uint64_t number, eshkol_value *result) {
  struct Work work = {.count = number};
  if (number > (uint64_t)FIXNUM_MAX) return eshkol_cross_for(__func__, make_natural, &work, result);
  *result = from_fixnum((int64_t)number);
  return ESHKOL_OK;
}

static Value make_real(Value *sp, void *data) { return (void)sp, from_double(((struct Work *)data)->real); }

eshkol_status eshkol_from_double(double number, eshkol_value *result) {
  struct Work work = {.real = number};
  uint64_t bits;
  memcpy(&bits, &number, sizeof bits);
  Value value = flonum_bits_to_value(bits);
  if (!is_self_tagged_flonum(value)) return eshkol_cross_for(__func__, make_real, &work, result);
  *result = value;
  return ESHKOL_OK;
}

static Value make_character(Value *sp, void *data) {
  (void)sp;
  return eshkol_integer_to_char(from_fixnum(((struct Work *)data)->character));
}

eshkol_status eshkol_from_character(uint32_t character, eshkol_value *result) {
  struct Work work = {.character = character};
  return eshkol_cross_for(__func__, make_character, &work, result);
}

static Value make_string(Value *sp, void *data) {
  (void)sp;
  const struct Work *work = data;
  Utf8Measure measure = eshkol_measure_utf8(work->bytes, work->count);
  if (measure.malformed < work->count)
    eshkol_raise_error("eshkol_from_utf8", "malformed UTF-8 at byte", eshkol_make_pair(from_fixnum((int64_t)measure.malformed), NIL));
  return eshkol_string_of_measured_utf8(work->bytes, work->count, measure);
}

eshkol_status eshkol_from_utf8(const char *text, size_t size, eshkol_value *result) {
  struct Work work = {.bytes = text, .count = size};
  return eshkol_cross_for(__func__, make_string, &work, result);
}

static Value make_symbol(Value *sp, void *data) { return eshkol_intern_view(string_view(make_string(sp, data))); }

eshkol_status eshkol_from_symbol(const char *name, eshkol_value *result) {
  struct Work work = {.bytes = name, .count = strlen(name)};
  return eshkol_cross_for(__func__, make_symbol, &work, result);
}

static Value make_pair(Value *sp, void *data) {
  (void)sp;
  const struct Work *work = data;
  return eshkol_make_pair(work->car, work->cdr);
}

eshkol_status eshkol_from_pair(eshkol_value car, eshkol_value cdr, eshkol_value *result) {
  struct Work work = {.car = car, .cdr = cdr};
  if (!eshkol_may_call("eshkol_from_pair")) return ESHKOL_MISUSE;
  return has_memory(sizeof(Pair)) ? eshkol_give(eshkol_make_pair(car, cdr), result) : eshkol_cross(make_pair, &work, result);
}

static Value make_list(Value *sp, void *data) {
  (void)sp;
  const struct Work *work = data;
  const Value *elements = work->bytes;
  Value list = NIL;
  for (size_t i = work->count; i > 0; i--) list = eshkol_make_pair(elements[i - 1], list);
  return list;
}

eshkol_status eshkol_from_list(size_t count, const eshkol_value *elements, eshkol_value *result) {
  struct Work work = {.bytes = elements, .count = count};
  return eshkol_cross_for(__func__, make_list, &work, result);
}

static Value make_vector(Value *sp, void *data) {
  (void)sp;
  const struct Work *work = data;
  Value vector = eshkol_allocate_vector(work->count, FALSE);
  if (work->count) memcpy(object_of(vector)->words, work->bytes, work->count * sizeof(Value));
  return vector;
}

eshkol_status eshkol_from_vector(size_t count, const eshkol_value *elements, eshkol_value *result) {
  struct Work work = {.bytes = elements, .count = count};
  return eshkol_cross_for(__func__, make_vector, &work, result);
}

static Value make_bytevector(Value *sp, void *data) {
  (void)sp;
  const struct Work *work = data;
  Value bytevector = eshkol_allocate_bytevector(work->count);
  if (work->count) memcpy(object_of(bytevector)->words, work->bytes, work->count);
  return bytevector;
}

eshkol_status eshkol_from_bytes(const void *bytes, size_t count, eshkol_value *result) {
  struct Work work = {.bytes = bytes, .count = count};
  return eshkol_cross_for(__func__, make_bytevector, &work, result);
}

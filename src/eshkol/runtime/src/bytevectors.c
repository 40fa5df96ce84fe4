/* Bytevectors: making, reading, changing, copying. */
#include "checks.h"
#include "pairs.h"
#include "primitives.h"
#include "vectors.h"

#define MAXIMAL_BYTES (8 * MAXIMAL_WORDS)

Value eshkol_allocate_bytevector(size_t length) {
  size_t words = (length + 7) / 8;
  Object *o = eshkol_allocate_object(TYPE_BYTEVECTOR, (uint32_t)(8 * words - length), words);
  if (words) o->words[words - 1] = 0;
  return from_object(o);
}

static uint8_t check_byte(const char *who, int argument, Value x) {
  if (!is_fixnum(x) || (uint64_t)to_fixnum(x) > 255) eshkol_raise_type(who, argument, "a byte (0 to 255)", x);
  return (uint8_t)to_fixnum(x);
}

static Value make_filled(const char *who, Value size, Value fill) {
  size_t length = check_size(who, 1, size, MAXIMAL_BYTES);
  uint8_t byte = fill == ABSENT ? 0 : check_byte(who, 2, fill);
  Value result = eshkol_allocate_bytevector(length);
  if (length) memset(object_of(result)->words, byte, length);
  return result;
}

Value eshkol_bytevector_p(Value x) { return from_boolean(has_type(x, TYPE_BYTEVECTOR)); }
Value eshkol_make_bytevector(Value size, Value fill) { return make_filled("make-bytevector", size, fill); }
Value eshkol_make_bytes(Value size) { return make_filled("make-bytes", size, ABSENT); }

/* The bytevector of a proper list of bytes; errors are reported for argument `argument`, or, if that is 0, for the
 * argument that the element is. */
static Value bytevector_of_list(const char *who, int argument, Value bytes) {
  size_t length = eshkol_list_length(who, argument, bytes);
  Value result = eshkol_allocate_bytevector(length);
  uint8_t *out = (uint8_t *)object_of(result)->words;
  for (size_t k = 0; k < length; k++, bytes = pair_cdr(bytes))
    out[k] = check_byte(who, argument ? argument : (int)k + 1, pair_car(bytes));
  return result;
}

Value eshkol_bytevector(Value bytes) { return bytevector_of_list("bytevector", 0, bytes); }
Value eshkol_list_to_bytevector(Value bytes) { return bytevector_of_list("list->bytevector", 1, bytes); }

Value eshkol_bytevector_to_list(Value bytevector, Value start, Value end) {
  ByteView v = check_bytevector("bytevector->list", 1, bytevector);
  Range r = check_range("bytevector->list", 2, start, end, v.length);
  Value list = NIL;
  for (size_t k = r.end; k-- > r.start;) list = eshkol_make_pair(from_fixnum(v.bytes[k]), list);
  return list;
}

Value eshkol_bytevector_length(Value v) {
  return from_fixnum((int64_t)check_bytevector("bytevector-length", 1, v).length);
}

Value eshkol_bytevector_u8_ref(Value bytevector, Value k) {
  ByteView v = check_bytevector("bytevector-u8-ref", 1, bytevector);
  return from_fixnum(v.bytes[check_index("bytevector-u8-ref", 2, k, v.length)]);
}

Value eshkol_bytevector_u8_set_x(Value bytevector, Value k, Value byte) {
  ByteView v = check_mutable_bytevector("bytevector-u8-set!", 1, bytevector);
  size_t at = check_index("bytevector-u8-set!", 2, k, v.length);
  v.bytes[at] = check_byte("bytevector-u8-set!", 3, byte);
  return UNSPECIFIED;
}

Value eshkol_bytevector_fill_x(Value bytevector, Value fill, Value start, Value end) {
  ByteView v = check_mutable_bytevector("bytevector-fill!", 1, bytevector);
  uint8_t byte = check_byte("bytevector-fill!", 2, fill);
  Range r = check_range("bytevector-fill!", 3, start, end, v.length);
  if (r.end > r.start) memset(v.bytes + r.start, byte, r.end - r.start);
  return UNSPECIFIED;
}

Value eshkol_bytevector_copy(Value bytevector, Value start, Value end) {
  ByteView v = check_bytevector("bytevector-copy", 1, bytevector);
  Range r = check_range("bytevector-copy", 2, start, end, v.length);
  Value result = eshkol_allocate_bytevector(r.end - r.start);
  if (r.end > r.start) memcpy(object_of(result)->words, v.bytes + r.start, r.end - r.start);
  return result;
}

Value eshkol_bytevector_copy_x(Value to, Value at, Value from, Value start, Value end) {
  ByteView target = check_mutable_bytevector("bytevector-copy!", 1, to);
  ByteView source = check_bytevector("bytevector-copy!", 3, from);
  Range r = check_range("bytevector-copy!", 4, start, end, source.length);
  size_t count = r.end - r.start, place = check_room("bytevector-copy!", 2, at, target.length, count);
  if (count) memmove(target.bytes + place, source.bytes + r.start, count);
  return UNSPECIFIED;
}

Value eshkol_bytevector_append(Value bytevectors) {
  size_t length = 0, at = 0;
  int argument = 1;
  for (Value x = bytevectors; x != NIL; x = pair_cdr(x))
    length += check_bytevector("bytevector-append", argument++, pair_car(x)).length;
  Value result = eshkol_allocate_bytevector(length);
  for (Value x = bytevectors; x != NIL; x = pair_cdr(x)) {
    ByteView v = check_bytevector("bytevector-append", 1, pair_car(x));
    if (v.length) memcpy((uint8_t *)object_of(result)->words + at, v.bytes, v.length);
    at += v.length;
  }
  return result;
}

/* Numbers at any byte of bytevectors, in either byte order. */
#include "checks.h"
#include "packed.h"
#include "primitives.h"
#include "strings.h"
#include "vectors.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the machine's byte order is little");

/* In NATIVE_ORDER an index must be a multiple of the element's size, as for processors that insist on it. */
enum { NATIVE_ORDER, LITTLE_ORDER, BIG_ORDER };

/* Where the element at byte k is. */
static uint8_t *place_of(unsigned kind, ByteView bytes, Value k, Value order, const char *who) {
  size_t size = (size_t)1 << packed_size_log2(kind), at = check_index(who, 2, k, bytes.length);
  if (size > bytes.length - at) eshkol_raise_index(who, 2, from_fixnum((int64_t)(at + size - 1)), bytes.length);
  if (to_fixnum(order) == NATIVE_ORDER && at % size != 0) {
    eshkol_raise_type(who, 2, "an index that is a multiple of the number's size", k);
  }
  return bytes.bytes + at;
}

static void copy_in_order(uint8_t *to, const uint8_t *from, unsigned kind, Value order) {
  size_t size = (size_t)1 << packed_size_log2(kind);
  for (size_t i = 0; i < size; i++) to[i] = from[to_fixnum(order) == BIG_ORDER ? size - 1 - i : i];
}

Value eshkol_sys_bytes_integer_ref(Value kind, Value bytes, Value k, Value order, Value name) {
  const char *who = eshkol_name_for_message(name);
  uint8_t element[8];
  unsigned code = (unsigned)to_fixnum(kind);
  copy_in_order(element, place_of(code, check_bytevector(who, 1, bytes), k, order, who), code, order);
  return packed_load_integer(code, element);
}

Value eshkol_sys_bytes_flonum_ref(Value kind, Value bytes, Value k, Value order, Value name) {
  const char *who = eshkol_name_for_message(name);
  uint8_t element[8];
  unsigned code = (unsigned)to_fixnum(kind);
  copy_in_order(element, place_of(code, check_bytevector(who, 1, bytes), k, order, who), code, order);
  return from_double(packed_load_double(code, element));
}

Value eshkol_sys_bytes_set_x(Value kind, Value bytes, Value k, Value number, Value order, Value name) {
  const char *who = eshkol_name_for_message(name);
  uint8_t element[8];
  unsigned code = (unsigned)to_fixnum(kind);
  uint8_t *place = place_of(code, check_mutable_bytevector(who, 1, bytes), k, order, who);
  if (code & PACKED_FLOAT) packed_store_double(code, element, eshkol_packed_double(number, name));
  else packed_store_bits(code, element, eshkol_packed_bits(code, number, name));
  copy_in_order(place, element, code, order);
  return UNSPECIFIED;
}

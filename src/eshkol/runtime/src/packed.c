/* Numbers packed in bytevectors: the complete functions, with every check. */
#include "packed.h"

#include "checks.h"
#include "numbers_internal.h"
#include "primitives.h"
#include "strings.h"
#include "vectors.h"

/* Where element k is. */
static uint8_t *place_of(unsigned kind, ByteView bytes, Value k, Value who) {
  unsigned log2 = packed_size_log2(kind);
  return bytes.bytes + (check_index(eshkol_name_for_message(who), 2, k, bytes.length >> log2) << log2);
}

Value eshkol_sys_packed_integer_ref(Value kind, Value bytes, Value k, Value who) {
  unsigned code = (unsigned)to_fixnum(kind);
  return packed_load_integer(code, place_of(code, check_bytevector(eshkol_name_for_message(who), 1, bytes), k, who));
}

Value eshkol_sys_packed_flonum_ref(Value kind, Value bytes, Value k, Value who) {
  unsigned code = (unsigned)to_fixnum(kind);
  uint8_t *place = place_of(code, check_bytevector(eshkol_name_for_message(who), 1, bytes), k, who);
  return from_double(packed_load_double(code, place));
}

static const char *const expected_integers[8] = {
    "an integer from 0 to 255",
    "an integer from -128 to 127",
    "an integer from 0 to 65535",
    "an integer from -32768 to 32767",
    "an integer from 0 to 4294967295",
    "an integer from -2147483648 to 2147483647",
    "an integer from 0 to 18446744073709551615",
    "an integer from -9223372036854775808 to 9223372036854775807",
};

uint64_t eshkol_packed_bits(unsigned kind, Value n, Value who) {
  if (is_fixnum(n) && packed_fits(kind, to_fixnum(n))) return (uint64_t)to_fixnum(n);
  if (has_type(n, TYPE_BIGNUM) && kind >= PACKED_U64) {
    uint64_t small;
    EshkolInteger view = view_integer(n, &small);
    uint64_t limit = (uint64_t)1 << 63;
    if (view.length == 1) {
      uint64_t magnitude = view.limbs[0];
      if (kind == PACKED_U64 && !view.negative) return magnitude;
      if (kind == PACKED_S64 && (view.negative ? magnitude <= limit : magnitude < limit))
        return view.negative ? -magnitude : magnitude;
    }
  }
  eshkol_raise_type(eshkol_name_for_message(who), 3, expected_integers[kind], n);
}

double eshkol_packed_double(Value number, Value who) {
  if (eshkol_real_p(number) != TRUE) eshkol_raise_type(eshkol_name_for_message(who), 3, "a real number", number);
  return eshkol_number_to_double(number);
}

Value eshkol_sys_packed_set_x(Value kind, Value bytes, Value k, Value who, Value number) {
  unsigned code = (unsigned)to_fixnum(kind);
  ByteView view = check_bytevector(eshkol_name_for_message(who), 1, bytes);
  uint8_t *place = place_of(code, view, k, who);
  if (!(code & PACKED_FLOAT)) {
    packed_store_bits(code, place, eshkol_packed_bits(code, number, who));
    return UNSPECIFIED;
  }
  packed_store_double(code, place, eshkol_packed_double(number, who));
  return UNSPECIFIED;
}

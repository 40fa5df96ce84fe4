/* Fast paths of numbers packed in bytevectors. The kind is a constant, so that little remains of each. */
#ifndef ESHKOL_INLINE_PACKED_H
#define ESHKOL_INLINE_PACKED_H

#include "inline_data.h"
#include "packed.h"
#include "primitives.h"
#include "vectors.h"

/* Where element k is, or NULL when the complete function has to look at the arguments. */
static inline uint8_t *packed_place(unsigned kind, Value bytes, Value k) {
  unsigned log2 = packed_size_log2(kind);
  if (!LIKELY_PATH(has_type(bytes, TYPE_BYTEVECTOR) && is_fixnum(k) &&
                   (uint64_t)to_fixnum(k) < bytes_of_header(header_of(bytes)) >> log2))
    return NULL;
  return (uint8_t *)object_of(bytes)->words + (to_fixnum(k) << log2);
}

ESHKOL_COLD Value slow_sys_packed_integer_ref(Value *sp, uint32_t site, Value kind, Value bytes, Value k, Value who) {
  eshkol_at(sp, site);
  return eshkol_sys_packed_integer_ref(kind, bytes, k, who);
}
static inline Value eshkol_inline_sys_packed_integer_ref(Value *sp, uint32_t site, Value kind, Value bytes, Value k,
                                                         Value who) {
  const uint8_t *place = packed_place((unsigned)to_fixnum(kind), bytes, k);
  if (LIKELY_PATH(place != NULL)) return packed_load_integer((unsigned)to_fixnum(kind), place);
  return slow_sys_packed_integer_ref(sp, site, kind, bytes, k, who);
}

ESHKOL_COLD Value slow_sys_packed_flonum_ref(Value *sp, uint32_t site, Value kind, Value bytes, Value k, Value who) {
  eshkol_at(sp, site);
  return eshkol_sys_packed_flonum_ref(kind, bytes, k, who);
}
static inline Value eshkol_inline_sys_packed_flonum_ref(Value *sp, uint32_t site, Value kind, Value bytes, Value k,
                                                        Value who) {
  const uint8_t *place = packed_place((unsigned)to_fixnum(kind), bytes, k);
  if (LIKELY_PATH(place != NULL)) return from_double(packed_load_double((unsigned)to_fixnum(kind), place));
  return slow_sys_packed_flonum_ref(sp, site, kind, bytes, k, who);
}

ESHKOL_COLD Value slow_sys_packed_set_x(Value *sp, uint32_t site, Value kind, Value bytes, Value k, Value who,
                                        Value number) {
  eshkol_at(sp, site);
  return eshkol_sys_packed_set_x(kind, bytes, k, who, number);
}
static inline Value eshkol_inline_sys_packed_set_x(Value *sp, uint32_t site, Value kind, Value bytes, Value k, Value who,
                                                   Value number) {
  unsigned code = (unsigned)to_fixnum(kind);
  uint8_t *place = packed_place(code, bytes, k);
  if (LIKELY_PATH(place != NULL)) {
    if (code & PACKED_FLOAT) {
      if (is_flonum(number)) {
        packed_store_double(code, place, to_double(number));
        return UNSPECIFIED;
      }
    } else if (is_fixnum(number) && packed_fits(code, to_fixnum(number))) {
      packed_store_bits(code, place, (uint64_t)to_fixnum(number));
      return UNSPECIFIED;
    }
  }
  return slow_sys_packed_set_x(sp, site, kind, bytes, k, who, number);
}

#endif

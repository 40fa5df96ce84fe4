/* Numbers of the harness for data primitives: fixnums, flonums, small rationals. */
#include "data_harness.h"

#include "numbers.h"
#include "primitives.h"

bool eshkol_eqv_numbers(Value a, Value b) {
  if (is_flonum(a)) {
    double x = to_double(a), y = to_double(b);
    return memcmp(&x, &y, 8) == 0;
  }
  return object_of(a)->words[0] == object_of(b)->words[0] && object_of(a)->words[1] == object_of(b)->words[1];
}
uint64_t eshkol_hash_number(Value v) {
  if (!is_flonum(v)) return object_of(v)->words[0];
  double x = to_double(v);
  uint64_t bits;
  memcpy(&bits, &x, 8);
  return bits;
}

int64_t numerator(Value v) { return is_fixnum(v) ? to_fixnum(v) : to_fixnum(object_of(v)->words[0]); }
int64_t denominator(Value v) { return is_fixnum(v) ? 1 : to_fixnum(object_of(v)->words[1]); }
Value make_rational(int64_t n, int64_t d) {
  int64_t a = n, b = d;
  while (b) { int64_t r = a % b; a = b; b = r; }
  if (a < 0) a = -a;
  if (d / a == 1) return from_fixnum(n / a);
  Object *o = eshkol_new_object(TYPE_RATIONAL, 0, 2);
  o->words[0] = from_fixnum(n / a);
  o->words[1] = from_fixnum(d / a);
  return from_object(o);
}
static double as_double(Value v) { return is_flonum(v) ? to_double(v) : (double)numerator(v) / (double)denominator(v); }
Value eshkol_sys_add2(Value a, Value b) {
  if (is_flonum(a) || is_flonum(b)) return from_double(as_double(a) + as_double(b));
  return make_rational(numerator(a) * denominator(b) + numerator(b) * denominator(a), denominator(a) * denominator(b));
}
Value eshkol_sys_multiply2(Value a, Value b) {
  if (is_flonum(a) || is_flonum(b)) return from_double(as_double(a) * as_double(b));
  return make_rational(numerator(a) * numerator(b), denominator(a) * denominator(b));
}

/* What kind of number a value is, and its sign and parity. */
#include "numbers_internal.h"
#include "primitives.h"

#include <math.h>

bool eshkol_is_number(Value v) { return class_of(v) != CLASS_OTHER; }
bool eshkol_is_exact(Value v) { return class_of(v) < CLASS_FLONUM; }
bool eshkol_is_exact_integer(Value v) { return class_of(v) <= CLASS_BIGNUM; }

static bool is_finite(Value v) { return !is_flonum(v) || isfinite(to_double(v)); }
static bool is_integer(Value v) {
  if (is_flonum(v)) return isfinite(to_double(v)) && to_double(v) == trunc(to_double(v));
  return eshkol_is_exact_integer(v);
}

void check_integer(const char *who, int argument, Value v) {
  if (!is_integer(v)) eshkol_raise_type(who, argument, "an integer", v);
}

void check_exact_integer(const char *who, int argument, Value v) {
  if (!eshkol_is_exact_integer(v)) eshkol_raise_type(who, argument, "an exact integer", v);
}

int number_sign(Value a) {
  if (is_flonum(a)) return (to_double(a) > 0) - (to_double(a) < 0);
  return exact_sign(a);
}

/* --- Of any value. --- */

Value eshkol_number_p(Value x) { return from_boolean(eshkol_is_number(x)); }
Value eshkol_complex_p(Value x) { return from_boolean(eshkol_is_number(x)); }
Value eshkol_real_p(Value x) { return from_boolean(eshkol_is_number(x)); }
Value eshkol_rational_p(Value x) { return from_boolean(eshkol_is_number(x) && is_finite(x)); }
Value eshkol_integer_p(Value x) { return from_boolean(is_integer(x)); }
Value eshkol_exact_integer_p(Value x) { return from_boolean(eshkol_is_exact_integer(x)); }
Value eshkol_exact_rational_p(Value x) { return from_boolean(eshkol_is_exact(x)); }
Value eshkol_exact_nonnegative_integer_p(Value x) {
  return from_boolean(eshkol_is_exact_integer(x) && integer_sign(x) >= 0);
}
Value eshkol_fixnum_p(Value x) { return from_boolean(is_fixnum(x)); }
Value eshkol_flonum_p(Value x) { return from_boolean(is_flonum(x)); }

/* --- Of numbers. --- */

Value eshkol_exact_p(Value z) { return from_boolean(check_number("exact?", 1, z) != CLASS_FLONUM); }
Value eshkol_inexact_p(Value z) { return from_boolean(check_number("inexact?", 1, z) == CLASS_FLONUM); }

Value eshkol_finite_p(Value z) {
  check_number("finite?", 1, z);
  return from_boolean(is_finite(z));
}

Value eshkol_infinite_p(Value z) {
  return from_boolean(check_number("infinite?", 1, z) == CLASS_FLONUM && isinf(to_double(z)));
}

Value eshkol_nan_p(Value z) {
  return from_boolean(check_number("nan?", 1, z) == CLASS_FLONUM && isnan(to_double(z)));
}

Value eshkol_zero_p(Value z) {
  if (check_number("zero?", 1, z) == CLASS_FLONUM) return from_boolean(to_double(z) == 0);
  return from_boolean(z == from_fixnum(0));
}

Value eshkol_positive_p(Value x) {
  check_number("positive?", 1, x);
  return from_boolean(number_sign(x) > 0);
}

Value eshkol_negative_p(Value x) {
  check_number("negative?", 1, x);
  return from_boolean(number_sign(x) < 0);
}

static bool is_odd(const char *who, Value n) {
  check_integer(who, 1, n);
  return is_flonum(n) ? fmod(to_double(n), 2.0) != 0 : integer_is_odd(n);
}

Value eshkol_odd_p(Value n) { return from_boolean(is_odd("odd?", n)); }
Value eshkol_even_p(Value n) { return from_boolean(!is_odd("even?", n)); }

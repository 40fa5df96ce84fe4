/* What kind of number a value is, and its sign and parity. */
#include "numbers_complex.h"
#include "numbers_internal.h"
#include "primitives.h"

#include <math.h>

bool eshkol_is_number(Value v) { return class_of(v) != CLASS_OTHER; }
bool eshkol_is_real(Value v) { return class_of(v) < CLASS_COMPLEX; }
static bool is_exact_real(Value v) { return class_of(v) < CLASS_FLONUM; }
bool eshkol_is_exact_integer(Value v) { return class_of(v) <= CLASS_BIGNUM; }

static bool is_finite_real(Value v) { return !is_flonum(v) || isfinite(to_double(v)); }
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
Value eshkol_real_p(Value x) { return from_boolean(eshkol_is_real(x)); }
Value eshkol_rational_p(Value x) { return from_boolean(eshkol_is_real(x) && is_finite_real(x)); }
Value eshkol_integer_p(Value x) { return from_boolean(is_integer(x)); }
Value eshkol_exact_integer_p(Value x) { return from_boolean(eshkol_is_exact_integer(x)); }
Value eshkol_exact_rational_p(Value x) { return from_boolean(is_exact_real(x)); }
Value eshkol_exact_nonnegative_integer_p(Value x) {
  return from_boolean(eshkol_is_exact_integer(x) && integer_sign(x) >= 0);
}
Value eshkol_fixnum_p(Value x) { return from_boolean(is_fixnum(x)); }
Value eshkol_flonum_p(Value x) { return from_boolean(is_flonum(x)); }

/* --- Of numbers. --- */

static bool is_inexact(const char *who, Value z) {
  NumberClass c = check_number(who, 1, z);
  return c == CLASS_FLONUM || (c == CLASS_COMPLEX && is_flonum(real_part_of(z)));
}

Value eshkol_exact_p(Value z) { return from_boolean(!is_inexact("exact?", z)); }
Value eshkol_inexact_p(Value z) { return from_boolean(is_inexact("inexact?", z)); }

Value eshkol_finite_p(Value z) {
  if (check_number("finite?", 1, z) != CLASS_COMPLEX) return from_boolean(is_finite_real(z));
  return from_boolean(is_finite_real(real_part_of(z)) && is_finite_real(imaginary_part_of(z)));
}

static bool is_infinite_real(Value x) { return is_flonum(x) && isinf(to_double(x)); }
static bool is_nan_real(Value x) { return is_flonum(x) && isnan(to_double(x)); }

Value eshkol_infinite_p(Value z) {
  if (check_number("infinite?", 1, z) != CLASS_COMPLEX) return from_boolean(is_infinite_real(z));
  return from_boolean(is_infinite_real(real_part_of(z)) || is_infinite_real(imaginary_part_of(z)));
}

Value eshkol_nan_p(Value z) {
  if (check_number("nan?", 1, z) != CLASS_COMPLEX) return from_boolean(is_nan_real(z));
  return from_boolean(is_nan_real(real_part_of(z)) || is_nan_real(imaginary_part_of(z)));
}

bool number_is_zero(Value a) {
  switch (class_of(a)) {
  case CLASS_FLONUM: return to_double(a) == 0;
  case CLASS_COMPLEX: return number_is_zero(real_part_of(a)) && number_is_zero(imaginary_part_of(a));
  default: return a == from_fixnum(0);
  }
}

Value eshkol_zero_p(Value z) {
  check_number("zero?", 1, z);
  return from_boolean(number_is_zero(z));
}

Value eshkol_positive_p(Value x) {
  check_real("positive?", 1, x);
  return from_boolean(number_sign(x) > 0);
}

Value eshkol_negative_p(Value x) {
  check_real("negative?", 1, x);
  return from_boolean(number_sign(x) < 0);
}

static bool is_odd(const char *who, Value n) {
  check_integer(who, 1, n);
  return is_flonum(n) ? fmod(to_double(n), 2.0) != 0 : integer_is_odd(n);
}

Value eshkol_odd_p(Value n) { return from_boolean(is_odd("odd?", n)); }
Value eshkol_even_p(Value n) { return from_boolean(!is_odd("even?", n)); }

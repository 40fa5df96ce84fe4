/* exp, logarithms, trigonometric functions. Their results are always flonums. */
#include "numbers_internal.h"
#include "numbers_scaled.h"
#include "primitives.h"

#include <math.h>

static double check_double(const char *who, int argument, Value v) {
  return check_number(who, argument, v) == CLASS_FLONUM ? to_double(v) : exact_to_double(v);
}

Value eshkol_exp(Value z) { return from_double(exp(check_double("exp", 1, z))); }
Value eshkol_sin(Value z) { return from_double(sin(check_double("sin", 1, z))); }
Value eshkol_cos(Value z) { return from_double(cos(check_double("cos", 1, z))); }
Value eshkol_tan(Value z) { return from_double(tan(check_double("tan", 1, z))); }

/* --- Inverse functions. --- */

static double check_between_minus_one_and_one(const char *who, Value z) {
  double d = check_double(who, 1, z);
  if (fabs(d) > 1) raise_complex_result(who, z);
  return d;
}

Value eshkol_asin(Value z) { return from_double(asin(check_between_minus_one_and_one("asin", z))); }
Value eshkol_acos(Value z) { return from_double(acos(check_between_minus_one_and_one("acos", z))); }

Value eshkol_atan(Value y, Value x) {
  double dy = check_double("atan", 1, y);
  if (x == ABSENT) return from_double(atan(dy));
  double dx = check_double("atan", 2, x);
  if (x == from_fixnum(0) && y == from_fixnum(0)) eshkol_raise_division_by_zero("atan");
  return from_double(atan2(dy, dx));
}

/* --- Logarithms. --- */

static void check_logarithm(int argument, Value z) {
  check_number("log", argument, z);
  if (z == from_fixnum(0)) eshkol_raise_error("log", "the logarithm of an exact 0 does not exist", NIL);
  if (number_sign(z) < 0) raise_complex_result("log", z);
}

/* A logarithm by one of the C library's functions; `of_two` is what it gives for 2. */
static double logarithm(double (*function)(double), double of_two, Value z) {
  double d = eshkol_number_to_double(z);
  if (is_flonum(z) || (d >= 0x1p-1000 && d <= 0x1p1000)) return function(d);
  int64_t exponent;
  d = scaled_double(z, &exponent);
  return function(d) + (double)exponent * of_two;
}

Value eshkol_log(Value z, Value base) {
  check_logarithm(1, z);
  if (base == ABSENT) return from_double(logarithm(log, M_LN2, z));
  check_logarithm(2, base);
  double b = eshkol_number_to_double(base);
  if (b == 2) return from_double(logarithm(log2, 1.0, z));
  if (b == 10) return from_double(logarithm(log10, 0.30102999566398119521, z));
  return from_double(logarithm(log, M_LN2, z) / logarithm(log, M_LN2, base));
}

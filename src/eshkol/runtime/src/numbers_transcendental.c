/* exp, logarithms, trigonometric functions. Their results are always inexact. */
#include "numbers_complex.h"
#include "numbers_internal.h"
#include "numbers_scaled.h"
#include "primitives.h"

#include <math.h>

/* The result for a real number by C's function, for another by the complex one. */
static Value apply(const char *who, double (*of_double)(double), ComplexFunction of_complex, Value z) {
  if (check_number(who, 1, z) == CLASS_COMPLEX) return complex_function(of_complex, z);
  return from_double(of_double(eshkol_number_to_double(z)));
}

Value eshkol_exp(Value z) { return apply("exp", exp, FUNCTION_EXP, z); }
Value eshkol_sin(Value z) { return apply("sin", sin, FUNCTION_SIN, z); }
Value eshkol_cos(Value z) { return apply("cos", cos, FUNCTION_COS, z); }
Value eshkol_tan(Value z) { return apply("tan", tan, FUNCTION_TAN, z); }

/* --- Inverse functions. --- */

/* Real numbers outside [-1, 1] have results that are not real. */
static bool is_within_one(Value z) { return !(fabs(eshkol_number_to_double(z)) > 1); }

static Value apply_arc(const char *who, double (*of_double)(double), ComplexFunction of_complex, Value z) {
  if (check_number(who, 1, z) == CLASS_COMPLEX || !is_within_one(z)) return complex_function(of_complex, z);
  return from_double(of_double(eshkol_number_to_double(z)));
}

Value eshkol_asin(Value z) { return apply_arc("asin", asin, FUNCTION_ASIN, z); }
Value eshkol_acos(Value z) { return apply_arc("acos", acos, FUNCTION_ACOS, z); }

Value eshkol_atan(Value y, Value x) {
  if (x == ABSENT) return apply("atan", atan, FUNCTION_ATAN, y);
  check_real("atan", 1, y);
  check_real("atan", 2, x);
  if (x == from_fixnum(0) && y == from_fixnum(0)) eshkol_raise_division_by_zero("atan");
  return from_double(atan2(eshkol_number_to_double(y), eshkol_number_to_double(x)));
}

/* --- Logarithms. --- */

static void check_logarithm(int argument, Value z) {
  check_number("log", argument, z);
  if (z == from_fixnum(0)) eshkol_raise_error("log", "the logarithm of an exact 0 does not exist", NIL);
}

static bool is_real_logarithm(Value z) { return eshkol_is_real(z) && number_sign(z) >= 0; }

/* A logarithm of a real number >= 0 by one of the C library's functions; `of_two` is what it gives for 2. */
static double logarithm(double (*function)(double), double of_two, Value z) {
  double d = eshkol_number_to_double(z);
  if (is_flonum(z) || (d >= 0x1p-1000 && d <= 0x1p1000)) return function(d);
  int64_t exponent;
  d = scaled_double(z, &exponent);
  return function(d) + (double)exponent * of_two;
}

static Value natural_logarithm(Value z) {
  return is_real_logarithm(z) ? from_double(logarithm(log, M_LN2, z)) : complex_logarithm(z);
}

Value eshkol_log(Value z, Value base) {
  check_logarithm(1, z);
  if (base == ABSENT) return natural_logarithm(z);
  check_logarithm(2, base);
  if (!is_real_logarithm(z) || !is_real_logarithm(base))
    return number_divide("log", natural_logarithm(z), natural_logarithm(base));
  double b = eshkol_number_to_double(base);
  if (b == 2) return from_double(logarithm(log2, 1.0, z));
  if (b == 10) return from_double(logarithm(log10, 0.30102999566398119521, z));
  return from_double(logarithm(log, M_LN2, z) / logarithm(log, M_LN2, base));
}

/* Roots, powers, logarithms and trigonometric functions where an argument or the result is not real. */
#include "numbers_complex.h"
#include "numbers_internal.h"
#include "numbers_scaled.h"

#include <math.h>

static Value from_complex(double complex z) { return make_rectangular(from_double(creal(z)), from_double(cimag(z))); }

/* `zero` stands for an exact 0: on a branch cut, its sign decides on which side. */
static double part_value(Value part, double zero) {
  return part == from_fixnum(0) ? zero : eshkol_number_to_double(part);
}

static double complex value_beside(Value z, double real_zero, double imaginary_zero) {
  return c_complex(part_value(real_part_of(z), real_zero), part_value(imaginary_part_of(z), imaginary_zero));
}

static double complex value_of(Value z) { return value_beside(z, 0.0, 0.0); }

/* asin and acos of real numbers beyond 1 belong to the fourth quadrant, of those below -1 to the second (R7RS 6.2.6
 * defines them by logarithms); exact imaginary numbers likewise for atan. The zeros' signs say so to C's functions. */
static double complex value_for_arc(Value z) {
  return value_beside(z, 0.0, number_sign(real_part_of(z)) > 0 ? -0.0 : 0.0);
}

static double complex value_for_atan(Value z) {
  return value_beside(z, number_sign(imaginary_part_of(z)) < 0 ? -0.0 : 0.0, 0.0);
}

Value complex_function(ComplexFunction function, Value z) {
  switch (function) {
  case FUNCTION_EXP: return from_complex(cexp(value_of(z)));
  case FUNCTION_SIN: return from_complex(csin(value_of(z)));
  case FUNCTION_COS: return from_complex(ccos(value_of(z)));
  case FUNCTION_TAN: return from_complex(ctan(value_of(z)));
  case FUNCTION_ASIN: return from_complex(casin(value_for_arc(z)));
  case FUNCTION_ACOS: return from_complex(cacos(value_for_arc(z)));
  case FUNCTION_ATAN: return from_complex(catan(value_for_atan(z)));
  }
  __builtin_unreachable();
}

/* --- Exact numbers beyond the range of doubles: scaled to it by a power of 4. --- */

static int64_t binary_exponent(Value x) {
  return x == from_fixnum(0) ? INT64_MIN : (int64_t)integer_bits(numerator_of(x)) - (int64_t)integer_bits(denominator_of(x));
}

/* An exact number as a double complex times 2^*exponent, which is even; 0 for ordinary numbers. */
static double complex scaled_value(Value z, int64_t *exponent) {
  *exponent = 0;
  if (is_flonum(real_part_of(z))) return value_of(z);
  int64_t real = binary_exponent(real_part_of(z)), imaginary = binary_exponent(imaginary_part_of(z));
  int64_t larger = real > imaginary ? real : imaginary;
  if (larger > -900 && larger < 900) return value_of(z);
  *exponent = larger - (larger & 1);
  Value power = integer_shift("inexact", from_fixnum(1), *exponent < 0 ? -*exponent : *exponent);
  return value_of((*exponent < 0 ? number_multiply : number_divide)("inexact", z, power));
}

Value complex_logarithm(Value z) {
  int64_t exponent;
  double complex logarithm = clog(scaled_value(z, &exponent));
  return from_complex(c_complex(creal(logarithm) + (double)exponent * M_LN2, cimag(logarithm)));
}

/* --- Square roots. --- */

static double scaled(double d, int64_t exponent) {
  return ldexp(d, exponent > 5000 ? 5000 : exponent < -5000 ? -5000 : (int)exponent);
}

static Value inexact_square_root(Value z) {
  int64_t exponent;
  double complex root = csqrt(scaled_value(z, &exponent));
  return from_complex(c_complex(scaled(creal(root), exponent / 2), scaled(cimag(root), exponent / 2)));
}

/* With m the magnitude of an exact a+bi, the root is sqrt((m+a)/2) + sign(b) sqrt((m-a)/2) i. */
static Value exact_square_root(const char *who, Value z) {
  Value magnitude = complex_magnitude(who, z), half = make_reduced_rational(from_fixnum(1), from_fixnum(2));
  if (is_flonum(magnitude)) return FALSE;
  Value real = real_square_root(who, exact_multiply(who, half, exact_add(who, magnitude, real_part_of(z))));
  if (is_flonum(real)) return FALSE;
  Value imaginary = real_square_root(who, exact_multiply(who, half, exact_subtract(who, magnitude, real_part_of(z))));
  if (is_flonum(imaginary)) return FALSE;
  return make_rectangular(real, exact_sign(imaginary_part_of(z)) < 0 ? exact_negate(imaginary) : imaginary);
}

Value complex_square_root(const char *who, Value z) {
  if (eshkol_is_real(z)) return make_rectangular(from_fixnum(0), real_square_root(who, number_negate(who, z)));
  Value exact = is_flonum(real_part_of(z)) ? FALSE : exact_square_root(who, z);
  return exact == FALSE ? inexact_square_root(z) : exact;
}

/* --- Powers. --- */

/* A negative real base: its logarithm's imaginary part is pi. */
static double complex power_of_negative(double base, double exponent) {
  double magnitude = pow(-base, exponent);
  double turns = fmod(exponent, 2.0) * M_PI;
  return c_complex(magnitude * cos(turns), magnitude * sin(turns));
}

Value complex_power(Value base, Value exponent) {
  bool real = eshkol_is_real(base) && eshkol_is_real(exponent);
  if (real) return from_complex(power_of_negative(eshkol_number_to_double(base), eshkol_number_to_double(exponent)));
  return from_complex(cexp(value_of(number_multiply("expt", exponent, complex_logarithm(base)))));
}

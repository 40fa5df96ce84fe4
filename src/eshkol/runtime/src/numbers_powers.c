/* Roots and powers: exact results where the arguments are exact and the result is, else the nearest double. */
#include "numbers_complex.h"
#include "numbers_internal.h"
#include "numbers_scaled.h"
#include "primitives.h"

#include <math.h>

double scaled_double(Value a, int64_t *exponent) {
  Value numerator = numerator_of(a), denominator = denominator_of(a);
  int64_t scale = (int64_t)integer_bits(numerator) - (int64_t)integer_bits(denominator);
  scale -= scale & 1;
  *exponent = scale;
  if (scale >= 0) return ratio_to_double(numerator, integer_shift("inexact", denominator, scale));
  return ratio_to_double(integer_shift("inexact", numerator, -scale), denominator);
}

static bool is_ordinary(double d) { return d >= 0x1p-1000 && d <= 0x1p1000; }

/* --- Square roots. --- */

/* The exact square root of an integer >= 0, or FALSE. */
static Value exact_integer_root(const char *who, Value a) {
  Value root = integer_sqrt(who, a);
  return integer_compare(integer_multiply(who, root, root), a) == 0 ? root : FALSE;
}

static double inexact_sqrt(Value a) {
  double d = exact_to_double(a);
  if (is_ordinary(d)) return sqrt(d);
  int64_t exponent;
  d = scaled_double(a, &exponent);
  exponent /= 2;
  return ldexp(sqrt(d), exponent > 5000 ? 5000 : exponent < -5000 ? -5000 : (int)exponent);
}

static Value exact_sqrt(const char *who, Value a) {
  Value numerator = exact_integer_root(who, numerator_of(a));
  if (numerator == FALSE) return from_double(inexact_sqrt(a));
  Value denominator = exact_integer_root(who, denominator_of(a));
  if (denominator == FALSE) return from_double(inexact_sqrt(a));
  return make_reduced_rational(numerator, denominator);
}

Value real_square_root(const char *who, Value x) {
  return is_flonum(x) ? from_double(sqrt(to_double(x))) : exact_sqrt(who, x);
}

static Value square_root(const char *who, Value z) {
  bool real = eshkol_is_real(z) && number_sign(z) >= 0;
  return real ? real_square_root(who, z) : complex_square_root(who, z);
}

Value eshkol_sqrt(Value z) {
  check_number("sqrt", 1, z);
  return square_root("sqrt", z);
}

Value eshkol_exact_integer_sqrt(Value n) {
  if (!eshkol_is_exact_integer(n) || integer_sign(n) < 0)
    eshkol_raise_type("exact-integer-sqrt", 1, "an exact integer, not negative", n);
  Value root = integer_sqrt("exact-integer-sqrt", n);
  return make_two_values(root, integer_subtract(n, integer_multiply("exact-integer-sqrt", root, root)));
}

/* --- Powers of exact numbers. --- */

#define WHO "expt"

/* The exponent's magnitude is no fixnum: only 0, 1 and -1 have such powers. */
static Value power_of_unit(Value base, Value exponent) {
  if (base == from_fixnum(0) || base == from_fixnum(1)) return base;
  if (base == from_fixnum(-1)) return integer_is_odd(exponent) ? base : from_fixnum(1);
  raise_integer_too_large(WHO);
}

/* exponent > 0. */
static Value positive_power(Value base, Value exponent) {
  if (!is_fixnum(exponent)) return power_of_unit(base, exponent);
  uint64_t n = (uint64_t)to_fixnum(exponent);
  if (!has_type(base, TYPE_RATIONAL)) return integer_power(WHO, base, n);
  Value numerator = integer_power(WHO, numerator_of(base), n);
  return make_reduced_rational(numerator, integer_power(WHO, denominator_of(base), n));
}

static Value exact_to_integer_power(Value base, Value exponent) {
  if (exponent == from_fixnum(0)) return from_fixnum(1);
  if (integer_sign(exponent) > 0) return positive_power(base, exponent);
  if (base == from_fixnum(0)) eshkol_raise_division_by_zero(WHO);
  return exact_divide(WHO, from_fixnum(1), positive_power(base, integer_negate(exponent)));
}

/* --- Exact roots: Newton's iteration from above, which falls until it has reached floor(a^(1/n)). --- */

static Value floor_root(Value a, uint64_t n) {
  Value x = integer_shift(WHO, from_fixnum(1), (int64_t)((integer_bits(a) + n - 1) / n));
  Value one_less = from_uint64(n - 1), whole = from_uint64(n);
  for (;;) {
    Value quotient, next;
    integer_divide(WHO, a, integer_power(WHO, x, n - 1), &quotient, NULL);
    integer_divide(WHO, integer_add(integer_multiply(WHO, one_less, x), quotient), whole, &next, NULL);
    if (integer_compare(next, x) >= 0) return x;
    x = next;
  }
}

/* The exact n-th root of an integer a > 0, or FALSE; n >= 2. */
static Value exact_root(Value a, Value n) {
  if (a == from_fixnum(1)) return a;
  if (!is_fixnum(n) || (uint64_t)to_fixnum(n) >= integer_bits(a)) return FALSE;
  uint64_t degree = (uint64_t)to_fixnum(n);
  if (degree == 2) return exact_integer_root(WHO, a);
  Value root = floor_root(a, degree);
  return integer_compare(integer_power(WHO, root, degree), a) == 0 ? root : FALSE;
}

/* --- Powers that are not real, or whose base or exponent is not. --- */

/* Products of inexact numbers lose accuracy with every factor; logarithms are better beyond this exponent. */
#define EXPONENT_OF_PRODUCTS 1000

/* base^n, n >= 1. */
static Value power_by_squaring(Value base, uint64_t n) {
  Value power = base;
  for (uint64_t bit = (uint64_t)1 << (63 - __builtin_clzll(n)); bit > 1; bit >>= 1) {
    power = number_multiply(WHO, power, power);
    if (n & bit >> 1) power = number_multiply(WHO, power, base);
  }
  return power;
}

/* With both parts of an exact number brought to the same denominator: the sum of the squares of the numerators. Its
 * bits say how fast powers grow. */
static Value squared_size(Value z) {
  Value real = real_part_of(z), imaginary = imaginary_part_of(z);
  Value x = integer_multiply(WHO, numerator_of(real), denominator_of(imaginary));
  Value y = integer_multiply(WHO, numerator_of(imaginary), denominator_of(real));
  return integer_add(integer_multiply(WHO, x, x), integer_multiply(WHO, y, y));
}

/* n >= 1. Only i and -i have powers that do not grow; these repeat. */
static Value exact_complex_power(Value base, Value n) {
  Value size = squared_size(base), period;
  if (size == from_fixnum(1)) {
    integer_divide_floor(WHO, n, from_fixnum(4), NULL, &period);
    return power_by_squaring(base, (uint64_t)to_fixnum(period) + 4);
  }
  uint64_t bits = integer_bits(size) / 2 + 1;
  if (!is_fixnum(n) || (uint64_t)to_fixnum(n) > INTEGER_LIMBS_MAX * 64 / bits) raise_integer_too_large(WHO);
  return power_by_squaring(base, (uint64_t)to_fixnum(n));
}

/* A base that is not real to an exact integer power. */
static Value complex_to_integer_power(Value base, Value exponent) {
  bool exact = !is_flonum(real_part_of(base));
  if (exponent == from_fixnum(0)) return exact ? from_fixnum(1) : from_double(1.0);
  Value n = integer_absolute(exponent), power;
  if (exact) power = exact_complex_power(base, n);
  else if (is_fixnum(n) && to_fixnum(n) <= EXPONENT_OF_PRODUCTS) power = power_by_squaring(base, (uint64_t)to_fixnum(n));
  else return complex_power(base, exponent);
  return integer_sign(exponent) < 0 ? number_divide(WHO, from_fixnum(1), power) : power;
}

static bool is_a_half(Value x) {
  if (is_flonum(x)) return to_double(x) == 0.5;
  return numerator_of(x) == from_fixnum(1) && denominator_of(x) == from_fixnum(2);
}

/* What is left: square roots, powers of 0, and everything else by logarithms. */
static Value general_power(Value base, Value exponent) {
  if (eshkol_is_real(exponent) && is_a_half(exponent)) {
    Value root = square_root(WHO, base);
    return is_flonum(exponent) ? number_to_inexact(WHO, root) : root;
  }
  if (!number_is_zero(base)) return complex_power(base, exponent);
  if (number_sign(real_part_of(exponent)) <= 0) eshkol_raise_division_by_zero(WHO);
  return base == from_fixnum(0) ? base : from_double(0.0);
}

/* --- Powers with doubles. --- */

/* A base that is too large or small for a double keeps its binary exponent apart. */
static double power_of_exact(Value base, double exponent) {
  double d = exact_to_double(base);
  if (is_ordinary(fabs(d)) || exact_sign(base) <= 0) return pow(d, exponent);
  int64_t scale;
  d = scaled_double(base, &scale);
  return pow(d, exponent) * exp2((double)scale * exponent);
}

static Value inexact_power(Value z1, double base, Value z2, double exponent) {
  if (base < 0 && isfinite(exponent) && exponent != trunc(exponent)) return general_power(z1, z2);
  if (is_flonum(z1)) return from_double(pow(base, exponent));
  if (z1 == from_fixnum(0) && number_sign(z2) < 0) eshkol_raise_division_by_zero(WHO);
  return from_double(power_of_exact(z1, exponent));
}

/* The parity of an exponent beyond 2^53 is lost in its double, so the sign is found apart. */
static Value double_to_integer_power(double base, Value exponent) {
  double magnitude = pow(fabs(base), exact_to_double(exponent));
  return from_double(signbit(base) && integer_is_odd(exponent) ? -magnitude : magnitude);
}

static Value exact_to_fraction_power(Value base, Value exponent) {
  if (base == from_fixnum(0) && exact_sign(exponent) > 0) return base;
  if (base == from_fixnum(0)) eshkol_raise_division_by_zero(WHO);
  if (exact_sign(base) < 0 && denominator_of(exponent) == from_fixnum(2))
    return complex_to_integer_power(complex_square_root(WHO, base), numerator_of(exponent));
  if (exact_sign(base) < 0) return general_power(base, exponent);
  Value numerator = exact_root(numerator_of(base), denominator_of(exponent));
  Value denominator = numerator == FALSE ? FALSE : exact_root(denominator_of(base), denominator_of(exponent));
  if (denominator == FALSE) return inexact_power(base, exact_to_double(base), exponent, exact_to_double(exponent));
  return exact_to_integer_power(make_reduced_rational(numerator, denominator), numerator_of(exponent));
}

Value eshkol_expt(Value base, Value exponent) {
  NumberClass cb = check_number(WHO, 1, base), ce = check_number(WHO, 2, exponent);
  if (cb == CLASS_COMPLEX && ce <= CLASS_BIGNUM) return complex_to_integer_power(base, exponent);
  if (later_class(cb, ce) == CLASS_COMPLEX) return general_power(base, exponent);
  if (cb == CLASS_FLONUM && ce <= CLASS_BIGNUM) return double_to_integer_power(to_double(base), exponent);
  if (cb == CLASS_FLONUM || ce == CLASS_FLONUM)
    return inexact_power(base, eshkol_number_to_double(base), exponent, eshkol_number_to_double(exponent));
  return ce == CLASS_RATIONAL ? exact_to_fraction_power(base, exponent) : exact_to_integer_power(base, exponent);
}

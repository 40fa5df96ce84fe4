/* Exact numbers to the nearest double, doubles to the exact number they are. */
#include "numbers_complex.h"
#include "numbers_internal.h"
#include "primitives.h"

#include <float.h>
#include <math.h>

/* --- To doubles. --- */

/* The double nearest to mantissa * 2^exponent, ties to even; mantissa's top bit is set; `inexact` says that a little
 * more was cut off. Keeps fewer bits for subnormal results, so that there is only one rounding. */
static double round_to_double(uint64_t mantissa, int64_t exponent, bool inexact) {
  if (exponent > DBL_MAX_EXP - 64) return HUGE_VAL;
  int64_t drop = 64 - DBL_MANT_DIG;
  if (exponent + drop < DBL_MIN_EXP - DBL_MANT_DIG) drop = DBL_MIN_EXP - DBL_MANT_DIG - exponent;
  if (drop > 64) return 0.0;
  uint64_t kept = drop == 64 ? 0 : mantissa >> drop;
  uint64_t half = (uint64_t)1 << (drop - 1);
  uint64_t rest = mantissa & (half | (half - 1));
  if (rest > half || (rest == half && (inexact || kept & 1))) kept++;
  return ldexp((double)kept, (int)(exponent + drop));
}

/* The 64 leading bits of a nonzero magnitude; *exponent is the weight of their lowest one. */
static uint64_t leading_bits(const EshkolInteger *x, int64_t *exponent, bool *inexact) {
  size_t n = x->length;
  unsigned shift = (unsigned)__builtin_clzll(x->limbs[n - 1]);
  uint64_t bits = x->limbs[n - 1] << shift;
  *exponent = (int64_t)(n - 1) * 64 - shift;
  *inexact = false;
  if (n == 1) return bits;
  if (shift) bits |= x->limbs[n - 2] >> (64 - shift);
  *inexact = x->limbs[n - 2] << shift != 0;
  for (size_t i = 0; i + 2 < n && !*inexact; i++) *inexact = x->limbs[i] != 0;
  return bits;
}

static double integer_to_double(Value a) {
  if (is_fixnum(a)) return (double)to_fixnum(a);
  uint64_t small;
  EshkolInteger x = view_integer(a, &small);
  int64_t exponent;
  bool inexact;
  uint64_t mantissa = leading_bits(&x, &exponent, &inexact);
  double magnitude = round_to_double(mantissa, exponent, inexact);
  return x.negative ? -magnitude : magnitude;
}

#define EXACT_IN_DOUBLE ((int64_t)1 << DBL_MANT_DIG)

static bool is_exact_in_double(Value a) {
  return is_fixnum(a) && to_fixnum(a) <= EXACT_IN_DOUBLE && to_fixnum(a) >= -EXACT_IN_DOUBLE;
}

double ratio_to_double(Value numerator, Value denominator) {
  if (is_exact_in_double(numerator) && is_exact_in_double(denominator))
    return (double)to_fixnum(numerator) / (double)to_fixnum(denominator);
  if (numerator == from_fixnum(0)) return 0.0;
  char *saved = eshkol_hp;
  /* Scale so that the quotient has 66 or 67 bits; what division leaves over only matters as "a little more". */
  int64_t scale = 66 - (int64_t)integer_bits(numerator) + (int64_t)integer_bits(denominator);
  Value magnitude = integer_absolute(numerator), quotient, remainder;
  if (scale >= 0) magnitude = integer_shift("inexact", magnitude, scale);
  else denominator = integer_shift("inexact", denominator, -scale);
  integer_divide("inexact", magnitude, denominator, &quotient, &remainder);
  uint64_t small;
  EshkolInteger x = view_integer(quotient, &small);
  int64_t exponent;
  bool inexact;
  uint64_t mantissa = leading_bits(&x, &exponent, &inexact);
  double d = round_to_double(mantissa, exponent - scale, inexact || remainder != from_fixnum(0));
  eshkol_hp = saved;
  return integer_sign(numerator) < 0 ? -d : d;
}

double exact_to_double(Value a) {
  if (is_fixnum(a)) return (double)to_fixnum(a);
  if (!has_type(a, TYPE_RATIONAL)) return integer_to_double(a);
  return ratio_to_double(numerator_of(a), denominator_of(a));
}

double eshkol_number_to_double(Value number) { return is_flonum(number) ? to_double(number) : exact_to_double(number); }

/* --- From doubles. --- */

Value double_to_exact_integer(double d) {
  if (fabs(d) < 0x1p62) return from_int64((int64_t)d);
  int exponent;
  double fraction = frexp(d, &exponent);
  return integer_shift("exact", from_int64((int64_t)ldexp(fraction, DBL_MANT_DIG)), exponent - DBL_MANT_DIG);
}

Value double_to_exact(double d) {
  if (d == trunc(d)) return double_to_exact_integer(d);
  int exponent;
  double fraction = frexp(d, &exponent);
  Value mantissa = from_int64((int64_t)ldexp(fraction, DBL_MANT_DIG));
  Value denominator = integer_shift("exact", from_fixnum(1), DBL_MANT_DIG - exponent);
  return make_rational("exact", mantissa, denominator);
}

static Value real_to_exact(const char *who, Value whole, Value x) {
  if (!is_flonum(x)) return x;
  double d = to_double(x);
  if (!isfinite(d)) eshkol_raise_type(who, 1, "a finite number", whole);
  return double_to_exact(d);
}

static Value real_to_inexact(Value x) { return is_flonum(x) ? x : from_double(exact_to_double(x)); }

Value number_to_exact(const char *who, Value z) {
  if (check_number(who, 1, z) != CLASS_COMPLEX) return real_to_exact(who, z, z);
  return make_rectangular(real_to_exact(who, z, real_part_of(z)), real_to_exact(who, z, imaginary_part_of(z)));
}

Value number_to_inexact(const char *who, Value z) {
  if (check_number(who, 1, z) != CLASS_COMPLEX) return real_to_inexact(z);
  return make_rectangular(real_to_inexact(real_part_of(z)), real_to_inexact(imaginary_part_of(z)));
}

Value eshkol_exact(Value z) { return number_to_exact("exact", z); }
Value eshkol_inexact(Value z) { return number_to_inexact("inexact", z); }
Value eshkol_inexact_to_exact(Value z) { return number_to_exact("inexact->exact", z); }
Value eshkol_exact_to_inexact(Value z) { return number_to_inexact("exact->inexact", z); }

/* Exact rationals as values, always in lowest terms; a denominator of 1 makes an integer. */
#include "numbers_internal.h"

Value make_reduced_rational(Value numerator, Value denominator) {
  if (denominator == from_fixnum(1)) return numerator;
  Object *o = eshkol_new_object(TYPE_RATIONAL, 0, 2);
  o->words[0] = numerator;
  o->words[1] = denominator;
  return from_object(o);
}

static Value divide_exactly(const char *who, Value a, Value divisor) {
  if (divisor == from_fixnum(1)) return a;
  Value quotient;
  integer_divide(who, a, divisor, &quotient, NULL);
  return quotient;
}

Value make_rational(const char *who, Value numerator, Value denominator) {
  Value divisor = integer_gcd(who, numerator, denominator);
  if (integer_sign(denominator) < 0) divisor = integer_negate(divisor);
  return make_reduced_rational(divide_exactly(who, numerator, divisor), divide_exactly(who, denominator, divisor));
}

static bool both_integers(Value a, Value b) { return !has_type(a, TYPE_RATIONAL) && !has_type(b, TYPE_RATIONAL); }

/* The parts of a times the other's denominator: what sums and comparisons need. */
static Value scaled(const char *who, Value a, Value b) { return integer_multiply(who, numerator_of(a), denominator_of(b)); }

Value exact_add(const char *who, Value a, Value b) {
  if (both_integers(a, b)) return integer_add(a, b);
  Value sum = integer_add(scaled(who, a, b), scaled(who, b, a));
  return make_rational(who, sum, integer_multiply(who, denominator_of(a), denominator_of(b)));
}

Value exact_subtract(const char *who, Value a, Value b) {
  if (both_integers(a, b)) return integer_subtract(a, b);
  Value difference = integer_subtract(scaled(who, a, b), scaled(who, b, a));
  return make_rational(who, difference, integer_multiply(who, denominator_of(a), denominator_of(b)));
}

Value exact_multiply(const char *who, Value a, Value b) {
  if (both_integers(a, b)) return integer_multiply(who, a, b);
  Value numerator = integer_multiply(who, numerator_of(a), numerator_of(b));
  return make_rational(who, numerator, integer_multiply(who, denominator_of(a), denominator_of(b)));
}

Value exact_divide(const char *who, Value a, Value b) {
  if (both_integers(a, b)) return make_rational(who, a, b);
  return make_rational(who, scaled(who, a, b), integer_multiply(who, denominator_of(a), numerator_of(b)));
}

Value exact_negate(Value a) {
  if (!has_type(a, TYPE_RATIONAL)) return integer_negate(a);
  return make_reduced_rational(integer_negate(numerator_of(a)), denominator_of(a));
}

int exact_sign(Value a) { return integer_sign(numerator_of(a)); }

int exact_compare(Value a, Value b) {
  if (both_integers(a, b)) return integer_compare(a, b);
  if (exact_sign(a) != exact_sign(b)) return exact_sign(a) < exact_sign(b) ? -1 : 1;
  char *saved = eshkol_hp;
  int order = integer_compare(scaled("<", a, b), scaled("<", b, a));
  eshkol_hp = saved; /* the products are garbage already */
  return order;
}

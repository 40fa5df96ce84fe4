/* The division families (truncate, floor), gcd and lcm, fractions' parts, rounding to integers. */
#include "numbers_internal.h"
#include "primitives.h"

#include <math.h>

Value make_two_values(Value a, Value b) {
  Object *o = eshkol_new_object(TYPE_VALUES, 0, 2);
  o->words[0] = a;
  o->words[1] = b;
  return from_object(o);
}

/* --- Integer division. Inexact integers are divided exactly and the results made inexact, so that large ones are
 * right too; small ones take a shortcut. --- */

typedef enum { ROUND_TRUNCATE, ROUND_FLOOR } Rounding;

static Value inexact_of(Value exact) { return from_double(exact_to_double(exact)); }
static Value exact_of(Value integer) { return is_flonum(integer) ? double_to_exact_integer(to_double(integer)) : integer; }

/* The quotient and remainder of two integers; either pointer may be NULL. */
static void divide(const char *who, Rounding rounding, Value n, Value d, Value *quotient, Value *remainder) {
  check_integer(who, 1, n);
  check_integer(who, 2, d);
  bool inexact = is_flonum(n) || is_flonum(d);
  Value a = exact_of(n), b = exact_of(d);
  if (b == from_fixnum(0)) eshkol_raise_division_by_zero(who);
  if (rounding == ROUND_FLOOR) integer_divide_floor(who, a, b, quotient, remainder);
  else integer_divide(who, a, b, quotient, remainder);
  if (!inexact) return;
  if (quotient) *quotient = inexact_of(*quotient);
  if (remainder) *remainder = inexact_of(*remainder);
}

static Value quotient_of(const char *who, Rounding rounding, Value n, Value d) {
  Value quotient;
  if (rounding == ROUND_TRUNCATE) divide(who, rounding, n, d, &quotient, NULL);
  else {
    Value remainder;
    divide(who, rounding, n, d, &quotient, &remainder);
  }
  return quotient;
}

static Value remainder_of(const char *who, Rounding rounding, Value n, Value d) {
  Value remainder;
  divide(who, rounding, n, d, NULL, &remainder);
  return remainder;
}

static Value both_of(const char *who, Rounding rounding, Value n, Value d) {
  Value quotient, remainder;
  divide(who, rounding, n, d, &quotient, &remainder);
  return make_two_values(quotient, remainder);
}

Value eshkol_quotient(Value n, Value d) { return quotient_of("quotient", ROUND_TRUNCATE, n, d); }
Value eshkol_remainder(Value n, Value d) { return remainder_of("remainder", ROUND_TRUNCATE, n, d); }
Value eshkol_modulo(Value n, Value d) { return remainder_of("modulo", ROUND_FLOOR, n, d); }
Value eshkol_truncate_slash(Value n, Value d) { return both_of("truncate/", ROUND_TRUNCATE, n, d); }
Value eshkol_truncate_quotient(Value n, Value d) { return quotient_of("truncate-quotient", ROUND_TRUNCATE, n, d); }
Value eshkol_truncate_remainder(Value n, Value d) { return remainder_of("truncate-remainder", ROUND_TRUNCATE, n, d); }
Value eshkol_floor_slash(Value n, Value d) { return both_of("floor/", ROUND_FLOOR, n, d); }
Value eshkol_floor_quotient(Value n, Value d) { return quotient_of("floor-quotient", ROUND_FLOOR, n, d); }
Value eshkol_floor_remainder(Value n, Value d) { return remainder_of("floor-remainder", ROUND_FLOOR, n, d); }

/* --- gcd and lcm. --- */

static Value lcm_of_two(const char *who, Value a, Value b) {
  if (a == from_fixnum(0) || b == from_fixnum(0)) return from_fixnum(0);
  Value quotient;
  integer_divide(who, a, integer_gcd(who, a, b), &quotient, NULL);
  return integer_absolute(integer_multiply(who, quotient, b));
}

typedef Value (*CombineIntegers)(const char *who, Value a, Value b);

static Value fold_integers(const char *who, CombineIntegers combine, Value start, Value numbers) {
  bool inexact = false;
  int argument = 1;
  for (Value rest = numbers; rest != NIL; rest = pair_of(rest)->cdr) check_integer(who, argument++, pair_of(rest)->car);
  for (; numbers != NIL; numbers = pair_of(numbers)->cdr) {
    Value n = pair_of(numbers)->car;
    inexact = inexact || is_flonum(n);
    start = combine(who, start, exact_of(n));
  }
  return inexact ? inexact_of(start) : start;
}

Value eshkol_gcd(Value numbers) { return fold_integers("gcd", integer_gcd, from_fixnum(0), numbers); }
Value eshkol_lcm(Value numbers) { return fold_integers("lcm", lcm_of_two, from_fixnum(1), numbers); }

/* --- Parts of fractions. --- */

static NumberClass check_rational(const char *who, int argument, Value q) {
  NumberClass c = class_of(q);
  if (c >= CLASS_COMPLEX || (c == CLASS_FLONUM && !isfinite(to_double(q)))) eshkol_raise_type(who, argument, "a rational number", q);
  return c;
}

Value eshkol_numerator(Value q) {
  if (check_rational("numerator", 1, q) != CLASS_FLONUM) return numerator_of(q);
  return inexact_of(numerator_of(double_to_exact(to_double(q))));
}

Value eshkol_denominator(Value q) {
  if (check_rational("denominator", 1, q) != CLASS_FLONUM) return denominator_of(q);
  return inexact_of(denominator_of(double_to_exact(to_double(q))));
}

/* --- Rounding. A double's own function, or the same on an exact fraction. --- */

static Value floor_of_fraction(const char *who, Value q) {
  Value quotient, remainder;
  integer_divide_floor(who, numerator_of(q), denominator_of(q), &quotient, &remainder);
  return quotient;
}

static Value ceiling_of_fraction(const char *who, Value q) { return integer_add(floor_of_fraction(who, q), from_fixnum(1)); }

static Value truncate_fraction(const char *who, Value q) {
  return exact_sign(q) < 0 ? ceiling_of_fraction(who, q) : floor_of_fraction(who, q);
}

/* The nearest integer; halves go to the even one. */
static Value round_fraction(const char *who, Value q) {
  Value quotient, remainder, denominator = denominator_of(q);
  integer_divide_floor(who, numerator_of(q), denominator, &quotient, &remainder);
  int order = integer_compare(integer_add(remainder, remainder), denominator);
  bool up = order > 0 || (order == 0 && integer_is_odd(quotient));
  return up ? integer_add(quotient, from_fixnum(1)) : quotient;
}

static Value to_integer(const char *who, double (*of_double)(double), Value (*of_fraction)(const char *, Value), Value x) {
  switch (check_real(who, 1, x)) {
  case CLASS_FLONUM: return from_double(of_double(to_double(x)));
  case CLASS_RATIONAL: return of_fraction(who, x);
  default: return x;
  }
}

Value eshkol_floor(Value x) { return to_integer("floor", floor, floor_of_fraction, x); }
Value eshkol_ceiling(Value x) { return to_integer("ceiling", ceil, ceiling_of_fraction, x); }
Value eshkol_truncate(Value x) { return to_integer("truncate", trunc, truncate_fraction, x); }
/* nearbyint rounds halves to even in the default rounding mode, which nothing here changes. */
Value eshkol_round(Value x) { return to_integer("round", nearbyint, round_fraction, x); }

/* --- rationalize: the simplest fraction in an interval, by continued fractions. --- */

/* 0 < low <= high, both exact. The fraction is p/q with both convergents kept, so that this is a loop. */
static Value simplest_between(Value low, Value high) {
  const char *who = "rationalize";
  Value p0 = from_fixnum(0), q0 = from_fixnum(1), p1 = from_fixnum(1), q1 = from_fixnum(0);
  for (;;) {
    Value whole = has_type(low, TYPE_RATIONAL) ? floor_of_fraction(who, low) : low;
    bool ends = whole == low || exact_compare(integer_add(whole, from_fixnum(1)), high) <= 0;
    if (ends && whole != low) whole = integer_add(whole, from_fixnum(1));
    Value p = integer_add(integer_multiply(who, whole, p1), p0);
    Value q = integer_add(integer_multiply(who, whole, q1), q0);
    if (ends) return make_rational(who, p, q);
    Value rest_low = exact_subtract(who, low, whole), rest_high = exact_subtract(who, high, whole);
    low = exact_divide(who, from_fixnum(1), rest_high);
    high = exact_divide(who, from_fixnum(1), rest_low);
    p0 = p1, q0 = q1, p1 = p, q1 = q;
  }
}

static Value simplest_within(Value x, Value tolerance) {
  Value low = exact_subtract("rationalize", x, tolerance), high = exact_add("rationalize", x, tolerance);
  if (exact_sign(low) > 0) return simplest_between(low, high);
  if (exact_sign(high) < 0) return exact_negate(simplest_between(exact_negate(high), exact_negate(low)));
  return from_fixnum(0);
}

static Value exact_number(Value v) { return is_flonum(v) ? double_to_exact(to_double(v)) : v; }

static Value rationalize_special(double x, double tolerance) {
  if (isnan(x) || isnan(tolerance) || (isinf(x) && isinf(tolerance))) return from_double(NAN);
  return from_double(isinf(tolerance) ? 0.0 : x);
}

Value eshkol_rationalize(Value x, Value tolerance) {
  NumberClass cx = check_real("rationalize", 1, x), ct = check_real("rationalize", 2, tolerance);
  double dx = eshkol_number_to_double(x), dt = eshkol_number_to_double(tolerance);
  bool inexact = cx == CLASS_FLONUM || ct == CLASS_FLONUM;
  if ((cx == CLASS_FLONUM && !isfinite(dx)) || (ct == CLASS_FLONUM && !isfinite(dt))) return rationalize_special(dx, dt);
  Value width = exact_number(tolerance);
  if (exact_sign(width) < 0) width = exact_negate(width);
  Value simplest = simplest_within(exact_number(x), width);
  return inexact ? inexact_of(simplest) : simplest;
}

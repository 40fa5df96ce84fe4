/* Generic + - * / and what follows from them directly: negation, absolute values, max, min, successors. */
#include "numbers_complex.h"
#include "numbers_internal.h"
#include "primitives.h"

#include <math.h>

/* --- Two operands, under any procedure's name. A flonum operand makes a flonum, even of an exact 0. --- */

static double as_double(Value v, NumberClass c) { return c == CLASS_FLONUM ? to_double(v) : exact_to_double(v); }

/* Below: the class of both operands together decides; what is not real comes last. */

Value number_add(const char *who, Value a, Value b) {
  NumberClass ca = check_number(who, 1, a), cb = check_number(who, 2, b);
  NumberClass c = later_class(ca, cb);
  if (c < CLASS_FLONUM) return exact_add(who, a, b);
  if (c == CLASS_FLONUM) return from_double(as_double(a, ca) + as_double(b, cb));
  return complex_add(who, a, b);
}

Value number_subtract(const char *who, Value a, Value b) {
  NumberClass ca = check_number(who, 1, a), cb = check_number(who, 2, b);
  NumberClass c = later_class(ca, cb);
  if (c < CLASS_FLONUM) return exact_subtract(who, a, b);
  if (c == CLASS_FLONUM) return from_double(as_double(a, ca) - as_double(b, cb));
  return complex_subtract(who, a, b);
}

Value number_multiply(const char *who, Value a, Value b) {
  NumberClass ca = check_number(who, 1, a), cb = check_number(who, 2, b);
  NumberClass c = later_class(ca, cb);
  if (c < CLASS_FLONUM) return exact_multiply(who, a, b);
  if (c == CLASS_FLONUM) return from_double(as_double(a, ca) * as_double(b, cb));
  return complex_multiply(who, a, b);
}

/* Only exact numbers divided by an exact 0 are an error; 1.0 / 0 is what IEEE arithmetic says. */
Value number_divide(const char *who, Value a, Value b) {
  NumberClass ca = check_number(who, 1, a), cb = check_number(who, 2, b);
  NumberClass c = later_class(ca, cb);
  if (c == CLASS_FLONUM) return from_double(as_double(a, ca) / as_double(b, cb));
  if (c == CLASS_COMPLEX) return complex_divide(who, a, b);
  if (b == from_fixnum(0)) eshkol_raise_division_by_zero(who);
  return exact_divide(who, a, b);
}

Value number_negate(const char *who, Value a) {
  NumberClass c = check_number(who, 1, a);
  if (c < CLASS_FLONUM) return exact_negate(a);
  return c == CLASS_FLONUM ? from_double(-to_double(a)) : complex_negate(a);
}

Value eshkol_sys_add2(Value a, Value b) { return number_add("+", a, b); }
Value eshkol_sys_subtract2(Value a, Value b) { return number_subtract("-", a, b); }
Value eshkol_sys_multiply2(Value a, Value b) { return number_multiply("*", a, b); }
Value eshkol_sys_divide2(Value a, Value b) { return number_divide("/", a, b); }
Value eshkol_sys_negate(Value a) { return number_negate("-", a); }

/* --- Any number of operands. The list is fresh, so it is a proper list of pairs that nothing else sees. --- */

typedef Value (*Combine)(const char *who, Value a, Value b);

/* Reports the position in the whole call, which the operation on two operands does not know. */
static void check_all(const char *who, int first, Value list) {
  for (; list != NIL; list = pair_of(list)->cdr) check_number(who, first++, pair_of(list)->car);
}

static void check_all_real(const char *who, int first, Value list) {
  for (; list != NIL; list = pair_of(list)->cdr) check_real(who, first++, pair_of(list)->car);
}

static Value fold(const char *who, Combine combine, Value result, Value list) {
  for (; list != NIL; list = pair_of(list)->cdr) result = combine(who, result, pair_of(list)->car);
  return result;
}

Value eshkol_plus(Value numbers) {
  check_all("+", 1, numbers);
  if (numbers == NIL) return from_fixnum(0);
  return fold("+", number_add, pair_of(numbers)->car, pair_of(numbers)->cdr);
}

Value eshkol_star(Value numbers) {
  check_all("*", 1, numbers);
  if (numbers == NIL) return from_fixnum(1);
  return fold("*", number_multiply, pair_of(numbers)->car, pair_of(numbers)->cdr);
}

Value eshkol_minus(Value first, Value numbers) {
  check_number("-", 1, first);
  check_all("-", 2, numbers);
  return numbers == NIL ? number_negate("-", first) : fold("-", number_subtract, first, numbers);
}

Value eshkol_slash(Value first, Value numbers) {
  check_number("/", 1, first);
  check_all("/", 2, numbers);
  return numbers == NIL ? number_divide("/", from_fixnum(1), first) : fold("/", number_divide, first, numbers);
}

/* --- Of one number. --- */

static Value absolute(Value x) {
  if (is_flonum(x)) return from_double(fabs(to_double(x)));
  return exact_sign(x) < 0 ? exact_negate(x) : x;
}

Value eshkol_abs(Value x) {
  check_real("abs", 1, x);
  return absolute(x);
}

Value eshkol_magnitude(Value z) {
  return check_number("magnitude", 1, z) == CLASS_COMPLEX ? complex_magnitude("magnitude", z) : absolute(z);
}

Value eshkol_square(Value z) { return number_multiply("square", z, z); }
Value eshkol_add1(Value z) { return number_add("add1", z, from_fixnum(1)); }
Value eshkol_sub1(Value z) { return number_subtract("sub1", z, from_fixnum(1)); }
Value eshkol_1_plus(Value z) { return number_add("1+", z, from_fixnum(1)); }
Value eshkol_1_(Value z) { return number_subtract("1-", z, from_fixnum(1)); }

/* --- Extremes: inexact when any operand is; NaN when any operand is. --- */

static Value extreme(const char *who, Order wanted, Value first, Value rest) {
  NumberClass best_class = check_real(who, 1, first);
  check_all_real(who, 2, rest);
  Value best = first;
  bool inexact = best_class == CLASS_FLONUM;
  for (; rest != NIL; rest = pair_of(rest)->cdr) {
    Value x = pair_of(rest)->car;
    NumberClass c = class_of(x);
    inexact = inexact || c == CLASS_FLONUM;
    Order order = number_order(x, c, best, best_class);
    if (order == ORDER_NONE && best_class == CLASS_FLONUM && isnan(to_double(best))) continue;
    if (order != wanted && order != ORDER_NONE) continue;
    best = x;
    best_class = c;
  }
  return inexact && best_class != CLASS_FLONUM ? from_double(exact_to_double(best)) : best;
}

Value eshkol_max(Value first, Value rest) { return extreme("max", ORDER_GREATER, first, rest); }
Value eshkol_min(Value first, Value rest) { return extreme("min", ORDER_LESS, first, rest); }

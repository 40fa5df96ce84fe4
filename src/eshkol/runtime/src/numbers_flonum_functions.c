/* Functions of flonums: those of C's mathematical library. */
#include "numbers_internal.h"
#include "primitives.h"

#include <limits.h>
#include <math.h>

static double operand(const char *who, int argument, Value v) {
  if (!is_flonum(v)) eshkol_raise_type(who, argument, "a flonum", v);
  return to_double(v);
}

#define ONE(symbol, who, function) \
  Value symbol(Value x) { return from_double(function(operand(who, 1, x))); }
#define TWO(symbol, who, function) \
  Value symbol(Value x, Value y) { return from_double(function(operand(who, 1, x), operand(who, 2, y))); }

ONE(eshkol_flexp, "flexp", exp)
ONE(eshkol_flexp2, "flexp2", exp2)
ONE(eshkol_flexp_1, "flexp-1", expm1)
ONE(eshkol_flsqrt, "flsqrt", sqrt)
ONE(eshkol_flcbrt, "flcbrt", cbrt)
ONE(eshkol_fllog, "fllog", log)
ONE(eshkol_fllog1_plus, "fllog1+", log1p)
ONE(eshkol_fllog2, "fllog2", log2)
ONE(eshkol_fllog10, "fllog10", log10)
ONE(eshkol_flsin, "flsin", sin)
ONE(eshkol_flcos, "flcos", cos)
ONE(eshkol_fltan, "fltan", tan)
ONE(eshkol_flasin, "flasin", asin)
ONE(eshkol_flacos, "flacos", acos)
ONE(eshkol_flsinh, "flsinh", sinh)
ONE(eshkol_flcosh, "flcosh", cosh)
ONE(eshkol_fltanh, "fltanh", tanh)
ONE(eshkol_flasinh, "flasinh", asinh)
ONE(eshkol_flacosh, "flacosh", acosh)
ONE(eshkol_flatanh, "flatanh", atanh)
ONE(eshkol_flabs, "flabs", fabs)
ONE(eshkol_flfloor, "flfloor", floor)
ONE(eshkol_flceiling, "flceiling", ceil)
ONE(eshkol_flround, "flround", rint)
ONE(eshkol_fltruncate, "fltruncate", trunc)
ONE(eshkol_flexponent, "flexponent", logb)
ONE(eshkol_flgamma, "flgamma", tgamma)
ONE(eshkol_flerf, "flerf", erf)
ONE(eshkol_flerfc, "flerfc", erfc)

TWO(eshkol_flhypot, "flhypot", hypot)
TWO(eshkol_flexpt, "flexpt", pow)
TWO(eshkol_flremainder, "flremainder", fmod)
TWO(eshkol_flposdiff, "flposdiff", fdim)
TWO(eshkol_fladjacent, "fladjacent", nextafter)
TWO(eshkol_flcopysign, "flcopysign", copysign)

Value eshkol_flatan(Value y, Value x) {
  double b = operand("flatan", 1, y);
  return from_double(x == ABSENT ? atan(b) : atan2(b, operand("flatan", 2, x)));
}

Value eshkol_fl_plus_star(Value x, Value y, Value z) {
  return from_double(fma(operand("fl+*", 1, x), operand("fl+*", 2, y), operand("fl+*", 3, z)));
}

/* An exact integer as an int: beyond the range of int, its nearest end. */
static int int_operand(const char *who, int argument, Value n) {
  if (!eshkol_is_exact_integer(n)) eshkol_raise_type(who, argument, "an exact integer", n);
  if (!is_fixnum(n)) return eshkol_number_to_double(n) < 0 ? INT_MIN : INT_MAX;
  int64_t k = to_fixnum(n);
  return k < INT_MIN ? INT_MIN : k > INT_MAX ? INT_MAX : (int)k;
}

Value eshkol_make_flonum(Value x, Value n) {
  return from_double(ldexp(operand("make-flonum", 1, x), int_operand("make-flonum", 2, n)));
}

Value eshkol_flinteger_exponent(Value x) { return from_fixnum(ilogb(operand("flinteger-exponent", 1, x))); }

Value eshkol_flloggamma(Value x) {
  int sign = 1;
  double result = lgamma_r(operand("flloggamma", 1, x), &sign);
  return make_two_values(from_double(result), from_double(sign < 0 ? -1 : 1));
}

Value eshkol_flremquo(Value x, Value y) {
  int quotient = 0;
  double result = remquo(operand("flremquo", 1, x), operand("flremquo", 2, y), &quotient);
  return make_two_values(from_double(result), from_fixnum(quotient));
}

Value eshkol_flfirst_bessel(Value n, Value x) {
  return from_double(jn(int_operand("flfirst-bessel", 1, n), operand("flfirst-bessel", 2, x)));
}

Value eshkol_flsecond_bessel(Value n, Value x) {
  return from_double(yn(int_operand("flsecond-bessel", 1, n), operand("flsecond-bessel", 2, x)));
}

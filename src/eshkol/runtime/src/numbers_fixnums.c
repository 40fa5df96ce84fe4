/* fx and fl operations: arithmetic on fixnums only (overflow is an error) and on flonums only. */
#include "numbers_internal.h"
#include "primitives.h"

static int64_t check_fixnum(const char *who, int argument, Value v) {
  if (!is_fixnum(v)) eshkol_raise_type(who, argument, "a fixnum", v);
  return to_fixnum(v);
}

static double check_flonum(const char *who, int argument, Value v) {
  if (!is_flonum(v)) eshkol_raise_type(who, argument, "a flonum", v);
  return to_double(v);
}

static Value fixnum_result(const char *who, __int128 n, Value a, Value b) {
  if (n < FIXNUM_MIN || n > FIXNUM_MAX)
    eshkol_raise_error(who, "the result is not a fixnum; the operands are", eshkol_make_pair(a, eshkol_make_pair(b, NIL)));
  return from_fixnum((int64_t)n);
}

#define FX(who) int64_t x = check_fixnum(who, 1, a), y = check_fixnum(who, 2, b)
#define FL(who) double x = check_flonum(who, 1, a), y = check_flonum(who, 2, b)

Value eshkol_fx_plus(Value a, Value b) { FX("fx+"); return fixnum_result("fx+", (__int128)x + y, a, b); }
Value eshkol_fx_(Value a, Value b) { FX("fx-"); return fixnum_result("fx-", (__int128)x - y, a, b); }
Value eshkol_fx_star(Value a, Value b) { FX("fx*"); return fixnum_result("fx*", (__int128)x * y, a, b); }
Value eshkol_fx_less(Value a, Value b) { FX("fx<"); return from_boolean(x < y); }
Value eshkol_fx_equal(Value a, Value b) { FX("fx="); return from_boolean(x == y); }
Value eshkol_fx_greater(Value a, Value b) { FX("fx>"); return from_boolean(x > y); }
Value eshkol_fx_less_equal(Value a, Value b) { FX("fx<="); return from_boolean(x <= y); }
Value eshkol_fx_greater_equal(Value a, Value b) { FX("fx>="); return from_boolean(x >= y); }

Value eshkol_fxquotient(Value a, Value b) {
  FX("fxquotient");
  if (y == 0) eshkol_raise_division_by_zero("fxquotient");
  return fixnum_result("fxquotient", x / y, a, b);
}

Value eshkol_fxremainder(Value a, Value b) {
  FX("fxremainder");
  if (y == 0) eshkol_raise_division_by_zero("fxremainder");
  return from_fixnum(x % y);
}

Value eshkol_fl_plus(Value a, Value b) { FL("fl+"); return from_double(x + y); }
Value eshkol_fl_(Value a, Value b) { FL("fl-"); return from_double(x - y); }
Value eshkol_fl_star(Value a, Value b) { FL("fl*"); return from_double(x * y); }
Value eshkol_fl_slash(Value a, Value b) { FL("fl/"); return from_double(x / y); }
Value eshkol_fl_less(Value a, Value b) { FL("fl<"); return from_boolean(x < y); }
Value eshkol_fl_equal(Value a, Value b) { FL("fl="); return from_boolean(x == y); }
Value eshkol_fl_greater(Value a, Value b) { FL("fl>"); return from_boolean(x > y); }
Value eshkol_fl_less_equal(Value a, Value b) { FL("fl<="); return from_boolean(x <= y); }
Value eshkol_fl_greater_equal(Value a, Value b) { FL("fl>="); return from_boolean(x >= y); }

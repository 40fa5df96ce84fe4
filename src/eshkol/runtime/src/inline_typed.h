/* Versions of primitives for arguments whose types the compiler knows: fixnums without tag checks, doubles unboxed. */
#ifndef ESHKOL_INLINE_TYPED_H
#define ESHKOL_INLINE_TYPED_H

#include <math.h>

#include "errors.h"
#include "inline_numbers.h"
#include "memory.h"
#include "numbers.h"

/* --- fixnums: only overflow is left to check --- */

static inline Value eshkol_fixnum_sys_add2(Value *sp, uint32_t site, Value a, Value b) {
  int64_t r;
  if (__builtin_expect(!__builtin_add_overflow((int64_t)a, (int64_t)b, &r), 1)) return (Value)r;
  eshkol_at(sp, site);
  return eshkol_sys_add2(a, b);
}
static inline Value eshkol_fixnum_sys_subtract2(Value *sp, uint32_t site, Value a, Value b) {
  int64_t r;
  if (__builtin_expect(!__builtin_sub_overflow((int64_t)a, (int64_t)b, &r), 1)) return (Value)r;
  eshkol_at(sp, site);
  return eshkol_sys_subtract2(a, b);
}
static inline Value eshkol_fixnum_sys_multiply2(Value *sp, uint32_t site, Value a, Value b) {
  int64_t r;
  if (__builtin_expect(!__builtin_mul_overflow(to_fixnum(a), (int64_t)b, &r), 1)) return (Value)r;
  eshkol_at(sp, site);
  return eshkol_sys_multiply2(a, b);
}
static inline bool eshkol_fixnum_sys_number_equal2(Value a, Value b) { return a == b; }
static inline bool eshkol_fixnum_sys_less2(Value a, Value b) { return (int64_t)a < (int64_t)b; }
static inline bool eshkol_fixnum_sys_greater2(Value a, Value b) { return (int64_t)a > (int64_t)b; }
static inline bool eshkol_fixnum_sys_less_equal2(Value a, Value b) { return (int64_t)a <= (int64_t)b; }
static inline bool eshkol_fixnum_sys_greater_equal2(Value a, Value b) { return (int64_t)a >= (int64_t)b; }
static inline bool eshkol_fixnum_zero_p(Value a) { return a == 0; }
static inline bool eshkol_fixnum_positive_p(Value a) { return (int64_t)a > 0; }
static inline bool eshkol_fixnum_negative_p(Value a) { return (int64_t)a < 0; }
static inline double eshkol_fixnum_inexact(Value a) { return (double)to_fixnum(a); }
static inline double eshkol_fixnum_exact_to_inexact(Value a) { return (double)to_fixnum(a); }

/* --- doubles --- */

/* The other operand of arithmetic with a flonum: anything that is a number, as a double. */
double eshkol_double_of_operand(Value v, const char *who) __attribute__((noinline, cold));
static inline double eshkol_double_operand(Value *sp, uint32_t site, Value v, const char *who) {
  if (__builtin_expect(is_self_tagged_flonum(v), 1)) return to_double(v);
  if (is_fixnum(v)) return (double)to_fixnum(v);
  eshkol_at(sp, site);
  return eshkol_double_of_operand(v, who);
}
static inline double eshkol_flonum_sys_add2(double a, double b) { return a + b; }
static inline double eshkol_flonum_sys_subtract2(double a, double b) { return a - b; }
static inline double eshkol_flonum_sys_multiply2(double a, double b) { return a * b; }
static inline double eshkol_flonum_sys_divide2(double a, double b) { return a / b; }
static inline double eshkol_flonum_sys_negate(double a) { return -a; }
static inline bool eshkol_flonum_sys_number_equal2(double a, double b) { return a == b; }
static inline bool eshkol_flonum_sys_less2(double a, double b) { return a < b; }
static inline bool eshkol_flonum_sys_greater2(double a, double b) { return a > b; }
static inline bool eshkol_flonum_sys_less_equal2(double a, double b) { return a <= b; }
static inline bool eshkol_flonum_sys_greater_equal2(double a, double b) { return a >= b; }
static inline bool eshkol_flonum_zero_p(double a) { return a == 0.0; }
static inline bool eshkol_flonum_positive_p(double a) { return a > 0.0; }
static inline bool eshkol_flonum_negative_p(double a) { return a < 0.0; }
static inline double eshkol_flonum_abs(double a) { return fabs(a); }
static inline double eshkol_flonum_magnitude(double a) { return fabs(a); }
static inline double eshkol_flonum_square(double a) { return a * a; }
static inline double eshkol_flonum_sin(double a) { return sin(a); }
static inline double eshkol_flonum_cos(double a) { return cos(a); }
static inline double eshkol_flonum_exp(double a) { return exp(a); }
static inline double eshkol_flonum_floor(double a) { return floor(a); }
static inline double eshkol_flonum_ceiling(double a) { return ceil(a); }
static inline double eshkol_flonum_truncate(double a) { return trunc(a); }
static inline double eshkol_flonum_inexact(double a) { return a; }
static inline double eshkol_flonum_exact_to_inexact(double a) { return a; }
/* Chosen only for what cannot be negative. */
static inline double eshkol_flonum_sqrt(double a) { return __builtin_sqrt(a); }

#endif

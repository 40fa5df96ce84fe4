/* Fast paths of arithmetic and predicates, expanded into compiled code: fixnums, then self-tagged flonums, then a call. */
#ifndef ESHKOL_INLINE_NUMBERS_H
#define ESHKOL_INLINE_NUMBERS_H

#include "memory.h"
#include "primitives.h"

/* Each primitive P of numbers.esk with the flag `inline` has eshkol_inline_P(sp, site, arguments), and, when its result
 * is a boolean, eshkol_test_P, which gives a C bool. What neither fast path handles goes to a slow function, out of
 * line and once per translation unit, which calls the complete one. */

#define SLOW __attribute__((noinline, cold, unused)) static

static inline bool both_self_tagged_flonums(Value a, Value b) { return is_self_tagged_flonum(a) && is_self_tagged_flonum(b); }
static inline double self_tagged_to_double(Value v) {
  uint64_t bits = value_to_flonum_bits(v);
  double d;
  memcpy(&d, &bits, 8);
  return d;
}

#define SLOW_1(name) \
  SLOW Value slow_##name(Value *sp, uint32_t site, Value a) { eshkol_at(sp, site); return eshkol_##name(a); }
#define SLOW_2(name) \
  SLOW Value slow_##name(Value *sp, uint32_t site, Value a, Value b) { eshkol_at(sp, site); return eshkol_##name(a, b); }
#define INLINE_1(name) static inline Value eshkol_inline_##name(Value *sp, uint32_t site, Value a)
#define INLINE_2(name) static inline Value eshkol_inline_##name(Value *sp, uint32_t site, Value a, Value b)
#define TEST_1(name) static inline bool eshkol_test_##name(Value *sp, uint32_t site, Value a)
#define TEST_2(name) static inline bool eshkol_test_##name(Value *sp, uint32_t site, Value a, Value b)
#define FROM_TEST_1(name) \
  INLINE_1(name) { return from_boolean(eshkol_test_##name(sp, site, a)); }
#define FROM_TEST_2(name) \
  INLINE_2(name) { return from_boolean(eshkol_test_##name(sp, site, a, b)); }

/* --- + - * /: sums of tagged words are tagged; a product needs one operand without its tag. --- */

#define ARITHMETIC(name, fixnum_overflows, operator) \
  SLOW_2(name) \
  INLINE_2(name) { \
    int64_t n; \
    if (both_fixnums(a, b) && !__builtin_expect(fixnum_overflows, 0)) return (Value)n; \
    if (both_self_tagged_flonums(a, b)) return from_double(self_tagged_to_double(a) operator self_tagged_to_double(b)); \
    return slow_##name(sp, site, a, b); \
  }
ARITHMETIC(sys_add2, __builtin_add_overflow((int64_t)a, (int64_t)b, &n), +)
ARITHMETIC(sys_subtract2, __builtin_sub_overflow((int64_t)a, (int64_t)b, &n), -)
ARITHMETIC(sys_multiply2, __builtin_mul_overflow((int64_t)a, to_fixnum(b), &n), *)

SLOW_2(sys_divide2)
INLINE_2(sys_divide2) {
  if (both_self_tagged_flonums(a, b)) return from_double(self_tagged_to_double(a) / self_tagged_to_double(b));
  return slow_sys_divide2(sp, site, a, b);
}

SLOW_1(sys_negate)
INLINE_1(sys_negate) {
  int64_t n;
  if (is_fixnum(a) && !__builtin_sub_overflow((int64_t)0, (int64_t)a, &n)) return (Value)n;
  return slow_sys_negate(sp, site, a);
}

SLOW_1(sqrt)
INLINE_1(sqrt) {
  if (is_self_tagged_flonum(a) && self_tagged_to_double(a) >= 0.0) return from_double(__builtin_sqrt(self_tagged_to_double(a)));
  return slow_sqrt(sp, site, a);
}

/* --- Comparisons: tagged fixnums compare like the integers. --- */

#define COMPARISON(name, operator) \
  SLOW_2(name) \
  TEST_2(name) { \
    if (both_fixnums(a, b)) return (int64_t)a operator (int64_t)b; \
    if (both_self_tagged_flonums(a, b)) return self_tagged_to_double(a) operator self_tagged_to_double(b); \
    return slow_##name(sp, site, a, b) == TRUE; \
  } \
  FROM_TEST_2(name)
COMPARISON(sys_number_equal2, ==)
COMPARISON(sys_less2, <)
COMPARISON(sys_greater2, >)
COMPARISON(sys_less_equal2, <=)
COMPARISON(sys_greater_equal2, >=)

/* --- Division of fixnums. Only the least fixnum divided by -1 overflows; it goes the slow way with 0. --- */

static inline bool is_easy_division(Value a, Value b) {
  return both_fixnums(a, b) && b != from_fixnum(0) && b != from_fixnum(-1);
}

SLOW_2(quotient)
INLINE_2(quotient) {
  if (__builtin_expect(is_easy_division(a, b), 1)) return from_fixnum((int64_t)a / (int64_t)b);
  return slow_quotient(sp, site, a, b);
}

SLOW_2(remainder)
INLINE_2(remainder) {
  if (__builtin_expect(is_easy_division(a, b), 1)) return (Value)((int64_t)a % (int64_t)b);
  return slow_remainder(sp, site, a, b);
}

SLOW_2(modulo)
INLINE_2(modulo) {
  if (!__builtin_expect(is_easy_division(a, b), 1)) return slow_modulo(sp, site, a, b);
  int64_t r = (int64_t)a % (int64_t)b;
  return (Value)(r != 0 && (r ^ (int64_t)b) < 0 ? r + (int64_t)b : r);
}

/* --- Predicates of any value. --- */

TEST_1(fixnum_p) { (void)sp, (void)site; return is_fixnum(a); }
FROM_TEST_1(fixnum_p)
TEST_1(flonum_p) { (void)sp, (void)site; return is_flonum(a); }
FROM_TEST_1(flonum_p)

SLOW_1(number_p)
TEST_1(number_p) { return is_fixnum(a) || is_self_tagged_flonum(a) || slow_number_p(sp, site, a) == TRUE; }
FROM_TEST_1(number_p)
SLOW_1(exact_integer_p)
TEST_1(exact_integer_p) { return is_fixnum(a) || slow_exact_integer_p(sp, site, a) == TRUE; }
FROM_TEST_1(exact_integer_p)

/* --- Signs and parity. --- */

#define SIGN_TEST(name, operator) \
  SLOW_1(name) \
  TEST_1(name) { \
    if (is_fixnum(a)) return (int64_t)a operator 0; \
    return slow_##name(sp, site, a) == TRUE; \
  } \
  FROM_TEST_1(name)
SIGN_TEST(zero_p, ==)
SIGN_TEST(positive_p, >)
SIGN_TEST(negative_p, <)

SLOW_1(odd_p)
TEST_1(odd_p) { return is_fixnum(a) ? (a & from_fixnum(1)) != 0 : slow_odd_p(sp, site, a) == TRUE; }
FROM_TEST_1(odd_p)
SLOW_1(even_p)
TEST_1(even_p) { return is_fixnum(a) ? (a & from_fixnum(1)) == 0 : slow_even_p(sp, site, a) == TRUE; }
FROM_TEST_1(even_p)

/* --- Fixnums only. --- */

#define FIXNUM_ARITHMETIC(name, fixnum_overflows) \
  SLOW_2(name) \
  INLINE_2(name) { \
    int64_t n; \
    if (both_fixnums(a, b) && !__builtin_expect(fixnum_overflows, 0)) return (Value)n; \
    return slow_##name(sp, site, a, b); \
  }
FIXNUM_ARITHMETIC(fx_plus, __builtin_add_overflow((int64_t)a, (int64_t)b, &n))
FIXNUM_ARITHMETIC(fx_, __builtin_sub_overflow((int64_t)a, (int64_t)b, &n))
FIXNUM_ARITHMETIC(fx_star, __builtin_mul_overflow((int64_t)a, to_fixnum(b), &n))

#define FIXNUM_COMPARISON(name, operator) \
  SLOW_2(name) \
  TEST_2(name) { \
    if (both_fixnums(a, b)) return (int64_t)a operator (int64_t)b; \
    return slow_##name(sp, site, a, b) == TRUE; \
  } \
  FROM_TEST_2(name)
FIXNUM_COMPARISON(fx_less, <)
FIXNUM_COMPARISON(fx_equal, ==)
FIXNUM_COMPARISON(fx_greater, >)
FIXNUM_COMPARISON(fx_less_equal, <=)
FIXNUM_COMPARISON(fx_greater_equal, >=)

/* --- Flonums only. --- */

#define FLONUM_ARITHMETIC(name, operator) \
  SLOW_2(name) \
  INLINE_2(name) { \
    if (both_self_tagged_flonums(a, b)) return from_double(self_tagged_to_double(a) operator self_tagged_to_double(b)); \
    return slow_##name(sp, site, a, b); \
  }
FLONUM_ARITHMETIC(fl_plus, +)
FLONUM_ARITHMETIC(fl_, -)
FLONUM_ARITHMETIC(fl_star, *)
FLONUM_ARITHMETIC(fl_slash, /)

#define FLONUM_COMPARISON(name, operator) \
  SLOW_2(name) \
  TEST_2(name) { \
    if (both_self_tagged_flonums(a, b)) return self_tagged_to_double(a) operator self_tagged_to_double(b); \
    return slow_##name(sp, site, a, b) == TRUE; \
  } \
  FROM_TEST_2(name)
FLONUM_COMPARISON(fl_less, <)
FLONUM_COMPARISON(fl_equal, ==)
FLONUM_COMPARISON(fl_greater, >)
FLONUM_COMPARISON(fl_less_equal, <=)
FLONUM_COMPARISON(fl_greater_equal, >=)

#undef SLOW
#undef SLOW_1
#undef SLOW_2
#undef INLINE_1
#undef INLINE_2
#undef TEST_1
#undef TEST_2
#undef FROM_TEST_1
#undef FROM_TEST_2
#undef ARITHMETIC
#undef COMPARISON
#undef SIGN_TEST
#undef FIXNUM_ARITHMETIC
#undef FIXNUM_COMPARISON
#undef FLONUM_ARITHMETIC
#undef FLONUM_COMPARISON

#endif

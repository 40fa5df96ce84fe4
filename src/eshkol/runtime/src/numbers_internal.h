/* What the files numbers*.c share: classes of numbers, exact integers and rationals as values. */
#ifndef ESHKOL_NUMBERS_INTERNAL_H
#define ESHKOL_NUMBERS_INTERNAL_H

#include "bigint.h"
#include "errors.h"
#include "memory.h"
#include "numbers.h"

/* Auxiliary of a negative BIGNUM. */
#define BIGNUM_NEGATIVE 8u
/* No exact integer has more limbs: 2^32 bits. */
#define INTEGER_LIMBS_MAX ((uint64_t)1 << 26)

/* In the order of the tower: the class of a sum is that of the later operand, or an earlier one. */
typedef enum { CLASS_FIXNUM, CLASS_BIGNUM, CLASS_RATIONAL, CLASS_FLONUM, CLASS_COMPLEX, CLASS_OTHER } NumberClass;

static inline NumberClass class_of(Value v) {
  if (is_fixnum(v)) return CLASS_FIXNUM;
  if (is_self_tagged_flonum(v)) return CLASS_FLONUM;
  if (!is_object(v)) return CLASS_OTHER;
  switch (type_of_header(header_of(v))) {
  case TYPE_FLONUM: return CLASS_FLONUM;
  case TYPE_BIGNUM: return CLASS_BIGNUM;
  case TYPE_RATIONAL: return CLASS_RATIONAL;
  case TYPE_COMPLEX: return CLASS_COMPLEX;
  default: return CLASS_OTHER;
  }
}

/* --- Argument checks: report the error, or return what they checked. --- */

static inline NumberClass check_number(const char *who, int argument, Value v) {
  NumberClass c = class_of(v);
  if (__builtin_expect(c == CLASS_OTHER, 0)) eshkol_raise_type(who, argument, "a number", v);
  return c;
}
static inline NumberClass check_real(const char *who, int argument, Value v) {
  NumberClass c = class_of(v);
  if (__builtin_expect(c >= CLASS_COMPLEX, 0)) eshkol_raise_type(who, argument, "a real number", v);
  return c;
}
/* The class of what two numbers make together. */
static inline NumberClass later_class(NumberClass a, NumberClass b) { return a > b ? a : b; }
/* An integer, exact or not (3.0); infinities and NaN are none. */
void check_integer(const char *who, int argument, Value v);
void check_exact_integer(const char *who, int argument, Value v);
NO_RETURN void raise_integer_too_large(const char *who);
NO_RETURN void raise_out_of_memory(const char *who);

/* --- Exact integers (numbers_integers.c). Operands are fixnums or bignums. --- */

/* v as limbs; a fixnum's go to *small, which must live as long as the view. */
static inline EshkolInteger view_integer(Value v, uint64_t *small) {
  if (is_fixnum(v)) {
    int64_t n = to_fixnum(v);
    *small = n < 0 ? (uint64_t)-n : (uint64_t)n;
    return (EshkolInteger){small, 1, n < 0};
  }
  Object *o = object_of(v);
  return (EshkolInteger){o->words, words_of_header(o->header), (auxiliary_of_header(o->header) & BIGNUM_NEGATIVE) != 0};
}

/* Room for an integer of so many limbs, at the bump pointer; raises when it is too large. */
EshkolInteger begin_integer(const char *who, uint64_t limbs);
/* The value of what begin_integer gave, once filled; gives back what it does not need. Nothing may have been
 * allocated in between. */
Value finish_integer(const EshkolInteger *integer);

/* -1, 0 or 1. */
int integer_sign(Value a);
int integer_compare(Value a, Value b);
bool integer_is_odd(Value a);
Value integer_add(Value a, Value b);
Value integer_subtract(Value a, Value b);
Value integer_multiply(const char *who, Value a, Value b);
Value integer_negate(Value a);
Value integer_absolute(Value a);
/* Rounding towards zero; b is not 0. Either result may be NULL when it is not wanted. */
void integer_divide(const char *who, Value a, Value b, Value *quotient, Value *remainder);
/* Rounding towards minus infinity; b is not 0. */
void integer_divide_floor(const char *who, Value a, Value b, Value *quotient, Value *remainder);
/* Never negative. */
Value integer_gcd(const char *who, Value a, Value b);
/* a * 2^bits, rounding towards minus infinity when bits is negative. */
Value integer_shift(const char *who, Value a, int64_t bits);
Value integer_power(const char *who, Value base, uint64_t exponent);
/* floor(sqrt(a)); a >= 0. */
Value integer_sqrt(const char *who, Value a);
/* Bits of the magnitude: 0 for 0. */
uint64_t integer_bits(Value a);

/* --- Exact rationals (numbers_rationals.c). Operands are exact numbers. --- */

static inline Value numerator_of(Value v) { return has_type(v, TYPE_RATIONAL) ? object_of(v)->words[0] : v; }
static inline Value denominator_of(Value v) { return has_type(v, TYPE_RATIONAL) ? object_of(v)->words[1] : from_fixnum(1); }
/* numerator / denominator in lowest terms; denominator is not 0. */
Value make_rational(const char *who, Value numerator, Value denominator);
/* The same for parts that are in lowest terms already, denominator > 0. */
Value make_reduced_rational(Value numerator, Value denominator);
Value exact_add(const char *who, Value a, Value b);
Value exact_subtract(const char *who, Value a, Value b);
Value exact_multiply(const char *who, Value a, Value b);
Value exact_divide(const char *who, Value a, Value b); /* b is not 0 */
Value exact_negate(Value a);
int exact_sign(Value a);
int exact_compare(Value a, Value b);

/* --- Conversions (numbers_conversion.c). --- */

/* The nearest double of an exact real number: infinite when too large. */
double exact_to_double(Value a);
/* The double nearest to numerator / denominator, both exact integers, denominator > 0. */
double ratio_to_double(Value numerator, Value denominator);
/* The exact value of a finite double. */
Value double_to_exact(double d);
/* The exact integer of a finite double without fraction. */
Value double_to_exact_integer(double d);

/* --- Any numbers. --- */

typedef enum { ORDER_LESS = -1, ORDER_EQUAL = 0, ORDER_GREATER = 1, ORDER_NONE = 2 } Order;
/* Exact comparison of two real numbers, whatever their exactness; ORDER_NONE when one is NaN. */
Order number_order(Value a, NumberClass ca, Value b, NumberClass cb);
/* Of a real number: -1, 0 or 1; 0 for NaN. */
int number_sign(Value a);

/* Arithmetic under the caller's name, which errors show. */
Value number_add(const char *who, Value a, Value b);
Value number_subtract(const char *who, Value a, Value b);
Value number_multiply(const char *who, Value a, Value b);
Value number_divide(const char *who, Value a, Value b);
Value number_negate(const char *who, Value a);
bool number_is_zero(Value a);
/* The nearest inexact number, the exact number that a finite one is. */
Value number_to_inexact(const char *who, Value z);
Value number_to_exact(const char *who, Value z);
/* The square root of a real number >= 0 (or NaN), exact where it and the number are. */
Value real_square_root(const char *who, Value x);

/* The two results of floor/, exact-integer-sqrt ... */
Value make_two_values(Value a, Value b);

#endif

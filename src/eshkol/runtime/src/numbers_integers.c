/* Exact integers as values: fixnums while they fit, bignum objects beyond. */
#include "numbers_internal.h"

#include <math.h>

/* --- Making bignums. --- */

static Value bignum_of_limb(uint64_t limb, bool negative) {
  Object *o = eshkol_new_object(TYPE_BIGNUM, negative ? BIGNUM_NEGATIVE : 0, 1);
  o->words[0] = limb;
  return from_object(o);
}

Value from_int64(int64_t n) {
  if (n >= FIXNUM_MIN && n <= FIXNUM_MAX) return from_fixnum(n);
  return bignum_of_limb(n < 0 ? -(uint64_t)n : (uint64_t)n, n < 0);
}

Value from_uint64(uint64_t n) {
  return n <= (uint64_t)FIXNUM_MAX ? from_fixnum((int64_t)n) : bignum_of_limb(n, false);
}

static Value from_int128(__int128 n) {
  if (n >= INT64_MIN && n <= INT64_MAX) return from_int64((int64_t)n);
  unsigned __int128 magnitude = n < 0 ? -(unsigned __int128)n : (unsigned __int128)n;
  if (magnitude >> 64 == 0) return bignum_of_limb((uint64_t)magnitude, n < 0);
  Object *o = eshkol_new_object(TYPE_BIGNUM, n < 0 ? BIGNUM_NEGATIVE : 0, 2);
  o->words[0] = (uint64_t)magnitude;
  o->words[1] = (uint64_t)(magnitude >> 64);
  return from_object(o);
}

/* Objects of fewer words need no check by eshkol_allocate_object. */
#define SMALL_OBJECT_WORDS 256

EshkolInteger begin_integer(const char *who, uint64_t limbs) {
  if (limbs > INTEGER_LIMBS_MAX + 8) raise_integer_too_large(who);
  Object *o = limbs < SMALL_OBJECT_WORDS ? eshkol_new_object(TYPE_BIGNUM, 0, limbs) : eshkol_allocate_object(TYPE_BIGNUM, 0, limbs);
  o->words[limbs - 1] = 0; /* the end of memory shows here, not while scratch memory is in use */
  return (EshkolInteger){o->words, limbs, false};
}

static bool fits_fixnum(const EshkolInteger *integer) {
  return integer->length == 1 && integer->limbs[0] <= (uint64_t)FIXNUM_MAX + integer->negative;
}

/* The object that begin_integer made around these limbs. */
static Object *object_around(const EshkolInteger *integer) {
  return (Object *)((char *)integer->limbs - offsetof(Object, words));
}

Value finish_integer(const EshkolInteger *integer) {
  Object *o = object_around(integer);
  if (fits_fixnum(integer)) {
    int64_t n = (int64_t)integer->limbs[0];
    eshkol_hp = (char *)o;
    return from_fixnum(integer->negative ? -n : n);
  }
  o->header = HEADER(TYPE_BIGNUM, integer->negative ? BIGNUM_NEGATIVE : 0, integer->length);
  eshkol_hp = (char *)&o->words[integer->length];
  return from_object(o);
}

static void give_back(const EshkolInteger *integer) { eshkol_hp = (char *)object_around(integer); }

void raise_integer_too_large(const char *who) { eshkol_raise_error(who, "integer too large", NIL); }
void raise_out_of_memory(const char *who) { eshkol_raise_kind("memory", who, "out of memory for an integer", NIL); }

static uint64_t longer(const EshkolInteger *a, const EshkolInteger *b) { return a->length > b->length ? a->length : b->length; }

/* --- Comparison. --- */

int integer_sign(Value a) {
  if (is_fixnum(a)) return (to_fixnum(a) > 0) - (to_fixnum(a) < 0);
  return auxiliary_of_header(header_of(a)) & BIGNUM_NEGATIVE ? -1 : 1;
}

int integer_compare(Value a, Value b) {
  if (both_fixnums(a, b)) return (to_fixnum(a) > to_fixnum(b)) - (to_fixnum(a) < to_fixnum(b));
  uint64_t small_a, small_b;
  EshkolInteger x = view_integer(a, &small_a), y = view_integer(b, &small_b);
  return eshkol_integer_compare(&x, &y);
}

bool integer_is_odd(Value a) { return is_fixnum(a) ? to_fixnum(a) & 1 : object_of(a)->words[0] & 1; }

uint64_t integer_bits(Value a) {
  uint64_t small;
  EshkolInteger x = view_integer(a, &small);
  uint64_t high = x.limbs[x.length - 1];
  return x.length * 64 - (high ? (unsigned)__builtin_clzll(high) : 64);
}

/* --- Ring operations. --- */

Value integer_add(Value a, Value b) {
  if (both_fixnums(a, b)) return from_int64(to_fixnum(a) + to_fixnum(b));
  uint64_t small_a, small_b;
  EshkolInteger x = view_integer(a, &small_a), y = view_integer(b, &small_b);
  EshkolInteger sum = begin_integer("+", longer(&x, &y) + 1);
  eshkol_integer_add(&sum, &x, &y);
  return finish_integer(&sum);
}

Value integer_subtract(Value a, Value b) {
  if (both_fixnums(a, b)) return from_int64(to_fixnum(a) - to_fixnum(b));
  uint64_t small_a, small_b;
  EshkolInteger x = view_integer(a, &small_a), y = view_integer(b, &small_b);
  EshkolInteger difference = begin_integer("-", longer(&x, &y) + 1);
  eshkol_integer_subtract(&difference, &x, &y);
  return finish_integer(&difference);
}

Value integer_multiply(const char *who, Value a, Value b) {
  if (both_fixnums(a, b)) return from_int128((__int128)to_fixnum(a) * to_fixnum(b));
  if (a == from_fixnum(0) || b == from_fixnum(0)) return from_fixnum(0);
  uint64_t small_a, small_b;
  EshkolInteger x = view_integer(a, &small_a), y = view_integer(b, &small_b);
  EshkolInteger product = begin_integer(who, x.length + y.length + 1);
  eshkol_integer_multiply(&product, &x, &y);
  return finish_integer(&product);
}

Value integer_negate(Value a) { return integer_subtract(from_fixnum(0), a); }
Value integer_absolute(Value a) { return integer_sign(a) < 0 ? integer_negate(a) : a; }

Value integer_power(const char *who, Value base, uint64_t exponent) {
  if (exponent == 0) return from_fixnum(1);
  uint64_t bits = integer_bits(base);
  if (exponent == 1 || bits == 0) return base;
  if (bits == 1) return integer_sign(base) > 0 || exponent & 1 ? base : from_fixnum(1);
  if (exponent > INTEGER_LIMBS_MAX * 64 / bits) raise_integer_too_large(who);
  uint64_t small;
  EshkolInteger x = view_integer(base, &small);
  EshkolInteger power = begin_integer(who, bits * exponent / 64 + 4);
  if (!eshkol_integer_power(&power, &x, exponent)) raise_out_of_memory(who);
  return finish_integer(&power);
}

/* --- Division. --- */

static void divide_bignums(const char *who, Value a, Value b, Value *quotient, Value *remainder) {
  uint64_t small_a, small_b;
  EshkolInteger x = view_integer(a, &small_a), y = view_integer(b, &small_b);
  EshkolInteger q = begin_integer(who, x.length + 2), r = begin_integer(who, y.length + 3);
  if (!eshkol_integer_divide(&q, &r, &x, &y)) raise_out_of_memory(who);
  if (quotient) *quotient = finish_integer(&q);
  else give_back(&q);
  if (!remainder) return;
  /* Close the gap that the quotient left. */
  Object *o = eshkol_bump(8 + 8 * r.length);
  memmove(o->words, r.limbs, 8 * r.length);
  r.limbs = o->words;
  *remainder = finish_integer(&r);
}

void integer_divide(const char *who, Value a, Value b, Value *quotient, Value *remainder) {
  if (!both_fixnums(a, b)) {
    divide_bignums(who, a, b, quotient, remainder);
    return;
  }
  int64_t x = to_fixnum(a), y = to_fixnum(b);
  if (quotient) *quotient = from_int64(x / y);
  if (remainder) *remainder = from_fixnum(x % y);
}

void integer_divide_floor(const char *who, Value a, Value b, Value *quotient, Value *remainder) {
  Value q, r;
  integer_divide(who, a, b, quotient ? &q : NULL, &r);
  bool adjust = r != from_fixnum(0) && integer_sign(r) != integer_sign(b);
  if (quotient) *quotient = adjust ? integer_subtract(q, from_fixnum(1)) : q;
  if (remainder) *remainder = adjust ? integer_add(r, b) : r;
}

static uint64_t gcd_of_words(uint64_t a, uint64_t b) {
  while (b) {
    uint64_t r = a % b;
    a = b;
    b = r;
  }
  return a;
}

Value integer_gcd(const char *who, Value a, Value b) {
  uint64_t small_a, small_b;
  EshkolInteger x = view_integer(a, &small_a), y = view_integer(b, &small_b);
  if (x.length == 1 && y.length == 1) return from_uint64(gcd_of_words(x.limbs[0], y.limbs[0]));
  if (a == from_fixnum(0)) return integer_absolute(b);
  if (b == from_fixnum(0)) return integer_absolute(a);
  EshkolInteger divisor = begin_integer(who, longer(&x, &y) + 1);
  if (!eshkol_integer_gcd(&divisor, &x, &y)) raise_out_of_memory(who);
  return finish_integer(&divisor);
}

/* --- Shifts and roots. --- */

static Value shift_left(const char *who, Value a, uint64_t bits) {
  if (a == from_fixnum(0)) return a;
  if (bits > INTEGER_LIMBS_MAX * 64) raise_integer_too_large(who);
  uint64_t small;
  EshkolInteger x = view_integer(a, &small);
  EshkolInteger shifted = begin_integer(who, x.length + bits / 64 + 2);
  eshkol_integer_shift_left(&shifted, &x, bits);
  return finish_integer(&shifted);
}

static Value shift_right(const char *who, Value a, uint64_t bits) {
  if (is_fixnum(a)) return from_fixnum(to_fixnum(a) >> (bits > 63 ? 63 : bits));
  uint64_t small;
  EshkolInteger x = view_integer(a, &small);
  if (bits / 64 >= x.length) return from_fixnum(x.negative ? -1 : 0);
  EshkolInteger shifted = begin_integer(who, x.length + 1);
  eshkol_integer_shift_right(&shifted, &x, bits);
  return finish_integer(&shifted);
}

Value integer_shift(const char *who, Value a, int64_t bits) {
  return bits >= 0 ? shift_left(who, a, (uint64_t)bits) : shift_right(who, a, -(uint64_t)bits);
}

static uint64_t sqrt_of_word(uint64_t n) {
  uint64_t root = (uint64_t)sqrt((double)n);
  if (root > UINT32_MAX) root = UINT32_MAX;
  while (root * root > n) root--;
  while (root < UINT32_MAX && (root + 1) * (root + 1) <= n) root++;
  return root;
}

/* The root of the upper half of the bits, by recursion, gives the upper half of the root. One step of Newton's method
 * from there arrives at the root or a little above it. */
Value integer_sqrt(const char *who, Value a) {
  uint64_t bits = integer_bits(a), small;
  if (bits <= 64) return from_uint64(sqrt_of_word(view_integer(a, &small).limbs[0]));
  int64_t half = (int64_t)(bits - 1) / 4;
  Value x = integer_shift(who, integer_sqrt(who, integer_shift(who, a, -2 * half)), half), quotient;
  integer_divide(who, a, x, &quotient, NULL);
  x = integer_shift(who, integer_add(x, quotient), -1);
  while (integer_compare(integer_multiply(who, x, x), a) > 0) x = integer_subtract(x, from_fixnum(1));
  return x;
}

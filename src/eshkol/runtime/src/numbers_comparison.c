/* = < > <= >= of any numbers, exact throughout, and eqv? and hashing of numbers. */
#include "numbers_complex.h"
#include "numbers_internal.h"
#include "primitives.h"

#include <math.h>

/* --- An exact number against a double, without rounding either. --- */

static Order order_of_int64(int64_t a, int64_t b) { return a < b ? ORDER_LESS : a > b ? ORDER_GREATER : ORDER_EQUAL; }
static Order order_of_doubles(double a, double b) {
  return a < b ? ORDER_LESS : a > b ? ORDER_GREATER : a == b ? ORDER_EQUAL : ORDER_NONE;
}

static Order fixnum_against_double(int64_t n, double d) {
  if (d >= 0x1p62) return ORDER_LESS;
  if (d <= -0x1p62) return ORDER_GREATER;
  int64_t whole = (int64_t)d;
  if (n != whole) return order_of_int64(n, whole);
  return order_of_doubles(0.0, d - (double)whole);
}

static Order exact_against_double(Value a, double d) {
  if (isnan(d)) return ORDER_NONE;
  if (isinf(d)) return d > 0 ? ORDER_LESS : ORDER_GREATER;
  if (is_fixnum(a)) return fixnum_against_double(to_fixnum(a), d);
  char *saved = eshkol_hp;
  int order = exact_compare(a, double_to_exact(d));
  eshkol_hp = saved; /* the exact copy is garbage already */
  return (Order)order;
}

static Order reversed(Order order) { return order == ORDER_NONE ? ORDER_NONE : (Order)-(int)order; }

Order number_order(Value a, NumberClass ca, Value b, NumberClass cb) {
  if (ca == CLASS_FLONUM && cb == CLASS_FLONUM) return order_of_doubles(to_double(a), to_double(b));
  if (ca == CLASS_FLONUM) return reversed(exact_against_double(b, to_double(a)));
  if (cb == CLASS_FLONUM) return exact_against_double(a, to_double(b));
  return (Order)exact_compare(a, b);
}

/* --- Which orders make each comparison true, as a set of bits 1 << (order + 1). --- */

#define ORDERS(order) (1u << ((order) + 1))
enum {
  MEANS_EQUAL = ORDERS(ORDER_EQUAL),
  MEANS_LESS = ORDERS(ORDER_LESS),
  MEANS_GREATER = ORDERS(ORDER_GREATER),
  MEANS_LESS_EQUAL = MEANS_LESS | MEANS_EQUAL,
  MEANS_GREATER_EQUAL = MEANS_GREATER | MEANS_EQUAL,
};

static bool are_in_order(unsigned orders, Value a, NumberClass ca, Value b, NumberClass cb) {
  return orders >> (number_order(a, ca, b, cb) + 1) & 1;
}

static bool are_equal_parts(Value a, Value b) {
  return are_in_order(MEANS_EQUAL, a, class_of(a), b, class_of(b));
}

/* `=` is for all numbers, order for real ones only. */
static NumberClass check_comparable(const char *who, unsigned orders, int argument, Value v) {
  return orders == MEANS_EQUAL ? check_number(who, argument, v) : check_real(who, argument, v);
}

static bool compare(const char *who, unsigned orders, int first, Value a, Value b) {
  NumberClass ca = check_comparable(who, orders, first, a), cb = check_comparable(who, orders, first + 1, b);
  if (later_class(ca, cb) < CLASS_COMPLEX) return are_in_order(orders, a, ca, b, cb);
  return are_equal_parts(real_part_of(a), real_part_of(b)) && are_equal_parts(imaginary_part_of(a), imaginary_part_of(b));
}

/* Every argument is checked, even after the answer is known. */
static Value compare_all(const char *who, unsigned orders, Value first, Value rest) {
  bool all = true;
  check_comparable(who, orders, 1, first);
  for (int argument = 1; rest != NIL; argument++, rest = pair_of(rest)->cdr) {
    if (!compare(who, orders, argument, first, pair_of(rest)->car)) all = false;
    first = pair_of(rest)->car;
  }
  return from_boolean(all);
}

Value eshkol_sys_number_equal2(Value a, Value b) { return from_boolean(compare("=", MEANS_EQUAL, 1, a, b)); }
Value eshkol_sys_less2(Value a, Value b) { return from_boolean(compare("<", MEANS_LESS, 1, a, b)); }
Value eshkol_sys_greater2(Value a, Value b) { return from_boolean(compare(">", MEANS_GREATER, 1, a, b)); }
Value eshkol_sys_less_equal2(Value a, Value b) { return from_boolean(compare("<=", MEANS_LESS_EQUAL, 1, a, b)); }
Value eshkol_sys_greater_equal2(Value a, Value b) { return from_boolean(compare(">=", MEANS_GREATER_EQUAL, 1, a, b)); }

Value eshkol_equal(Value first, Value rest) { return compare_all("=", MEANS_EQUAL, first, rest); }
Value eshkol_less(Value first, Value rest) { return compare_all("<", MEANS_LESS, first, rest); }
Value eshkol_greater(Value first, Value rest) { return compare_all(">", MEANS_GREATER, first, rest); }
Value eshkol_less_equal(Value first, Value rest) { return compare_all("<=", MEANS_LESS_EQUAL, first, rest); }
Value eshkol_greater_equal(Value first, Value rest) { return compare_all(">=", MEANS_GREATER_EQUAL, first, rest); }

/* --- eqv? and hashing. --- */

static bool same_bignum(Value a, Value b) {
  uint64_t ha = header_of(a), hb = header_of(b);
  /* Literals differ from others in a bit of the auxiliary. */
  if (words_of_header(ha) != words_of_header(hb)) return false;
  if ((auxiliary_of_header(ha) ^ auxiliary_of_header(hb)) & BIGNUM_NEGATIVE) return false;
  return memcmp(object_of(a)->words, object_of(b)->words, words_of_header(ha) * 8) == 0;
}

static bool same_exact_integer(Value a, Value b) {
  if (a == b) return true;
  return has_type(a, TYPE_BIGNUM) && has_type(b, TYPE_BIGNUM) && same_bignum(a, b);
}

static bool same_flonum(double a, double b) { return isnan(a) ? isnan(b) : a == b && signbit(a) == signbit(b); }

bool eshkol_eqv_numbers(Value a, Value b) {
  if (a == b) return true;
  NumberClass c = class_of(a);
  if (c != class_of(b)) return false;
  switch (c) {
  case CLASS_BIGNUM: return same_bignum(a, b);
  case CLASS_RATIONAL:
    return same_exact_integer(numerator_of(a), numerator_of(b)) && same_exact_integer(denominator_of(a), denominator_of(b));
  case CLASS_FLONUM: return same_flonum(to_double(a), to_double(b));
  case CLASS_COMPLEX:
    return eshkol_eqv_numbers(real_part_of(a), real_part_of(b)) &&
           eshkol_eqv_numbers(imaginary_part_of(a), imaginary_part_of(b));
  default: return false;
  }
}

/* The finalizer of SplitMix64: every bit of the argument changes half of the bits of the result. */
static uint64_t mix(uint64_t x) {
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
  x = (x ^ x >> 27) * 0x94D049BB133111EBu;
  return x ^ x >> 31;
}

static uint64_t hash_exact_integer(Value v) {
  if (is_fixnum(v)) return mix(v);
  uint64_t hash = (uint64_t)integer_sign(v), limbs = words_of_header(header_of(v));
  for (uint64_t i = 0; i < limbs; i++) hash = mix(hash ^ object_of(v)->words[i]) + i;
  return hash;
}

static uint64_t hash_double(double d) {
  uint64_t bits;
  if (isnan(d)) d = NAN;
  memcpy(&bits, &d, 8);
  return mix(bits + 1);
}

uint64_t eshkol_hash_number(Value number) {
  switch (class_of(number)) {
  case CLASS_FLONUM: return hash_double(to_double(number));
  case CLASS_RATIONAL:
    return mix(hash_exact_integer(numerator_of(number)) * 3 ^ hash_exact_integer(denominator_of(number)));
  case CLASS_COMPLEX:
    return mix(eshkol_hash_number(real_part_of(number)) * 5 ^ eshkol_hash_number(imaginary_part_of(number)));
  default: return hash_exact_integer(number);
  }
}

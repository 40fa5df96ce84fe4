/* Exact integers as endless two's complement bit strings: bitwise operations, shifts, counts. */
#include "numbers_internal.h"
#include "primitives.h"

typedef void (*LimbOperation)(EshkolInteger *result, const EshkolInteger *a, const EshkolInteger *b);

static Value combine_bignums(const char *who, LimbOperation operation, Value a, Value b) {
  uint64_t small_a, small_b;
  EshkolInteger x = view_integer(a, &small_a), y = view_integer(b, &small_b);
  EshkolInteger result = begin_integer(who, (x.length > y.length ? x.length : y.length) + 2);
  operation(&result, &x, &y);
  return finish_integer(&result);
}

/* Both operands are tagged alike, so bitwise operations work on the tagged words. */
static Value and_two(const char *who, Value a, Value b) {
  return both_fixnums(a, b) ? (a & b) : combine_bignums(who, eshkol_integer_and, a, b);
}
static Value or_two(const char *who, Value a, Value b) {
  return both_fixnums(a, b) ? (a | b) : combine_bignums(who, eshkol_integer_or, a, b);
}
static Value xor_two(const char *who, Value a, Value b) {
  return both_fixnums(a, b) ? (a ^ b) : combine_bignums(who, eshkol_integer_xor, a, b);
}

static Value fold_bits(const char *who, Value (*combine)(const char *, Value, Value), int64_t start, Value integers) {
  int argument = 1;
  for (Value rest = integers; rest != NIL; rest = pair_of(rest)->cdr) check_exact_integer(who, argument++, pair_of(rest)->car);
  Value result = from_fixnum(start);
  for (; integers != NIL; integers = pair_of(integers)->cdr) result = combine(who, result, pair_of(integers)->car);
  return result;
}

Value eshkol_bitwise_and(Value integers) { return fold_bits("bitwise-and", and_two, -1, integers); }
Value eshkol_bitwise_ior(Value integers) { return fold_bits("bitwise-ior", or_two, 0, integers); }
Value eshkol_bitwise_xor(Value integers) { return fold_bits("bitwise-xor", xor_two, 0, integers); }

Value eshkol_bitwise_not(Value n) {
  check_exact_integer("bitwise-not", 1, n);
  return integer_subtract(from_fixnum(-1), n);
}

/* A shift by more bits than any integer has. */
#define ENDLESS_SHIFT ((int64_t)1 << 60)

Value eshkol_arithmetic_shift(Value n, Value count) {
  check_exact_integer("arithmetic-shift", 1, n);
  check_exact_integer("arithmetic-shift", 2, count);
  int64_t bits = is_fixnum(count) ? to_fixnum(count) : integer_sign(count) * ENDLESS_SHIFT;
  return integer_shift("arithmetic-shift", n, bits);
}

/* --- Counts. For a negative n they are those of -n - 1, whose magnitude is one less than n's. --- */

static uint64_t trailing_zeros(const EshkolInteger *x) {
  size_t i = 0;
  while (x->limbs[i] == 0) i++;
  return i * 64 + (unsigned)__builtin_ctzll(x->limbs[i]);
}

static uint64_t ones(const EshkolInteger *x) {
  uint64_t count = 0;
  for (size_t i = 0; i < x->length; i++) count += (unsigned)__builtin_popcountll(x->limbs[i]);
  return count;
}

Value eshkol_bit_count(Value n) {
  check_exact_integer("bit-count", 1, n);
  uint64_t small;
  EshkolInteger x = view_integer(n, &small);
  uint64_t count = ones(&x);
  /* Taking one away turns the lowest 1 into 0 and the zeros below it into ones. */
  return from_uint64(x.negative ? count - 1 + trailing_zeros(&x) : count);
}

Value eshkol_integer_length(Value n) {
  check_exact_integer("integer-length", 1, n);
  uint64_t small, bits = integer_bits(n);
  EshkolInteger x = view_integer(n, &small);
  bool power_of_two = x.negative && trailing_zeros(&x) == bits - 1;
  return from_uint64(power_of_two ? bits - 1 : bits);
}

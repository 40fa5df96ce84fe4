/* Pseudorandom numbers: xoshiro256** (Blackman and Vigna), seeded with a constant so that programs are repeatable. */
#include "numbers_internal.h"
#include "primitives.h"

#include <math.h>

/* Never all zero. */
static uint64_t state[4];
static bool seeded;

/* Fills the state with SplitMix64, as the generator's authors recommend. */
static void seed(uint64_t x) {
  for (int i = 0; i < 4; i++) {
    uint64_t z = (x += 0x9E3779B97F4A7C15u);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    state[i] = z ^ z >> 31;
  }
  seeded = true;
}

static uint64_t rotate_left(uint64_t x, int k) { return x << k | x >> (64 - k); }

static uint64_t next_word(void) {
  if (!seeded) seed(0);
  uint64_t result = rotate_left(state[1] * 5, 7) * 9, t = state[1] << 17;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= t;
  state[3] = rotate_left(state[3], 45);
  return result;
}

/* Below `limit`, every number equally likely: words of the incomplete last round are drawn again. */
static uint64_t random_below(uint64_t limit) {
  uint64_t unfair = -limit % limit, x;
  do x = next_word();
  while (x < unfair);
  return x % limit;
}

/* Draws as many bits as the limit has until they are below it: twice on average. */
static Value random_bignum(Value limit) {
  uint64_t small, bits = integer_bits(limit);
  EshkolInteger end = view_integer(limit, &small);
  EshkolInteger x = begin_integer("random", end.length);
  do {
    for (size_t i = 0; i < end.length; i++) x.limbs[i] = next_word();
    if (bits % 64) x.limbs[end.length - 1] >>= 64 - bits % 64;
    x.length = end.length;
    while (x.length > 1 && x.limbs[x.length - 1] == 0) x.length--;
  } while (eshkol_integer_compare(&x, &end) >= 0);
  return finish_integer(&x);
}

/* 53 random bits as a fraction of the limit; rounding may give the limit itself, which is drawn again. */
static Value random_flonum(double limit) {
  double d;
  do d = limit * ((double)(next_word() >> 11) * 0x1p-53);
  while (d >= limit);
  return from_double(d);
}

Value eshkol_random(Value limit) {
  NumberClass c = class_of(limit);
  bool valid = c <= CLASS_BIGNUM ? integer_sign(limit) > 0 : c == CLASS_FLONUM && to_double(limit) > 0 && isfinite(to_double(limit));
  if (!valid) eshkol_raise_type("random", 1, "a positive exact integer or a positive finite flonum", limit);
  if (c == CLASS_FLONUM) return random_flonum(to_double(limit));
  return c == CLASS_FIXNUM ? from_uint64(random_below((uint64_t)to_fixnum(limit))) : random_bignum(limit);
}

Value eshkol_random_seed_x(Value n) {
  check_exact_integer("random-seed!", 1, n);
  seed(eshkol_hash_number(n));
  return UNSPECIFIED;
}

/* Fast paths of primitives on pairs and lists, expanded into compiled code. */
#ifndef ESHKOL_INLINE_PAIRS_H
#define ESHKOL_INLINE_PAIRS_H

#include "inline_shared.h"
#include "pairs.h"

static inline Value eshkol_inline_cons(Value car, Value cdr) { return eshkol_make_pair(car, cdr); }
static inline bool eshkol_test_pair_p(Value x) { return is_pair(x); }
static inline bool eshkol_test_null_p(Value x) { return x == NIL; }

/* Takes a part of *x and replaces *x by it; false when x is no pair, or stale. */
static inline bool take_car(Value *x) {
  if (!is_pair(*x)) return false;
  *x = pair_of(*x)->car;
  return !ESHKOL_IS_STALE(*x);
}
static inline bool take_cdr(Value *x) {
  if (!is_pair(*x)) return false;
  *x = pair_of(*x)->cdr;
  return !ESHKOL_IS_STALE(*x);
}

ESHKOL_COLD Value slow_car(Value *sp, uint32_t site, Value x) {
  eshkol_at(sp, site);
  return eshkol_car(x);
}
static inline Value eshkol_inline_car(Value *sp, uint32_t site, Value x) {
  Value v = x;
  if (LIKELY_PATH(take_car(&v))) return v;
  return slow_car(sp, site, x);
}

ESHKOL_COLD Value slow_cdr(Value *sp, uint32_t site, Value x) {
  eshkol_at(sp, site);
  return eshkol_cdr(x);
}
static inline Value eshkol_inline_cdr(Value *sp, uint32_t site, Value x) {
  Value v = x;
  if (LIKELY_PATH(take_cdr(&v))) return v;
  return slow_cdr(sp, site, x);
}

ESHKOL_COLD Value slow_caar(Value *sp, uint32_t site, Value x) {
  eshkol_at(sp, site);
  return eshkol_caar(x);
}
static inline Value eshkol_inline_caar(Value *sp, uint32_t site, Value x) {
  Value v = x;
  if (LIKELY_PATH(take_car(&v) && take_car(&v))) return v;
  return slow_caar(sp, site, x);
}

ESHKOL_COLD Value slow_cadr(Value *sp, uint32_t site, Value x) {
  eshkol_at(sp, site);
  return eshkol_cadr(x);
}
static inline Value eshkol_inline_cadr(Value *sp, uint32_t site, Value x) {
  Value v = x;
  if (LIKELY_PATH(take_cdr(&v) && take_car(&v))) return v;
  return slow_cadr(sp, site, x);
}

ESHKOL_COLD Value slow_cddr(Value *sp, uint32_t site, Value x) {
  eshkol_at(sp, site);
  return eshkol_cddr(x);
}
static inline Value eshkol_inline_cddr(Value *sp, uint32_t site, Value x) {
  Value v = x;
  if (LIKELY_PATH(take_cdr(&v) && take_cdr(&v))) return v;
  return slow_cddr(sp, site, x);
}

ESHKOL_COLD Value slow_caddr(Value *sp, uint32_t site, Value x) {
  eshkol_at(sp, site);
  return eshkol_caddr(x);
}
static inline Value eshkol_inline_caddr(Value *sp, uint32_t site, Value x) {
  Value v = x;
  if (LIKELY_PATH(take_cdr(&v) && take_cdr(&v) && take_car(&v))) return v;
  return slow_caddr(sp, site, x);
}

ESHKOL_COLD Value slow_cdar(Value *sp, uint32_t site, Value x) {
  eshkol_at(sp, site);
  return eshkol_cdar(x);
}
static inline Value eshkol_inline_cdar(Value *sp, uint32_t site, Value x) {
  Value v = x;
  if (LIKELY_PATH(take_car(&v) && take_cdr(&v))) return v;
  return slow_cdar(sp, site, x);
}

ESHKOL_COLD Value slow_cdddr(Value *sp, uint32_t site, Value x) {
  eshkol_at(sp, site);
  return eshkol_cdddr(x);
}
static inline Value eshkol_inline_cdddr(Value *sp, uint32_t site, Value x) {
  Value v = x;
  if (LIKELY_PATH(take_cdr(&v) && take_cdr(&v) && take_cdr(&v))) return v;
  return slow_cdddr(sp, site, x);
}

ESHKOL_COLD Value slow_cadddr(Value *sp, uint32_t site, Value x) {
  eshkol_at(sp, site);
  return eshkol_cadddr(x);
}
static inline Value eshkol_inline_cadddr(Value *sp, uint32_t site, Value x) {
  Value v = x;
  if (LIKELY_PATH(take_cdr(&v) && take_cdr(&v) && take_cdr(&v) && take_car(&v))) return v;
  return slow_cadddr(sp, site, x);
}

ESHKOL_COLD Value slow_set_car_x(Value *sp, uint32_t site, Value pair, Value v) {
  eshkol_at(sp, site);
  return eshkol_set_car_x(pair, v);
}
static inline Value eshkol_inline_set_car_x(Value *sp, uint32_t site, Value pair, Value v) {
  if (!LIKELY_PATH(is_pair(pair) && !eshkol_is_literal_address(pair_of(pair)) && !ESHKOL_IS_STALE(pair_of(pair)->car)))
    return slow_set_car_x(sp, site, pair, v);
  eshkol_store(&pair_of(pair)->car, v);
  return UNSPECIFIED;
}

ESHKOL_COLD Value slow_set_cdr_x(Value *sp, uint32_t site, Value pair, Value v) {
  eshkol_at(sp, site);
  return eshkol_set_cdr_x(pair, v);
}
static inline Value eshkol_inline_set_cdr_x(Value *sp, uint32_t site, Value pair, Value v) {
  if (!LIKELY_PATH(is_pair(pair) && !eshkol_is_literal_address(pair_of(pair)) && !ESHKOL_IS_STALE(pair_of(pair)->cdr)))
    return slow_set_cdr_x(sp, site, pair, v);
  eshkol_store(&pair_of(pair)->cdr, v);
  return UNSPECIFIED;
}

/* --- Searches: the first elements are compared here, where no circle need be noticed. --- */

enum { ESHKOL_QUICK_STEPS = 16 };

/* The first pair of the list whose car is the word `key`, FALSE where none is, ABSENT where that is not known yet. */
static inline Value quick_member(Value key, Value list) {
  for (int steps = ESHKOL_QUICK_STEPS; steps > 0 && is_pair(list); steps--) {
    if (pair_of(list)->car == key) return list;
    list = pair_of(list)->cdr;
  }
  return list == NIL ? FALSE : ABSENT;
}

/* The same for a list of pairs: the one whose car is `key`. */
static inline Value quick_association(Value key, Value list) {
  for (int steps = ESHKOL_QUICK_STEPS; steps > 0 && is_pair(list); steps--) {
    Value entry = pair_of(list)->car;
    if (!is_pair(entry)) return ABSENT;
    if (pair_of(entry)->car == key) return entry;
    list = pair_of(list)->cdr;
  }
  return list == NIL ? FALSE : ABSENT;
}

__attribute__((noinline, unused)) static Value slow_memq(Value *sp, uint32_t site, Value key, Value list) {
  eshkol_at(sp, site);
  return eshkol_memq(key, list);
}
static inline Value eshkol_inline_memq(Value *sp, uint32_t site, Value key, Value list) {
  Value found = quick_member(key, list);
  return LIKELY_PATH(found != ABSENT) ? found : slow_memq(sp, site, key, list);
}

__attribute__((noinline, unused)) static Value slow_assq(Value *sp, uint32_t site, Value key, Value list) {
  eshkol_at(sp, site);
  return eshkol_assq(key, list);
}
static inline Value eshkol_inline_assq(Value *sp, uint32_t site, Value key, Value list) {
  Value found = quick_association(key, list);
  return LIKELY_PATH(found != ABSENT) ? found : slow_assq(sp, site, key, list);
}

__attribute__((noinline, unused)) static Value slow_memv(Value *sp, uint32_t site, Value key, Value list) {
  eshkol_at(sp, site);
  return eshkol_memv(key, list);
}
static inline Value eshkol_inline_memv(Value *sp, uint32_t site, Value key, Value list) {
  Value found = is_object(key) ? ABSENT : quick_member(key, list);
  return LIKELY_PATH(found != ABSENT) ? found : slow_memv(sp, site, key, list);
}

__attribute__((noinline, unused)) static Value slow_assv(Value *sp, uint32_t site, Value key, Value list) {
  eshkol_at(sp, site);
  return eshkol_assv(key, list);
}
static inline Value eshkol_inline_assv(Value *sp, uint32_t site, Value key, Value list) {
  Value found = is_object(key) ? ABSENT : quick_association(key, list);
  return LIKELY_PATH(found != ABSENT) ? found : slow_assv(sp, site, key, list);
}

#endif

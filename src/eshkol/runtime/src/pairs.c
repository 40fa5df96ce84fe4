/* Pairs: cons, car, cdr, their mutation and their compositions. */
#include "pairs.h"
#include "primitives.h"

Value eshkol_cons(Value car, Value cdr) { return eshkol_make_pair(car, cdr); }

Value eshkol_pair_p(Value x) { return from_boolean(is_pair(x)); }

Value eshkol_null_p(Value x) { return from_boolean(x == NIL); }

Value eshkol_car(Value x) {
  if (!is_pair(x)) eshkol_raise_type("car", 1, "a pair", x);
  return pair_car(x);
}

Value eshkol_cdr(Value x) {
  if (!is_pair(x)) eshkol_raise_type("cdr", 1, "a pair", x);
  return pair_cdr(x);
}

/* The pair x, which may be written: not a literal, not of a destroyed arena. */
static Pair *check_mutable_pair(const char *who, Value x) {
  if (!is_pair(x)) eshkol_raise_type(who, 1, "a pair", x);
  if (eshkol_is_literal_address(pair_of(x)))
    eshkol_raise_error(who, "cannot change a literal pair", eshkol_make_pair(x, NIL));
  pair_car(x);
  return pair_of(x);
}

Value eshkol_set_car_x(Value pair, Value v) {
  eshkol_store(&check_mutable_pair("set-car!", pair)->car, v);
  return UNSPECIFIED;
}

Value eshkol_set_cdr_x(Value pair, Value v) {
  eshkol_store(&check_mutable_pair("set-cdr!", pair)->cdr, v);
  return UNSPECIFIED;
}

/* Takes cars ('a') and cdrs ('d') of x in the order of `path`. */
static inline Value follow(const char *who, const char *path, Value x) {
  Value v = x;
  for (; *path; path++) {
    if (__builtin_expect(!is_pair(v), 0)) eshkol_raise_type(who, 1, "pairs nested as its name says", x);
    v = *path == 'a' ? pair_car(v) : pair_cdr(v);
  }
  return v;
}

#define COMPOSITION(name, path) \
  Value eshkol_##name(Value x) { return follow(#name, path, x); }

COMPOSITION(caar, "aa")
COMPOSITION(cadr, "da")
COMPOSITION(cdar, "ad")
COMPOSITION(cddr, "dd")
COMPOSITION(caaar, "aaa")
COMPOSITION(caadr, "daa")
COMPOSITION(cadar, "ada")
COMPOSITION(caddr, "dda")
COMPOSITION(cdaar, "aad")
COMPOSITION(cdadr, "dad")
COMPOSITION(cddar, "add")
COMPOSITION(cdddr, "ddd")
COMPOSITION(caaaar, "aaaa")
COMPOSITION(caaadr, "daaa")
COMPOSITION(caadar, "adaa")
COMPOSITION(caaddr, "ddaa")
COMPOSITION(cadaar, "aada")
COMPOSITION(cadadr, "dada")
COMPOSITION(caddar, "adda")
COMPOSITION(cadddr, "ddda")
COMPOSITION(cdaaar, "aaad")
COMPOSITION(cdaadr, "daad")
COMPOSITION(cdadar, "adad")
COMPOSITION(cdaddr, "ddad")
COMPOSITION(cddaar, "aadd")
COMPOSITION(cddadr, "dadd")
COMPOSITION(cdddar, "addd")
COMPOSITION(cddddr, "dddd")

/* Lists: making, measuring, copying, searching and joining them; every walk notices improper and circular lists. */
#include "checks.h"
#include "equality.h"
#include "pairs.h"
#include "primitives.h"

/* A pair takes two words; counts beyond this cannot be meant. */
#define MAXIMAL_LIST ((uint64_t)1 << 36)

void eshkol_raise_circular(const char *who, int argument, Value list) {
  eshkol_raise_type(who, argument, "a list that ends (this one is circular)", list);
}

NO_RETURN static void raise_improper(const char *who, int argument, Value list) {
  eshkol_raise_type(who, argument, "a proper list", list);
}

size_t eshkol_list_length(const char *who, int argument, Value list) {
  CircleCheck check = CIRCLE_CHECK(list);
  size_t count = 0;
  for (Value x = list; x != NIL; count++) {
    if (!is_pair(x)) raise_improper(who, argument, list);
    x = pair_cdr(x);
    if (circle_found(&check, x) && x != NIL) eshkol_raise_circular(who, argument, list);
  }
  return count;
}

Value eshkol_list_p(Value x) {
  CircleCheck check = CIRCLE_CHECK(x);
  while (is_pair(x)) {
    x = pair_cdr(x);
    if (circle_found(&check, x)) return FALSE;
  }
  return from_boolean(x == NIL);
}

Value eshkol_length(Value list) { return from_fixnum((int64_t)eshkol_list_length("length", 1, list)); }

Value eshkol_list(Value elements) { return elements; }

/* `arguments` is a fresh list: its last pair is dropped and the last element takes its place. */
Value eshkol_cons_star(Value first, Value rest) {
  if (rest == NIL) return first;
  Value result = eshkol_make_pair(first, rest);
  Pair *p = pair_of(result);
  while (pair_of(p->cdr)->cdr != NIL) p = pair_of(p->cdr);
  p->cdr = pair_of(p->cdr)->car;
  return result;
}

Value eshkol_list_star(Value first, Value rest) { return eshkol_cons_star(first, rest); }

Value eshkol_make_list(Value count, Value fill) {
  size_t n = check_size("make-list", 1, count, MAXIMAL_LIST);
  if (fill == ABSENT) fill = UNSPECIFIED;
  Value result = NIL;
  while (n-- > 0) result = eshkol_make_pair(fill, result);
  return result;
}

/* Adds the elements of a proper list, argument number `argument`, to what is being built. */
static void add_elements(ListBuilder *b, const char *who, int argument, Value list) {
  size_t n = eshkol_list_length(who, argument, list);
  for (Value x = list; n-- > 0; x = pair_cdr(x)) list_builder_add(b, pair_car(x));
}

Value eshkol_append(Value lists) {
  if (lists == NIL) return NIL;
  ListBuilder b = EMPTY_LIST_BUILDER;
  int argument = 1;
  for (; pair_cdr(lists) != NIL; lists = pair_cdr(lists)) add_elements(&b, "append", argument++, pair_car(lists));
  list_builder_end(&b, pair_car(lists));
  return b.first;
}

Value eshkol_reverse(Value list) {
  size_t n = eshkol_list_length("reverse", 1, list);
  Value result = NIL;
  for (Value x = list; n-- > 0; x = pair_cdr(x)) result = eshkol_make_pair(pair_car(x), result);
  return result;
}

Value eshkol_sys_append_reverse(Value list, Value tail) {
  size_t n = eshkol_list_length("append-reverse", 1, list);
  for (Value x = list; n-- > 0; x = pair_cdr(x)) tail = eshkol_make_pair(pair_car(x), tail);
  return tail;
}

static void check_mutable_list(const char *who, Value x) {
  if (eshkol_is_literal_address(pair_of(x)))
    eshkol_raise_error(who, "cannot change a literal list", eshkol_make_pair(x, NIL));
}

Value eshkol_append_x(Value lists) {
  Value result = NIL;
  Pair *last = NULL;
  for (int argument = 1; lists != NIL; lists = pair_cdr(lists), argument++) {
    Value list = pair_car(lists);
    if (list == NIL) continue;
    if (last) eshkol_store(&last->cdr, list);
    else result = list;
    if (pair_cdr(lists) == NIL) break;
    eshkol_list_length("append!", argument, list);
    while (pair_cdr(list) != NIL) list = pair_cdr(list);
    check_mutable_list("append!", list);
    last = pair_of(list);
  }
  return result;
}

Value eshkol_reverse_x(Value list) {
  eshkol_list_length("reverse!", 1, list);
  Value result = NIL;
  while (list != NIL) {
    check_mutable_list("reverse!", list);
    Value next = pair_cdr(list);
    eshkol_store(&pair_of(list)->cdr, result);
    result = list;
    list = next;
  }
  return result;
}

/* What is left of list after k pairs. A circular list has any number of them. */
static Value tail_at(const char *who, Value list, Value k) {
  size_t n = check_size(who, 2, k, (uint64_t)FIXNUM_MAX);
  Value x = list;
  for (size_t i = 0; i < n; i++) {
    if (!is_pair(x)) {
      if (x != NIL) raise_improper(who, 1, list);
      eshkol_raise_index(who, 2, k, i);
    }
    x = pair_cdr(x);
  }
  return x;
}

static Value pair_at(const char *who, Value list, Value k) {
  Value x = tail_at(who, list, k);
  if (is_pair(x)) return x;
  if (x != NIL) raise_improper(who, 1, list);
  eshkol_raise_index(who, 2, k, (uint64_t)to_fixnum(k));
}

Value eshkol_list_tail(Value list, Value k) { return tail_at("list-tail", list, k); }

Value eshkol_list_ref(Value list, Value k) { return pair_car(pair_at("list-ref", list, k)); }

Value eshkol_list_set_x(Value list, Value k, Value v) {
  Value pair = pair_at("list-set!", list, k);
  check_mutable_list("list-set!", pair);
  eshkol_store(&pair_of(pair)->car, v);
  return UNSPECIFIED;
}

Value eshkol_list_head(Value list, Value k) {
  size_t n = check_size("list-head", 2, k, (uint64_t)FIXNUM_MAX);
  ListBuilder b = EMPTY_LIST_BUILDER;
  Value x = list;
  for (size_t i = 0; i < n; i++, x = pair_cdr(x)) {
    if (!is_pair(x)) {
      if (x != NIL) raise_improper("list-head", 1, list);
      eshkol_raise_index("list-head", 2, k, i);
    }
    list_builder_add(&b, pair_car(x));
  }
  return b.first;
}

/* As R7RS has it, a last cdr that is no pair is shared, not an error. */
Value eshkol_list_copy(Value x) {
  Value list = x;
  CircleCheck check = CIRCLE_CHECK(list);
  ListBuilder b = EMPTY_LIST_BUILDER;
  while (is_pair(x)) {
    list_builder_add(&b, pair_car(x));
    x = pair_cdr(x);
    if (is_pair(x) && circle_found(&check, x)) eshkol_raise_circular("list-copy", 1, list);
  }
  list_builder_end(&b, x);
  return b.first;
}

static Value last_pair_of(const char *who, Value list) {
  if (!is_pair(list)) eshkol_raise_type(who, 1, "a list with at least one element", list);
  CircleCheck check = CIRCLE_CHECK(list);
  Value x = list;
  for (;;) {
    Value next = pair_cdr(x);
    if (!is_pair(next)) return x;
    if (circle_found(&check, next)) eshkol_raise_circular(who, 1, list);
    x = next;
  }
}

Value eshkol_last_pair(Value list) { return last_pair_of("last-pair", list); }

Value eshkol_last(Value list) { return pair_car(last_pair_of("last", list)); }

static Value element(const char *who, Value list, int position, const char *expected) {
  Value x = list;
  while (--position > 0 && is_pair(x)) x = pair_cdr(x);
  if (!is_pair(x)) eshkol_raise_type(who, 1, expected, list);
  return pair_car(x);
}

Value eshkol_first(Value list) { return element("first", list, 1, "a list with at least one element"); }
Value eshkol_second(Value list) { return element("second", list, 2, "a list with at least two elements"); }
Value eshkol_third(Value list) { return element("third", list, 3, "a list with at least three elements"); }
Value eshkol_fourth(Value list) { return element("fourth", list, 4, "a list with at least four elements"); }
Value eshkol_fifth(Value list) { return element("fifth", list, 5, "a list with at least five elements"); }

Value eshkol_iota(Value count, Value start, Value step) {
  size_t n = check_size("iota", 1, count, MAXIMAL_LIST);
  if (start == ABSENT) start = from_fixnum(0);
  if (step == ABSENT) step = from_fixnum(1);
  int64_t last;
  bool small = both_fixnums(start, step) && !__builtin_mul_overflow(to_fixnum(step), (int64_t)n, &last) &&
               !__builtin_add_overflow(last, to_fixnum(start), &last) && last >= FIXNUM_MIN && last <= FIXNUM_MAX;
  Value result = NIL;
  while (n-- > 0) {
    Value k = from_fixnum((int64_t)n);
    Value number = small ? start + (Value)((int64_t)n * (int64_t)step) : eshkol_sys_add2(start, eshkol_sys_multiply2(k, step));
    result = eshkol_make_pair(number, result);
  }
  return result;
}

/* The searches differ in their comparison only; always inlined, so that each has its own loop. */
typedef bool Comparison(Value, Value);
static inline bool same(Value a, Value b) { return a == b; }

static inline __attribute__((always_inline)) Value find_member(const char *who, Comparison *equal, Value key, Value list) {
  CircleCheck check = CIRCLE_CHECK(list);
  Value x = list;
  while (is_pair(x)) {
    if (equal(key, pair_car(x))) return x;
    x = pair_cdr(x);
    if (circle_found(&check, x) && is_pair(x)) eshkol_raise_circular(who, 2, list);
  }
  if (x != NIL) raise_improper(who, 2, list);
  return FALSE;
}

static inline __attribute__((always_inline)) Value find_association(const char *who, Comparison *equal, Value key,
                                                                    Value list) {
  CircleCheck check = CIRCLE_CHECK(list);
  Value x = list;
  while (is_pair(x)) {
    Value entry = pair_car(x);
    if (!is_pair(entry)) eshkol_raise_type(who, 2, "a list of pairs", list);
    if (equal(key, pair_car(entry))) return entry;
    x = pair_cdr(x);
    if (circle_found(&check, x) && is_pair(x)) eshkol_raise_circular(who, 2, list);
  }
  if (x != NIL) raise_improper(who, 2, list);
  return FALSE;
}

/* What is equal? to it only if it is the same word. */
static bool has_identity(Value key) { return !is_pointer(key) || has_type(key, TYPE_SYMBOL); }

Value eshkol_memq(Value key, Value list) { return find_member("memq", same, key, list); }
Value eshkol_memv(Value key, Value list) { return find_member("memv", is_eqv, key, list); }
Value eshkol_sys_member(Value key, Value list) {
  if (has_identity(key)) return find_member("member", same, key, list);
  return find_member("member", eshkol_is_equal, key, list);
}

Value eshkol_assq(Value key, Value list) { return find_association("assq", same, key, list); }
Value eshkol_assv(Value key, Value list) { return find_association("assv", is_eqv, key, list); }
Value eshkol_sys_assoc(Value key, Value list) {
  if (has_identity(key)) return find_association("assoc", same, key, list);
  return find_association("assoc", eshkol_is_equal, key, list);
}

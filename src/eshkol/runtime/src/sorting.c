/* Sorting of vectors by the runtime's own orders: a stable merge sort whose comparisons call no compiled code. */
#include <stdlib.h>

#include "checks.h"
#include "primitives.h"
#include "stacks.h"
#include "strings.h"
#include "vectors.h"

typedef bool Before(Value a, Value b);
static inline bool fixnum_less(Value a, Value b) { return (int64_t)a < (int64_t)b; }
static inline bool fixnum_greater(Value a, Value b) { return (int64_t)a > (int64_t)b; }
static inline bool flonum_less(Value a, Value b) { return to_double(a) < to_double(b); }
static inline bool flonum_greater(Value a, Value b) { return to_double(a) > to_double(b); }
static inline bool string_less(Value a, Value b) { return eshkol_compare_views(string_view(a), string_view(b)) < 0; }

static bool any_fixnum(Value v) { return is_fixnum(v); }
static bool any_flonum(Value v) { return is_flonum(v); }
static bool any_self_tagged(Value v) { return is_self_tagged_flonum(v); }
static bool any_string(Value v) { return is_string(v); }
static bool any_character(Value v) { return is_character(v); }

/* --- The algorithm; always inlined, so that each order has its own loops. --- */

#define ALWAYS_INLINED static inline __attribute__((always_inline))
#define SHORT_RUN 8

ALWAYS_INLINED void sort_short_run(Value *elements, size_t count, Before *before) {
  for (size_t k = 1; k < count; k++) {
    Value x = elements[k];
    size_t hole = k;
    for (; hole > 0 && before(x, elements[hole - 1]); hole--) elements[hole] = elements[hole - 1];
    elements[hole] = x;
  }
}

/* Merges the sorted halves [0, middle) and [middle, count). spare: room for the lower one. */
ALWAYS_INLINED void merge_halves(Value *elements, size_t middle, size_t count, Value *spare, Before *before) {
  if (!before(elements[middle], elements[middle - 1])) return;
  memcpy(spare, elements, middle * sizeof(Value));
  size_t low = 0, high = middle, to = 0;
  while (low < middle && high < count) {
    bool from_high = before(elements[high], spare[low]);
    elements[to++] = from_high ? elements[high] : spare[low];
    high += from_high;
    low += !from_high;
  }
  memcpy(elements + to, spare + low, (middle - low) * sizeof(Value));
}

/* spare: room for count elements. */
ALWAYS_INLINED void sort_by(Value *elements, size_t count, Value *spare, Before *before) {
  for (size_t k = 0; k < count; k += SHORT_RUN)
    sort_short_run(elements + k, count - k < SHORT_RUN ? count - k : SHORT_RUN, before);
  for (size_t run = SHORT_RUN; run < count; run *= 2)
    for (size_t k = 0; count - k > run; k += 2 * run) {
      size_t both = count - k < 2 * run ? count - k : 2 * run;
      merge_halves(elements + k, run, both, spare, before);
      if (both < 2 * run) break;
    }
}

typedef void Sort(Value *elements, size_t count, Value *spare);
static void sort_fixnums_up(Value *e, size_t count, Value *spare) { sort_by(e, count, spare, fixnum_less); }
static void sort_fixnums_down(Value *e, size_t count, Value *spare) { sort_by(e, count, spare, fixnum_greater); }
static void sort_flonums_up(Value *e, size_t count, Value *spare) { sort_by(e, count, spare, flonum_less); }
static void sort_flonums_down(Value *e, size_t count, Value *spare) { sort_by(e, count, spare, flonum_greater); }
static void sort_strings_up(Value *e, size_t count, Value *spare) { sort_by(e, count, spare, string_less); }

/* --- Which order sorts what. --- */

enum Order { NUMBERS_UP, NUMBERS_DOWN, STRINGS_UP, CHARACTERS_UP };

/* `accepts` must hold for every element; pointers: elements may be pointers, whose stores need the barrier. */
static const struct Rule { enum Order order; bool (*accepts)(Value); Sort *sort; bool pointers; } rules[] = {
  {NUMBERS_UP, any_fixnum, sort_fixnums_up, false},
  {NUMBERS_DOWN, any_fixnum, sort_fixnums_down, false},
  {NUMBERS_UP, any_self_tagged, sort_flonums_up, false},
  {NUMBERS_DOWN, any_self_tagged, sort_flonums_down, false},
  {NUMBERS_UP, any_flonum, sort_flonums_up, true},
  {NUMBERS_DOWN, any_flonum, sort_flonums_down, true},
  {STRINGS_UP, any_string, sort_strings_up, true},
  {CHARACTERS_UP, any_character, sort_fixnums_up, false}, /* their words are ordered like their codes */
};

static bool all_accepted(const struct Rule *rule, const Value *elements, size_t count) {
  for (size_t k = 0; k < count; k++)
    if (!rule->accepts(elements[k])) return false;
  return true;
}

static bool sort_range(const struct Rule *rule, Value *elements, size_t count) {
  Value *room = malloc((rule->pointers ? 2 : 1) * count * sizeof(Value));
  if (!room) return false;
  if (rule->pointers) {
    Value *copy = room + count;
    memcpy(copy, elements, count * sizeof(Value));
    rule->sort(copy, count, room);
    for (size_t k = 0; k < count; k++) eshkol_store(&elements[k], copy[k]);
  } else {
    rule->sort(elements, count, room);
  }
  free(room);
  return true;
}

Value eshkol_sys_sort_by_order_x(Value vector, Value start, Value end, Value order) {
  VectorView v = check_vector("sort!", 1, vector);
  Range r = check_range("sort!", 2, start, end, v.length);
  if (auxiliary_of_header(header_of(vector)) & AUXILIARY_LITERAL) return FALSE;
  eshkol_require_stack(ESHKOL_STACK_RESERVE);
  for (size_t k = 0; k < sizeof rules / sizeof rules[0]; k++)
    if (order == from_fixnum(rules[k].order) && all_accepted(&rules[k], v.elements + r.start, r.end - r.start))
      return from_boolean(sort_range(&rules[k], v.elements + r.start, r.end - r.start));
  return FALSE;
}

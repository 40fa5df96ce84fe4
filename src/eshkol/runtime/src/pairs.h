/* Building and walking lists in runtime code, and which pairs are literals. */
#ifndef ESHKOL_PAIRS_H
#define ESHKOL_PAIRS_H

#include "errors.h"
#include "memory.h"

/* Literals are the data outside all arenas. */
static inline bool eshkol_is_literal_address(const void *address) {
  uintptr_t start = (uintptr_t)eshkol_arena_region_start;
  return (uintptr_t)address - start >= (uintptr_t)eshkol_arena_region_end - start;
}

/* A list that grows at its end. Invariant: last is the last pair of first, or null while first is (). No safe point
 * can stand between two additions, so that the stores here initialise one batch and need no barrier. */
typedef struct { Value first; Pair *last; } ListBuilder;
#define EMPTY_LIST_BUILDER ((ListBuilder){NIL, NULL})
static inline void list_builder_end(ListBuilder *b, Value tail) {
  if (b->last) b->last->cdr = tail;
  else b->first = tail;
}
static inline void list_builder_add(ListBuilder *b, Value v) {
  Value cell = eshkol_make_pair(v, NIL);
  list_builder_end(b, cell);
  b->last = pair_of(cell);
}

/* Meets each pair of a list once; raises at a circular list. Invariant: slow is a pair that was met when the number of
 * steps was a power of two (Brent's algorithm), so that a circle brings x back to slow. */
typedef struct { Value slow; size_t steps, next_power; } CircleCheck;
#define CIRCLE_CHECK(list) ((CircleCheck){(list), 0, 1})
NO_RETURN void eshkol_raise_circular(const char *who, int argument, Value list);
static inline bool circle_found(CircleCheck *c, Value x) {
  if (__builtin_expect(x == c->slow, 0)) return true;
  if (__builtin_expect(++c->steps == c->next_power, 0)) {
    c->slow = x;
    c->next_power *= 2;
  }
  return false;
}

/* The number of elements of a proper list. Raises for everything else. */
size_t eshkol_list_length(const char *who, int argument, Value list);

#endif

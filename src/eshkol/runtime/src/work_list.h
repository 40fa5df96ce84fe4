/* The work list of a trace: what has been found to be alive but not been looked at. */
#ifndef ESHKOL_WORK_LIST_H
#define ESHKOL_WORK_LIST_H

#include "memory_internal.h"

/* An array that ends at `work`. An item is the address of a slot or, for an object, two words: the end of its slots and
 * above it the next slot + 1, which tells it from an address. */

/* The list grows by the slots of `object` that are values. Returns its new end. */
static inline uint64_t *push_slots(uint64_t *work, Object *object) {
  uint64_t first = eshkol_first_traced_word(object->header), end = eshkol_last_traced_word(object->header);
  if (first == end) return work;
  *work++ = (uint64_t)(Address)(object->words + end);
  *work++ = (uint64_t)(Address)(object->words + first) + 1;
  return work;
}

/* Takes the next slot from the list, which is not empty, or NULL from an object whose last slots do not point into
 * [lo, lo + span). */
static inline Value *take_slot(uint64_t **work, Address lo, uint64_t span) {
  uint64_t item = *--*work;
  if (!(item & 1)) return (Value *)(Address)item;
  Value *slot = (Value *)(Address)(item - 1), *end = (Value *)(Address)(*work)[-1];
  while (slot < end && !(*slot - lo < span && is_pointer(*slot))) slot++;
  if (slot + 1 < end) {
    *(*work)++ = (uint64_t)(Address)(slot + 1) + 1;
    return slot;
  }
  --*work;
  return slot < end ? slot : NULL;
}

#endif

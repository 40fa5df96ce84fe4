/* Sorted addresses that separate what is older from what is younger. */
#ifndef ESHKOL_BOUNDARIES_H
#define ESHKOL_BOUNDARIES_H

#include "memory_internal.h"

/* addresses[0 .. count) */
typedef struct { Address *addresses; size_t count, capacity; } Boundaries;

static inline void add_boundary(Boundaries *boundaries, Address address) {
  if (boundaries->count > 0 && boundaries->addresses[boundaries->count - 1] == address) return;
  if (boundaries->count == boundaries->capacity) {
    boundaries->addresses = eshkol_grow_table(boundaries->addresses, &boundaries->capacity, sizeof *boundaries->addresses);
  }
  boundaries->addresses[boundaries->count++] = address;
}

/* Whether a boundary lies in (older, younger]. Requires that they are sorted. */
static inline bool are_separated(const Boundaries *boundaries, Address older, Address younger) {
  size_t low = 0, high = boundaries->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (boundaries->addresses[middle] <= older) low = middle + 1;
    else high = middle;
  }
  return low < boundaries->count && boundaries->addresses[low] <= younger;
}

#endif

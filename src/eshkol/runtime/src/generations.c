/* The generations of the ambient arena: which part of it is worth reclaiming, and what is known about each part. */
#include <stdlib.h>

#include "memory_internal.h"

Generation *eshkol_generations;
size_t eshkol_generation_count;
static size_t generation_capacity;

/* Survivors are traced again after this many times their size has been allocated. */
#define RETRACE_FACTOR 2
/* The fresh part grows with the survivors below it, up to this. */
#define LARGEST_FRESH (8 * ESHKOL_NURSERY)

Address eshkol_fresh_start(void) {
  if (eshkol_generation_count == 0) return eshkol_reservation.ambient_start;
  return eshkol_generations[eshkol_generation_count - 1].end;
}

size_t eshkol_find_generation(Address address) {
  size_t low = 0, high = eshkol_generation_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (eshkol_generations[middle].end <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* --- Choosing. --- */

/* How much must be fresh to be worth reclaiming on its own, above survivors of this size. */
static size_t worthwhile_fresh(size_t survivors) {
  size_t wanted = RETRACE_FACTOR * survivors;
  if (wanted > LARGEST_FRESH) wanted = LARGEST_FRESH;
  return wanted > ESHKOL_NURSERY ? wanted : ESHKOL_NURSERY;
}

static Address lower_end(const Generation *g, Address base) { return g->start > base ? g->start : base; }

/* A traced generation is due when tracing it again is paid for by what was allocated since; one that was only covered was
 * never copied, so its own allocation pays for that. */
static bool is_due(const Generation *g, Address start, uint64_t now) {
  return !g->traced || now - g->clock >= RETRACE_FACTOR * (uint64_t)(g->end - start);
}

/* The start of the lowest generation (cut at base) that is due, or the fresh start. All above it is traced with it: those
 * that are due must be at least as much as those that are not. Otherwise activations that return one after the other,
 * each with little of its own to look at, would trace the same survivors again and again. */
static Address lowest_due(Address base) {
  uint64_t now = eshkol_allocation_clock();
  size_t due = 0, early = 0;
  Address lowest = eshkol_fresh_start();
  for (size_t i = eshkol_generation_count; i-- > 0;) {
    const Generation *g = &eshkol_generations[i];
    if (g->end <= base) break;
    Address start = lower_end(g, base);
    if (!is_due(g, start, now)) {
      early += g->end - start;
      continue;
    }
    due += g->end - start;
    if (due >= early) lowest = start;
  }
  return lowest;
}

/* The part of the youngest generation above base, if it consists of survivors. */
static size_t youngest_survivors(Address base) {
  const Generation *g = &eshkol_generations[eshkol_generation_count - 1];
  return g->traced ? g->end - lower_end(g, base) : 0;
}

Address eshkol_choose_start(Address base, Address *wait) {
  Address lo = base, fresh = eshkol_fresh_start();
  size_t worthwhile = worthwhile_fresh(0);
  if (base < fresh) {
    lo = lowest_due(base);
    if (lo == fresh) worthwhile = worthwhile_fresh(youngest_survivors(base));
  }
  *wait = lo + worthwhile;
  return hp_address() - lo >= worthwhile ? lo : 0;
}

/* --- Changing. --- */

static Generation *push_generation(Generation generation) {
  if (eshkol_generation_count == generation_capacity) {
    eshkol_generations = eshkol_grow_table(eshkol_generations, &generation_capacity, sizeof *eshkol_generations);
  }
  eshkol_generations[eshkol_generation_count] = generation;
  return &eshkol_generations[eshkol_generation_count++];
}

static bool is_ambient_from(const Value *slot, Address lo) {
  return (Address)slot - lo < eshkol_reservation.ambient_end - lo;
}

/* The slots of a generation's log that point into its part above lo go to `into`, those that point into its part below
 * stay. All others are dropped: a slot at or above lo is reclaimed itself, and one that points elsewhere has been stored
 * into since, so that another log has it if one must. */
static void partition_log(Generation *g, Address lo, SlotLog *into) {
  SlotLog *log = &g->log;
  size_t kept = 0;
  for (size_t i = 0; i < log->count; i++) {
    Value *slot = log->slots[i];
    if (is_ambient_from(slot, lo) || !eshkol_slot_points_into(slot, g->start, g->end)) continue;
    if (address_of(*slot) < lo) log->slots[kept++] = slot;
    else eshkol_log_append(into, slot);
  }
  log->count = log->unique = kept;
}

void eshkol_cut_generations(Address lo, SlotLog *into) {
  while (eshkol_generation_count > 0 && eshkol_generations[eshkol_generation_count - 1].start >= lo) {
    Generation *g = &eshkol_generations[--eshkol_generation_count];
    partition_log(g, lo, into);
    eshkol_log_free(&g->log);
  }
  Address fresh = eshkol_fresh_start();
  if (fresh > lo) {
    Generation *g = &eshkol_generations[eshkol_generation_count - 1];
    if (!g->mixed) eshkol_memory_panic("a reclamation begins within survivors that belong together");
    partition_log(g, lo, into);
    g->end = lo;
  } else if (fresh < lo) {
    push_generation((Generation){.start = fresh, .end = lo, .clock = eshkol_allocation_clock(), .mixed = true});
  }
}

void eshkol_add_traced_generation(Address end, bool mixed, SlotLog *log) {
  Address start = eshkol_fresh_start();
  if (end == start) {
    eshkol_log_free(log);
    return;
  }
  Generation *g = push_generation(
      (Generation){.start = start, .end = end, .clock = eshkol_allocation_clock(), .traced = true, .mixed = mixed});
  eshkol_log_move(&g->log, log);
}

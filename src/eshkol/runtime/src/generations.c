/* The generations of the ambient arena: which part of it is worth reclaiming, and what is known about each part. */
#include <stdlib.h>

#include "memory_internal.h"

Generation *eshkol_generations;
size_t eshkol_generation_count;
static size_t generation_capacity;

/* Survivors are traced again after this many times their size has been allocated ... */
#define RETRACE_FACTOR 2
/* ... if they are few, so that tracing them takes no time worth mentioning, or if so much has been added above that
 * it may pay: half of what survived the last time, or three times as much if nearly all did, and an eighth of what is
 * older. So a large amount of old data is looked at again when memory has grown. After a generation's `patience`
 * times its size that is done in any case, so that memory is given back after a peak: soon if the generation is not
 * large, and less and less often when all of it is still needed each time. */
#define FEW (ESHKOL_NURSERY / 2)
/* Looking at a slot of the log, anywhere in old memory, takes as long as copying about so many bytes. */
#define SLOT_WEIGHT 512
#define WORTHWHILE(traced, stable) ((stable) ? 3 * (traced) : (traced) / 2)
#define NEGLIGIBLE_PART 8
#define LARGE ((size_t)64 << 20)
#define SMALLEST_PATIENCE 4
#define LARGEST_PATIENCE 64

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

static Address lower_end(const Generation *g, Address base) { return g->start > base ? g->start : base; }

/* The part of [start, g->end) that was all reachable when it was last traced. */
static size_t traced_from(const Generation *g, Address start) {
  Address end = g->start + g->traced;
  return end > start ? end - start : 0;
}

/* What tracing takes, in bytes copied. */
static size_t effort(size_t bytes, const SlotLog *log) { return bytes + log->count * SLOT_WEIGHT; }

static bool are_few(size_t bytes, const SlotLog *log) { return effort(bytes, log) <= FEW; }

/* Whether there may be enough garbage from `start` on, which is in g. Slots in the log count like garbage. */
static bool may_pay(const Generation *g, Address start) {
  size_t bytes = eshkol_fresh_start() - start, traced = traced_from(g, start);
  if (are_few(bytes, &g->log)) return true;
  size_t added = bytes - traced + g->log.count * sizeof *g->log.slots;
  return added >= WORTHWHILE(traced, g->stable) && added >= (start - eshkol_reservation.ambient_start) / NEGLIGIBLE_PART;
}

static unsigned first_patience(size_t bytes) { return bytes > LARGE ? LARGEST_PATIENCE : SMALLEST_PATIENCE; }

static bool is_overdue(const Generation *g, Address start, uint64_t now) {
  return now - g->clock >= g->patience * (uint64_t)effort(g->end - start, &g->log);
}

/* Tracing a traced generation again must be paid for by what was allocated since; one that was only covered was never
 * copied, so its own allocation pays for that. */
static bool is_due(const Generation *g, Address start, uint64_t now) {
  uint64_t since = now - g->clock, cost = g->end - start;
  return (may_pay(g, start) && (!g->traced || since >= RETRACE_FACTOR * cost)) || is_overdue(g, start, now);
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

size_t eshkol_growth_above(size_t kept) {
  size_t more = 2 * kept;
  if (more > ESHKOL_LARGEST_LIMIT) more = ESHKOL_LARGEST_LIMIT;
  return more > ESHKOL_NURSERY ? more : ESHKOL_NURSERY;
}

/* How much must be fresh to be looked at on its own: more above larger survivors, which will have to be looked at with it
 * some day. Unless many slots wait to be looked at, too: they would make the pause longer. */
static size_t worthwhile_fresh(Address base) {
  if (base >= eshkol_fresh_start() || 8 * effort(0, &eshkol_current_log) > FEW) return ESHKOL_NURSERY;
  const Generation *g = &eshkol_generations[eshkol_generation_count - 1];
  return g->traced ? eshkol_growth_above(g->end - lower_end(g, base)) : ESHKOL_NURSERY;
}

Address eshkol_choose_start(Address base, Address *wait) {
  Address fresh = eshkol_fresh_start(), lo = base < fresh ? lowest_due(base) : base;
  *wait = lo + (lo == fresh ? worthwhile_fresh(base) : ESHKOL_NURSERY);
  return *wait <= hp_address() ? lo : 0;
}

bool eshkol_has_stable_generation(Address base) {
  if (eshkol_generation_count == 0) return false;
  const Generation *g = &eshkol_generations[eshkol_generation_count - 1];
  return g->start >= base && g->stable;
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

/* What is being reclaimed: how much of it had survived before, and the greatest patience, had it all survived again. */
static struct { size_t traced; unsigned patience; } earlier;

static void note_earlier(const Generation *g) {
  unsigned patience = is_overdue(g, g->start, eshkol_allocation_clock()) ? 2 * g->patience : g->patience;
  if (patience > earlier.patience) earlier.patience = patience;
  earlier.traced += g->traced;
}

/* Patience that has been earned is kept as long as as much survives as before, nearly. */
static unsigned patience_after(size_t survivors) {
  unsigned first = first_patience(survivors);
  if (earlier.patience <= first || survivors < earlier.traced - earlier.traced / 8) return first;
  return earlier.patience < LARGEST_PATIENCE ? earlier.patience : LARGEST_PATIENCE;
}

void eshkol_cut_generations(Address lo, SlotLog *into) {
  earlier.patience = 0;
  earlier.traced = 0;
  while (eshkol_generation_count > 0 && eshkol_generations[eshkol_generation_count - 1].start >= lo) {
    Generation *g = &eshkol_generations[--eshkol_generation_count];
    note_earlier(g);
    partition_log(g, lo, into);
    eshkol_log_free(&g->log);
  }
  Address fresh = eshkol_fresh_start();
  if (fresh > lo) {
    Generation *g = &eshkol_generations[eshkol_generation_count - 1];
    if (!g->mixed) eshkol_memory_panic("a reclamation begins within survivors that belong together");
    partition_log(g, lo, into);
    g->end = lo;
    if (g->traced > lo - g->start) g->traced = lo - g->start;
  } else if (fresh < lo) {
    Generation covered = {.start = fresh, .end = lo, .clock = eshkol_allocation_clock(), .mixed = true};
    covered.patience = first_patience(lo - fresh);
    push_generation(covered);
  }
}

/* Many small generations would make choosing slow; few survivors stay on their own, to be traced once more soon. Both must
 * belong to the running activation: what joins an older generation counts as garbage there, so that it would be traced
 * again by each caller whose base lies within that one. */
static bool belong_together(const Generation *older, const Generation *younger, Address base) {
  return !are_few(younger->end - younger->start, &younger->log) && older->traced > 0 && older->start >= base;
}

/* The younger one's log may hold slots of the older one: they are of no use when nothing will separate the two again. */
static void append_younger(Generation *older, Generation *younger) {
  for (size_t i = 0; i < younger->log.count; i++) {
    Value *slot = younger->log.slots[i];
    if (older->mixed || !is_ambient_from(slot, older->start)) eshkol_log_append(&older->log, slot);
  }
  eshkol_log_free(&younger->log);
  older->end = younger->end;
}

static void add_traced(Generation generation, Address old_end, SlotLog *log) {
  if (generation.end == generation.start) {
    eshkol_log_free(log);
    return;
  }
  generation.clock = eshkol_allocation_clock();
  generation.traced = generation.end - generation.start;
  generation.stable = old_end - generation.end < generation.traced / 8;
  generation.patience = patience_after(generation.traced);
  eshkol_log_move(&push_generation(generation)->log, log);
}

void eshkol_add_full_generation(Address end, Address old_end, SlotLog *log) {
  add_traced((Generation){.start = eshkol_fresh_start(), .end = end, .mixed = true}, old_end, log);
}

void eshkol_add_scoped_generation(Address end, Address old_end, Address base, SlotLog *log) {
  add_traced((Generation){.start = eshkol_fresh_start(), .end = end}, old_end, log);
  if (eshkol_generation_count < 2) return;
  Generation *younger = &eshkol_generations[eshkol_generation_count - 1], *older = younger - 1;
  if (!belong_together(older, younger, base)) return;
  append_younger(older, younger);
  eshkol_generation_count--;
}

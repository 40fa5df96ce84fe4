/* The store barrier's log: which older slots point to younger objects. */
#include <stdlib.h>

#include "arenas.h"
#include "memory_internal.h"

SlotLog eshkol_current_log;

/* --- Logs. --- */

void eshkol_log_append(SlotLog *log, Value *slot) {
  if (log->count == log->capacity) log->slots = eshkol_grow_table(log->slots, &log->capacity, sizeof *log->slots);
  log->slots[log->count++] = slot;
}

void eshkol_log_free(SlotLog *log) {
  free(log->slots);
  *log = (SlotLog){0};
}

/* Keeps a small table for the next time. */
void eshkol_log_clear(SlotLog *log) {
  if (log->capacity > 4096) eshkol_log_free(log);
  log->count = log->unique = 0;
}

void eshkol_log_move(SlotLog *to, SlotLog *from) {
  *to = *from;
  *from = (SlotLog){0};
  if (to->capacity < 2 * to->count) return;
  if (to->count == 0) {
    eshkol_log_free(to);
    return;
  }
  Value **smaller = realloc(to->slots, to->count * sizeof *smaller);
  if (!smaller) return;
  to->slots = smaller;
  to->capacity = to->count;
}

/* --- Sorting by address, a byte at a time. --- */

static SlotLog sorting_space;

static bool is_strictly_sorted(const SlotLog *log) {
  for (size_t i = 1; i < log->count; i++) {
    if (log->slots[i - 1] >= log->slots[i]) return false;
  }
  return true;
}

/* The bits in which the slots differ. */
static Address differing_bits(const SlotLog *log) {
  Address bits = 0;
  for (size_t i = 1; i < log->count; i++) bits |= (Address)log->slots[i] ^ (Address)log->slots[0];
  return bits;
}

static void sort_by_byte(Value **from, Value **to, size_t count, unsigned shift) {
  size_t starts[256] = {0}, sum = 0;
  for (size_t i = 0; i < count; i++) starts[(Address)from[i] >> shift & 0xFF]++;
  for (size_t byte = 0; byte < 256; byte++) {
    size_t start = sum;
    sum += starts[byte];
    starts[byte] = start;
  }
  for (size_t i = 0; i < count; i++) to[starts[(Address)from[i] >> shift & 0xFF]++] = from[i];
}

static void sort_slots(SlotLog *log) {
  while (sorting_space.capacity < log->capacity) {
    sorting_space.slots = eshkol_grow_table(sorting_space.slots, &sorting_space.capacity, sizeof *log->slots);
  }
  Address bits = differing_bits(log);
  for (unsigned shift = 0; shift < 64 && bits >> shift; shift += 8) {
    if ((bits >> shift & 0xFF) == 0) continue;
    sort_by_byte(log->slots, sorting_space.slots, log->count, shift);
    Value **sorted = sorting_space.slots;
    size_t capacity = sorting_space.capacity;
    sorting_space.slots = log->slots;
    sorting_space.capacity = log->capacity;
    log->slots = sorted;
    log->capacity = capacity;
  }
  eshkol_log_clear(&sorting_space);
}

/* --- Reading. --- */

bool eshkol_slot_is_readable(const Value *slot) {
  Address address = (Address)slot;
  const struct Reservation *r = &eshkol_reservation;
  if (address - r->explicit_start >= r->ambient_start - r->explicit_start) return true;
  return eshkol_arena_address_is_mapped(address);
}

static bool lies_in(Address address, Address from, Address to) { return address - from < to - from; }

bool eshkol_slot_points_into(const Value *slot, Address from, Address to) {
  return eshkol_slot_is_readable(slot) && is_pointer(*slot) && lies_in(address_of(*slot), from, to);
}

void eshkol_log_compact(SlotLog *log, Address from, Address to) {
  size_t kept = 0;
  if (!is_strictly_sorted(log)) sort_slots(log);
  for (size_t i = 0; i < log->count; i++) {
    Value *slot = log->slots[i];
    if (kept > 0 && log->slots[kept - 1] == slot) continue;
    if (eshkol_slot_points_into(slot, from, to)) log->slots[kept++] = slot;
  }
  log->count = log->unique = kept;
}

/* A log between reclamations may hold slots twice, but not more than about twice as many as it must. True when it has been
 * compacted, so that slots which no longer point into [from, to) have left it. */
static bool append_compactly(SlotLog *log, Value *slot, Address from, Address to) {
  bool compacted = log->count == log->capacity && log->count > 2 * log->unique;
  if (compacted) eshkol_log_compact(log, from, to);
  eshkol_log_append(log, slot);
  return compacted;
}

/* --- Storing. --- */

/* Slots that are in the current log already; slot s can only stand at its own place. */
#define RECENT_SLOTS 1024
static Value *recent_slots[RECENT_SLOTS];

void eshkol_remember(Value *slot) {
  Value **recent = &recent_slots[(Address)slot / sizeof(Value) % RECENT_SLOTS];
  if (*recent == slot) return;
  if (!lies_in((Address)slot, eshkol_reservation.explicit_start, eshkol_reservation.ambient_end)) return;
  if (!eshkol_slot_points_into(slot, eshkol_reservation.ambient_start, hp_address())) return;
  bool compacted = append_compactly(&eshkol_current_log, slot, eshkol_reservation.ambient_start, hp_address());
  if (compacted) memset(recent_slots, 0, sizeof recent_slots);
  *recent = slot;
}

/* --- Before a reclamation of [lo, hp). --- */

/* Files a slot that points to generations below lo, if its generation must know about it. */
static void file_slot(Value *slot) {
  Generation *g = &eshkol_generations[eshkol_find_generation(address_of(*slot))];
  Address address = (Address)slot, value = address_of(*slot);
  bool ambient = lies_in(address, eshkol_reservation.ambient_start, eshkol_reservation.ambient_end);
  bool older = !ambient || address < g->start || (g->mixed && address < value);
  if (older) append_compactly(&g->log, slot, g->start, g->end);
}

/* Slots lie anywhere in memory: so many that come later are on their way to the cache. */
#define PREFETCHED 16

void eshkol_sort_out_current_log(SlotLog *into, Address lo, Address hp) {
  for (size_t i = 0; i < eshkol_current_log.count; i++) {
    if (i + PREFETCHED < eshkol_current_log.count) __builtin_prefetch(eshkol_current_log.slots[i + PREFETCHED], 1);
    Value *slot = eshkol_current_log.slots[i];
    if (lies_in((Address)slot, lo, eshkol_reservation.ambient_end)) continue;
    if (!eshkol_slot_points_into(slot, eshkol_reservation.ambient_start, hp)) continue;
    if (address_of(*slot) >= lo) eshkol_log_append(into, slot);
    else file_slot(slot);
  }
  if (eshkol_current_log.count > 0) memset(recent_slots, 0, sizeof recent_slots);
  eshkol_log_clear(&eshkol_current_log);
}

/* The slow path of safe points: whether, from where and how to reclaim. */
#include "memory_internal.h"
#include "primitives.h"
#include "stacks.h"
#include "statistics.h"

/* How much the arena grows before the first full reclamation is due, and the least it grows before later ones: twice
 * what had to be traced, between these bounds. Beyond them it grows by as much again up to 32 MiB; then by half of that if
 * the last one found little garbage, for then there will be little again, otherwise by a fifth. */
#define GROWTH_UNIT (ESHKOL_NURSERY ? ESHKOL_NURSERY : (size_t)1 << 20)
#define FIRST_GROWTH (20 * GROWTH_UNIT)
#define SMALLEST_GROWTH (8 * GROWTH_UNIT)
#define ORDINARY_GROWTH (24 * GROWTH_UNIT)
#define GENEROUS_GROWTH (32 * GROWTH_UNIT)
/* C stack that reclaiming needs. It must not run into the guard half-way. */
#define STACK_NEEDED ((size_t)32 << 10)

static bool full_reclamation;
static bool little_garbage = true; /* was found by the last full reclamation; or there was none */
static bool requested; /* by the program: the next safe point reclaims fully */

/* --- Pieces that both kinds share. --- */

/* What only passes limits: not counted as allocated. */
static struct { Address start; size_t bytes; } filler;

size_t eshkol_used_bytes(void) { return hp_address() - eshkol_reservation.ambient_start - filler.bytes; }

void eshkol_note_peak(void) {
  size_t used = eshkol_used_bytes();
  if (used > eshkol_statistics.peak_bytes) eshkol_statistics.peak_bytes = used;
}

/* After a reclamation from lo: how much of what it freed was filler. */
static size_t forget_filler(Address lo) {
  if (filler.start < lo) return 0;
  size_t bytes = filler.bytes;
  filler.bytes = 0;
  return bytes;
}

typedef struct { Address lo, hp; SlotLog roots; uint64_t started; } Reclamation;

/* Afterwards the last generation ends at lo and r.roots holds the older slots that point into [lo, hp). */
static Reclamation begin(Address lo) {
  Reclamation r = {.lo = lo, .hp = hp_address(), .started = eshkol_nanoseconds()};
  eshkol_note_peak();
  eshkol_cut_generations(lo, &r.roots);
  eshkol_sort_out_current_log(&r.roots, lo, r.hp);
  /* A slot must not be traced twice: its new value looks like one that has not been copied yet. */
  if (r.roots.count > 0) eshkol_log_compact(&r.roots, lo, r.hp);
  eshkol_trace_begin(lo, r.hp, little_garbage);
  eshkol_trace_roots();
  for (size_t i = 0; i < r.roots.count; i++) eshkol_trace_slot(r.roots.slots[i]);
  return r;
}

/* Puts the survivors in place and gives their end. */
static Address put_in_place(Reclamation *r) {
  eshkol_registry_before_copy_back(r->lo, r->hp, &r->roots);
  Address moved_from, hp = eshkol_trace_end(&r->roots, &moved_from);
  eshkol_hp = (char *)hp;
  eshkol_statistics.bytes_reclaimed += r->hp - hp - forget_filler(r->lo);
  eshkol_record_epoch(moved_from);
  eshkol_registry_after_copy_back();
  return hp;
}

/* Returns nanoseconds since the beginning. */
static uint64_t end(const Reclamation *r) {
  eshkol_trim_ambient(r->hp, hp_address());
  return eshkol_nanoseconds() - r->started;
}

static void note_pause(uint64_t *longest, uint64_t nanoseconds) {
  eshkol_statistics.reclamation_time += nanoseconds;
  if (nanoseconds > *longest) *longest = nanoseconds;
}

/* --- Scoped: the running activation's own part, or the younger end of it. --- */

/* A long limit must not delay the full reclamation. */
static Address cap_limit(Address limit) {
  Address soonest = hp_address() + ESHKOL_NURSERY, soft = eshkol_reservation.soft_limit;
  if (limit <= soft || limit <= soonest) return limit;
  return soft > soonest ? soft : soonest;
}

/* An activation that keeps what it makes is left alone for longer, in proportion to all that it has. */
static Address next_limit(const Reclamation *r, Address base) {
  size_t survivors = hp_address() - r->lo;
  bool keeps_most = survivors > (r->hp - r->lo) / 2;
  return cap_limit(hp_address() + eshkol_growth_above(keeps_most ? hp_address() - base : survivors));
}

static void reclaim_scoped(Value *sp, size_t live, Address base, Address lo) {
  Reclamation r = begin(lo);
  eshkol_trace_slots(sp, live);
  eshkol_add_scoped_generation(put_in_place(&r), r.hp, base, &r.roots);
  note_pause(&eshkol_statistics.longest_scoped_pause, end(&r));
  eshkol_statistics.scoped_reclamations++;
  eshkol_restore_soft_limit();
  eshkol_raise_limit(sp, base, next_limit(&r, base));
}

/* --- Full: everything above the highest floor. --- */

static size_t growth_after(size_t traced) {
  size_t part = little_garbage ? traced / 2 : traced / 5;
  size_t generous = traced < GENEROUS_GROWTH ? traced : GENEROUS_GROWTH;
  if (part < generous) part = generous;
  if (part > ORDINARY_GROWTH) return part;
  if (2 * traced > ORDINARY_GROWTH) return ORDINARY_GROWTH;
  return 2 * traced > SMALLEST_GROWTH ? 2 * traced : SMALLEST_GROWTH;
}

/* When memory is limited, the growth is a part of what remains. */
static void schedule_full(size_t growth) {
  size_t used = hp_address() - eshkol_reservation.ambient_start;
  size_t total = eshkol_reservation.limit - eshkol_reservation.ambient_start;
  if (!full_reclamation || used >= total) return;
  size_t next = used + growth, latest = used + (total - used) / 4 * 3;
  eshkol_place_soft_limit(eshkol_reservation.ambient_start + (next < latest ? next : latest));
}

/* With a floor, C variables can hold what a scan does not see. */
static bool scan_is_due(void) { return eshkol_arena_scan_is_due() && !eshkol_has_floor(); }

/* The running activation's data has just been looked at, all of it. */
static void leave_alone(Value *sp, Address base) {
  eshkol_raise_limit(sp, base, cap_limit(hp_address() + eshkol_growth_above(hp_address() - base)));
}

static void reclaim_fully(Value *sp, size_t live) {
  bool was_requested = requested;
  requested = false;
  Floor floor = eshkol_highest_floor();
  Reclamation r = begin(floor.hp);
  eshkol_trace_activations(floor.sp, sp + live);
  eshkol_add_full_generation(put_in_place(&r), r.hp, &r.roots);
  eshkol_forget_raised_from(floor.sp + 1); /* the mark below the floor keeps its base */
  note_pause(&eshkol_statistics.longest_full_pause, end(&r));
  eshkol_statistics.full_reclamations++;
  if (scan_is_due()) eshkol_scan_arenas(sp + live);
  eshkol_arena_pressure_relieved();
  size_t stack_bytes = (size_t)(sp + live - eshkol_value_stack_first()) * sizeof(Value);
  size_t traced = hp_address() - eshkol_reservation.ambient_start + stack_bytes;
  little_garbage = r.hp - hp_address() < traced / 16;
  schedule_full(growth_after(traced));
  if (!was_requested) leave_alone(sp, eshkol_base_of(sp));
}

static bool full_is_due(void) {
  const struct Reservation *r = &eshkol_reservation;
  bool is_full = r->exhausted || hp_address() >= r->soft_limit;
  return requested || (full_reclamation && (is_full || eshkol_arena_pressure_is_high() || scan_is_due()));
}

/* Usually a scoped reclamation makes the full one unnecessary, unless the activation keeps what it makes or most of the
 * arena has to be looked at anyway. */
static bool full_is_better(Address base, Address lo) {
  if (!full_is_due()) return false;
  return eshkol_has_stable_generation(base) || hp_address() - lo >= (hp_address() - eshkol_highest_floor().hp) / 2;
}

/* No activation's limit is further away than this filler is long; its pages are not touched. */
void eshkol_request_reclamation(void) {
  uint64_t words = ESHKOL_LARGEST_LIMIT / 8 + 1;
  if (8 * words >= eshkol_reservation.limit - hp_address()) return;
  if (filler.bytes == 0) filler.start = hp_address();
  filler.bytes += 8 + 8 * words;
  eshkol_allocate_object(TYPE_FILLER, 0, words);
}

Value eshkol_sys_request_full_reclamation(void) {
  requested = true;
  eshkol_request_reclamation();
  return UNSPECIFIED;
}

/* --- The safe point. --- */

#ifdef ESHKOL_TORTURE
/* Now and then from further down than the usual choice, and in full. */
static bool torture_fully(void) {
  static unsigned turn;
  return full_reclamation && ++turn % 61 == 0;
}
static Address torture_start(Address base, Address lo) {
  static unsigned turn;
  return ++turn % 13 == 0 ? base : lo;
}
#else
static bool torture_fully(void) { return false; }
static Address torture_start(Address base, Address lo) { (void)base; return lo; }
#endif

void eshkol_reclaim(Value *sp, size_t live) {
  eshkol_require_stack(STACK_NEEDED);
  Address base = eshkol_base_of(sp), wait;
  Address lo = eshkol_choose_start(base, &wait);
  if (eshkol_reservation.exhausted) lo = base; /* whether it pays is no question */
  if (lo && !full_is_better(base, lo)) reclaim_scoped(sp, live, base, torture_start(base, lo));
  if (full_is_due() || torture_fully()) {
    reclaim_fully(sp, live);
  } else if (!lo) {
    eshkol_statistics.declined_reclamations++;
    eshkol_raise_limit(sp, base, cap_limit(wait));
  }
  eshkol_verify_sometimes(sp, live);
}

/* --- The safe point of a switch between continuations. --- */

/* The start of the oldest of the youngest generations that are together no larger than a nursery. An activation's base is
 * of no use as a limit here: all that is old would be traced again and again. */
static Address youngest_start(Address base) {
  Address fresh = eshkol_fresh_start(), lo = fresh > base ? fresh : base;
  for (size_t i = eshkol_generation_count; i-- > 0;) {
    const Generation *g = &eshkol_generations[i];
    if (g->start < base || fresh - g->start > ESHKOL_NURSERY) break;
    lo = g->start;
  }
  return lo;
}

void eshkol_reclaim_for_switch(Value *sp, size_t live) {
  static Address wait; /* absolute; hp may have been lowered since it was set */
  if (wait > hp_address() + ESHKOL_LARGEST_LIMIT) wait = 0;
  if (hp_address() < wait && !full_is_due()) return;
  eshkol_require_stack(STACK_NEEDED);
  Address base = eshkol_base_of(sp), lo = youngest_start(base);
  if (full_is_due() || torture_fully()) reclaim_fully(sp, live);
  else if (hp_address() >= lo + ESHKOL_NURSERY) reclaim_scoped(sp, live, base, lo);
  wait = hp_address() + ESHKOL_NURSERY;
  eshkol_verify_sometimes(sp, live);
}

void eshkol_reclaim_start(MemoryOptions options) {
  eshkol_set_value_stack_bottom(options.value_stack_bottom);
  full_reclamation = options.full_reclamation;
  eshkol_arena_pressure_relieved();
  schedule_full(FIRST_GROWTH);
}

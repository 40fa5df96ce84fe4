/* What the files of the memory manager share: the reservation, generations, logs, the tracer. */
#ifndef ESHKOL_MEMORY_INTERNAL_H
#define ESHKOL_MEMORY_INTERNAL_H

#include "memory.h"
#include "nursery.h"

typedef uintptr_t Address;

/* Runs once per growth of a table, never per object: ends the process when the system has no memory for it. */
void *eshkol_grow_table(void *table, size_t *capacity, size_t element_bytes);
/* What makes going on impossible: a message and exit status 70. */
__attribute__((noreturn, cold)) void eshkol_memory_panic(const char *message);

static inline Address hp_address(void) { return (Address)eshkol_hp; }
/* The address a pair or object value points to. Requires is_pointer(v). */
static inline Address address_of(Value v) { return (Address)(v & ~(Value)TAG_MASK); }

/* --- memory.c: the reservation. ---
 *
 *     explicit_start    ambient_start    soft_limit   limit     ambient_end      scratch_start  work_start     end
 *     | explicit arenas | ambient arena ...            | guard   |                | copies       | work list    |
 *
 * Invariants: explicit_start <= ambient_start <= eshkol_hp; limit + guard <= ambient_end; the scratch area and the work
 * list are each as large as the ambient area, so copying never runs out of either. [explicit_start, ambient_start) and
 * [ambient_start, limit) are where a pointer to a non-static object can point to. */
struct Reservation {
  Address explicit_start, ambient_start, limit, ambient_end, scratch_start, work_start, end;
  Address soft_limit; /* first byte of the soft guard, or limit when there is none */
  size_t granted;     /* how much arenas of both kinds may have together, when the user has said so; else SIZE_MAX */
  void *mapping;      /* what the system gave for all this */
  size_t mapping_bytes;
  bool exhausted;     /* the guard has been hit and opened; closed again after a reclamation */
};
extern struct Reservation eshkol_reservation;

/* Bytes allocated since the start of the program at this point of its run. */
uint64_t eshkol_allocation_clock(void);
/* Sets where the next full reclamation is due, and marks and pages accordingly. Requires address >= hp. */
void eshkol_place_soft_limit(Address address);
/* After a scoped reclamation: the guard is put up again if it has been passed and hp is below it now. */
void eshkol_restore_soft_limit(void);
/* After a reclamation from lo whose copies end at hp: gives pages back that are not needed soon. */
void eshkol_trim_ambient(Address old_hp, Address new_hp);
void eshkol_trim_scratch(size_t copied_bytes, size_t work_bytes);

/* --- generations.c: the ambient arena, from the oldest to the youngest. ---
 *
 * Invariants: generation[0].start == ambient_start; generation[i].end == generation[i+1].start; the last one's end <= hp;
 * what lies above it is fresh. A log holds every slot that is older than the start of a generation, or than an
 * activation's base within it, and points into it; and maybe slots that no longer do. */
typedef struct { Value **slots; size_t count, capacity, unique; } SlotLog;

typedef struct {
  Address start, end;
  uint64_t clock; /* when traced, or when covered */
  size_t traced;  /* the first so many bytes were all reachable at `clock`; what follows was when it was added */
  unsigned patience; /* allocation of so many times its size makes it due */
  bool mixed;     /* bases of activations can lie within it */
  bool stable;    /* little was garbage when it was traced */
  SlotLog log;
} Generation;

extern Generation *eshkol_generations;
extern size_t eshkol_generation_count;

/* Where the fresh part begins. */
Address eshkol_fresh_start(void);
/* Where an activation with this base should reclaim from now, or 0 when it does not pay yet; then *wait is how far hp
 * must get at least. Takes O(log size) time, amortised. */
Address eshkol_choose_start(Address base, Address *wait);
/* Whether the youngest survivors are those of the activation with this base, and nearly all of what was looked at. */
bool eshkol_has_stable_generation(Address base);
/* A reclamation is followed by at most this much allocation (or a nursery) before the next safe point asks again. */
#define ESHKOL_LARGEST_LIMIT (8 * ESHKOL_NURSERY)
/* How much may be allocated above `kept` bytes that have been found to be in use before it is looked at. */
size_t eshkol_growth_above(size_t kept);
/* Makes lo the end of the last generation, by splitting or covering. Slots below lo that logs of what lay above hold, and
 * that point there still, are appended to `into`. */
void eshkol_cut_generations(Address lo, SlotLog *into);
/* Adds the generation [fresh start, end) of survivors of a full reclamation, or of a scoped one of an activation with this
 * base, of what ended at old_end; it takes over the slots of `log`. */
void eshkol_add_full_generation(Address end, Address old_end, SlotLog *log);
void eshkol_add_scoped_generation(Address end, Address old_end, Address base, SlotLog *log);
/* The generation that contains this address, or eshkol_generation_count for the fresh part. Requires ambient. */
size_t eshkol_find_generation(Address address);

/* --- barrier.c: logs of slots. --- */
extern SlotLog eshkol_current_log;
void eshkol_log_append(SlotLog *log, Value *slot);
void eshkol_log_clear(SlotLog *log);
void eshkol_log_free(SlotLog *log);
/* Makes `to` hold what `from` held, in no more memory than needed, and `from` empty. Requires that `to` has no table. */
void eshkol_log_move(SlotLog *to, SlotLog *from);
/* Removes duplicates and slots that point below `from` or at or above `to`. */
void eshkol_log_compact(SlotLog *log, Address from, Address to);
/* Whether the slot may be read: it does not lie in a destroyed arena. */
bool eshkol_slot_is_readable(const Value *slot);
/* Whether the slot may be read and points into [from, to). */
bool eshkol_slot_points_into(const Value *slot, Address from, Address to);
/* Empties the current log when [lo, hp) is about to be reclaimed: slots below lo that point there are appended to `into`,
 * slots that point to generations below lo are filed there, others are dropped. */
void eshkol_sort_out_current_log(SlotLog *into, Address lo, Address hp);

/* --- trace.c: moving survivors together, by copying or by compaction. --- */
/* `mostly_kept`: whether there is likely to be little garbage. */
void eshkol_trace_begin(Address lo, Address hp, bool mostly_kept);
/* Keeps everything in [lo, hp) that is reachable from *slot, which lies outside and is traced once; *slot will have been
 * updated in the end. */
void eshkol_trace_slot(Value *slot);
static inline void eshkol_trace_slots(Value *first, size_t count) {
  for (size_t i = 0; i < count; i++) eshkol_trace_slot(first + i);
}
/* The same for the words of the value stack from the oldest one on. In the end each mark's base is where the survivors of
 * older activations end. */
void eshkol_trace_activations(Value *from, Value *to);
/* Keeps what v refers to. Returns what v is at present: its new value, or v until all is settled. */
Value eshkol_trace_value(Value v);
/* After a word of a survivor has been set to v, both as they are at present: `slot` is where it is now, `place` where it will
 * be. Takes note if the slot is older. */
void eshkol_trace_stored(Value *slot, Value *place, Value v, SlotLog *log);
/* To be called when all has been traced. */
void eshkol_trace_settle(void);
/* True when v (a pointer into [lo, hp)) survives, as far as is known; then *moved is what it is at present: its new value,
 * or v until all is settled. */
bool eshkol_trace_moved(Value v, Value *moved);
/* Where the words of the surviving object `before`, which will be `moved`, are at present. */
Value *eshkol_trace_present_words(Value before, Value moved);
/* Puts the survivors in place and returns their end; [lo, hp) as it was is gone. Slots among them that point from below the
 * base of an activation to above it are appended to the log. Nothing below *moved_from has moved. */
Address eshkol_trace_end(SlotLog *log, Address *moved_from);
/* The first traced word of an object with this header; the object has none when that is its number of words. */
uint64_t eshkol_first_traced_word(uint64_t header);
/* One past the last traced word. */
uint64_t eshkol_last_traced_word(uint64_t header);

/* --- roots.c --- */
typedef struct { Value *first; size_t count; } RootRange;
extern RootRange *eshkol_roots;
extern size_t eshkol_root_count;
void eshkol_trace_roots(void);
/* Calls visit with every root that is not on the value stack nor in a log. */
void eshkol_visit_roots(void (*visit)(Value *slot));
void eshkol_set_value_stack_bottom(Value *sp);
Value *eshkol_value_stack_first(void);

/* Activations: the base of the one with this sp; raising its limit. */
Address eshkol_base_of(Value *sp);
void eshkol_raise_limit(Value *sp, Address base, Address limit);
/* Like eshkol_base_of for any mark on the stack, without tidying up. */
Address eshkol_base_of_mark(const Value *mark);
void eshkol_forget_raised_from(const Value *sp);

/* Floors: the highest one's stack position and address (the bottom of the value stack and ambient_start if none). */
typedef struct { Value *sp; Address hp; } Floor;
Floor eshkol_highest_floor(void);
bool eshkol_has_floor(void);

/* --- registry.c --- */
typedef struct { Address key; enum RegistryKind kind; Value object; } RegistryEntry;
/* When all that [lo, hp) must keep has been traced. `log` takes older slots that now point there. */
void eshkol_registry_before_copy_back(Address lo, Address hp, SlotLog *log);
void eshkol_registry_after_copy_back(void);
/* Calls visit with every registered object of this kind; those for which it returns false are removed. */
void eshkol_registry_filter(enum RegistryKind kind, bool (*visit)(Value object));
/* Nothing below this address has moved. */
void eshkol_record_epoch(Address moved_from);

/* --- guardians.c: what is kept only as long as something else is. --- */

/* A part of the ambient arena that is being reclaimed. */
typedef struct { Address lo, hp; } Part;
static inline bool lies_in_part(Part part, Value v) { return is_pointer(v) && address_of(v) - part.lo < part.hp - part.lo; }
/* The new value of v, or false when it dies: see eshkol_trace_moved. */
static inline bool survives(Part part, Value v, Value *after) {
  *after = v;
  return !lies_in_part(part, v) || eshkol_trace_moved(v, after);
}
/* Where the words of a surviving object are until survivors are put in place. */
static inline Value *words_of_survivor(Part part, Value before, Value after) {
  return address_of(after) >= part.lo ? eshkol_trace_present_words(before, after) : object_of(after)->words;
}

/* Traces the values of ephemerons whose keys survive, and what guardians keep; a resurrected element's entry becomes one
 * of no object (FALSE). */
void eshkol_trace_conditionally(Part part, RegistryEntry *entries, size_t count, SlotLog *log);
/* After that: false when the ephemeron has been broken or is dead. Otherwise *after is its new value. */
bool eshkol_update_ephemeron(Part part, Value ephemeron, Value *after);

/* --- reclaim.c --- */
void eshkol_reclaim_start(MemoryOptions options);
/* Of the ambient arena. */
size_t eshkol_used_bytes(void);
/* Brings the statistics up to date. */
void eshkol_note_peak(void);
/* Makes the next safe point of whatever activation reclaim. */
void eshkol_request_reclamation(void);

/* --- arena_scan.c --- */
/* Whether enough has been abandoned for a scan, which needs a full reclamation just before it and no floor. */
bool eshkol_arena_scan_is_due(void);
/* Blocks of explicit arenas count as allocation: whether so many have been made since the last full reclamation that
 * another is due, which may find arenas that are not needed; and that one has just been. */
bool eshkol_arena_pressure_is_high(void);
void eshkol_arena_pressure_relieved(void);
void eshkol_scan_arenas(Value *stack_end);

/* --- verify.c --- */
void eshkol_verify(Value *sp, size_t live);
/* Calls eshkol_verify every k-th time, in builds for torture. */
void eshkol_verify_sometimes(Value *sp, size_t live);

#ifdef ESHKOL_TORTURE
/* No value, no header: whoever uses it is found out. */
#define POISON ((Value)0x0BADF00D0BADF005)
#endif

#endif

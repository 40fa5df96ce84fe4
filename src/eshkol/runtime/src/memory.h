/* The ambient arena as compiled code and the runtime see it: bump allocation, value stack, safe points, barrier. */
#ifndef ESHKOL_MEMORY_H
#define ESHKOL_MEMORY_H

#include "values.h"

/* --- Allocation: never reclaims, never fails (running out hits a guard and becomes a catchable error). --- */

extern char *eshkol_hp; /* the bump pointer; 8-aligned; char * so that stores of Values do not alias it */

static inline void *eshkol_bump(size_t bytes) {
#ifdef ESHKOL_FAULT_INJECTION
  eshkol_count_allocation();
#endif
  char *p = eshkol_hp;
  eshkol_hp = p + bytes;
  return p;
}
static inline Value eshkol_make_pair(Value car, Value cdr) {
  Pair *p = eshkol_bump(sizeof(Pair));
  p->car = car;
  p->cdr = cdr;
  return from_pair(p);
}
/* For objects of any size: checks the limit, counts, raises out-of-memory. Words are not initialised. */
Object *eshkol_allocate_object(unsigned type, uint32_t auxiliary, uint64_t words);
/* Raises out-of-memory unless so many bytes are free: what is allocated right afterwards, up to that many, does not fail. For
 * what must not be broken off half-way. */
void eshkol_require_room(size_t bytes);
/* When memory has run out not long ago: reclaims what the error's way to its handler has left behind. A safe point of the
 * activation at which a throw has arrived. */
void eshkol_relieve(Value *sp, size_t live);
/* Whether so many bytes are free. */
bool eshkol_has_room(size_t bytes);
/* For objects of a small constant size (under 4 KiB). */
static inline Object *eshkol_new_object(unsigned type, uint32_t auxiliary, uint64_t words) {
  Object *o = eshkol_bump(8 + 8 * words);
  o->header = HEADER(type, auxiliary, words);
  return o;
}

/* --- The value stack. A frame is: the live values of a caller, then one mark; sp of the callee is just above. --- */

/* A fresh mark: the callee's base is hp now; its limit is base + the size of nursery.h.
 * An urgent mark, made instead while a full reclamation is due: base - the size of the ambient arena, so that it lies
 * below every hp and the next safe point reclaims, and below the ambient arena, so that it is told from a fresh one.
 * A raised mark has TAG_IMMEDIATE and a value >= 2^40, its limit; its base stands in a side table of roots.c. */
extern uint64_t eshkol_mark_offset; /* of a fresh or urgent mark from hp, tag included */
#define ESHKOL_MARK() ((Value)(uintptr_t)eshkol_hp + eshkol_mark_offset)
static inline bool is_mark(Value v) {
  return (v & TAG_MASK) == TAG_MARK || ((v & TAG_MASK) == TAG_IMMEDIATE && v >= (Value)1 << 40);
}

/* The slow path of a safe point. The activation's live values are sp[0..live-1]; sp[-1] is its mark. They are
 * updated in place; everything else at or above the activation's base is gone afterwards. */
void eshkol_reclaim(Value *sp, size_t live) __attribute__((noinline, cold));
/* A safe point for when all activations above sp are left for good or have been copied, reached often: reclaims what is
 * young when that pays, and leaves the rest to full reclamations. */
void eshkol_reclaim_for_switch(Value *sp, size_t live);

/* --- The store barrier, for slots of objects. Slots outside of all arenas are registered roots and need none. --- */

void eshkol_remember(Value *slot) __attribute__((noinline));
static inline void eshkol_store(Value *slot, Value v) {
  *slot = v;
  if (v > (Value)(uintptr_t)slot && is_pointer(v)) eshkol_remember(slot);
}

/* --- Roots beyond the value stack. --- */

/* Makes count words from `first` on roots, for good; they may be written without the barrier. They lie outside of all
 * arenas and no word may be registered twice. */
void eshkol_register_roots(Value *first, size_t count);
/* Keeps `value` alive, and what it refers to, until as many releases; the handle gives its present value.
 * NULL: there is no memory for one. */
typedef struct RetainedValue RetainedValue;
RetainedValue *eshkol_retain_value(Value value);
Value eshkol_retained_value(const RetainedValue *retained);
void eshkol_release_value(RetainedValue *retained);

/* Around every call of a compiled procedure from C code that keeps raw values in C variables. sp is where the callee's
 * frame begins (its mark is sp[0]): no reclamation inside the call moves or frees what is older than now. Floors are
 * popped in reverse order; eshkol_pop_floors_from drops those at or above sp when an escape has left their calls. */
void eshkol_push_floor(Value *sp);
/* Nothing that exists now will ever be moved or freed: for C code that runs outside of all calls. Only without floors. */
void eshkol_raise_bottom(void);
void eshkol_pop_floor(void);
/* The same for what is older than `hp`. No younger floor may be higher. */
void eshkol_push_floor_at(Value *sp, char *hp);
/* Whether v, a pointer, is among what eshkol_raise_bottom has fixed. */
bool eshkol_is_below_bottom(Value v);
void eshkol_pop_floors_from(const Value *sp);
/* Is there a floor at or above sp? */
bool eshkol_has_floor_from(const Value *sp);

/* --- Objects that something outside the arena must hear about. --- */

enum RegistryKind {
  REGISTRY_WEAK_REFERENCE, REGISTRY_EPHEMERON, REGISTRY_GUARDED, REGISTRY_SYMBOL, REGISTRY_PORT, REGISTRY_ARENA,
  REGISTRY_RESOURCE, REGISTRY_KINDS
};
/* died(object) is called while the dead object can still be read; moved(before, after) when `before` can not be read
 * any more. Neither may allocate in the ambient arena, store into it or raise. Either may be NULL. */
typedef struct {
  void (*moved)(Value before, Value after);
  void (*died)(Value object);
} RegistryCallbacks;
void eshkol_registry_define(enum RegistryKind kind, RegistryCallbacks callbacks);
/* O(1) for an object younger than all registered ones. Registered objects are not roots. */
void eshkol_registry_add(enum RegistryKind kind, Value object);

/* For tables that hash by address. The epoch grows with every reclamation; objects below the address returned have not
 * moved since `epoch` was the epoch (UINT64_MAX: none has). Since epoch 0, which never was, everything has moved: so a
 * table whose objects have been copied is marked. */
extern uint64_t eshkol_reclamation_epoch;
Value eshkol_lowest_moved_since(uint64_t epoch);

/* --- Start, and faults. --- */

typedef struct {
  size_t maximal_bytes;       /* of the ambient arena and all explicit ones; 0: what the machine has */
  Value *value_stack_bottom;  /* the oldest word of the value stack: the mark of the main procedure, written later */
  bool full_reclamation;      /* false: never (ESHKOL_FULL_RECLAMATION=off) */
} MemoryOptions;
/* Reserves the address space; ends the process with a message when the system refuses. Call once. */
void eshkol_memory_start(MemoryOptions options);
/* Gives the address space back; nothing in it may be used any more. */
void eshkol_memory_stop(void);
/* For processes that are the program's own: changes a setting of malloc. */
void eshkol_give_large_tables_back(void);

/* What an address that caused a fault belongs to. Both functions and the two below may be called in a signal handler. */
enum {
  ADDRESS_UNKNOWN,
  ADDRESS_SOFT_LIMIT,      /* call eshkol_pass_soft_limit() and retry the access: no error */
  ADDRESS_MEMORY_LIMIT,    /* call eshkol_open_emergency_memory() and raise "out of memory" */
  ADDRESS_MEMORY_EXHAUSTED, /* out of memory while handling that: end the process */
  ADDRESS_DESTROYED_ARENA, /* raise "use of memory from a destroyed arena": see arenas.h */
};
int eshkol_classify_address(const void *address);
void eshkol_pass_soft_limit(void);
void eshkol_open_emergency_memory(void);

/* What lies in [eshkol_arena_region_start, eshkol_arena_region_end) belongs to an explicit arena or the ambient one. */
extern char *eshkol_arena_region_start, *eshkol_arena_region_end;
/* What lies in [eshkol_arena_region_start, eshkol_ambient_start) belongs to an explicit arena. */
extern char *eshkol_ambient_start;

/* --- Where compiled code is, for errors and for handlers that run at the point of an error. --- */

/* caller: the site of the program's latest call of a library procedure, which is where users look for the cause of an
 * error inside the library. */
typedef struct { Value *sp; uint32_t site, caller; } Here;
extern Here eshkol_here;
static inline void eshkol_at(Value *sp, uint32_t site) { eshkol_here.sp = sp; eshkol_here.site = site; }

#endif

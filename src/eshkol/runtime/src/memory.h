/* The ambient arena as compiled code and the runtime see it: bump allocation, value stack, safe points, barrier. */
#ifndef ESHKOL_MEMORY_H
#define ESHKOL_MEMORY_H

#include "values.h"

/* --- Allocation: never reclaims, never fails (running out hits a guard and becomes a catchable error). --- */

extern char *eshkol_hp; /* the bump pointer; 8-aligned; char * so that stores of Values do not alias it */

static inline void *eshkol_bump(size_t bytes) { char *p = eshkol_hp; eshkol_hp = p + bytes; return p; }
static inline Value eshkol_make_pair(Value car, Value cdr) {
  Pair *p = eshkol_bump(sizeof(Pair));
  p->car = car;
  p->cdr = cdr;
  return from_pair(p);
}
/* For objects of any size: checks the limit, counts, raises out-of-memory. Words are not initialised. */
Object *eshkol_allocate_object(unsigned type, uint32_t auxiliary, uint64_t words);
/* For objects of a small constant size (under 4 KiB). */
static inline Object *eshkol_new_object(unsigned type, uint32_t auxiliary, uint64_t words) {
  Object *o = eshkol_bump(8 + 8 * words);
  o->header = HEADER(type, auxiliary, words);
  return o;
}

/* --- The value stack. A frame is: the live values of a caller, then one mark; sp of the callee is just above. --- */

#ifdef ESHKOL_TORTURE
#define ESHKOL_NURSERY 0
#define ESHKOL_MUST_RECLAIM(sp) 1
#else
#define ESHKOL_NURSERY ((size_t)1 << 20)
#define ESHKOL_MUST_RECLAIM(sp) __builtin_expect((uint64_t)(uintptr_t)eshkol_hp > (sp)[-1], 0)
#endif
/* A fresh mark: the callee's base is hp now; its limit is base + ESHKOL_NURSERY.
 * A raised mark has TAG_IMMEDIATE and a value >= 2^40; its base stands in a side table of memory.c. */
#define ESHKOL_MARK() ((Value)(uintptr_t)eshkol_hp + ESHKOL_NURSERY + TAG_MARK)
static inline bool is_mark(Value v) {
  return (v & TAG_MASK) == TAG_MARK || ((v & TAG_MASK) == TAG_IMMEDIATE && v >= (Value)1 << 40);
}

/* The slow path of a safe point. The activation's live values are sp[0..live-1]; sp[-1] is its mark. They are
 * updated in place; everything else at or above the activation's base is gone afterwards. */
void eshkol_reclaim(Value *sp, size_t live) __attribute__((noinline, cold));

/* --- The store barrier. --- */

void eshkol_remember(Value *slot) __attribute__((noinline));
static inline void eshkol_store(Value *slot, Value v) {
  *slot = v;
  if (v > (Value)(uintptr_t)slot && is_pointer(v)) eshkol_remember(slot);
}

/* --- Roots beyond the value stack. --- */

void eshkol_register_roots(Value *first, size_t count);

/* --- Where compiled code is, for errors and for handlers that run at the point of an error. --- */

typedef struct { Value *sp; uint32_t site; } Here;
extern Here eshkol_here;
static inline void eshkol_at(Value *sp, uint32_t site) { eshkol_here.sp = sp; eshkol_here.site = site; }

#endif

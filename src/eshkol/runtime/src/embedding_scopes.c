/* Part B of eshkol.h: how long values live that C code has. */
#include <stdlib.h>

#include "embedding.h"
#include "nursery.h"
#include "pairs.h"
#include "stacks.h"

void eshkol_hand_out(Value value) {
  bool in_arena = is_pointer(value) && !eshkol_is_literal_address((const void *)(uintptr_t)value);
  if (eshkol_is_outermost() && in_arena && !eshkol_is_below_bottom(value)) eshkol_raise_bottom();
}

/* Invariant: scope i + 1 began after scope i, and has its mark above. */
struct Scope { Value *sp; char *base; struct Crossing *crossing; bool has_floor; };
static struct { struct Scope *items; size_t capacity; } scopes;

/* A scope that begins where one has just ended, with nothing made in between, goes on with its mark: so what the former has
 * left counts, too. */
static struct { Value *sp; char *base, *hp; Value mark; } ended;

eshkol_status eshkol_begin_scope(void) {
  if (!eshkol_may_call("eshkol_begin_scope")) return ESHKOL_MISUSE;
  if (eshkol_embedding.scopes == scopes.capacity) {
    size_t capacity = scopes.capacity ? 2 * scopes.capacity : 16;
    struct Scope *larger = realloc(scopes.items, capacity * sizeof *larger);
    if (!larger) return eshkol_misuse("eshkol_begin_scope", "no memory for so many scopes");
    scopes.items = larger;
    scopes.capacity = capacity;
  }
  Value *sp = eshkol_embedding.free;
  if ((size_t)(eshkol_value_stack.high - (char *)sp) < 2 * ESHKOL_STACK_RESERVE)
    return eshkol_misuse("eshkol_begin_scope", "too many scopes");
  bool has_floor = !eshkol_is_outermost();
  bool goes_on = ended.sp == sp && ended.hp == eshkol_hp && (ended.mark & TAG_MASK) == TAG_MARK;
  sp[0] = goes_on ? ended.mark : ESHKOL_MARK();
  char *base = goes_on ? ended.base : eshkol_hp;
  if (has_floor) eshkol_push_floor_at(sp, base);
  scopes.items[eshkol_embedding.scopes++] = (struct Scope){sp, base, eshkol_embedding.crossing, has_floor};
  eshkol_embedding.free = sp + 1;
  return ESHKOL_OK;
}

static void leave_scope(const struct Scope *scope) {
  if (scope->has_floor) eshkol_pop_floors_from(scope->sp);
  eshkol_embedding.free = scope->sp;
  eshkol_embedding.scopes--;
}

void eshkol_drop_scopes(size_t count) {
  while (eshkol_embedding.scopes > count) leave_scope(&scopes.items[eshkol_embedding.scopes - 1]);
}

/* In the outermost scope nothing but *kept is held by C code: reclaims for the oldest activation. */
static void reclaim_at_end(Value *sp, Value *kept) {
  if (!ESHKOL_MUST_RECLAIM(sp)) return;
  sp[0] = *kept;
  eshkol_reclaim(sp, 1);
  *kept = sp[0];
}

eshkol_status eshkol_end_scope(eshkol_value *kept) {
  if (!eshkol_may_call("eshkol_end_scope")) return ESHKOL_MISUSE;
  if (eshkol_embedding.scopes == 0) return eshkol_misuse("eshkol_end_scope", "no scope has begun");
  struct Scope scope = scopes.items[eshkol_embedding.scopes - 1];
  if (scope.crossing != eshkol_embedding.crossing)
    return eshkol_misuse("eshkol_end_scope", "the scope began outside of this call");
  Value value = kept ? *kept : NIL;
  if (scope.has_floor) reclaim_at_end(scope.sp + 1, &value);
  ended.hp = eshkol_hp;
  ended.mark = scope.sp[0];
  ended.base = scope.base;
  leave_scope(&scope);
  if (!scope.has_floor) reclaim_at_end(scope.sp, &value);
  ended.sp = is_pointer(value) ? NULL : scope.sp;
  eshkol_hand_out(value);
  if (kept) *kept = value;
  return ESHKOL_OK;
}

eshkol_status eshkol_retain(eshkol_value value, eshkol_retained_value_t **result) {
  if (!eshkol_may_call("eshkol_retain")) return ESHKOL_MISUSE;
  RetainedValue *retained = eshkol_retain_value(value);
  if (!retained) return eshkol_misuse("eshkol_retain", "no memory for one more retained value");
  *result = (eshkol_retained_value_t *)retained;
  return ESHKOL_OK;
}

eshkol_status eshkol_retained(const eshkol_retained_value_t *retained, eshkol_value *result) {
  if (!eshkol_may_call("eshkol_retained")) return ESHKOL_MISUSE;
  return eshkol_give(eshkol_retained_value((const RetainedValue *)retained), result);
}

eshkol_status eshkol_release(eshkol_retained_value_t *retained) {
  if (!eshkol_may_call("eshkol_release")) return ESHKOL_MISUSE;
  eshkol_release_value((RetainedValue *)retained);
  return ESHKOL_OK;
}

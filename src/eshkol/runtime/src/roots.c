/* What keeps objects alive: registered ranges, retained values, and the activations and floors of the value stack. */
#include <stdlib.h>

#include "memory_internal.h"

/* --- Registered ranges. --- */

RootRange *eshkol_roots;
size_t eshkol_root_count;
static size_t root_capacity;

void eshkol_register_roots(Value *first, size_t count) {
  for (size_t i = 0; i < eshkol_root_count; i++) {
    if (first < eshkol_roots[i].first + eshkol_roots[i].count && eshkol_roots[i].first < first + count) {
      eshkol_memory_panic("a root has been registered twice");
    }
  }
  if (eshkol_root_count == root_capacity) eshkol_roots = eshkol_grow_table(eshkol_roots, &root_capacity, sizeof *eshkol_roots);
  eshkol_roots[eshkol_root_count++] = (RootRange){first, count};
}

/* --- Retained values: a doubly linked ring around `retained`. --- */

struct RetainedValue {
  Value value;
  RetainedValue *previous, *next;
};
static RetainedValue retained = {NIL, &retained, &retained};

RetainedValue *eshkol_retain_value(Value value) {
  RetainedValue *r = malloc(sizeof *r);
  if (!r) return NULL;
  *r = (RetainedValue){value, &retained, retained.next};
  retained.next->previous = r;
  retained.next = r;
  return r;
}

Value eshkol_retained_value(const RetainedValue *r) { return r->value; }

void eshkol_release_value(RetainedValue *r) {
  r->previous->next = r->next;
  r->next->previous = r->previous;
  free(r);
}

void eshkol_visit_roots(void (*visit)(Value *slot)) {
  for (size_t i = 0; i < eshkol_root_count; i++) {
    for (size_t k = 0; k < eshkol_roots[i].count; k++) visit(eshkol_roots[i].first + k);
  }
  for (RetainedValue *r = retained.next; r != &retained; r = r->next) visit(&r->value);
}

void eshkol_trace_roots(void) {
  for (size_t i = 0; i < eshkol_root_count; i++) eshkol_trace_slots(eshkol_roots[i].first, eshkol_roots[i].count);
  for (RetainedValue *r = retained.next; r != &retained; r = r->next) eshkol_trace_slot(&r->value);
}

/* --- Activations whose limit has been raised. ---
 *
 * Invariant: sp grows. An entry counts only while the mark at sp[-1] is a raised one: activations that have returned
 * leave theirs behind until one below or at the same place is looked at. */
typedef struct { const Value *sp; Address base; } RaisedActivation;
static RaisedActivation *raised;
static size_t raised_count, raised_capacity;

void eshkol_forget_raised_from(const Value *sp) {
  while (raised_count > 0 && raised[raised_count - 1].sp >= sp) raised_count--;
}

static bool is_raised(Value mark) { return (mark & TAG_MASK) == TAG_IMMEDIATE; }

/* The base told by a fresh or an urgent mark. */
static Address base_in_mark(Value mark) {
  Address word = (Address)(mark - TAG_MARK);
  if (word < eshkol_reservation.ambient_start) return word + (eshkol_reservation.ambient_end - eshkol_reservation.ambient_start);
  return word - ESHKOL_NURSERY;
}

Address eshkol_base_of_mark(const Value *mark) {
  if (!is_raised(*mark)) return base_in_mark(*mark);
  size_t low = 0, high = raised_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (raised[middle].sp < mark + 1) low = middle + 1;
    else high = middle;
  }
  if (low == raised_count || raised[low].sp != mark + 1) eshkol_memory_panic("a raised mark of the value stack has no base");
  return raised[low].base;
}

Address eshkol_base_of(Value *sp) {
  if (is_raised(sp[-1])) {
    eshkol_forget_raised_from(sp + 1);
    return eshkol_base_of_mark(sp - 1);
  }
  eshkol_forget_raised_from(sp);
  return base_in_mark(sp[-1]);
}

void eshkol_raise_limit(Value *sp, Address base, Address limit) {
  eshkol_forget_raised_from(sp);
  if (limit <= base + ESHKOL_NURSERY) {
    sp[-1] = base + ESHKOL_NURSERY + TAG_MARK;
    return;
  }
  if (raised_count == raised_capacity) raised = eshkol_grow_table(raised, &raised_capacity, sizeof *raised);
  raised[raised_count++] = (RaisedActivation){sp, base};
  sp[-1] = (limit & ~(Value)TAG_MASK) | TAG_IMMEDIATE;
}

/* --- Floors. --- */

static Floor *floors;
static size_t floor_count, floor_capacity;
static Floor bottom;

void eshkol_set_value_stack_bottom(Value *sp) { bottom = (Floor){sp, eshkol_reservation.ambient_start}; }

static bool has_raised_bottom(void) { return bottom.hp > eshkol_reservation.ambient_start; }

/* The oldest activation begins where the bottom is. */
void eshkol_raise_bottom(void) {
  bottom.hp = hp_address();
  bottom.sp[0] = ESHKOL_MARK();
}

bool eshkol_is_below_bottom(Value v) { return has_raised_bottom() && address_of(v) < bottom.hp; }

void eshkol_push_floor_at(Value *sp, char *hp) {
  if (floor_count == floor_capacity) floors = eshkol_grow_table(floors, &floor_capacity, sizeof *floors);
  floors[floor_count++] = (Floor){sp, (Address)hp};
}

void eshkol_push_floor(Value *sp) { eshkol_push_floor_at(sp, eshkol_hp); }

void eshkol_pop_floor(void) { floor_count--; }

void eshkol_pop_floors_from(const Value *sp) {
  while (floor_count > 0 && floors[floor_count - 1].sp >= sp) floor_count--;
}

bool eshkol_has_floor_from(const Value *sp) { return floor_count > 0 && floors[floor_count - 1].sp >= sp; }

Floor eshkol_highest_floor(void) { return floor_count > 0 ? floors[floor_count - 1] : bottom; }
bool eshkol_has_floor(void) { return floor_count > 0 || has_raised_bottom(); }
Value *eshkol_value_stack_first(void) { return bottom.sp; }

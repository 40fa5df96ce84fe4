/* Copying graphs of objects into explicit arenas and out of them, keeping sharing and cycles. */
#include <stdlib.h>

#include "arenas_internal.h"
#include "errors.h"
#include "hashtables.h"
#include "primitives.h"

/* --- The state of one copy. Left as it is when an error ends it; the next one starts by clearing it. --- */

/* What has been met: old value and what stands for it now. Open addressing; old 0 is free. */
typedef struct { Value old, now; } Meeting;
static Meeting *met;
static size_t met_count, met_capacity;

/* Objects whose slots have not been looked at; with this bit, fresh copies. */
#define FRESH_COPY ((Value)4)
static Value *pending;
static size_t pending_count, pending_capacity;

enum Direction { INTO_ARENA, OUT_OF_ARENA };
static struct {
  enum Direction direction;
  struct Arena *arena; /* the destination or source; NULL: the ambient arena, or all explicit ones */
} task;

static void begin_copy(enum Direction direction, struct Arena *arena) {
  if (met_capacity > 1 << 16) {
    free(met);
    met = NULL;
    met_capacity = 0;
  }
  if (met_capacity > 0) memset(met, 0, met_capacity * sizeof *met);
  met_count = pending_count = 0;
  task.direction = direction;
  task.arena = arena;
}

/* --- The table of what has been met. --- */

static Meeting *place_of(Value old) {
  size_t at = old * 0x9E3779B97F4A7C15u >> 24 & (met_capacity - 1);
  while (met[at].old && met[at].old != old) at = (at + 1) & (met_capacity - 1);
  return &met[at];
}

static void grow_meetings(void) {
  Meeting *smaller = met;
  size_t count = met_capacity, larger = count ? 2 * count : 64;
  Meeting *table = calloc(larger, sizeof *table);
  if (!table) eshkol_raise_kind("memory", NULL, "no memory for copying so large a graph between arenas", NIL);
  met = table;
  met_capacity = larger;
  for (size_t i = 0; i < count; i++) {
    if (smaller[i].old) *place_of(smaller[i].old) = smaller[i];
  }
  free(smaller);
}

static void note_meeting(Value old, Value now) {
  if (2 * (met_count + 1) > met_capacity) grow_meetings();
  *place_of(old) = (Meeting){old, now};
  met_count++;
}

static bool was_met(Value old, Value *now) {
  if (met_count == 0) return false;
  const Meeting *meeting = place_of(old);
  *now = meeting->now;
  return meeting->old != 0;
}

/* --- What is copied, what is only looked into. --- */

/* Identity is what these are for, or something outside refers to them: they are shared between arenas. */
static bool is_shared_type(unsigned type) {
  switch (type) {
    case TYPE_SYMBOL: case TYPE_PORT: case TYPE_ARENA: case TYPE_RECORD_TYPE: case TYPE_WEAK_REFERENCE:
    case TYPE_CONTINUATION_DATA: case TYPE_RESOURCE: case TYPE_EPHEMERON: case TYPE_GUARDIAN: return true;
    default: return false;
  }
}

/* Into an arena: all but what is there already. Out of one: what is in it or in an arena within it. */
static bool is_to_be_copied(Value v) {
  if (task.direction == INTO_ARENA) return !task.arena || !eshkol_arena_contains(task.arena, address_of(v));
  if (!eshkol_is_in_explicit_arena(v)) return false;
  return !task.arena || eshkol_arena_family_contains(task.arena, address_of(v));
}

/* What stays in place can refer to what is copied when the copy goes out. */
static bool is_looked_into(void) { return task.direction == OUT_OF_ARENA; }

/* --- Copying. --- */

static void *allocate(size_t bytes) {
  if (task.direction == INTO_ARENA && task.arena) return eshkol_arena_allocate(task.arena, bytes);
  return eshkol_allocate_object(TYPE_RAW_WORDS, 0, bytes / 8 - 1);
}

static Value shallow_copy(Value v) {
  if (is_pair(v)) {
    Pair *copy = allocate(sizeof *copy);
    *copy = *pair_of(v);
    return from_pair(copy);
  }
  size_t bytes = 8 + 8 * words_of_header(header_of(v));
  Object *copy = allocate(bytes);
  memcpy(copy, object_of(v), bytes);
  unsigned type = type_of_header(copy->header);
  if (type == TYPE_HASH_TABLE) eshkol_hash_table_forget_addresses(copy);
  if (type == TYPE_ENVIRONMENT) copy->words[0] = 0; /* closures that are copied count themselves */
  return from_object(copy);
}

static void push_pending(Value v) {
  if (pending_count == pending_capacity) pending = eshkol_grow_table(pending, &pending_capacity, sizeof *pending);
  pending[pending_count++] = v;
}

/* What stands for v in the result; its slots are looked at later. */
static Value meet(Value v) {
  Value now;
  if (!eshkol_is_in_arenas(v)) return v;
  if (eshkol_is_stale(v)) eshkol_raise_dead(v);
  if (was_met(v, &now)) return now;
  if (is_object(v) && is_shared_type(type_of_header(header_of(v)))) return v;
  bool copied = is_to_be_copied(v);
  if (!copied && !is_looked_into()) return v;
  now = copied ? shallow_copy(v) : v;
  note_meeting(v, now);
  push_pending(copied ? now | FRESH_COPY : now);
  return now;
}

/* True when the slot has changed. */
static bool meet_slot(Value *slot) {
  Value before = *slot, now = meet(before);
  if (is_pointer(now)) eshkol_store(slot, now);
  return now != before;
}

static void count_environment(Value captured) {
  if (has_type(captured, TYPE_ENVIRONMENT)) object_of(captured)->words[0]++;
}

static void meet_contents(Value item) {
  bool fresh = item & FRESH_COPY;
  Value v = item & ~FRESH_COPY;
  if (is_pair(v)) {
    meet_slot(&pair_of(v)->car);
    meet_slot(&pair_of(v)->cdr);
    return;
  }
  Object *object = object_of(v);
  bool is_closure = type_of_header(object->header) == TYPE_CLOSURE;
  uint64_t end = eshkol_last_traced_word(object->header);
  for (uint64_t i = eshkol_first_traced_word(object->header); i < end; i++) {
    bool changed = meet_slot(&object->words[i]);
    if (is_closure && (fresh || changed)) count_environment(object->words[i]);
  }
}

static Value copy_graph(Value v) {
  Value result = meet(v);
  while (pending_count > 0) meet_contents(pending[--pending_count]);
  return result;
}

/* --- Primitives. --- */

Value eshkol_copy_to_arena(Value object, Value handle) {
  begin_copy(INTO_ARENA, eshkol_check_live_arena("copy-to-arena", 2, handle));
  return copy_graph(object);
}

Value eshkol_sys_arena_copy_out(Value object, Value handle) {
  begin_copy(OUT_OF_ARENA, handle == ABSENT ? NULL : eshkol_check_live_arena("%arena-copy-out", 2, handle));
  return copy_graph(object);
}

/* Arenas of the C API: their tree, how they are made, reset and destroyed, and what can be asked. */
#include "c_internal.h"

/* --- Checks. --- */

void eshkol_c_arena_not_alive(const Arena *arena, const char *function, Place place) {
  if (!arena) eshkol_c_wrong_call(function, "the arena is NULL", place);
  if (!eshkol_c_is_slot(arena)) eshkol_c_wrong_call(function, "this is not an arena", place);
  if (arena->state == ARENA_ENDING) eshkol_c_wrong_call(function, "the arena is just being reset or destroyed", place);
  AddressFacts facts = eshkol_c_slot_facts(arena);
  if (arena->state == ARENA_DESTROYED) {
    facts = (AddressFacts){ADDRESS_DESTROYED, arena->made_place, arena->destroyed_place};
  } else if (facts.kind == ADDRESS_UNUSED) {
    eshkol_c_wrong_call(function, "this is not an arena", place);
  }
  eshkol_c_wrong_use(function, "the arena has been destroyed already", place, facts);
}

/* --- The tree of arenas; the lock is held. --- */

static Arena *roots;

const Arena *eshkol_c_first_root(void) { return roots; }

/* The list to which the arena belongs; NULL for pools, which belong to none. */
static Arena **siblings_of(Arena *arena) {
  if (arena->made_place == PLACE_OBJECTS) return NULL;
  return arena->parent ? &arena->parent->first_child : &roots;
}

static void link_arena(Arena *arena) {
  Arena **first = siblings_of(arena);
  if (!first) return;
  arena->next = *first;
  if (arena->next) arena->next->previous = arena;
  *first = arena;
}

static void unlink_arena(Arena *arena) {
  Arena **first = siblings_of(arena);
  if (!first) return;
  if (arena->next) arena->next->previous = arena->previous;
  if (arena->previous) arena->previous->next = arena->next;
  else *first = arena->next;
}

/* --- Life. --- */

/* The lock is held. */
static Arena *make(Arena *parent, size_t size, uint32_t made) {
  Block *block = eshkol_c_new_block(size, made, NULL);
  if (!block) return eshkol_c_out_of_memory();
  Arena *arena = eshkol_c_take_slot(block);
  *arena = (Arena){.made_place = made, .first_bytes = block->bytes, .limit = SIZE_MAX, .parent = parent};
  eshkol_c_use_block(arena, block);
  link_arena(arena);
  arena->state = ARENA_LIVE;
  return arena;
}

Arena *eshkol_c_make_arena(Arena *parent, size_t size, const char *function, Place place) {
  eshkol_c_check_size(size, function, place);
  if (parent) eshkol_c_check_arena(parent, function, place);
  if (!eshkol_c_start()) return eshkol_c_out_of_memory();
  eshkol_c_lock();
  Arena *arena = make(parent, size, eshkol_c_place_number(place));
  eshkol_c_unlock();
  return arena;
}

Arena *eshkol_c_make_pool(size_t size) {
  if (!eshkol_c_start()) return eshkol_c_out_of_memory();
  eshkol_c_lock();
  Arena *pool = make(NULL, size, PLACE_OBJECTS);
  eshkol_c_unlock();
  return pool;
}

/* Runs what ends with the arena. Programs' functions are called, so the lock is not held. */
static void end_contents(Arena *arena, const char *function, Place place) {
  eshkol_c_check_blocks(arena, function, place);
  arena->state = ARENA_ENDING;
  Object *objects = arena->objects;
  arena->objects = NULL;
  eshkol_c_end_objects(objects);
}

/* The lock is held. */
static void destroy(Arena *arena, uint32_t place) {
  unlink_arena(arena);
  arena->state = ARENA_DESTROYED;
  arena->destroyed_place = place;
  eshkol_c_end_blocks(arena, place, false);
  eshkol_c_end_slot(arena);
}

void eshkol_c_destroy_pool(Arena *pool) {
  eshkol_c_lock();
  destroy(pool, PLACE_OBJECTS);
  eshkol_c_unlock();
}

static void destroy_childless(Arena *arena, const char *function, Place place) {
  end_contents(arena, function, place);
  eshkol_c_lock();
  destroy(arena, eshkol_c_place_number(place));
  eshkol_c_unlock();
}

/* The innermost first, without recursion. */
static void destroy_children(Arena *arena, const char *function, Place place) {
  Arena *at = arena;
  while (at != arena || arena->first_child) {
    while (at->first_child) at = at->first_child;
    Arena *parent = at->parent;
    destroy_childless(at, function, place);
    at = parent;
  }
}

void eshkol_c_destroy_arena(Arena *arena, const char *function, Place place) {
  if (!arena) return;
  eshkol_c_check_arena(arena, function, place);
  destroy_children(arena, function, place);
  destroy_childless(arena, function, place);
}

void eshkol_c_reset_arena(Arena *arena, const char *function, Place place) {
  eshkol_c_check_arena(arena, function, place);
  destroy_children(arena, function, place);
  end_contents(arena, function, place);
  eshkol_c_lock();
  eshkol_c_end_blocks(arena, eshkol_c_place_number(place), true);
  eshkol_c_unlock();
  arena->state = ARENA_LIVE;
}

/* --- Questions. --- */

bool arena_is_live(const Arena *arena) { return eshkol_c_is_live_arena(arena); }

Arena *arena_parent(const Arena *arena) {
  eshkol_c_check_arena(arena, "arena_parent", CALLER);
  return arena->parent;
}

void arena_set_limit(Arena *arena, size_t bytes) {
  eshkol_c_check_arena(arena, "arena_set_limit", CALLER);
  arena->limit = bytes;
}

ArenaStatistics arena_statistics(const Arena *arena) {
  eshkol_c_check_arena(arena, "arena_statistics", CALLER);
  return (ArenaStatistics){
    .blocks = arena->block_count,
    .capacity = arena->capacity,
    .used = arena->used_before + used_in_newest(arena),
    .wasted = arena->wasted,
    .allocations = arena->allocations,
    .limit = arena->limit,
  };
}

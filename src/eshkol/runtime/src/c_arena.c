/* Arenas of the C API: made, used, reset and destroyed. */
#include <errno.h>
#include <string.h>

#include "c_internal.h"

#define ALIGNMENT ((size_t)16)
#define LARGEST_ALIGNMENT ((size_t)2 << 20)
#define LARGEST_GROWTH ((size_t)1 << 30)
/* Sizes beyond this are mistakes, such as differences that became negative. */
#define LARGEST_SIZE ((size_t)1 << 40)
#define CANARY 0xe5c0a12e4a0c9b1fu

/* In programs that are built with AddressSanitizer, reading what no allocation has is an error, too. */
extern void __asan_poison_memory_region(const volatile void *address, size_t size) __attribute__((weak));
extern void __asan_unpoison_memory_region(const volatile void *address, size_t size) __attribute__((weak));

static void poison(const void *start, size_t bytes) {
  if (__asan_poison_memory_region) __asan_poison_memory_region(start, bytes);
}

static void unpoison(const void *start, size_t bytes) {
  if (__asan_unpoison_memory_region) __asan_unpoison_memory_region(start, bytes);
}

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

static void *out_of_memory(void) {
  errno = ENOMEM;
  return NULL;
}

/* --- Checks. --- */

_Noreturn static void wrong_use(const char *function, const char *problem, Place place) {
  eshkol_c_wrong_use(function, problem, place, (AddressFacts){ADDRESS_FOREIGN, 0, 0});
}

_Noreturn static void not_alive(const Arena *arena, const char *function, Place place) {
  if (!arena) wrong_use(function, "the arena is NULL", place);
  if (!eshkol_c_is_slot(arena)) wrong_use(function, "this is not an arena", place);
  if (arena->state == ARENA_ENDING) wrong_use(function, "the arena is just being reset or destroyed", place);
  AddressFacts facts = eshkol_c_slot_facts(arena);
  if (arena->state == ARENA_DESTROYED) {
    facts = (AddressFacts){ADDRESS_DESTROYED, arena->made_place, arena->destroyed_place};
  } else if (facts.kind == ADDRESS_UNUSED) {
    wrong_use(function, "this is not an arena", place);
  }
  eshkol_c_wrong_use(function, "the arena has been destroyed already", place, facts);
}

static inline bool is_live(const Arena *arena) { return eshkol_c_is_slot(arena) && arena->state == ARENA_LIVE; }

void eshkol_c_check_arena(const Arena *arena, const char *function, Place place) {
  if (__builtin_expect(!is_live(arena), 0)) not_alive(arena, function, place);
}

static void check_size(size_t size, const char *function, Place place) {
  if (size > LARGEST_SIZE) wrong_use(function, "the size is more than any memory can hold (was it negative?)", place);
}

/* --- Blocks. --- */

static size_t room_of(const Block *block) { return block->bytes - sizeof *block; }
static char *start_of(Block *block) { return (char *)(block + 1); }

static size_t used_in_newest(const Arena *arena) {
  return arena->blocks ? (size_t)(arena->cursor - start_of(arena->blocks)) : 0;
}

/* The lock is held. */
static Block *new_block(size_t room, uint32_t made, Arena *owner) {
  size_t bytes = eshkol_c_whole_pages(room + sizeof(Block));
  Block *block = eshkol_c_take_pages(bytes, made, owner);
  if (!block) return NULL;
  *block = (Block){.bytes = bytes, .canary = CANARY};
  poison(start_of(block), room_of(block));
  return block;
}

static void use_block(Arena *arena, Block *block) {
  block->older = arena->blocks;
  arena->blocks = block;
  arena->block_count++;
  arena->capacity += room_of(block);
  arena->cursor = start_of(block);
  arena->end = (char *)block + block->bytes;
}

/* The room of the next block: twice what the newest has, if that is enough and the limit permits it; 0 when nothing does. */
static size_t next_room(const Arena *arena, size_t needed) {
  size_t left = arena->limit > arena->capacity ? arena->limit - arena->capacity : 0;
  size_t bytes = arena->blocks ? smaller(2 * arena->blocks->bytes, LARGEST_GROWTH) : arena->first_bytes;
  size_t enough = eshkol_c_whole_pages(needed + sizeof(Block));
  if (bytes < enough) bytes = enough;
  if (bytes - sizeof(Block) > left) bytes = enough;
  return bytes - sizeof(Block) > left ? 0 : bytes - sizeof(Block);
}

/* Room for at least `needed` bytes in a new block. False without memory. */
static bool grow(Arena *arena, size_t needed) {
  size_t room = next_room(arena, needed);
  if (room == 0) return false;
  eshkol_c_lock();
  Block *block = new_block(room, arena->made_place, arena);
  eshkol_c_unlock();
  if (!block) return false;
  arena->used_before += used_in_newest(arena);
  arena->wasted += (size_t)(arena->end - arena->cursor);
  use_block(arena, block);
  return true;
}

/* The lock is held. */
static void end_blocks(Arena *arena, uint32_t place, bool was_reset) {
  for (Block *block = arena->blocks; block;) {
    Block *older = block->older;
    unpoison(block, block->bytes);
    eshkol_c_end_pages(block, block->bytes, place, was_reset);
    block = older;
  }
  arena->blocks = NULL;
  arena->cursor = arena->end = NULL;
  arena->block_count = 0;
  arena->capacity = arena->used_before = arena->wasted = arena->allocations = 0;
}

static void check_blocks(const Arena *arena, const char *function, Place place) {
  for (const Block *block = arena->blocks; block; block = block->older) {
    if (!eshkol_c_is_live(block) || block->canary != CANARY)
      wrong_use(function, "the arena is damaged: something wrote before the beginning of a block", place);
  }
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
  Block *block = new_block(size, made, NULL);
  if (!block) return out_of_memory();
  Arena *arena = eshkol_c_take_slot(block);
  *arena = (Arena){.made_place = made, .first_bytes = block->bytes, .limit = SIZE_MAX, .parent = parent};
  use_block(arena, block);
  link_arena(arena);
  arena->state = ARENA_LIVE;
  return arena;
}

Arena *eshkol_c_make_arena(Arena *parent, size_t size, const char *function, Place place) {
  check_size(size, function, place);
  if (parent) eshkol_c_check_arena(parent, function, place);
  if (!eshkol_c_start()) return out_of_memory();
  eshkol_c_lock();
  Arena *arena = make(parent, size, eshkol_c_place_number(place));
  eshkol_c_unlock();
  return arena;
}

Arena *eshkol_c_make_pool(size_t size) {
  if (!eshkol_c_start()) return out_of_memory();
  eshkol_c_lock();
  Arena *pool = make(NULL, size, PLACE_OBJECTS);
  eshkol_c_unlock();
  return pool;
}

/* Runs what ends with the arena. Programs' functions are called, so the lock is not held. */
static void end_contents(Arena *arena, const char *function, Place place) {
  check_blocks(arena, function, place);
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
  end_blocks(arena, place, false);
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
  end_blocks(arena, eshkol_c_place_number(place), true);
  eshkol_c_unlock();
  arena->state = ARENA_LIVE;
}

/* --- Allocation. --- */

static void *take(Arena *arena, size_t size) {
  char *memory = arena->cursor;
  arena->cursor += (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
  arena->allocations++;
  unpoison(memory, size);
  return memory;
}

void *eshkol_c_allocate(Arena *arena, size_t size, const char *function, Place place) {
  eshkol_c_check_arena(arena, function, place);
  if (__builtin_expect(size == 0, 0)) size = 1;
  if (__builtin_expect(size > (size_t)(arena->end - arena->cursor), 0)) {
    check_size(size, function, place);
    if (!grow(arena, size)) return out_of_memory();
  }
  return take(arena, size);
}

static bool skip_to(Arena *arena, size_t size, size_t alignment) {
  size_t skipped = -(uintptr_t)arena->cursor & (alignment - 1);
  size_t left = (size_t)(arena->end - arena->cursor);
  if (skipped > left || size > left - skipped) return false;
  arena->cursor += skipped;
  return true;
}

void *eshkol_c_allocate_aligned(Arena *arena, size_t size, size_t alignment, const char *function, Place place) {
  if (alignment == 0 || (alignment & (alignment - 1)) || alignment > LARGEST_ALIGNMENT)
    wrong_use(function, "the alignment is not a power of two up to 2 MiB", place);
  eshkol_c_check_arena(arena, function, place);
  check_size(size, function, place);
  if (size == 0) size = 1;
  if (alignment < ALIGNMENT) alignment = ALIGNMENT;
  if (!skip_to(arena, size, alignment)) {
    if (!grow(arena, size + alignment)) return out_of_memory();
    skip_to(arena, size, alignment);
  }
  return take(arena, size);
}

/* --- Questions. --- */

bool arena_is_live(const Arena *arena) { return is_live(arena); }

bool arena_contains(const Arena *arena, const void *address) {
  eshkol_c_check_arena(arena, "arena_contains", CALLER);
  for (const Block *block = arena->blocks; block; block = block->older) {
    if ((uintptr_t)address - (uintptr_t)(block + 1) < room_of(block)) return true;
  }
  return false;
}

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

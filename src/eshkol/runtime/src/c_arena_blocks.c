/* The memory of the C API's arenas: blocks, allocation in the newest one, and their end. */
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

void eshkol_c_check_size(size_t size, const char *function, Place place) {
  if (size > LARGEST_SIZE) eshkol_c_wrong_call(function, "the size is more than any memory can hold (was it negative?)", place);
}

/* --- Blocks. --- */

static size_t room_of(const Block *block) { return block->bytes - sizeof *block; }

Block *eshkol_c_new_block(size_t room, uint32_t made, Arena *owner) {
  size_t bytes = eshkol_c_whole_pages(room + sizeof(Block));
  Block *block = eshkol_c_take_pages(bytes, made, owner);
  if (!block) return NULL;
  *block = (Block){.bytes = bytes, .canary = CANARY};
  poison(start_of_block(block), room_of(block));
  return block;
}

void eshkol_c_use_block(Arena *arena, Block *block) {
  block->older = arena->blocks;
  arena->blocks = block;
  arena->block_count++;
  arena->capacity += room_of(block);
  arena->cursor = start_of_block(block);
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
  Block *block = eshkol_c_new_block(room, arena->made_place, arena);
  eshkol_c_unlock();
  if (!block) return false;
  arena->used_before += used_in_newest(arena);
  arena->wasted += (size_t)(arena->end - arena->cursor);
  eshkol_c_use_block(arena, block);
  return true;
}

void eshkol_c_end_blocks(Arena *arena, uint32_t place, bool was_reset) {
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

void eshkol_c_check_blocks(const Arena *arena, const char *function, Place place) {
  for (const Block *block = arena->blocks; block; block = block->older) {
    if (!eshkol_c_is_live(block) || block->canary != CANARY)
      eshkol_c_wrong_call(function, "the arena is damaged: something wrote before the beginning of a block", place);
  }
}

bool arena_contains(const Arena *arena, const void *address) {
  eshkol_c_check_arena(arena, "arena_contains", CALLER);
  for (const Block *block = arena->blocks; block; block = block->older) {
    if ((uintptr_t)address - (uintptr_t)(block + 1) < room_of(block)) return true;
  }
  return false;
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
    eshkol_c_check_size(size, function, place);
    if (!grow(arena, size)) return eshkol_c_out_of_memory();
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
    eshkol_c_wrong_call(function, "the alignment is not a power of two up to 2 MiB", place);
  eshkol_c_check_arena(arena, function, place);
  eshkol_c_check_size(size, function, place);
  if (size == 0) size = 1;
  if (alignment < ALIGNMENT) alignment = ALIGNMENT;
  if (!skip_to(arena, size, alignment)) {
    if (!grow(arena, size + alignment)) return eshkol_c_out_of_memory();
    skip_to(arena, size, alignment);
  }
  return take(arena, size);
}

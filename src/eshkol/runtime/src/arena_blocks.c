/* The blocks of explicit arenas: limits, how blocks are added, and how they are destroyed. */
#include <stdio.h>

#include "arenas_internal.h"

#define SMALLEST_BLOCK 64
#define LARGEST_BLOCK_GROWTH ((size_t)1 << 30)

uint64_t eshkol_arena_destructions;

void eshkol_raise_no_block(const char *who, size_t bytes) {
  eshkol_raise_kind("memory", who, "out of memory: no room for a block of this many bytes",
                    eshkol_make_pair(from_fixnum((int64_t)bytes), NIL));
}

/* --- Limits. --- */

static struct Arena *limiter_around(const struct Arena *limiter) { return limiter->parent ? limiter->parent->limiter : NULL; }

static void count_in_family(struct Arena *arena, size_t more, size_t fewer) {
  for (struct Arena *l = arena->limiter; l; l = limiter_around(l)) l->family_bytes = l->family_bytes + more - fewer;
}

/* The limited arena that leaves least room, or NULL. */
static struct Arena *tightest_limiter(struct Arena *arena) {
  struct Arena *tightest = arena->limiter;
  for (struct Arena *l = tightest; l; l = limiter_around(l)) {
    if (l->limit - l->family_bytes < tightest->limit - tightest->family_bytes) tightest = l;
  }
  return tightest;
}

NO_RETURN static void raise_limit(const char *who, const struct Arena *limiter, size_t needed) {
  static char message[700];
  snprintf(message, sizeof message,
           "out of memory: the arena made at %s may have %zu bytes, has %zu, and needs more than are left",
           eshkol_arena_site_text(limiter->made_site), limiter->limit, limiter->family_bytes);
  eshkol_raise_kind("memory", who, message, eshkol_make_pair(from_fixnum((int64_t)needed), NIL));
}

size_t eshkol_size_within_limits(const char *who, struct Arena *arena, size_t needed, size_t wanted) {
  const struct Arena *limiter = tightest_limiter(arena);
  if (!limiter) return wanted;
  size_t room = (limiter->limit - limiter->family_bytes) & ~(size_t)7;
  if (needed > room) raise_limit(who, limiter, needed);
  return wanted < room ? wanted : room;
}

/* --- Adding and destroying blocks. --- */

bool eshkol_add_block(struct Arena *arena, size_t bytes) {
  Block *block = eshkol_block_is_granted(bytes) ? eshkol_carve_block(bytes, arena->made_site) : NULL;
  if (!block) return false;
  if (arena->blocks) {
    size_t wasted = arena->end - arena->hp;
    arena->wasted += wasted;
    arena->used += arena->blocks->bytes - wasted;
  }
  block->older = arena->blocks;
  arena->blocks = block;
  arena->block_count++;
  arena->capacity += block->bytes;
  eshkol_count_block_bytes(block->bytes, 0);
  count_in_family(arena, block->bytes, 0);
  arena->hp = block_start(block);
  arena->end = block_end(block);
  return true;
}

static size_t next_block_bytes(const struct Arena *arena, size_t needed) {
  size_t last = arena->blocks ? arena->blocks->bytes : arena->first_bytes / 2;
  size_t doubled = last < LARGEST_BLOCK_GROWTH ? 2 * last : LARGEST_BLOCK_GROWTH;
  if (doubled < SMALLEST_BLOCK) doubled = SMALLEST_BLOCK;
  return doubled > needed ? doubled : needed;
}

void eshkol_grow_arena(struct Arena *arena, size_t needed) {
  size_t bytes = eshkol_size_within_limits("arena-alloc", arena, needed, next_block_bytes(arena, needed));
  if (!eshkol_add_block(arena, bytes) && !eshkol_add_block(arena, needed)) eshkol_raise_no_block("arena-alloc", needed);
  eshkol_request_due_reclamation();
}

void eshkol_destroy_blocks(struct Arena *arena, uint32_t site) {
  eshkol_arena_destructions++;
  size_t used = arena->blocks ? arena->hp - block_start(arena->blocks) : 0;
  eshkol_count_block_bytes(0, arena->capacity);
  count_in_family(arena, 0, arena->capacity);
  for (Block *block = arena->blocks; block;) {
    Block *older = block->older;
    eshkol_destroy_block(block, used, site);
    block = older;
    used = block ? block->bytes : 0;
  }
  arena->blocks = NULL;
  arena->hp = arena->end = 0;
  arena->capacity = arena->block_count = arena->used = arena->wasted = arena->allocations = 0;
}

bool eshkol_arena_contains(const struct Arena *arena, Address address) {
  for (const Block *block = arena->blocks; block; block = block->older) {
    if (address - block_start(block) < block->bytes) return true;
  }
  return false;
}

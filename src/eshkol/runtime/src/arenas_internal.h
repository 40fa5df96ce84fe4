/* What the files of explicit arenas share: chunks of address space, blocks carved out of them, arenas as lists of blocks. */
#ifndef ESHKOL_ARENAS_INTERNAL_H
#define ESHKOL_ARENAS_INTERNAL_H

#include "arenas.h"
#include "errors.h"
#include "memory_internal.h"

/* The head of every block; its memory follows. Blocks of a chunk lie side by side from its start. */
typedef struct Block {
  size_t bytes; /* of the memory after the head */
  struct Block *older;
  uint32_t made_site, destroyed_site;
  bool destroyed;
} Block;
static inline Address block_start(const Block *block) { return (Address)(block + 1); }
static inline Address block_end(const Block *block) { return block_start(block) + block->bytes; }
_Static_assert(sizeof(Block) % 8 == 0, "what follows a block's head is 8-aligned");

/* Invariants of a live arena: [hp, end) is the free rest of blocks->bytes; `used` counts the older blocks' bytes that hold
 * objects and `wasted` those that do not; capacity == used + wasted + blocks->bytes. An arena that has a limit is its own
 * limiter and `family_bytes` sums the capacities of all arenas within it, itself included. A destroyed one has no blocks and
 * no children and is in no list. */
struct Arena {
  struct Arena *parent, *first_child, *previous, *next; /* previous, next: among the children of parent, or the roots */
  Block *blocks;                                        /* newest first */
  Address hp, end;
  size_t first_bytes;
  struct Arena *limiter; /* the innermost with a limit among this arena and those around it, or NULL */
  size_t limit, family_bytes;
  size_t capacity, block_count, used, wasted, allocations;
  uint32_t made_site, destroyed_site;
  bool alive;
  bool abandoned; /* its handle died; destroyed when nothing points into it */
  bool reached;   /* something points into it: during a scan */
};

#define NO_LIMIT SIZE_MAX

/* --- arena_chunks.c --- */

/* A block of at least this many bytes, or NULL when there is no address space left. */
Block *eshkol_carve_block(size_t bytes, uint32_t made_site);
/* Overwrites the first `used` bytes, and gives the rest back if it can. Nobody may read the block any more. */
void eshkol_destroy_block(Block *block, size_t used, uint32_t destroyed_site);
void eshkol_chunks_start(void);

/* Destroyed chunks that nothing points into can be used again. A scan calls begin, keep for all it finds, and end. */
bool eshkol_recycling_is_due(void);
void eshkol_begin_recycling(void);
void eshkol_keep_quarantined(Address address);
void eshkol_end_recycling(void);

/* --- arena_records.c --- */

/* Addresses that belonged to blocks with this record. */
typedef struct { Address start, end; struct ArenaRecord record; } Interval;
static inline bool is_same_record(struct ArenaRecord a, struct ArenaRecord b) {
  return a.made_site == b.made_site && a.destroyed_site == b.destroyed_site;
}
/* Requires that nothing is remembered of these addresses. */
void eshkol_remember_interval(Interval interval);
/* Cuts [start, end) out of what is remembered. */
void eshkol_forget_intervals_in(Address start, Address end);
/* What is remembered of this address, or NULL. Valid until something else is remembered or forgotten. */
const struct ArenaRecord *eshkol_remembered_record(Address address);

/* --- arena_scan.c --- */
void eshkol_note_abandoned(const struct Arena *arena);
/* Whether the user allows so much more. */
bool eshkol_block_is_granted(size_t bytes);
/* To be called when an arena's blocks have become more or fewer by so many bytes. */
void eshkol_count_block_bytes(size_t more, size_t fewer);
/* A program that makes large arenas may use up memory or address space long before it fills the ambient arena. */
void eshkol_request_due_reclamation(void);

/* --- arena_blocks.c --- */
NO_RETURN void eshkol_raise_no_block(const char *who, size_t bytes);
/* The bytes of a block that has at least `needed` and better `wanted`. Raises when a limit is in the way. */
size_t eshkol_size_within_limits(const char *who, struct Arena *arena, size_t needed, size_t wanted);
/* False when there is no room. */
bool eshkol_add_block(struct Arena *arena, size_t bytes);
/* Requires that the newest block has no room for this. Raises out of memory. */
void eshkol_grow_arena(struct Arena *arena, size_t needed);
void eshkol_destroy_blocks(struct Arena *arena, uint32_t site);

/* Memory in an arena that is alive, 8-aligned and not initialised. Raises out of memory. */
static inline void *eshkol_arena_allocate(struct Arena *arena, size_t bytes) {
  bytes = (bytes + 7) & ~(size_t)7;
  if (bytes > arena->end - arena->hp) eshkol_grow_arena(arena, bytes);
  void *p = (void *)arena->hp;
  arena->hp += bytes;
  arena->allocations++;
  return p;
}

/* --- arenas.c --- */
/* `bytes` in its first block. Raises out of memory. */
struct Arena *eshkol_new_arena(struct Arena *parent, size_t bytes, size_t limit);
/* Nobody has it any more: it is in no list, and its handle is dead. */
void eshkol_free_arena(struct Arena *arena);
/* The next arena after `arena` in a walk of all live ones, parents first; NULL starts and ends it. */
struct Arena *eshkol_next_arena(const struct Arena *arena);
/* The same walk without the arenas within `arena`. */
struct Arena *eshkol_arena_after_family(const struct Arena *arena);
void eshkol_destroy_arena_family(struct Arena *arena, uint32_t site);
/* The family but for the arena itself. */
void eshkol_destroy_arenas_within(struct Arena *arena, uint32_t site);

#endif

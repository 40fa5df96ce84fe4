/* The address space of the C API's arenas, for the files that manage it: chunks, pages, slots, and what is known of them. */
#pragma once
#include <stdatomic.h>

#include "c_internal.h"

/* All arenas lie in one reservation, which is cut into chunks. Blocks that fit share a chunk; a larger one has chunks of
 * its own. Destroyed pages become inaccessible at once and their memory goes back to the system. When all of a chunk is
 * destroyed it is retired: mapped anew as a whole, which frees the system's tables for it. The chunks are used in turn, so
 * that the addresses of a destroyed arena are used again only after all others.
 *
 * Every page has a slot of SLOT_BYTES in a second reservation. An arena lies in the slot of its first page, so it stays
 * readable, as destroyed, when its pages are not. */
#define CHUNK_BYTES ((size_t)2 << 20)

enum ChunkState { UNUSED, SHARED, LARGE, LARGE_REST, RETIRED };

/* What a page is: made is 0 where nothing was taken yet. */
typedef struct { uint32_t made, destroyed; } PageFacts;
/* From `first` on to the next run. */
typedef struct { uint32_t first; PageFacts facts; } Run;
/* `owner`: the number of the slot in which the arena lies. */
typedef struct { PageFacts facts; uint32_t owner; } PageRow;

/* SHARED: `pages` has a row for each page; LARGE and LARGE_REST: they share one row. RETIRED: `runs`, or `only` when there is one.
 * `in_use` counts pages that are not destroyed (for LARGE: 1) and slots of arenas. */
typedef struct {
  union { PageRow *pages; Run *runs; PageFacts only; };
  uint16_t taken_pages, in_use, run_count;
  uint8_t state;
} Chunk;

/* The top bit of `destroyed`: the arena went on. */
#define WAS_RESET ((uint32_t)1 << 31)

/* `bytes` of pages at `start`, slots in eshkol_c_slots. Chunk 0 is never used: its first page is nowhere. */
struct Space {
  char *start;
  size_t bytes, chunk_count, page_shift, pages_per_chunk;
  Chunk *chunks;
  _Atomic uint64_t *live;      /* a bit for each page: can it be accessed? */
  size_t next;                 /* where a chunk is looked for next */
  Chunk *shared;               /* where blocks are carved, or NULL */
  size_t run_count, forgetful; /* how many runs are kept; the chunk whose runs are forgotten next */
};
extern struct Space eshkol_c_space;

/* --- Addresses, and offsets from the beginning. --- */

static inline size_t page_count(size_t bytes) { return bytes >> eshkol_c_space.page_shift; }
static inline size_t page_bytes(void) { return (size_t)1 << eshkol_c_space.page_shift; }
static inline bool in_pages(const void *address) {
  return (uintptr_t)address - (uintptr_t)eshkol_c_space.start < eshkol_c_space.bytes;
}
static inline size_t offset_of(const void *address) { return (uintptr_t)address - (uintptr_t)eshkol_c_space.start; }
static inline Chunk *chunk_at(size_t offset) { return &eshkol_c_space.chunks[offset / CHUNK_BYTES]; }
static inline size_t page_in_chunk(size_t offset) { return page_count(offset % CHUNK_BYTES); }
static inline size_t slot_number(const void *slot) {
  return ((uintptr_t)slot - (uintptr_t)eshkol_c_slots.start) / SLOT_BYTES;
}
static inline char *slot_address(size_t number) { return eshkol_c_slots.start + number * SLOT_BYTES; }

/* --- Places that retired chunks remember (c_space_facts.c); the lock is held --- */

/* Turns the rows of a shared chunk, which are freed, into runs. Without memory for them the places are forgotten. */
void eshkol_c_keep_runs(Chunk *chunk);
void eshkol_c_forget_runs(Chunk *chunk);

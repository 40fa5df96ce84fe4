/* Hands out pages for arenas and makes them inaccessible when the arenas are destroyed. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "c_space_internal.h"

#define LARGEST_SHARED (CHUNK_BYTES / 4)
/* Linux 6.13: pages that fault, without a mapping of their own for each. */
#define GUARD_PAGES 102

/* --- Chunks. --- */

static size_t chunk_number(const Chunk *chunk) { return (size_t)(chunk - eshkol_c_space.chunks); }
static char *chunk_start(const Chunk *chunk) { return eshkol_c_space.start + chunk_number(chunk) * CHUNK_BYTES; }
static char *slots_of(const Chunk *chunk) { return slot_address(chunk_number(chunk) * eshkol_c_space.pages_per_chunk); }
static size_t slot_bytes_per_chunk(void) { return eshkol_c_space.pages_per_chunk * SLOT_BYTES; }
static bool is_free(const Chunk *chunk) { return chunk->state == UNUSED || chunk->state == RETIRED; }

/* The first of `count` neighbouring chunks that are free, or NULL. */
static Chunk *find_free(size_t count) {
  for (int turn = 0; turn < 2; turn++) {
    size_t found = 0;
    for (size_t at = eshkol_c_space.next; at < eshkol_c_space.chunk_count; at++) {
      found = is_free(&eshkol_c_space.chunks[at]) ? found + 1 : 0;
      if (found == count) {
        eshkol_c_space.next = at + 1;
        return &eshkol_c_space.chunks[at + 1 - count];
      }
    }
    eshkol_c_space.next = 1;
  }
  return NULL;
}

/* Accessible pages and slots, all zero. */
static bool enable(Chunk *first, size_t count) {
  char *slots = slots_of(first);
  if (mprotect(slots, count * slot_bytes_per_chunk(), PROT_READ | PROT_WRITE) != 0) return false;
  return mprotect(chunk_start(first), count * CHUNK_BYTES, PROT_READ | PROT_WRITE) == 0;
}

static Chunk *new_chunks(size_t count) {
  Chunk *first = find_free(count);
  if (!first || !enable(first, count)) return NULL;
  for (size_t i = 0; i < count; i++) {
    eshkol_c_forget_runs(&first[i]);
    first[i] = (Chunk){.state = i == 0 ? LARGE : LARGE_REST};
  }
  char *end = slots_of(first + count);
  if (end > eshkol_c_slots.end) __atomic_store_n(&eshkol_c_slots.end, end, __ATOMIC_RELEASE);
  return first;
}

/* Gives the memory and the system's tables for it back. False when there are too many mappings: nothing has changed then. */
static bool map_anew(char *start, size_t bytes, int protection) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED;
  return mmap(start, bytes, protection, flags, -1, 0) != MAP_FAILED;
}

static size_t chunks_of_block(const Chunk *chunk) {
  size_t count = 1;
  if (chunk->state == SHARED) return 1;
  while (chunk_number(chunk) + count < eshkol_c_space.chunk_count && chunk[count].state == LARGE_REST) count++;
  return count;
}

/* The pages of a shared chunk, all of them destroyed. */
static bool retire_shared(Chunk *chunk) {
  if (!map_anew(chunk_start(chunk), CHUNK_BYTES, PROT_NONE)) return false;
  eshkol_c_keep_runs(chunk);
  return true;
}

/* The pages of a large block are inaccessible already. */
static void retire_large(Chunk *chunk, size_t count) {
  PageRow *row = chunk->pages;
  PageFacts facts = row->facts;
  for (size_t i = 0; i < count; i++) {
    chunk[i].only = facts;
    chunk[i].run_count = 1;
  }
  free(row);
}

/* Nothing of the chunk, and of what else its block has, is in use. If it cannot be retired, it is never used again. */
static void retire(Chunk *chunk) {
  size_t count = chunks_of_block(chunk);
  if (chunk->state == SHARED && !retire_shared(chunk)) return;
  if (chunk->state == LARGE) retire_large(chunk, count);
  for (size_t i = 0; i < count; i++) chunk[i].state = RETIRED;
  map_anew(slots_of(chunk), count * slot_bytes_per_chunk(), PROT_READ);
}

static void leave(Chunk *chunk) {
  if (--chunk->in_use == 0 && chunk != eshkol_c_space.shared) retire(chunk);
}

/* --- Taking pages. --- */

static void mark_live(const char *pages, size_t bytes, bool live) {
  size_t page = page_count(offset_of(pages)), end = page + page_count(bytes);
  while (page < end) {
    size_t bit = page % 64, count = end - page < 64 - bit ? end - page : 64 - bit;
    uint64_t mask = (count == 64 ? ~(uint64_t)0 : (((uint64_t)1 << count) - 1)) << bit;
    if (live) atomic_fetch_or_explicit(&eshkol_c_space.live[page / 64], mask, memory_order_relaxed);
    else atomic_fetch_and_explicit(&eshkol_c_space.live[page / 64], ~mask, memory_order_relaxed);
    page += count;
  }
}

static Chunk *new_shared_chunk(void) {
  PageRow *pages = calloc(eshkol_c_space.pages_per_chunk, sizeof *pages);
  Chunk *chunk = pages ? new_chunks(1) : NULL;
  if (!chunk) {
    free(pages);
    return NULL;
  }
  chunk->state = SHARED;
  chunk->pages = pages;
  return chunk;
}

static char *take_shared(size_t pages, uint32_t made, uint32_t owner, Chunk **home) {
  if (!eshkol_c_space.shared || eshkol_c_space.shared->taken_pages + pages > eshkol_c_space.pages_per_chunk) {
    Chunk *full = eshkol_c_space.shared, *chunk = new_shared_chunk();
    if (!chunk) return NULL;
    eshkol_c_space.shared = chunk;
    if (full && full->in_use == 0) retire(full);
  }
  Chunk *chunk = *home = eshkol_c_space.shared;
  size_t first = chunk->taken_pages;
  for (size_t i = first; i < first + pages; i++) chunk->pages[i] = (PageRow){{made, 0}, owner};
  chunk->taken_pages += (uint16_t)pages;
  chunk->in_use += (uint16_t)pages;
  return chunk_start(chunk) + first * page_bytes();
}

static char *take_large(size_t bytes, uint32_t made, uint32_t owner, Chunk **home) {
  size_t count = (bytes + CHUNK_BYTES - 1) / CHUNK_BYTES;
  PageRow *row = malloc(sizeof *row);
  Chunk *chunk = *home = row ? new_chunks(count) : NULL;
  if (!chunk) {
    free(row);
    return NULL;
  }
  *row = (PageRow){{made, 0}, owner};
  for (size_t i = 0; i < count; i++) chunk[i].pages = row;
  chunk->in_use = 1;
  return chunk_start(chunk);
}

static PageRow *row_of(size_t offset) {
  const Chunk *chunk = chunk_at(offset);
  return &chunk->pages[chunk->state == SHARED ? page_in_chunk(offset) : 0];
}

void *eshkol_c_take_pages(size_t bytes, uint32_t made, Arena *owner) {
  Chunk *chunk;
  uint32_t slot = owner ? (uint32_t)slot_number(owner) : 0;
  char *start = bytes <= LARGEST_SHARED ? take_shared(page_count(bytes), made, slot, &chunk)
                                        : take_large(bytes, made, slot, &chunk);
  if (start) mark_live(start, bytes, true);
  return start;
}

void *eshkol_c_take_slot(const void *pages) {
  size_t offset = offset_of(pages);
  void *slot = slot_address(page_count(offset));
  Chunk *chunk = chunk_at(offset);
  chunk->in_use++;
  size_t rows = chunk->state == SHARED ? chunk->taken_pages - page_in_chunk(offset) : 1;
  for (size_t i = 0; i < rows; i++) row_of(offset)[i].owner = (uint32_t)slot_number(slot);
  return slot;
}

Arena *eshkol_c_owner(const void *address) {
  eshkol_c_lock();
  uint32_t slot = row_of(offset_of(address))->owner;
  eshkol_c_unlock();
  return (Arena *)(void *)slot_address(slot);
}

/* --- Ending pages. --- */

/* Where the system cannot do it, the memory is given back at least: what is read there is 0. */
static void make_inaccessible(char *start, size_t bytes, bool is_large) {
  static bool has_no_guard_pages;
  if (is_large && map_anew(start, bytes, PROT_NONE)) return;
  if (!is_large && !has_no_guard_pages) {
    if (madvise(start, bytes, GUARD_PAGES) == 0) return;
    has_no_guard_pages = errno == EINVAL;
  }
  if (mprotect(start, bytes, PROT_NONE) != 0)
    eshkol_c_warn("eshkol: too many mappings: some destroyed arenas can still be read (raise vm.max_map_count)\n");
  madvise(start, bytes, MADV_DONTNEED);
}

void eshkol_c_end_pages(void *pages, size_t bytes, uint32_t destroyed, bool was_reset) {
  size_t offset = offset_of(pages), count = page_count(bytes);
  Chunk *chunk = chunk_at(offset);
  uint32_t how = destroyed | (was_reset ? WAS_RESET : 0);
  mark_live(pages, bytes, false);
  if (chunk->state == SHARED) {
    size_t first = page_in_chunk(offset);
    for (size_t i = first; i < first + count; i++) chunk->pages[i].facts.destroyed = how;
    chunk->in_use -= (uint16_t)(count - 1);
  } else {
    chunk->pages[0].facts.destroyed = how;
  }
  make_inaccessible(pages, bytes, chunk->state == LARGE);
  leave(chunk);
}

void eshkol_c_end_slot(void *slot) {
  leave(chunk_at(slot_number(slot) << eshkol_c_space.page_shift));
}

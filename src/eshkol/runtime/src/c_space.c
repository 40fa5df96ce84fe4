/* Address space of the C API's arenas: pages that are made inaccessible when they are destroyed, and what they were. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "c_internal.h"

/* All arenas lie in one reservation, which is cut into chunks. Blocks that fit share a chunk; a larger one has chunks of
 * its own. Destroyed pages become inaccessible at once and their memory goes back to the system. When all of a chunk is
 * destroyed it is retired: mapped anew as a whole, which frees the system's tables for it. The chunks are used in turn, so
 * that the addresses of a destroyed arena are used again only after all others.
 *
 * Every page has a slot of SLOT_BYTES in a second reservation. An arena lies in the slot of its first page, so it stays
 * readable, as destroyed, when its pages are not. */
#define RESERVED ((size_t)1 << 40)
#define LEAST_RESERVED ((size_t)1 << 26)
#define CHUNK_BYTES ((size_t)2 << 20)
#define LARGEST_SHARED (CHUNK_BYTES / 4)
/* Linux 6.13: pages that fault, without a mapping of their own for each. */
#define GUARD_PAGES 102
/* More places than so many are forgotten, those of the chunks that were used first before others. */
#define MOST_RUNS ((size_t)1 << 20)

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

static struct {
  char *start, *slots; /* of the two reservations */
  size_t bytes, chunk_count, page_bytes, pages_per_chunk;
  Chunk *chunks;
  _Atomic uint64_t *live; /* a bit for each page: can it be accessed? */
  size_t next;            /* where a chunk is looked for next */
  Chunk *shared;          /* where blocks are carved, or NULL */
  _Atomic size_t used_bytes; /* chunks beyond have never been used; chunk 0 never is: its first page is nowhere */
  size_t run_count, forgetful; /* how many runs are kept; the chunk whose runs are forgotten next */
} space;

/* --- Reserving. --- */

static void *reserve(size_t bytes, int protection) {
  void *start = mmap(NULL, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return start == MAP_FAILED ? NULL : start;
}

static size_t largest_reservation(void) {
  struct rlimit limit;
  size_t bytes = RESERVED;
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return bytes;
  while (bytes > LEAST_RESERVED && bytes > limit.rlim_cur / 4) bytes /= 2;
  return bytes;
}

static size_t page_count(size_t bytes) { return bytes / space.page_bytes; }

/* Pages, slots and tables in one reservation, of which the tables are accessible. */
static bool reserve_all(size_t bytes) {
  size_t slot_bytes = page_count(bytes) * SLOT_BYTES, chunk_count = bytes / CHUNK_BYTES;
  size_t table_bytes = chunk_count * sizeof(Chunk) + page_count(bytes) / 8;
  char *start = reserve(bytes + CHUNK_BYTES + slot_bytes, PROT_NONE);
  if (!start) return false;
  char *tables = reserve(table_bytes, PROT_READ | PROT_WRITE);
  if (!tables) {
    munmap(start, bytes + CHUNK_BYTES + slot_bytes);
    return false;
  }
  space.start = start + (-(uintptr_t)start & (CHUNK_BYTES - 1));
  space.slots = space.start + bytes;
  space.bytes = bytes;
  space.chunk_count = chunk_count;
  space.chunks = (Chunk *)tables;
  space.live = (_Atomic uint64_t *)(tables + chunk_count * sizeof(Chunk));
  space.next = 1;
  space.used_bytes = CHUNK_BYTES;
  return true;
}

static void start(void) {
  space.page_bytes = (size_t)sysconf(_SC_PAGESIZE);
  space.pages_per_chunk = CHUNK_BYTES / space.page_bytes;
  size_t bytes = largest_reservation();
  while (!reserve_all(bytes)) {
    if (bytes <= LEAST_RESERVED) return;
    bytes /= 2;
  }
  eshkol_c_keep_locks_over_fork();
  eshkol_c_install_fault_handler();
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

bool eshkol_c_start(void) {
  pthread_once(&once, start);
  return space.start != NULL;
}

/* --- Addresses. --- */

static size_t chunk_number(const Chunk *chunk) { return (size_t)(chunk - space.chunks); }
static char *chunk_start(const Chunk *chunk) { return space.start + chunk_number(chunk) * CHUNK_BYTES; }
static char *slots_start(const Chunk *chunk) {
  return space.slots + chunk_number(chunk) * space.pages_per_chunk * SLOT_BYTES;
}
static bool in_pages(const void *address) { return (uintptr_t)address - (uintptr_t)space.start < space.bytes; }
static size_t offset_of(const void *address) { return (uintptr_t)address - (uintptr_t)space.start; }
static Chunk *chunk_at(size_t offset) { return &space.chunks[offset / CHUNK_BYTES]; }
static size_t page_in_chunk(size_t offset) { return page_count(offset % CHUNK_BYTES); }

static size_t slot_bytes_per_chunk(void) { return space.pages_per_chunk * SLOT_BYTES; }

bool eshkol_c_is_slot(const void *address) {
  uintptr_t offset = (uintptr_t)address - (uintptr_t)space.slots;
  if (!space.start || offset % SLOT_BYTES != 0) return false;
  return offset / SLOT_BYTES < page_count(atomic_load_explicit(&space.used_bytes, memory_order_acquire)) &&
         offset / SLOT_BYTES >= space.pages_per_chunk;
}

bool eshkol_c_is_live(const void *address) {
  if (!space.start || !in_pages(address)) return false;
  size_t page = page_count(offset_of(address));
  return atomic_load_explicit(&space.live[page / 64], memory_order_relaxed) >> (page % 64) & 1;
}

static void mark_live(const char *pages, size_t bytes, bool live) {
  size_t page = page_count(offset_of(pages)), end = page + page_count(bytes);
  while (page < end) {
    size_t bit = page % 64, count = end - page < 64 - bit ? end - page : 64 - bit;
    uint64_t mask = (count == 64 ? ~(uint64_t)0 : (((uint64_t)1 << count) - 1)) << bit;
    if (live) atomic_fetch_or_explicit(&space.live[page / 64], mask, memory_order_relaxed);
    else atomic_fetch_and_explicit(&space.live[page / 64], ~mask, memory_order_relaxed);
    page += count;
  }
}

void *eshkol_c_nowhere(void) { return space.start; }

size_t eshkol_c_whole_pages(size_t bytes) { return (bytes + space.page_bytes - 1) / space.page_bytes * space.page_bytes; }

/* --- Facts about retired chunks. --- */

static void forget_runs(Chunk *chunk) {
  if (chunk->state == RETIRED && chunk->run_count > 1) {
    space.run_count -= chunk->run_count;
    free(chunk->runs);
  }
  chunk->run_count = 1;
  chunk->only = (PageFacts){PLACE_UNKNOWN, PLACE_UNKNOWN};
}

static void forget_old_runs(void) {
  for (size_t seen = 0; space.run_count > MOST_RUNS && seen < space.chunk_count; seen++) {
    Chunk *chunk = &space.chunks[space.forgetful];
    space.forgetful = (space.forgetful + 1) % space.chunk_count;
    if (chunk->state == RETIRED && chunk->run_count > 1) forget_runs(chunk);
  }
}

static bool same_facts(PageFacts a, PageFacts b) { return a.made == b.made && a.destroyed == b.destroyed; }

/* Turns the rows of a shared chunk into runs. Without memory for them the places are forgotten. */
static void keep_runs(Chunk *chunk) {
  PageRow *pages = chunk->pages;
  size_t count = 1;
  for (size_t i = 1; i < chunk->taken_pages; i++) count += !same_facts(pages[i].facts, pages[i - 1].facts);
  Run *runs = count == 1 ? NULL : malloc(count * sizeof *runs);
  chunk->run_count = runs ? (uint16_t)count : 1;
  chunk->only = count == 1 ? pages[0].facts : (PageFacts){PLACE_UNKNOWN, PLACE_UNKNOWN};
  if (runs) {
    size_t run = 0;
    for (size_t i = 0; i < chunk->taken_pages; i++) {
      if (i == 0 || !same_facts(pages[i].facts, pages[i - 1].facts)) runs[run++] = (Run){(uint32_t)i, pages[i].facts};
    }
    chunk->runs = runs;
    space.run_count += count;
  }
  free(pages);
}

static PageFacts page_facts(const Chunk *chunk, size_t page) {
  if (chunk->state == SHARED) return chunk->pages[page].facts;
  if (chunk->state == LARGE || chunk->state == LARGE_REST) return chunk->pages[0].facts;
  if (chunk->state != RETIRED || chunk->run_count <= 1) return chunk->only;
  size_t run = chunk->run_count - 1;
  while (run > 0 && chunk->runs[run].first > page) run--;
  return chunk->runs[run].facts;
}

static AddressFacts facts_at(size_t offset) {
  const Chunk *chunk = chunk_at(offset);
  AddressFacts facts = {ADDRESS_UNUSED, 0, 0};
  if (chunk->state == UNUSED) return facts;
  if (chunk->state == SHARED && page_in_chunk(offset) >= chunk->taken_pages) return facts;
  PageFacts page = page_facts(chunk, page_in_chunk(offset));
  facts.made = page.made;
  facts.destroyed = page.destroyed & ~WAS_RESET;
  facts.kind = page.destroyed & WAS_RESET ? ADDRESS_RESET : ADDRESS_DESTROYED;
  return facts;
}

AddressFacts eshkol_c_address_facts(const void *address) {
  AddressFacts facts = {ADDRESS_FOREIGN, 0, 0};
  if (!space.start) return facts;
  size_t slots = page_count(space.bytes) * SLOT_BYTES;
  if (!in_pages(address)) {
    if ((uintptr_t)address - (uintptr_t)space.slots < slots) facts.kind = ADDRESS_UNUSED;
    return facts;
  }
  if (offset_of(address) < CHUNK_BYTES) facts.kind = ADDRESS_NOWHERE;
  else if (eshkol_c_is_live(address)) facts.kind = ADDRESS_LIVE;
  else {
    /* The handler of a fault inside these functions must not wait for itself. */
    bool locked = eshkol_c_try_lock();
    facts = facts_at(offset_of(address));
    if (locked) eshkol_c_unlock();
  }
  return facts;
}

AddressFacts eshkol_c_slot_facts(const void *slot) {
  size_t page = ((uintptr_t)slot - (uintptr_t)space.slots) / SLOT_BYTES;
  eshkol_c_lock();
  AddressFacts facts = facts_at(page * space.page_bytes);
  eshkol_c_unlock();
  if (facts.kind == ADDRESS_RESET) facts.destroyed = PLACE_UNKNOWN;
  return facts;
}

/* --- Chunks. --- */

static bool is_free(const Chunk *chunk) { return chunk->state == UNUSED || chunk->state == RETIRED; }

/* The first of `count` neighbouring chunks that are free, or NULL. */
static Chunk *find_free(size_t count) {
  for (int turn = 0; turn < 2; turn++) {
    size_t found = 0;
    for (size_t at = space.next; at < space.chunk_count; at++) {
      found = is_free(&space.chunks[at]) ? found + 1 : 0;
      if (found == count) {
        space.next = at + 1;
        return &space.chunks[at + 1 - count];
      }
    }
    space.next = 1;
  }
  return NULL;
}

/* Accessible pages and slots, all zero. */
static bool enable(Chunk *first, size_t count) {
  char *slots = slots_start(first);
  if (mprotect(slots, count * slot_bytes_per_chunk(), PROT_READ | PROT_WRITE) != 0) return false;
  return mprotect(chunk_start(first), count * CHUNK_BYTES, PROT_READ | PROT_WRITE) == 0;
}

static Chunk *new_chunks(size_t count) {
  Chunk *first = find_free(count);
  if (!first || !enable(first, count)) return NULL;
  for (size_t i = 0; i < count; i++) {
    forget_runs(&first[i]);
    first[i] = (Chunk){.state = i == 0 ? LARGE : LARGE_REST};
  }
  size_t end = (chunk_number(first) + count) * CHUNK_BYTES;
  if (end > space.used_bytes) atomic_store_explicit(&space.used_bytes, end, memory_order_release);
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
  while (chunk_number(chunk) + count < space.chunk_count && chunk[count].state == LARGE_REST) count++;
  return count;
}

/* The pages of a shared chunk, all of them destroyed. */
static bool retire_shared(Chunk *chunk) {
  if (!map_anew(chunk_start(chunk), CHUNK_BYTES, PROT_NONE)) return false;
  keep_runs(chunk);
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
  map_anew(slots_start(chunk), count * slot_bytes_per_chunk(), PROT_READ);
  if (space.run_count > MOST_RUNS) forget_old_runs();
}

static void leave(Chunk *chunk) {
  if (--chunk->in_use == 0 && chunk != space.shared) retire(chunk);
}

/* --- Taking pages. --- */

static Chunk *new_shared_chunk(void) {
  PageRow *pages = calloc(space.pages_per_chunk, sizeof *pages);
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
  if (!space.shared || space.shared->taken_pages + pages > space.pages_per_chunk) {
    Chunk *full = space.shared, *chunk = new_shared_chunk();
    if (!chunk) return NULL;
    space.shared = chunk;
    if (full && full->in_use == 0) retire(full);
  }
  Chunk *chunk = *home = space.shared;
  size_t first = chunk->taken_pages;
  for (size_t i = first; i < first + pages; i++) chunk->pages[i] = (PageRow){{made, 0}, owner};
  chunk->taken_pages += (uint16_t)pages;
  chunk->in_use += (uint16_t)pages;
  return chunk_start(chunk) + first * space.page_bytes;
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

static uint32_t slot_number(const void *slot) {
  return (uint32_t)(((uintptr_t)slot - (uintptr_t)space.slots) / SLOT_BYTES);
}

void *eshkol_c_take_pages(size_t bytes, uint32_t made, Arena *owner) {
  Chunk *chunk;
  uint32_t slot = owner ? slot_number(owner) : 0;
  char *start = bytes <= LARGEST_SHARED ? take_shared(page_count(bytes), made, slot, &chunk)
                                        : take_large(bytes, made, slot, &chunk);
  if (start) mark_live(start, bytes, true);
  return start;
}

void *eshkol_c_take_slot(const void *pages) {
  size_t offset = offset_of(pages);
  void *slot = space.slots + page_count(offset) * SLOT_BYTES;
  Chunk *chunk = chunk_at(offset);
  chunk->in_use++;
  size_t rows = chunk->state == SHARED ? chunk->taken_pages - page_in_chunk(offset) : 1;
  for (size_t i = 0; i < rows; i++) row_of(offset)[i].owner = slot_number(slot);
  return slot;
}

Arena *eshkol_c_owner(const void *address) {
  eshkol_c_lock();
  uint32_t slot = row_of(offset_of(address))->owner;
  eshkol_c_unlock();
  return (Arena *)(space.slots + slot * SLOT_BYTES);
}

/* --- Ending pages. --- */

/* Where the system cannot do it, the pages are at least overwritten. */
static void make_inaccessible(char *start, size_t bytes, bool is_large) {
  static bool has_no_guard_pages;
  if (is_large && map_anew(start, bytes, PROT_NONE)) return;
  if (!is_large && !has_no_guard_pages) {
    if (madvise(start, bytes, GUARD_PAGES) == 0) return;
    has_no_guard_pages = errno == EINVAL;
  }
  if (mprotect(start, bytes, PROT_NONE) == 0) {
    madvise(start, bytes, MADV_DONTNEED);
    return;
  }
  memset(start, 0xDE, bytes);
  eshkol_c_warn("eshkol: too many mappings: some destroyed arenas can still be read (raise vm.max_map_count)\n");
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
  leave(chunk_at(slot_number(slot) * space.page_bytes));
}

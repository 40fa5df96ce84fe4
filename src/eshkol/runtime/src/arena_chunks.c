/* The address space of explicit arenas: blocks carved out of chunks, and the quarantine of destroyed ones. */
#define _GNU_SOURCE
#include <sys/mman.h>

#include "arenas_internal.h"

/* Address space is handed out in chunks. Small blocks share a chunk; a large one has a whole number of chunks of its own.
 * A destroyed block is filled with DEAD words at once. When all blocks of a chunk are destroyed, the whole chunk is made
 * inaccessible and its pages are given back: retired. Its addresses are used again only when the others are nearly used
 * up, and after a scan has found that nothing points there. */
#define CHUNK_BYTES ((size_t)2 << 20)
#define LARGEST_SHARED (CHUNK_BYTES / 4)

enum ChunkState { UNUSED, SHARED, LARGE, LARGE_REST, RETIRED };
/* `used` bytes of a shared chunk are blocks. A large block of n chunks is LARGE and n - 1 times LARGE_REST. */
typedef struct { uint32_t used, live_blocks; uint8_t state; bool kept; /* by a scan */ } Chunk;

static Chunk *chunks; /* one for each chunk of the region; pages are touched when needed */
static size_t chunk_count, next_chunk;
static size_t shared_chunk; /* where small blocks are carved */
static bool has_shared_chunk;

static Address chunk_start(size_t index) { return eshkol_reservation.explicit_start + index * CHUNK_BYTES; }
static size_t chunk_of(Address address) { return (address - eshkol_reservation.explicit_start) / CHUNK_BYTES; }

void eshkol_chunks_start(void) {
  size_t region = eshkol_reservation.ambient_start - eshkol_reservation.explicit_start;
  chunk_count = region / CHUNK_BYTES;
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  chunks = mmap(NULL, chunk_count * sizeof *chunks, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (chunks == MAP_FAILED) {
    chunks = NULL;
    eshkol_memory_panic("cannot reserve address space for the table of arenas");
  }
#ifdef MADV_HUGEPAGE
  /* One fault for a chunk instead of hundreds; a program with a few small arenas does without. */
  if (chunk_count > 1) madvise((void *)chunk_start(1), region - CHUNK_BYTES, MADV_HUGEPAGE);
#endif
}

void eshkol_arenas_stop(void) {
  if (chunks) munmap(chunks, chunk_count * sizeof *chunks);
}

bool eshkol_arena_address_is_mapped(Address address) {
  uint8_t state = chunks[chunk_of(address)].state;
  return state == SHARED || state == LARGE || state == LARGE_REST;
}

/* --- Retiring. --- */

static size_t retired_since_scan;

static void mark_retired(size_t first, size_t count) {
  for (size_t i = 0; i < count; i++) chunks[first + i].state = RETIRED;
  retired_since_scan += count;
}

/* Quarantines [start, end). When the system has no table entry left for that, the DEAD words stay instead. */
static bool make_inaccessible(Address start, Address end) {
  void *p = mmap((void *)start, end - start, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
  return p != MAP_FAILED;
}

static struct ArenaRecord record_of(const Block *block) {
  return (struct ArenaRecord){block->made_site, block->destroyed_site};
}

static Block *first_block(size_t chunk) { return (Block *)chunk_start(chunk); }
static Block *block_after(const Block *block) { return (Block *)block_end(block); }

/* Joins blocks with equal records before they are entered; the first and the last one reach the ends of the chunk. */
static void remember_shared_chunk(size_t chunk) {
  Address end = chunk_start(chunk) + chunks[chunk].used;
  Interval interval = {chunk_start(chunk), 0, record_of(first_block(chunk))};
  for (const Block *block = first_block(chunk); (Address)block < end; block = block_after(block)) {
    if (is_same_record(interval.record, record_of(block))) continue;
    interval.end = (Address)block;
    eshkol_remember_interval(interval);
    interval = (Interval){(Address)block, 0, record_of(block)};
  }
  interval.end = chunk_start(chunk) + CHUNK_BYTES;
  eshkol_remember_interval(interval);
}

static void retire_shared_chunk(size_t chunk) {
  if (chunks[chunk].used == 0) return;
  remember_shared_chunk(chunk);
  if (make_inaccessible(chunk_start(chunk), chunk_start(chunk + 1))) mark_retired(chunk, 1);
}

static size_t chunks_of_large(const Block *block) { return (sizeof *block + block->bytes + CHUNK_BYTES - 1) / CHUNK_BYTES; }

static void fill_with_dead(Address start, size_t bytes) {
  Value *words = (Value *)start;
  for (size_t i = 0; i < bytes / sizeof(Value); i++) words[i] = DEAD;
}

static void destroy_large_block(Block *block, size_t used) {
  size_t chunk = chunk_of((Address)block), count = chunks_of_large(block);
  eshkol_remember_interval((Interval){chunk_start(chunk), chunk_start(chunk + count), record_of(block)});
  if (make_inaccessible(chunk_start(chunk), chunk_start(chunk + count))) {
    mark_retired(chunk, count);
  } else {
    fill_with_dead(block_start(block), used);
  }
}

void eshkol_destroy_block(Block *block, size_t used, uint32_t destroyed_site) {
  size_t index = chunk_of((Address)block);
  Chunk *chunk = &chunks[index];
  block->destroyed = true;
  block->destroyed_site = destroyed_site;
  if (chunk->state == LARGE) {
    destroy_large_block(block, used);
    return;
  }
  fill_with_dead(block_start(block), used);
  chunk->live_blocks--;
  bool current = has_shared_chunk && index == shared_chunk;
  if (current && block_end(block) == chunk_start(index) + chunk->used) {
    chunk->used -= (uint32_t)(block->bytes - used); /* nobody has seen an address of the rest */
    block->bytes = used;
  }
  if (!current && chunk->live_blocks == 0) retire_shared_chunk(index);
}

/* --- Using addresses again. --- */

/* Retired chunks that nothing points into, as runs side by side. */
typedef struct { size_t first, count; } Run;
static Run *runs;
static size_t run_count, run_capacity;

/* When a quarter remains and as much has been retired since the last scan. */
bool eshkol_recycling_is_due(void) {
  return chunk_count - next_chunk < chunk_count / 4 && retired_since_scan >= chunk_count / 4;
}

void eshkol_begin_recycling(void) {
  for (size_t i = 0; i < next_chunk; i++) chunks[i].kept = false;
}

void eshkol_keep_quarantined(Address address) { chunks[chunk_of(address)].kept = true; }

static bool can_be_recycled(size_t chunk) { return chunks[chunk].state == RETIRED && !chunks[chunk].kept; }

static void add_run(size_t chunk) {
  if (run_count > 0 && runs[run_count - 1].first + runs[run_count - 1].count == chunk) {
    runs[run_count - 1].count++;
    return;
  }
  if (run_count == run_capacity) runs = eshkol_grow_table(runs, &run_capacity, sizeof *runs);
  runs[run_count++] = (Run){chunk, 1};
}

void eshkol_end_recycling(void) {
  run_count = retired_since_scan = 0;
  if (chunk_count - next_chunk >= chunk_count / 4) return;
  for (size_t i = 0; i < next_chunk; i++) {
    if (can_be_recycled(i)) add_run(i);
  }
}

/* The first of n chunks of one run, accessible again, or chunk_count. */
static size_t take_from_runs(size_t n) {
  for (size_t i = run_count; i-- > 0;) {
    if (runs[i].count < n) continue;
    runs[i].count -= n;
    size_t first = runs[i].first + runs[i].count;
    Address start = chunk_start(first), end = chunk_start(first + n);
    if (mprotect((void *)start, end - start, PROT_READ | PROT_WRITE) != 0) return chunk_count;
    eshkol_forget_intervals_in(start, end);
    if (i + 1 == run_count && runs[i].count == 0) run_count--;
    return first;
  }
  return chunk_count;
}

/* --- Carving. --- */

/* The index of the first of n chunks that are not in use, or chunk_count. */
static size_t take_chunks(size_t n) {
  size_t recycled = run_count > 0 ? take_from_runs(n) : chunk_count;
  if (recycled < chunk_count) return recycled;
  if (n > chunk_count - next_chunk) return chunk_count;
  next_chunk += n;
  return next_chunk - n;
}

static bool open_shared_chunk(void) {
  if (has_shared_chunk && chunks[shared_chunk].live_blocks == 0) retire_shared_chunk(shared_chunk);
  size_t chunk = take_chunks(1);
  has_shared_chunk = chunk < chunk_count;
  if (!has_shared_chunk) return false;
  shared_chunk = chunk;
  chunks[chunk] = (Chunk){.state = SHARED};
  return true;
}

static Block *carve_large(size_t bytes) {
  size_t count = (sizeof(Block) + bytes + CHUNK_BYTES - 1) / CHUNK_BYTES, chunk = take_chunks(count);
  if (chunk == chunk_count) return NULL;
  for (size_t i = 0; i < count; i++) chunks[chunk + i].state = i == 0 ? LARGE : LARGE_REST;
  return first_block(chunk);
}

static Block *carve_shared(size_t bytes) {
  size_t needed = sizeof(Block) + bytes;
  if ((!has_shared_chunk || CHUNK_BYTES - chunks[shared_chunk].used < needed) && !open_shared_chunk()) return NULL;
  Chunk *chunk = &chunks[shared_chunk];
  Block *block = (Block *)(chunk_start(shared_chunk) + chunk->used);
  chunk->used += (uint32_t)needed;
  chunk->live_blocks++;
  return block;
}

Block *eshkol_carve_block(size_t bytes, uint32_t made_site) {
  bytes = (bytes + 7) & ~(size_t)7;
  Block *block = bytes > LARGEST_SHARED ? carve_large(bytes) : carve_shared(bytes);
  if (block) *block = (Block){.bytes = bytes, .made_site = made_site};
  return block;
}

/* --- Finding. --- */

static const Block *mapped_block_at(Address address) {
  size_t chunk = chunk_of(address);
  while (chunks[chunk].state == LARGE_REST) chunk--;
  const Block *block = first_block(chunk);
  if (chunks[chunk].state == LARGE) return block;
  Address end = chunk_start(chunk) + chunks[chunk].used;
  while ((Address)block < end && block_end(block) <= address) block = block_after(block);
  return (Address)block < end ? block : NULL;
}

const struct ArenaRecord *eshkol_find_arena_record(const void *pointer) {
  static struct ArenaRecord found;
  Address address = (Address)pointer;
  const struct Reservation *r = &eshkol_reservation;
  if (address - r->explicit_start >= r->ambient_start - r->explicit_start) return NULL;
  if (eshkol_arena_address_is_mapped(address)) {
    const Block *block = mapped_block_at(address);
    if (!block || !block->destroyed) return NULL;
    found = record_of(block);
    return &found;
  }
  const struct ArenaRecord *record = eshkol_remembered_record(address);
  if (record) found = *record;
  return record ? &found : NULL;
}

bool eshkol_is_in_explicit_arena(Value v) {
  const struct Reservation *r = &eshkol_reservation;
  return is_pointer(v) && address_of(v) - r->explicit_start < r->ambient_start - r->explicit_start;
}

bool eshkol_is_in_arenas(Value v) {
  const struct Reservation *r = &eshkol_reservation;
  return is_pointer(v) && address_of(v) - r->explicit_start < r->ambient_end - r->explicit_start;
}

bool eshkol_is_stale(Value v) {
  if (v == DEAD) return true;
  if (!eshkol_is_in_explicit_arena(v)) return false;
  return !eshkol_arena_address_is_mapped(address_of(v)) || *(const Value *)address_of(v) == DEAD;
}

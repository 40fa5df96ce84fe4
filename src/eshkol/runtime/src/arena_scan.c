/* Which explicit arenas and quarantined addresses nothing points into any more: the former are destroyed, the latter used again. */
#include <stdlib.h>

#include "arenas_internal.h"

/* The handle of an abandoned arena has died, but values in it may still be in use. After a full reclamation everything
 * in the ambient arena is alive, so that reading all words of all arenas tells what nobody can reach. A word that only
 * looks like a pointer does no harm: what it seems to point into stays. */

/* A scan is due when this much has been abandoned, or half of what the last scan had to read. */
#define SMALLEST_SCAN ((size_t)8 << 20)
/* A full reclamation is due when the blocks of arenas have become this much more since the last one, or half of what that
 * had to copy and the blocks then had. */
#define SMALLEST_PRESSURE ((size_t)16 << 20)

static size_t abandoned_bytes, last_scan_bytes;
static size_t block_bytes;          /* of all live arenas */
static size_t most_block_bytes; /* before the next full reclamation */
static bool requested;              /* since the last full reclamation */

/* --- The leak report: how many arenas made at each site lost their handle before they were destroyed. --- */

static struct ArenaLeak *leaks;
static size_t leak_count, leak_capacity;

static struct ArenaLeak *leak_of_site(uint32_t site) {
  for (size_t i = 0; i < leak_count; i++) {
    if (leaks[i].made_site == site) return &leaks[i];
  }
  if (leak_count == leak_capacity) leaks = eshkol_grow_table(leaks, &leak_capacity, sizeof *leaks);
  leaks[leak_count] = (struct ArenaLeak){.made_site = site};
  return &leaks[leak_count++];
}

const struct ArenaLeak *eshkol_arena_leaks(size_t *count) {
  *count = leak_count;
  return leaks;
}

const struct ArenaLeak *eshkol_undestroyed_arenas(size_t *count) {
  static bool counted;
  for (struct Arena *arena = eshkol_next_arena(NULL); arena; arena = eshkol_next_arena(arena)) {
    if (!arena->abandoned && !counted) leak_of_site(arena->made_site)->count++;
  }
  counted = true;
  return eshkol_arena_leaks(count);
}

void eshkol_note_abandoned(const struct Arena *arena) {
  abandoned_bytes += arena->capacity + sizeof *arena;
  leak_of_site(arena->made_site)->count++;
}

/* --- When. --- */

bool eshkol_arena_scan_is_due(void) {
  size_t enough = last_scan_bytes / 2 > SMALLEST_SCAN ? last_scan_bytes / 2 : SMALLEST_SCAN;
  return abandoned_bytes >= enough || eshkol_recycling_is_due();
}

void eshkol_count_block_bytes(size_t more, size_t fewer) { block_bytes = block_bytes + more - fewer; }

static size_t still_granted(void) {
  size_t used = block_bytes + eshkol_used_bytes();
  return eshkol_reservation.granted > used ? eshkol_reservation.granted - used : 0;
}

bool eshkol_block_is_granted(size_t bytes) { return bytes <= still_granted(); }

bool eshkol_arena_pressure_is_high(void) { return block_bytes > most_block_bytes; }

void eshkol_arena_pressure_relieved(void) {
  size_t more = (block_bytes + eshkol_used_bytes()) / 2, most = still_granted() / 2;
  if (more < SMALLEST_PRESSURE) more = SMALLEST_PRESSURE;
  most_block_bytes = block_bytes + (more < most ? more : most);
  requested = false;
}

void eshkol_request_due_reclamation(void) {
  if (requested || !(eshkol_arena_pressure_is_high() || eshkol_arena_scan_is_due())) return;
  requested = true;
  eshkol_request_reclamation();
}

/* --- The blocks of abandoned arenas, sorted. --- */

typedef struct { Address start, end; struct Arena *arena; } Candidate;
static Candidate *candidates;
static size_t candidate_count, candidate_capacity;

/* Abandoned arenas that something points into, and whose own words have not been read yet. */
static struct Arena **reached;
static size_t reached_count, reached_capacity;

static int compare_candidates(const void *a, const void *b) {
  Address x = ((const Candidate *)a)->start, y = ((const Candidate *)b)->start;
  return (x > y) - (x < y);
}

static void add_candidates(struct Arena *arena) {
  arena->reached = false;
  for (const Block *block = arena->blocks; block; block = block->older) {
    if (candidate_count == candidate_capacity) {
      candidates = eshkol_grow_table(candidates, &candidate_capacity, sizeof *candidates);
    }
    candidates[candidate_count++] = (Candidate){block_start(block), block_end(block), arena};
  }
}

static struct Arena *abandoned_arena_at(Address address) {
  size_t low = 0, high = candidate_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (candidates[middle].end <= address) low = middle + 1;
    else high = middle;
  }
  return low < candidate_count && candidates[low].start <= address ? candidates[low].arena : NULL;
}

/* --- Reading. --- */

/* An arena needs those it was made within. */
static void reach(struct Arena *arena) {
  for (; arena && arena->abandoned && !arena->reached; arena = arena->parent) {
    arena->reached = true;
    if (reached_count == reached_capacity) reached = eshkol_grow_table(reached, &reached_capacity, sizeof *reached);
    reached[reached_count++] = arena;
  }
}

static void read_word(Value *word) {
  if (!eshkol_is_in_explicit_arena(*word)) return;
  Address address = address_of(*word);
  eshkol_keep_quarantined(address);
  struct Arena *arena = abandoned_arena_at(address);
  if (arena) reach(arena);
}

static void read_words(Address start, Address end) {
  last_scan_bytes += end - start;
  for (Address a = start; a < end; a += sizeof(Value)) read_word((Value *)a);
}

static void read_arena(const struct Arena *arena) {
  Address end = arena->hp;
  for (const Block *block = arena->blocks; block; block = block->older) {
    read_words(block_start(block), end);
    end = block->older ? block_end(block->older) : 0;
  }
}

static void read_everything(Value *stack_end) {
  read_words(eshkol_reservation.ambient_start, hp_address());
  read_words((Address)eshkol_value_stack_first(), (Address)stack_end);
  eshkol_visit_roots(read_word);
  for (struct Arena *arena = eshkol_next_arena(NULL); arena; arena = eshkol_next_arena(arena)) {
    if (!arena->abandoned) read_arena(arena);
  }
  while (reached_count > 0) read_arena(reached[--reached_count]);
}

/* --- Destroying. --- */

/* An unreached arena has no reached ones within it. */
static void destroy_unreached(void) {
  struct Arena *next;
  for (struct Arena *arena = eshkol_next_arena(NULL); arena; arena = next) {
    if (!arena->abandoned || arena->reached) {
      next = eshkol_next_arena(arena);
      continue;
    }
    next = eshkol_arena_after_family(arena);
    eshkol_destroy_arena_family(arena, 0);
  }
}

void eshkol_scan_arenas(Value *stack_end) {
  candidate_count = last_scan_bytes = abandoned_bytes = 0;
  for (struct Arena *arena = eshkol_next_arena(NULL); arena; arena = eshkol_next_arena(arena)) {
    if (arena->abandoned) add_candidates(arena);
  }
  if (candidate_count > 1) qsort(candidates, candidate_count, sizeof *candidates, compare_candidates);
  eshkol_begin_recycling();
  read_everything(stack_end);
  eshkol_end_recycling();
  destroy_unreached();
}

/* Explicit arenas: the primitives that make, use, reset and destroy them. */
#include <stdio.h>
#include <stdlib.h>

#include "arenas_internal.h"
#include "errors.h"
#include "numbers.h"
#include "primitives.h"
#include "program.h"
#include "statistics.h"
#include "symbols.h"

#define SMALLEST_BLOCK 64
#define LARGEST_BLOCK_GROWTH ((size_t)1 << 30)
/* Sizes beyond this are mistakes. */
#define LARGEST_SIZE ((size_t)1 << 40)
#define NO_LIMIT SIZE_MAX
#define HANDLE_WORDS 2

struct Arena *eshkol_root_arenas;
uint64_t eshkol_arena_destructions;
static struct Arena *free_arenas; /* linked by next */

/* --- The tree of live arenas. --- */

static struct Arena **siblings_of(struct Arena *arena) {
  return arena->parent ? &arena->parent->first_child : &eshkol_root_arenas;
}

static void link_arena(struct Arena *arena) {
  struct Arena **first = siblings_of(arena);
  arena->next = *first;
  if (*first) (*first)->previous = arena;
  *first = arena;
}

static void unlink_arena(struct Arena *arena) {
  if (arena->next) arena->next->previous = arena->previous;
  if (arena->previous) arena->previous->next = arena->next;
  else *siblings_of(arena) = arena->next;
  arena->previous = arena->next = arena->parent = NULL;
}

struct Arena *eshkol_arena_after_family(const struct Arena *arena) {
  while (arena && !arena->next) arena = arena->parent;
  return arena ? arena->next : NULL;
}

struct Arena *eshkol_next_arena(const struct Arena *arena) {
  if (!arena) return eshkol_root_arenas;
  return arena->first_child ? arena->first_child : eshkol_arena_after_family(arena);
}

/* --- Blocks. --- */

NO_RETURN static void raise_out_of_memory(const char *who, size_t bytes) {
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

/* The bytes of a block that has at least `needed` and better `wanted`. */
static size_t within_limits(const char *who, struct Arena *arena, size_t needed, size_t wanted) {
  const struct Arena *limiter = tightest_limiter(arena);
  if (!limiter) return wanted;
  size_t room = (limiter->limit - limiter->family_bytes) & ~(size_t)7;
  if (needed > room) raise_limit(who, limiter, needed);
  return wanted < room ? wanted : room;
}

/* --- Adding and destroying blocks. --- */

/* False when there is no room. */
static bool add_block(struct Arena *arena, size_t bytes) {
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

/* Requires that the newest block has no room for this. */
static void grow(struct Arena *arena, size_t needed) {
  size_t bytes = within_limits("arena-alloc", arena, needed, next_block_bytes(arena, needed));
  if (!add_block(arena, bytes) && !add_block(arena, needed)) raise_out_of_memory("arena-alloc", needed);
  eshkol_request_due_reclamation();
}

void *eshkol_arena_allocate(struct Arena *arena, size_t bytes) {
  bytes = (bytes + 7) & ~(size_t)7;
  if (bytes > arena->end - arena->hp) grow(arena, bytes);
  void *p = (void *)arena->hp;
  arena->hp += bytes;
  arena->allocations++;
  return p;
}

static void destroy_blocks(struct Arena *arena, uint32_t site) {
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

bool eshkol_arena_family_contains(const struct Arena *arena, Address address) {
  if (eshkol_arena_contains(arena, address)) return true;
  const struct Arena *child = arena->first_child;
  while (child) {
    if (eshkol_arena_contains(child, address)) return true;
    if (child->first_child) {
      child = child->first_child;
      continue;
    }
    while (child != arena && !child->next) child = child->parent;
    if (child == arena) return false;
    child = child->next;
  }
  return false;
}

/* --- Life. --- */

static void free_arena(struct Arena *arena) {
  arena->next = free_arenas;
  free_arenas = arena;
}

static struct Arena *new_arena(struct Arena *parent, size_t bytes, size_t limit) {
  struct Arena *arena = free_arenas;
  if (arena) free_arenas = arena->next;
  else arena = malloc(sizeof *arena);
  if (!arena) raise_out_of_memory("make-arena", sizeof *arena);
  *arena = (struct Arena){.parent = parent, .first_bytes = bytes, .made_site = eshkol_here.site, .alive = true, .limit = limit};
  arena->limiter = limit != NO_LIMIT ? arena : parent ? parent->limiter : NULL;
  if (!add_block(arena, bytes)) {
    free_arena(arena);
    raise_out_of_memory("make-arena", bytes);
  }
  link_arena(arena);
  eshkol_statistics.arenas_made++;
  return arena;
}

static void destroy_childless(struct Arena *arena, uint32_t site) {
  destroy_blocks(arena, site);
  unlink_arena(arena);
  arena->alive = false;
  arena->destroyed_site = site;
  eshkol_statistics.arenas_destroyed++;
  if (arena->abandoned) free_arena(arena);
}

/* The innermost first, without recursion. */
static void destroy_children(struct Arena *arena, uint32_t site) {
  struct Arena *at = arena;
  while (at != arena || arena->first_child) {
    if (at->first_child) {
      at = at->first_child;
      continue;
    }
    struct Arena *childless = at;
    at = at->parent;
    destroy_childless(childless, site);
  }
}

void eshkol_destroy_arena_family(struct Arena *arena, uint32_t site) {
  destroy_children(arena, site);
  destroy_childless(arena, site);
}

/* --- Handles. --- */

static struct { uint64_t header; Value words[2]; } ambient_handle = {HEADER(TYPE_ARENA, 0, 2), {0, FALSE}};

static struct Arena *arena_of_handle(Value handle) { return (struct Arena *)(Address)object_of(handle)->words[0]; }

/* The handle died. Its arena's objects may still be in use. */
static void abandon(Value handle) {
  struct Arena *arena = arena_of_handle(handle);
  if (arena->alive) {
    arena->abandoned = true;
    eshkol_statistics.arenas_leaked++;
    eshkol_note_abandoned(arena);
  } else {
    free_arena(arena);
  }
}

void eshkol_arenas_start(void) {
  eshkol_chunks_start();
  eshkol_registry_define(REGISTRY_ARENA, (RegistryCallbacks){.died = abandon});
}

/* --- Errors. --- */

const char *eshkol_arena_site_text(uint32_t number) {
  static char buffers[2][512];
  static unsigned turn;
  char *text = buffers[turn++ % 2];
  const EshkolSite *site = eshkol_find_site(number);
  if (site == NULL) return "an unknown place";
  snprintf(text, sizeof buffers[0], "%s:%u:%u", site->file, (unsigned)site->line, (unsigned)site->column);
  return text;
}

NO_RETURN static void raise_destroyed(const char *who, const struct Arena *arena, Value handle) {
  static char message[1200];
  snprintf(message, sizeof message, "the arena has been destroyed already; made at %s, destroyed at %s",
           eshkol_arena_site_text(arena->made_site), eshkol_arena_site_text(arena->destroyed_site));
  eshkol_raise_kind("arena", who, message, eshkol_make_pair(handle, NIL));
}

static struct Arena *check_arena(const char *who, int argument, Value handle) {
  if (!has_type(handle, TYPE_ARENA)) eshkol_raise_type(who, argument, "an arena", handle);
  return arena_of_handle(handle);
}

struct Arena *eshkol_check_live_arena(const char *who, int argument, Value handle) {
  struct Arena *arena = check_arena(who, argument, handle);
  if (arena && !arena->alive) raise_destroyed(who, arena, handle);
  return arena;
}

static struct Arena *check_explicit_arena(const char *who, Value handle, const char *message) {
  struct Arena *arena = eshkol_check_live_arena(who, 1, handle);
  if (!arena) eshkol_raise_kind("arena", who, message, NIL);
  return arena;
}

/* Any real number that is not negative, rounded up. */
static size_t check_bytes(const char *who, int argument, Value size) {
  const char *expected = "a size (a real number, not negative)";
  if (is_fixnum(size) && to_fixnum(size) >= 0) {
    if ((uint64_t)to_fixnum(size) > LARGEST_SIZE) eshkol_raise_type(who, argument, "a size that memory can hold", size);
    return (size_t)to_fixnum(size);
  }
  if (!eshkol_is_real(size)) eshkol_raise_type(who, argument, expected, size);
  double bytes = eshkol_number_to_double(size);
  if (!(bytes >= 0)) eshkol_raise_type(who, argument, expected, size);
  if (bytes > (double)LARGEST_SIZE) eshkol_raise_type(who, argument, "a size that memory can hold", size);
  size_t whole = (size_t)bytes;
  return whole + ((double)whole < bytes);
}

/* --- Primitives. --- */

/* Of an arena with a first block of `bytes`. */
static size_t check_limit(Value limit, size_t bytes) {
  if (limit == ABSENT || limit == FALSE) return NO_LIMIT;
  size_t most = check_bytes("make-arena", 3, limit);
  if (most < bytes) eshkol_raise_type("make-arena", 3, "a limit that is not smaller than the first block", limit);
  return most;
}

Value eshkol_make_arena(Value size, Value parent, Value limit) {
  size_t bytes = check_bytes("make-arena", 1, size);
  if (parent == ABSENT) parent = FALSE;
  struct Arena *outer = parent == FALSE ? NULL : eshkol_check_live_arena("make-arena", 2, parent);
  size_t most = check_limit(limit, (bytes + 7) & ~(size_t)7);
  if (outer) within_limits("make-arena", outer, (bytes + 7) & ~(size_t)7, bytes);
  eshkol_request_due_reclamation();
  struct Arena *arena = new_arena(outer, bytes, most);
  Object *handle = eshkol_new_object(TYPE_ARENA, 0, HANDLE_WORDS);
  handle->words[0] = (Value)(Address)arena;
  handle->words[1] = parent;
  eshkol_registry_add(REGISTRY_ARENA, from_object(handle));
  return from_object(handle);
}

Value eshkol_arena_alloc(Value handle, Value size) {
  struct Arena *arena = eshkol_check_live_arena("arena-alloc", 1, handle);
  size_t bytes = check_bytes("arena-alloc", 2, size);
  uint64_t words = (bytes + 7) / 8;
  if (words >= (uint64_t)1 << 32) eshkol_raise_type("arena-alloc", 2, "a size that memory can hold", size);
  uint32_t unused = (uint32_t)(8 * words - bytes);
  Object *buffer;
  if (arena) {
    buffer = eshkol_arena_allocate(arena, 8 + 8 * words);
    buffer->header = HEADER(TYPE_BYTEVECTOR, unused, words);
  } else {
    buffer = eshkol_allocate_object(TYPE_BYTEVECTOR, unused, words);
  }
  memset(buffer->words, 0, 8 * words);
  return from_object(buffer);
}

Value eshkol_destroy_arena(Value handle) {
  const char *message = "the ambient arena cannot be destroyed; it ends with the program";
  eshkol_destroy_arena_family(check_explicit_arena("destroy-arena", handle, message), eshkol_here.site);
  return UNSPECIFIED;
}

Value eshkol_reset_arena(Value handle) {
  const char *message = "the ambient arena cannot be reset; what is unreachable in it is reclaimed anyway";
  struct Arena *arena = check_explicit_arena("reset-arena", handle, message);
  destroy_children(arena, eshkol_here.site);
  destroy_blocks(arena, eshkol_here.site);
  if (!add_block(arena, arena->first_bytes)) raise_out_of_memory("reset-arena", arena->first_bytes);
  return UNSPECIFIED;
}

Value eshkol_arena_p(Value x) { return from_boolean(has_type(x, TYPE_ARENA)); }

Value eshkol_arena_live_p(Value handle) {
  const struct Arena *arena = check_arena("arena-live?", 1, handle);
  return from_boolean(!arena || arena->alive);
}

Value eshkol_arena_parent(Value handle) {
  check_arena("arena-parent", 1, handle);
  return object_of(handle)->words[1];
}

Value eshkol_current_arena(void) { return from_object(&ambient_handle); }

Value eshkol_arena_limit(Value handle) {
  const struct Arena *arena = check_arena("arena-limit", 1, handle);
  return arena && arena->limit != NO_LIMIT ? from_uint64(arena->limit) : FALSE;
}

/* --- Accounting. --- */

typedef struct { const char *name; uint64_t number; } Statistic;

static Value statistics_list(const Statistic *statistics, size_t count) {
  Value list = NIL;
  while (count-- > 0) {
    Value name = eshkol_intern_c(statistics[count].name);
    list = eshkol_make_pair(eshkol_make_pair(name, from_uint64(statistics[count].number)), list);
  }
  return list;
}

static Value ambient_stats(void) {
  const struct Reservation *r = &eshkol_reservation;
  size_t used = hp_address() - r->ambient_start, capacity = r->limit - r->ambient_start;
  const Statistic statistics[] = {{"blocks", 1},   {"bytes-used", used},        {"capacity", capacity},
                                  {"wasted", 0},   {"free", capacity - used},   {"overhead", 0},
                                  {"bytes-allocated", eshkol_allocation_clock()}};
  return statistics_list(statistics, sizeof statistics / sizeof statistics[0]);
}

Value eshkol_arena_stats(Value handle) {
  const struct Arena *arena = eshkol_check_live_arena("arena-stats", 1, handle);
  if (!arena) return ambient_stats();
  size_t newest = arena->blocks ? arena->hp - block_start(arena->blocks) : 0;
  size_t heads = arena->block_count * sizeof(Block) + sizeof *arena + 8 + 8 * HANDLE_WORDS;
  const Statistic statistics[] = {{"blocks", arena->block_count}, {"bytes-used", arena->used + newest},
                                  {"capacity", arena->capacity},  {"wasted", arena->wasted},
                                  {"free", arena->end - arena->hp}, {"overhead", heads},
                                  {"allocations", arena->allocations}};
  return statistics_list(statistics, sizeof statistics / sizeof statistics[0]);
}

/* The primitives of explicit arenas: handles, checks of arguments, and what arenas tell about themselves. */
#include <stdio.h>

#include "arenas_internal.h"
#include "numbers.h"
#include "primitives.h"
#include "statistics.h"
#include "symbols.h"

/* Sizes beyond this are mistakes. */
#define LARGEST_SIZE ((size_t)1 << 40)
#define HANDLE_WORDS 2

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
    eshkol_free_arena(arena);
  }
}

void eshkol_arenas_start(void) {
  eshkol_chunks_start();
  eshkol_registry_define(REGISTRY_ARENA, (RegistryCallbacks){.died = abandon});
}

/* --- Checks. --- */

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
  if (outer) eshkol_size_within_limits("make-arena", outer, (bytes + 7) & ~(size_t)7, bytes);
  eshkol_request_due_reclamation();
  Object *handle = eshkol_new_object(TYPE_ARENA, 0, HANDLE_WORDS); /* first: without memory for it, there is no arena */
  handle->words[0] = (Value)(Address)eshkol_new_arena(outer, bytes, most);
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
  eshkol_destroy_arenas_within(arena, eshkol_here.site);
  eshkol_destroy_blocks(arena, eshkol_here.site);
  if (!eshkol_add_block(arena, arena->first_bytes)) eshkol_raise_no_block("reset-arena", arena->first_bytes);
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

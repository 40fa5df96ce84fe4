/* Explicit arenas: the tree of those that are alive, and how they begin and end. */
#include <stdlib.h>

#include "arenas_internal.h"
#include "statistics.h"

static struct Arena *root_arenas; /* live ones without a parent */
static struct Arena *free_arenas; /* linked by next */

/* --- The tree of live arenas. --- */

static struct Arena **siblings_of(struct Arena *arena) {
  return arena->parent ? &arena->parent->first_child : &root_arenas;
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
  if (!arena) return root_arenas;
  return arena->first_child ? arena->first_child : eshkol_arena_after_family(arena);
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

void eshkol_free_arena(struct Arena *arena) {
  arena->next = free_arenas;
  free_arenas = arena;
}

struct Arena *eshkol_new_arena(struct Arena *parent, size_t bytes, size_t limit) {
  struct Arena *arena = free_arenas;
  if (arena) free_arenas = arena->next;
  else arena = malloc(sizeof *arena);
  if (!arena) eshkol_raise_no_block("make-arena", sizeof *arena);
  *arena = (struct Arena){.parent = parent, .first_bytes = bytes, .made_site = eshkol_here.site, .alive = true, .limit = limit};
  arena->limiter = limit != NO_LIMIT ? arena : parent ? parent->limiter : NULL;
  if (!eshkol_add_block(arena, bytes)) {
    eshkol_free_arena(arena);
    eshkol_raise_no_block("make-arena", bytes);
  }
  link_arena(arena);
  eshkol_statistics.arenas_made++;
  return arena;
}

static void destroy_childless(struct Arena *arena, uint32_t site) {
  eshkol_destroy_blocks(arena, site);
  unlink_arena(arena);
  arena->alive = false;
  arena->destroyed_site = site;
  eshkol_statistics.arenas_destroyed++;
  if (arena->abandoned) eshkol_free_arena(arena);
}

/* The innermost first, without recursion. */
void eshkol_destroy_arenas_within(struct Arena *arena, uint32_t site) {
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
  eshkol_destroy_arenas_within(arena, site);
  destroy_childless(arena, site);
}

/* Explicit arenas: making, allocating in, destroying, and telling which one a stale pointer once pointed into. */
#ifndef ESHKOL_ARENAS_H
#define ESHKOL_ARENAS_H

#include "values.h"

/* A handle is an object of TYPE_ARENA: words[0] = struct Arena *, or NULL for the ambient arena; words[1] = the handle of
 * the parent or #f. A parent's handle lives as long as its children's. */
struct Arena;

/* What is remembered of a destroyed arena. Sites are numbers as in eshkol_here; 0: not known (any more). */
struct ArenaRecord { uint32_t made_site, destroyed_site; };

/* The arena that this address belonged to, if it has been destroyed (or reset since); else NULL. The record is valid until
 * the next call. */
const struct ArenaRecord *eshkol_find_arena_record(const void *address);
/* Whether v points into a destroyed arena. Safe for every value; reads no memory outside of arenas. */
bool eshkol_is_stale(Value v);
/* Whether the memory at this address of the explicit arenas' region can be read. */
bool eshkol_arena_address_is_mapped(uintptr_t address);
/* Whether v points into an explicit arena, destroyed or not. */
bool eshkol_is_in_explicit_arena(Value v);
/* Whether v points into the ambient arena or an explicit one: what is elsewhere never dies. */
bool eshkol_is_in_arenas(Value v);
/* Grows whenever contents of explicit arenas are destroyed. */
extern uint64_t eshkol_arena_destructions;

/* Whether the address lies in a block of this arena, which is alive. */
bool eshkol_arena_contains(const struct Arena *arena, uintptr_t address);
/* The same for the arena and those made within it. */
bool eshkol_arena_family_contains(const struct Arena *arena, uintptr_t address);
/* The arena of a handle that is alive; anything else is an error. NULL for the ambient arena. */
struct Arena *eshkol_check_live_arena(const char *who, int argument, Value handle);

/* The arenas that became unreachable without having been destroyed, by the site where they were made. */
struct ArenaLeak { uint32_t made_site; uint64_t count; };
const struct ArenaLeak *eshkol_arena_leaks(size_t *count);
/* Those and the ones that are still alive. To be called when the program ends. */
const struct ArenaLeak *eshkol_undestroyed_arenas(size_t *count);
/* "FILE:LINE:COLUMN" of a site, or "an unknown place", in one of two static buffers in turn. */
const char *eshkol_arena_site_text(uint32_t site);

void eshkol_arenas_start(void);
/* Gives back what stands beside the arenas. */
void eshkol_arenas_stop(void);

#endif

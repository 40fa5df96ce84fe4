/* What the files of the C API for plain C programs share: address space, places, reports, counted objects.
 *
 * These files use nothing of the rest of the runtime: a program of arenas and closures only links nothing else. */
#pragma once
#include <errno.h>

/* The functions, not the macros that stand for them. */
#define ESHKOL_NO_PLACES
#include "eshkol.h"

#undef eshkol_environment_create

/* --- Locks (c_locks.c) --- */

/* One thread at a time changes what is kept about objects, and about address space ("the lock is held" means this one). Whoever
 * needs both takes the first before the second. No function of the program is called with either. */
void eshkol_c_lock_objects(void);
void eshkol_c_unlock_objects(void);
void eshkol_c_lock(void);
bool eshkol_c_try_lock(void);
void eshkol_c_unlock(void);
/* Called once: a child process finds them free. False without memory. */
bool eshkol_c_keep_locks_over_fork(void);

/* --- Places (c_places.c) --- */

/* Where the program called: file and line, or an address in its code when the macros were not used. */
typedef struct { const char *file; int line; const void *code; } Place;

#define CALLER ((Place){NULL, 0, __builtin_return_address(0)})

/* A number for a place, for ever the same; 0 when there is no memory for more. The lock is held. */
uint32_t eshkol_c_place_number(Place place);

/* The numbers of places that are none. */
enum { PLACE_UNKNOWN = 0, PLACE_OBJECTS = 1 /* memory of the library's own closures and environments */ };

/* The place of a number, and how many numbers there are. No lock is needed. */
Place eshkol_c_place(uint32_t number);
size_t eshkol_c_place_count(void);

/* --- Address space (c_space.c, c_chunks.c, c_space_facts.c) --- */

#define SLOT_BYTES ((size_t)128)

/* Reserves address space and installs the fault handler, the first time. False when that cannot be done. */
bool eshkol_c_start(void);

/* `bytes`, a multiple of the page size, all zero, or NULL. The lock is held. `owner` is NULL when the arena is yet to be made:
 * then eshkol_c_take_slot gives memory for it, SLOT_BYTES, at once. */
void *eshkol_c_take_pages(size_t bytes, uint32_t made, Arena *owner);
void *eshkol_c_take_slot(const void *pages);
size_t eshkol_c_whole_pages(size_t bytes);

/* Makes pages taken together inaccessible, for good. `was_reset`: their arena goes on. The lock is held. */
void eshkol_c_end_pages(void *pages, size_t bytes, uint32_t destroyed, bool was_reset);

/* The slot is no longer used; it can be read until its pages are retired and is zero from then on. The lock is held. */
void eshkol_c_end_slot(void *slot);

/* Those that have ever been used, from the first to the last. */
struct Slots { char *start, *end; };
extern struct Slots eshkol_c_slots;

/* Whether the address can be one of a slot: then it can be read. */
static inline bool eshkol_c_is_slot(const void *address) {
  uintptr_t start = (uintptr_t)__atomic_load_n(&eshkol_c_slots.start, __ATOMIC_RELAXED);
  uintptr_t end = (uintptr_t)__atomic_load_n(&eshkol_c_slots.end, __ATOMIC_ACQUIRE);
  return (uintptr_t)address - start < end - start && (uintptr_t)address % SLOT_BYTES == 0;
}

/* The arena to which an address in pages that are in use belongs. */
Arena *eshkol_c_owner(const void *address);

/* Whether the address lies in pages that are in use. */
bool eshkol_c_is_live(const void *address);

/* An address that is never accessible, in a page of its own: what ended objects point to. */
void *eshkol_c_nowhere(void);

/* What is known about an address. */
enum AddressKind { ADDRESS_FOREIGN, ADDRESS_LIVE, ADDRESS_DESTROYED, ADDRESS_RESET, ADDRESS_NOWHERE, ADDRESS_UNUSED };
typedef struct { enum AddressKind kind; uint32_t made, destroyed; } AddressFacts;
AddressFacts eshkol_c_address_facts(const void *address);

/* The same for the slot of an arena that has been destroyed. */
AddressFacts eshkol_c_slot_facts(const void *slot);

/* --- Reports (c_report.c) --- */

/* Wrong use of `function`: prints what is wrong, where it was called, where the arena was made and destroyed (unless both
 * numbers are 0), and ends the program. */
_Noreturn void eshkol_c_wrong_use(const char *function, const char *problem, Place called, AddressFacts facts);

/* The same where no arena is to blame. */
_Noreturn static inline void eshkol_c_wrong_call(const char *function, const char *problem, Place called) {
  eshkol_c_wrong_use(function, problem, called, (AddressFacts){ADDRESS_FOREIGN, 0, 0});
}

/* What functions return that can get no memory. */
static inline void *eshkol_c_out_of_memory(void) {
  errno = ENOMEM;
  return NULL;
}

/* The instruction at `code` used an address of ours. For the signal handler. `access` says how: "read". */
_Noreturn void eshkol_c_report_fault(const void *address, AddressFacts facts, const char *access, const void *code);

/* FILE:LINE, or what is known instead, cut off where `text` is full. */
void eshkol_c_describe_place(Place place, char *text, size_t size);

/* One line on standard error, once in the life of the program. */
void eshkol_c_warn(const char *line);

/* --- Leaks (c_leaks.c) --- */

/* Called once, when the first arena is made. */
void eshkol_c_ask_for_leak_policy(void);

/* --- Faults (c_faults.c) --- */
/* Called again only when it has failed. */
bool eshkol_c_install_fault_handler(void);

/* --- Arenas (c_arena.c) --- */

enum ArenaState { ARENA_NONE, ARENA_LIVE = 0x4c495645, ARENA_ENDING, ARENA_DESTROYED };

typedef struct Block { struct Block *older; size_t bytes; uint64_t canary, unused; } Block;

/* Lies in a slot. cursor and end are multiples of 16 within the newest block; capacity is the sum of the blocks' bytes without
 * their headers and equals used_before + wasted + what the newest block has. */
struct EshkolArena {
  uint32_t state, made_place, destroyed_place, block_count;
  char *cursor, *end;
  Block *blocks; /* the newest; NULL from a reset to the next allocation */
  size_t first_bytes, capacity, used_before, wasted, allocations, limit;
  Arena *parent, *first_child, *next, *previous;
  struct Object *objects; /* what ends with the arena: the newest first */
};
_Static_assert(sizeof(struct EshkolArena) <= SLOT_BYTES, "an arena fits into its slot");

static inline bool eshkol_c_is_live_arena(const Arena *arena) {
  return eshkol_c_is_slot(arena) && arena->state == ARENA_LIVE;
}
/* Ends the program, saying why the arena cannot be used. */
_Noreturn void eshkol_c_arena_not_alive(const Arena *arena, const char *function, Place place);
/* Ends the program unless the arena is alive. */
static inline void eshkol_c_check_arena(const Arena *arena, const char *function, Place place) {
  if (__builtin_expect(!eshkol_c_is_live_arena(arena), 0)) eshkol_c_arena_not_alive(arena, function, place);
}

Arena *eshkol_c_make_arena(Arena *parent, size_t size, const char *function, Place place);
void eshkol_c_reset_arena(Arena *arena, const char *function, Place place);
void eshkol_c_destroy_arena(Arena *arena, const char *function, Place place);
/* For objects in memory of their own. NULL without memory. */
Arena *eshkol_c_make_pool(size_t size);
void eshkol_c_destroy_pool(Arena *pool);
/* The first of the arenas without a parent, pools not counted; `next` leads to the others. */
const Arena *eshkol_c_first_root(void);

/* --- The memory of arenas (c_arena_blocks.c) --- */

static inline char *start_of_block(Block *block) { return (char *)(block + 1); }
static inline size_t used_in_newest(const Arena *arena) {
  return arena->blocks ? (size_t)(arena->cursor - start_of_block(arena->blocks)) : 0;
}
/* Ends the program when the size is a mistake. */
void eshkol_c_check_size(size_t size, const char *function, Place place);
/* A block with so much room, or NULL; `owner` as in eshkol_c_take_pages. The lock is held. */
Block *eshkol_c_new_block(size_t room, uint32_t made, Arena *owner);
/* Makes it the newest of the arena. */
void eshkol_c_use_block(Arena *arena, Block *block);
/* Ends the program when something has written over the head of a block. */
void eshkol_c_check_blocks(const Arena *arena, const char *function, Place place);
/* `was_reset`: the arena goes on. The lock is held. */
void eshkol_c_end_blocks(Arena *arena, uint32_t place, bool was_reset);

/* NULL without memory. */
void *eshkol_c_allocate(Arena *arena, size_t size, const char *function, Place place);
void *eshkol_c_allocate_aligned(Arena *arena, size_t size, size_t alignment, const char *function, Place place);

/* --- Counted objects (c_objects.c): closures, environments and cleanups in arenas --- */

/* What an object is. CANDIDATE: the program asked for memory of exactly this size and lays the object out by itself. */
enum ObjectKind {
  OBJECT_NONE, OBJECT_CLOSURE, OBJECT_CANDIDATE_CLOSURE, OBJECT_ENVIRONMENT, OBJECT_CANDIDATE_ENVIRONMENT, OBJECT_CLEANUP,
  OBJECT_ENDED
};

/* Stands before the object's own memory. The tag is the kind, the address and a secret of the process in one word. */
typedef struct Object {
  uint64_t tag;
  union {
    struct Object *older; /* in the arena's list */
    struct Pool *pool;    /* of objects in memory of their own */
  };
} Object;

struct Cleanup { void (*function)(void *data); void *data; struct Cleanup *older; /* of an environment */ };

static inline Object *object_before(const void *memory) { return (Object *)memory - 1; }
static inline void *memory_of(Object *object) { return object + 1; }

/* NULL without memory. Unless it is a candidate, the object ends with the arena. */
void *eshkol_c_make_object(Arena *arena, enum ObjectKind kind, size_t size, const char *function, Place place);
/* The same in memory of its own, given back by eshkol_c_free_object. */
void *eshkol_c_make_free_object(enum ObjectKind kind, size_t size);
void eshkol_c_free_object(void *memory);

/* OBJECT_NONE for addresses that are no objects' memory. */
enum ObjectKind eshkol_c_kind(const void *memory);
void eshkol_c_set_kind(void *memory, enum ObjectKind kind);
bool eshkol_c_is_environment(const void *memory);

/* Ends the objects of a list. */
void eshkol_c_end_objects(Object *newest);

/* --- Environments and closures (c_environment.c, c_closure.c) --- */

EshkolEnvironment *eshkol_c_make_environment(Arena *arena, EshkolEnvironment *parent, size_t count, intptr_t scope,
                                             const char *function, Place place);
void eshkol_c_retain_environment(EshkolEnvironment *environment, const char *function, Place place);
void eshkol_c_release_environment(EshkolEnvironment *environment, const char *function, Place place);
void eshkol_c_end_environment_with_arena(EshkolEnvironment *environment);
EshkolClosure *eshkol_c_make_closure(Arena *arena, EshkolClosureFunction fn, EshkolEnvironment *env,
                                     const char *function, Place place);

/* --- Functions of the program (c_code.c) --- */

/* Whether there is executable code at the address. */
bool eshkol_c_is_code(const void *address);

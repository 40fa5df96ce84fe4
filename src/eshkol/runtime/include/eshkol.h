/* Eshkol for C and C++ programs: arenas, environments and closures (part A), compiled Eshkol inside C programs (part B).
 *
 * C11 and C++17. docs/c-api.md is the guide; `eshkol config --cflags --libs` prints what the C compiler needs.
 * Part A needs no start call and nothing of part B; a program that uses only part A links only part A. */
#ifndef ESHKOL_H
#define ESHKOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ============================ Part A: arenas, environments and closures ============================
 *
 * Errors. Two kinds are told apart everywhere:
 *   - Memory runs out, or an arena's limit is reached: the function returns NULL and sets errno to ENOMEM.
 *   - Wrong use (a destroyed arena, a stale pointer, a count released too often, a size that no memory can hold):
 *     a report on standard error that says what and where, then the program ends with status ESHKOL_WRONG_USE,
 *     without running exit handlers.
 *
 * Stale pointers. Memory of a destroyed or reset arena is made inaccessible and its addresses are not handed out again
 * until 1 TiB of further arenas have been made. So reading or writing it is always noticed, also in code that knows
 * nothing of arenas; it is reported with the places where the arena was made and destroyed. System calls that are given
 * such an address fail with EFAULT.
 *
 * Threads. Different arenas can be used by different threads at the same time, and any thread can make, destroy and
 * count. One arena must not be used by two threads at the same time; a parent is used when a child is made or destroyed.
 *
 * Places. arena_create and its like are functions; macros of the same names tell them the file and line of the call.
 * Define ESHKOL_NO_PLACES before including this header to have the functions only: reports then name addresses. */

/* The exit status after wrong use. */
#define ESHKOL_WRONG_USE 70

/* --- Arenas ---
 *
 * An arena is a list of blocks from which memory is taken front to back. The first block has the size asked for, each
 * further one twice the size of the one before; blocks are whole pages of 4 KiB. Nothing in an arena is freed alone:
 * destroying the arena gives everything back at once. */

typedef struct EshkolArena Arena;

/* Bytes, except where the name says otherwise. */
typedef struct ArenaStatistics {
  size_t blocks;      /* number of blocks */
  size_t capacity;    /* of all blocks */
  size_t used;        /* handed out, with what alignment took */
  size_t wasted;      /* left over at the ends of blocks that were full */
  size_t allocations; /* number of allocations since the arena was made or reset */
  size_t limit;       /* what the capacity may not pass; SIZE_MAX when there is no limit */
} ArenaStatistics;

/* A new arena whose first block has at least `size` bytes (0 counts as 1). NULL when there is no memory.
 * The caller owns it and destroys it once, unless it has a parent that is destroyed earlier. Two names for one thing. */
Arena *arena_create(size_t size);
Arena *create_arena(size_t size);

/* The same, with a parent: destroying or resetting the parent destroys the child. `parent` NULL: no parent. */
Arena *arena_create_child(Arena *parent, size_t size);

/* `size` bytes, all zero, aligned for every type; of size 0, an address that no other allocation has. They live until the
 * arena is destroyed or reset. NULL when there is no memory or the limit is reached. */
void *arena_alloc(Arena *arena, size_t size);

/* The same at a multiple of `alignment`, a power of two up to 2 MiB. */
void *arena_alloc_aligned(Arena *arena, size_t size, size_t alignment);

/* `count` things of `size` bytes, all zero. NULL with ENOMEM, too, when the product is larger than a size can be. */
void *arena_alloc_zeroed(Arena *arena, size_t count, size_t size);

/* Copies into the arena: `size` bytes; a string with its final 0. */
void *arena_copy(Arena *arena, const void *bytes, size_t size);
char *arena_copy_string(Arena *arena, const char *string);

/* Ends everything in the arena, as destroying does, but keeps the arena itself, which is empty then. Its cleanups run, its
 * children are destroyed. Limit, parent and the size of the first block stay. */
void arena_reset(Arena *arena);

/* Destroys children, runs cleanups (the last registered first) and gives all memory back. NULL: nothing happens. */
void arena_destroy(Arena *arena);
void destroy_arena(Arena *arena);

/* Calls `function(data)` once, when the arena is reset or destroyed. False when there is no memory. */
bool arena_add_cleanup(Arena *arena, void (*function)(void *data), void *data);

/* From now on no block is added that would make the capacity larger than `bytes`. SIZE_MAX: no limit. */
void arena_set_limit(Arena *arena, size_t bytes);

/* Whether `arena` is an arena that has not been destroyed. Any address may be asked about. */
bool arena_is_live(const Arena *arena);

/* Whether `address` lies in a block of the arena itself, its children not counted. */
bool arena_contains(const Arena *arena, const void *address);

/* The parent, or NULL. */
Arena *arena_parent(const Arena *arena);

ArenaStatistics arena_statistics(const Arena *arena);

/* --- Environments ---
 *
 * The variables that closures have captured, and the environment around them. An environment is counted: whoever makes
 * one holds it once, environment_retain holds it once more, environment_release gives one hold back. So each making and
 * each retaining is matched by one release. When the count is 0 and no environment inside it is alive any more, it ends:
 * its cleanups run, the last registered first.
 *
 * Parents. Making an environment does not change its parent's count. Retaining one retains its parents, too; these holds
 * are given back when the environment ends, all of them. An environment that is alive keeps its parents alive, whatever
 * their counts say. */

typedef struct EshkolEnvironment EshkolEnvironment;
struct EshkolEnvironment {
  void **variables;          /* `count` of them, all NULL at first; what they point to is the program's business */
  size_t count;              /* number of variables */
  EshkolEnvironment *parent; /* the environment around this one, or NULL */
  size_t ref_count;          /* holds; 0: nobody holds it. Change it only with retain and release */
  intptr_t scope_id;         /* whatever the program wants to find it by */
  /* The rest is the library's own; all zero in environments that a program lays out by itself. */
  size_t private_parent_holds;
  size_t private_child_count;
  void *private_cleanups;
  uintptr_t private_state;
};

/* An environment of `var_count` variables in the arena; it ends with the arena at the latest. NULL without memory. */
EshkolEnvironment *create_environment(Arena *arena, EshkolEnvironment *parent, size_t var_count);

/* The same in memory of its own, which is given back when the environment ends. */
EshkolEnvironment *eshkol_environment_create(EshkolEnvironment *parent, size_t capacity, int scope_id);

/* The same in the arena, without a parent. `scope` is kept as scope_id. eshkol_environment_create stands for this function
 * when its first argument is an arena. */
EshkolEnvironment *eshkol_environment_create_in(Arena *arena, size_t capacity, const void *scope);

/* One hold more, one hold less. NULL: nothing happens. Safe from several threads. */
void environment_retain(EshkolEnvironment *environment);
void environment_release(EshkolEnvironment *environment);
void eshkol_environment_retain(EshkolEnvironment *environment);
void eshkol_environment_release(EshkolEnvironment *environment);

/* Calls `function(data)` once, when the environment ends; inside, its variables are still there. False without memory. */
bool eshkol_environment_add_cleanup(EshkolEnvironment *environment, void (*function)(void *data), void *data);

/* --- Closures --- */

/* The code of a closure: gets its environment and the arguments that the caller passes. */
typedef void *(*EshkolClosureFunction)(EshkolEnvironment *environment, void **arguments);

typedef struct EshkolClosure EshkolClosure;
struct EshkolClosure {
  EshkolClosureFunction fn;
  EshkolEnvironment *env;         /* may be NULL */
  size_t ref_count;               /* holds; 0 in closures that a program lays out by itself */
  const char *return_type;        /* for the program's own use, may be NULL; neither read nor copied */
  const char *const *param_types; /* the same */
  size_t param_count;
  uintptr_t private_state; /* the library's own */
};

/* A closure in the arena, with which it ends at the latest. The count of `env` stays as it is: whoever holds the environment
 * releases it. NULL without memory. */
EshkolClosure *create_closure(Arena *arena, EshkolClosureFunction fn, EshkolEnvironment *env);

/* A closure in memory of its own, given back when it is released. It takes over one hold of `env` from the caller and gives it
 * back when it ends; so retain `env` first when several closures share it. NULL without memory: the hold is the caller's. */
EshkolClosure *eshkol_closure_create(EshkolClosureFunction fn, EshkolEnvironment *env, const char *return_type,
                                     const char *const *param_types, size_t param_count);

/* One hold more, one hold less. NULL: nothing happens. Safe from several threads. */
void eshkol_closure_retain(EshkolClosure *closure);
void eshkol_closure_release(EshkolClosure *closure);

/* closure->fn(closure->env, arguments). NULL: prints "Error: NULL closure in call" on standard error, returns NULL. */
void *eshkol_closure_call(EshkolClosure *closure, void **arguments);

/* Whether `address` is a closure that is alive. Any address may be asked about. Closures are what create_closure and
 * eshkol_closure_create made, and what a program made of arena_alloc(arena, sizeof(EshkolClosure)) by setting fn to a
 * function and env to NULL or an environment. Copies of the struct elsewhere are no closures. */
bool eshkol_is_closure(const void *address);

/* Calls a closure with one argument, or a function `void *f(void *)`. NULL: as eshkol_closure_call. */
void *call_closure(void *closure_or_function, void *argument);

/* --- Places: the functions behind the macros --- */

Arena *eshkol_arena_create_at(Arena *parent, size_t size, const char *file, int line);
void *eshkol_arena_alloc_at(Arena *arena, size_t size, const char *file, int line);
void eshkol_arena_reset_at(Arena *arena, const char *file, int line);
void eshkol_arena_destroy_at(Arena *arena, const char *file, int line);

#ifndef ESHKOL_NO_PLACES
#define arena_create(size) eshkol_arena_create_at(NULL, size, __FILE__, __LINE__)
#define create_arena(size) eshkol_arena_create_at(NULL, size, __FILE__, __LINE__)
#define arena_create_child(parent, size) eshkol_arena_create_at(parent, size, __FILE__, __LINE__)
#define arena_alloc(arena, size) eshkol_arena_alloc_at(arena, size, __FILE__, __LINE__)
#define arena_reset(arena) eshkol_arena_reset_at(arena, __FILE__, __LINE__)
#define arena_destroy(arena) eshkol_arena_destroy_at(arena, __FILE__, __LINE__)
#define destroy_arena(arena) eshkol_arena_destroy_at(arena, __FILE__, __LINE__)
#endif

/* ============================ Part B: values and compiled programs ============================ */

#ifdef __cplusplus
}
#endif

/* The specification's text also writes eshkol_environment_create(arena, capacity, NULL). */
#ifdef __cplusplus
inline EshkolEnvironment *eshkol_environment_create(Arena *arena, size_t capacity, const void *scope) {
  return eshkol_environment_create_in(arena, capacity, scope);
}
#else
#define eshkol_environment_create(parent, capacity, scope_id)                                      \
  _Generic((parent), Arena *: eshkol_environment_create_in, default: eshkol_environment_create)(   \
    parent, capacity, scope_id)
#endif

#endif

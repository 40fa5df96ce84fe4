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

/* ============================ Part B: values and compiled programs ============================
 *
 * `eshkol build --shared FILE.esk -o libNAME.so` makes a library that contains the program, the runtime and the functions
 * below, and a header libNAME.h that says what the program defines. Link with it, or load it with dlopen.
 *
 * Every function that can fail gives a status; *result is written only when that is ESHKOL_OK. None ends the process.
 * All of them are to be called from the thread that started the library; elsewhere they give ESHKOL_MISUSE.
 *
 * Values are plain words. As long as they may be used they can be kept in C variables, copied, put in arrays: nothing has
 * to be announced. How long that is:
 *   - in a C procedure that Eshkol has called: until it returns, or until the scope ends in which the value was made;
 *   - elsewhere: until the outermost scope ends in which the value was made or got; outside of all scopes until
 *     eshkol_stop, so that a loop outside of all scopes needs ever more memory;
 *   - with eshkol_retain: until eshkol_release.
 * Values of two libraries must not be mixed: each has memory of its own. */

#if defined(__GNUC__)
#define ESHKOL_API __attribute__((visibility("default")))
#else
#define ESHKOL_API
#endif

/* A value: a number, a string, a list, a procedure ... Equal words are one object. */
typedef uint64_t eshkol_value;

typedef enum {
  ESHKOL_OK = 0,
  ESHKOL_ERROR = 1,  /* an Eshkol program would say "error: ...": see eshkol_last_failure */
  ESHKOL_EXIT = 2,   /* the program has called exit: see exit_status of eshkol_last_failure */
  ESHKOL_MISUSE = 3  /* a call that is not possible now or here, or a wrong argument for C: see eshkol_last_failure */
} eshkol_status;

/* What went wrong last. Texts are UTF-8, never NULL, and valid until something goes wrong again. */
typedef struct {
  eshkol_status status;
  const char *kind;      /* "type", "index", "arity", "memory" ...; "raised" for an object that is no condition; "misuse" */
  const char *message;   /* what people read, in one line: message and irritants */
  const char *file;      /* where in the source, "" when that is not known */
  const char *procedure; /* in which procedure, "" when that is not known */
  uint32_t line, column;
  int exit_status;       /* after ESHKOL_EXIT */
  eshkol_value object;   /* what was raised: a condition, usually */
  eshkol_value irritants; /* of a condition: a list */
} eshkol_failure;

ESHKOL_API const eshkol_failure *eshkol_last_failure(void);

/* --- Starting and stopping. --- */

typedef struct {
  size_t maximal_memory; /* bytes for values; 0: three quarters of what the machine or the container has */
  size_t maximal_stack;  /* bytes of address space for recursion; 0: 1 GiB */
} eshkol_options;

/* Reserves memory and runs the top level of the program, which initialises its globals; NULL means the defaults, which the
 * environment variables ESHKOL_MAX_MEMORY and ESHKOL_MAX_STACK change. Has no effect, and gives the same status again, when
 * it has been called before: with --init=constructor, the default for libraries, that happens when the library is loaded.
 * What the top level prints stands in buffers until eshkol_stop or (flush-output-port). */
ESHKOL_API eshkol_status eshkol_start(const eshkol_options *options);
/* Writes what is in the buffers of ports, closes files, gives all memory and the handlers of signals back. Happens by itself
 * when the library is unloaded. After that the library cannot be started again; loaded anew it can. */
ESHKOL_API eshkol_status eshkol_stop(void);

/* --- Globals and calls. --- */

/* The present value of what the program defines at its top level under this name. */
ESHKOL_API eshkol_status eshkol_find_global(const char *name, eshkol_value *result);
/* Calls a procedure. arguments may be NULL when count is 0; result may be NULL. Everything runs on a stack of its own, so
 * the thread may have a small one. C procedures that are called on the way run on the thread's stack. */
ESHKOL_API eshkol_status eshkol_call(eshkol_value procedure, size_t count, const eshkol_value *arguments, eshkol_value *result);
/* Both at once. */
ESHKOL_API eshkol_status eshkol_call_global(const char *name, size_t count, const eshkol_value *arguments,
                                            eshkol_value *result);

/* --- How long values live. --- */

/* What is made or got from here on is no longer needed when the scope ends; scopes nest, and end in the reverse order, in
 * the same call of a C procedure in which they began. */
ESHKOL_API eshkol_status eshkol_begin_scope(void);
/* *kept, if kept is not NULL, is the one value to be used further on, and may change its address. */
ESHKOL_API eshkol_status eshkol_end_scope(eshkol_value *kept);

/* Keeps a value as long as C needs it, whatever scopes and calls end; eshkol_retained gives it. To be released once. */
typedef struct eshkol_retained_value eshkol_retained_value_t;
ESHKOL_API eshkol_status eshkol_retain(eshkol_value value, eshkol_retained_value_t **result);
ESHKOL_API eshkol_status eshkol_retained(const eshkol_retained_value_t *retained, eshkol_value *result);
ESHKOL_API eshkol_status eshkol_release(eshkol_retained_value_t *retained);

/* --- C procedures as values. --- */

/* Called with the arguments of the call, which stay valid until it returns. It gives ESHKOL_OK after writing *result, or
 * another status: one that a function of this header gave, whose failure then goes on in Eshkol, or what eshkol_fail gave.
 * It may call whatever stands in this header, calls of Eshkol included, to any depth. It must return: longjmp and C++
 * exceptions must not leave it. */
typedef eshkol_status (*eshkol_procedure)(void *context, size_t count, const eshkol_value *arguments, eshkol_value *result);
/* A procedure for `required` arguments, or, if variadic, for so many or more. `name` is for messages. `context` is handed
 * to every call; it and the code must stay there as long as Eshkol can call the procedure. */
ESHKOL_API eshkol_status eshkol_make_procedure(eshkol_procedure code, void *context, size_t required, bool variadic,
                                               const char *name, eshkol_value *result);
/* For `return eshkol_fail("...", irritants)` in a C procedure: what called it gets an error with this message (UTF-8) and
 * these irritants, a list (eshkol_from_null(): none). Gives ESHKOL_ERROR. */
ESHKOL_API eshkol_status eshkol_fail(const char *message, eshkol_value irritants);
/* The same with any object, as (raise object). */
ESHKOL_API eshkol_status eshkol_fail_with(eshkol_value object);

/* --- Making values. Each allocates, unless it says otherwise; without memory left the status is ESHKOL_ERROR. --- */

ESHKOL_API eshkol_status eshkol_from_int64(int64_t number, eshkol_value *result);
ESHKOL_API eshkol_status eshkol_from_uint64(uint64_t number, eshkol_value *result);
ESHKOL_API eshkol_status eshkol_from_double(double number, eshkol_value *result);
/* These three allocate nothing. A character is a Unicode scalar value. */
ESHKOL_API eshkol_value eshkol_from_boolean(bool boolean);
ESHKOL_API eshkol_value eshkol_from_null(void);
ESHKOL_API eshkol_value eshkol_from_nothing(void); /* the unspecified value */
ESHKOL_API eshkol_status eshkol_from_character(uint32_t character, eshkol_value *result);
/* A string from `size` bytes of UTF-8, which are copied; malformed ones are an ESHKOL_ERROR. */
ESHKOL_API eshkol_status eshkol_from_utf8(const char *text, size_t size, eshkol_value *result);
/* The symbol with this name, up to the final zero. */
ESHKOL_API eshkol_status eshkol_from_symbol(const char *name, eshkol_value *result);
ESHKOL_API eshkol_status eshkol_from_pair(eshkol_value car, eshkol_value cdr, eshkol_value *result);
ESHKOL_API eshkol_status eshkol_from_list(size_t count, const eshkol_value *elements, eshkol_value *result);
ESHKOL_API eshkol_status eshkol_from_vector(size_t count, const eshkol_value *elements, eshkol_value *result);
ESHKOL_API eshkol_status eshkol_from_bytes(const void *bytes, size_t count, eshkol_value *result);
/* A value that stands for something of C's: `cleanup` is called once with `pointer`, when nothing refers to the value any
 * more, when Eshkol calls (release-resource! value), or by eshkol_stop. `bytes` is about how much memory that gives back, so
 * that it happens in time. Cleanups must not call functions of this header. NULL: nothing is to be done. */
ESHKOL_API eshkol_status eshkol_from_resource(void *pointer, void (*cleanup)(void *pointer), size_t bytes,
                                              eshkol_value *result);

/* --- Reading values. A value of the wrong type is an ESHKOL_ERROR of the kind "type". --- */

typedef enum {
  ESHKOL_BOOLEAN, ESHKOL_NULL_TYPE, ESHKOL_NOTHING, ESHKOL_CHARACTER, ESHKOL_EXACT_INTEGER, ESHKOL_EXACT_RATIONAL,
  ESHKOL_FLONUM, ESHKOL_COMPLEX, ESHKOL_STRING, ESHKOL_SYMBOL, ESHKOL_PAIR, ESHKOL_VECTOR, ESHKOL_BYTEVECTOR,
  ESHKOL_PROCEDURE, ESHKOL_RECORD, ESHKOL_CONDITION, ESHKOL_RESOURCE, ESHKOL_OTHER
} eshkol_type;
ESHKOL_API eshkol_type eshkol_type_of(eshkol_value value);
ESHKOL_API bool eshkol_is_true(eshkol_value value); /* anything but #f */
/* An exact integer; one that does not fit is an error. */
ESHKOL_API eshkol_status eshkol_to_int64(eshkol_value value, int64_t *result);
/* A real number, exact ones too, rounded if need be. */
ESHKOL_API eshkol_status eshkol_to_double(eshkol_value value, double *result);
ESHKOL_API eshkol_status eshkol_to_boolean(eshkol_value value, bool *result);
ESHKOL_API eshkol_status eshkol_to_character(eshkol_value value, uint32_t *result);
/* The characters of a string or a symbol's name as UTF-8. *size is their number of bytes, in any case; if capacity is larger,
 * the bytes and a final zero go to `buffer`. With a smaller one nothing is written there, so buffer may be NULL for 0. */
ESHKOL_API eshkol_status eshkol_to_utf8(eshkol_value value, char *buffer, size_t capacity, size_t *size);
/* The same with the text that (write value) prints, for any value. */
ESHKOL_API eshkol_status eshkol_to_text(eshkol_value value, char *buffer, size_t capacity, size_t *size);
/* car and cdr may be NULL. */
ESHKOL_API eshkol_status eshkol_to_pair(eshkol_value value, eshkol_value *car, eshkol_value *cdr);
/* The number of elements of a proper list, a vector, or a bytevector, of characters of a string. */
ESHKOL_API eshkol_status eshkol_length_of(eshkol_value value, size_t *result);
ESHKOL_API eshkol_status eshkol_vector_element(eshkol_value vector, size_t index, eshkol_value *result);
ESHKOL_API eshkol_status eshkol_set_vector_element(eshkol_value vector, size_t index, eshkol_value element);
ESHKOL_API eshkol_status eshkol_set_pair(eshkol_value pair, eshkol_value car, eshkol_value cdr);
/* Copies `count` bytes from number `start` on. */
ESHKOL_API eshkol_status eshkol_to_bytes(eshkol_value bytevector, size_t start, size_t count, void *bytes);
/* The pointer of a resource that has not been released. */
ESHKOL_API eshkol_status eshkol_to_resource(eshkol_value value, void **pointer);

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

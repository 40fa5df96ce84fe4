/* Everything in eshkol.h's part A that allocates or calls the system, where some of these calls fail: nothing may crash.
 *
 * tests/faults runs it with a library that is built for fault injection (runtime/src/faults.h). */
#define _GNU_SOURCE
#include "cases.h"

#include <errno.h>

/* --- The work: everything that allocates. What is not there is done without. --- */

static int ended, expected;
static void note_end(void *data) { ended += (int)(intptr_t)data; }

static void *answer(EshkolEnvironment *env, void **arguments) {
  (void)env;
  (void)arguments;
  return (void *)42;
}

static void *or_no_memory(void *memory) {
  if (!memory) CHECK(errno == ENOMEM);
  errno = 0;
  return memory;
}

static void use(Arena *arena) {
  size_t sizes[] = {10, 5000, 600000, 3000000};
  for (size_t i = 0; i < 4; i++) {
    char *memory = (char *)or_no_memory(arena_alloc(arena, sizes[i]));
    if (memory) memset(memory, 1, sizes[i]);
  }
  if (arena_add_cleanup(arena, note_end, (void *)1)) expected += 1;
  EshkolEnvironment *env = (EshkolEnvironment *)or_no_memory(create_environment(arena, NULL, 2));
  if (env && eshkol_environment_add_cleanup(env, note_end, (void *)2)) expected += 2;
  EshkolClosure *closure = (EshkolClosure *)or_no_memory(create_closure(arena, answer, env));
  if (closure) CHECK(call_closure(closure, NULL) == (void *)42);
  EshkolClosure *laid_out = (EshkolClosure *)or_no_memory(arena_alloc(arena, sizeof(EshkolClosure)));
  if (!laid_out) return;
  laid_out->fn = answer;
  CHECK(eshkol_is_closure(laid_out));
  laid_out->fn = (__typeof__(laid_out->fn))(void *)laid_out;
  CHECK(!eshkol_is_closure(laid_out));
}

/* Side by side, made at places in turn: what is remembered of them differs from page to page. */
static void use_many(void) {
  Arena *arenas[60];
  for (int i = 0; i < 60; i += 2) {
    arenas[i] = (Arena *)or_no_memory(arena_create(100 << 10));
    arenas[i + 1] = (Arena *)or_no_memory(arena_create(100 << 10));
  }
  for (int i = 0; i < 60; i++) arena_destroy(arenas[i]);
}

static void work(void) {
  for (int round = 0; round < 3; round++) {
    Arena *arena = (Arena *)or_no_memory(arena_create(1000));
    Arena *child = arena ? (Arena *)or_no_memory(arena_create_child(arena, 3 << 20)) : NULL;
    if (child) use(child);
    if (arena) use(arena);
    if (arena) arena_reset(arena);
    if (arena) use(arena);
    CHECK(!arena_is_live(child));
    arena_destroy(arena);
    CHECK(ended == expected && !arena_is_live(arena));
    EshkolEnvironment *env = (EshkolEnvironment *)or_no_memory(eshkol_environment_create(NULL, 1000, 0));
    EshkolClosure *closure = (EshkolClosure *)or_no_memory(eshkol_closure_create(answer, env, NULL, NULL, 0));
    if (closure) CHECK(call_closure(closure, NULL) == (void *)42);
    if (closure) eshkol_closure_release(closure);
    else environment_release(env);
  }
  use_many();
  for (int i = 0; i < 25; i++) {
    Arena *arena = (Arena *)or_no_memory(arena_create(400 << 10));
    if (arena && i % 12 != 0) arena_destroy(arena);
  }
}

/* The library reports that and ends the program. */
static void wrong_use(void) {
  Arena *arena = arena_create(100);
  if (!arena) {
    fputs("error: no memory for an arena\n", stderr);
    exit(70);
  }
  arena_destroy(arena);
  arena_destroy(arena);
}

/* A fault that is none of the library's ends the program as ever. */
static void other_fault(void) {
  arena_destroy(arena_create(100));
  static char *volatile nowhere = (char *)8;
  *(volatile char *)nowhere = 1;
}

CASES(CASE(work), CASE(wrong_use), CASE(other_fault))

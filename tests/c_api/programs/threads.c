/* Several threads, each with arenas of its own, and environments and closures that they share. */
#include "cases.h"

#include <pthread.h>

enum { THREADS = 4, ROUNDS = 300, SHARED_ROUNDS = 20000 };

static EshkolEnvironment *shared_environment;
static EshkolClosure *shared_closure;
static _Atomic int failures;

static void *sum(EshkolEnvironment *env, void **arguments) {
  return (char *)env->variables[0] + (intptr_t)arguments[0];
}

static void *use_arenas(void *number) {
  for (int round = 0; round < ROUNDS; round++) {
    Arena *arena = arena_create(1000), *child = arena_create_child(arena, 10);
    unsigned char *memory[50];
    for (int i = 0; i < 50; i++) memset(memory[i] = arena_alloc(i % 2 ? arena : child, 300), (int)(intptr_t)number, 300);
    for (int i = 0; i < 50; i++) failures += memory[i][299] != (int)(intptr_t)number;
    if (round % 3 == 0) arena_reset(arena);
    failures += !arena_is_live(arena);
    arena_destroy(arena);
    failures += arena_is_live(child);
  }
  return NULL;
}

static void *use_closures(void *number) {
  for (int round = 0; round < SHARED_ROUNDS; round++) {
    eshkol_environment_retain(shared_environment);
    eshkol_closure_retain(shared_closure);
    failures += call_closure(shared_closure, number) != (void *)(100 + (intptr_t)number);
    eshkol_closure_release(shared_closure);
    eshkol_environment_release(shared_environment);
    EshkolEnvironment *own = eshkol_environment_create(shared_environment, 1, 0);
    own->variables[0] = number;
    EshkolClosure *closure = eshkol_closure_create(sum, own, NULL, NULL, 1);
    failures += call_closure(closure, (void *)1) != (void *)((intptr_t)number + 1);
    eshkol_closure_release(closure);
  }
  return NULL;
}

static void run(void *(*function)(void *)) {
  pthread_t threads[THREADS];
  for (intptr_t i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, function, (void *)(i + 1));
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  CHECK(failures == 0);
}

static void arenas_of_threads(void) { run(use_arenas); }

static int ended;
static void note_end(void *data) { ended += (int)(intptr_t)data; }

static void shared_closures(void) {
  shared_environment = eshkol_environment_create(NULL, 1, 0);
  shared_environment->variables[0] = (void *)100;
  eshkol_environment_add_cleanup(shared_environment, note_end, (void *)1);
  eshkol_environment_retain(shared_environment);
  shared_closure = eshkol_closure_create(sum, shared_environment, NULL, NULL, 1);
  run(use_closures);
  CHECK(shared_closure->ref_count == 1 && shared_environment->ref_count == 2);
  eshkol_closure_release(shared_closure);
  CHECK(ended == 0);
  eshkol_environment_release(shared_environment);
  CHECK(ended == 1);
}

static void *look(void *memory) { return (void *)(intptr_t) * (volatile char *)memory; }

static void stale_read_in_a_thread(void) {
  Arena *arena = arena_create(10);
  void *memory = arena_alloc(arena, 10);
  pthread_t thread;
  arena_destroy(arena);
  pthread_create(&thread, NULL, look, memory);
  pthread_join(thread, NULL);
}

CASES(CASE(arenas_of_threads), CASE(shared_closures), CASE(stale_read_in_a_thread))

/* Wrong use of the C API: each case ends in a report. test_c_api.py says which. */
#define _DEFAULT_SOURCE
#include "cases.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static void *answer(EshkolEnvironment *env, void **arguments) {
  (void)env;
  (void)arguments;
  return NULL;
}

static volatile char sink;
static Arena *made(void) { return arena_create(100); }
static void look(const volatile char *memory) { sink = *memory; }

static void stale_read(void) {
  Arena *arena = made();
  char *memory = (char *)arena_alloc(arena, 100);
  puts("printed before");
  fflush(stdout);
  arena_destroy(arena);
  look(memory);
}

static void stale_write(void) {
  Arena *arena = made();
  char *memory = (char *)arena_alloc(arena, 100);
  arena_destroy(arena);
  *(volatile char *)memory = 1;
}

static void stale_read_in_the_c_library(void) {
  Arena *arena = made();
  char *memory = arena_copy_string(arena, "text");
  arena_destroy(arena);
  puts(memory);
}

static void stale_read_of_a_later_block(void) {
  Arena *arena = made();
  char *memory = NULL;
  for (int i = 0; i < 1000; i++) memory = (char *)arena_alloc(arena, 100);
  arena_destroy(arena);
  look(memory);
}

static void stale_read_of_a_large_block(void) {
  Arena *arena = made();
  char *memory = (char *)arena_alloc(arena, 10 << 20);
  arena_destroy(arena);
  look(memory + (9 << 20));
}

static void stale_read_long_after(void) {
  Arena *arena = made();
  char *memory = (char *)arena_alloc(arena, 100);
  arena_destroy(arena);
  for (int i = 0; i < 5000; i++) {
    Arena *other = arena_create(100);
    memset(arena_alloc(other, 100), 1, 100);
    arena_destroy(other);
  }
  look(memory);
}

static void stale_read_among_the_living(void) {
  Arena *arenas[1000];
  char *memory[1000];
  for (int i = 0; i < 1000; i++) memory[i] = (char *)arena_alloc(arenas[i] = made(), 100);
  for (int i = 0; i < 1000; i++) {
    if (i != 501) look(memory[i]);
    if (i == 500) arena_destroy(arenas[500]);
  }
  look(memory[500]);
}

static void stale_read_after_reset(void) {
  Arena *arena = made();
  char *memory = (char *)arena_alloc(arena, 100);
  arena_reset(arena);
  memset(arena_alloc(arena, 100), 1, 100);
  look(memory);
}

static void stale_read_of_a_child(void) {
  Arena *arena = made(), *child = arena_create_child(arena, 10);
  char *memory = (char *)arena_alloc(child, 100);
  arena_destroy(arena);
  look(memory);
}

static void stale_call(void) {
  EshkolClosure *closure = eshkol_closure_create(answer, NULL, NULL, NULL, 0);
  eshkol_closure_release(closure);
  closure->fn(NULL, NULL);
}

static void stale_variables(void) {
  EshkolEnvironment *env = eshkol_environment_create(NULL, 1, 0);
  eshkol_environment_release(env);
  look((char *)env->variables[0]);
}

static void destroyed_twice(void) {
  Arena *arena = made();
  arena_destroy(arena);
  arena_destroy(arena);
}

static void destroyed_twice_long_after(void) {
  Arena *arena = made();
  arena_destroy(arena);
  for (int i = 0; i < 2000; i++) arena_destroy(arena_create(1));
  arena_destroy(arena);
}

static void allocating_from_a_destroyed_arena(void) {
  Arena *arena = made();
  destroy_arena(arena);
  arena_alloc(arena, 1);
}

static void resetting_a_destroyed_arena(void) {
  Arena *arena = made();
  destroy_arena(arena);
  arena_reset(arena);
}

static void child_of_a_destroyed_arena(void) {
  Arena *arena = made();
  destroy_arena(arena);
  arena_create_child(arena, 1);
}

static void child_destroyed_with_its_parent(void) {
  Arena *arena = made(), *child = arena_create_child(arena, 1);
  destroy_arena(arena);
  destroy_arena(child);
}

static void no_arena(void) { arena_alloc(NULL, 1); }

static void other_memory_as_arena(void) {
  static char memory[1000];
  arena_alloc((Arena *)(void *)memory, 1);
}

static void arena_memory_as_arena(void) {
  Arena *arena = made();
  arena_destroy((Arena *)arena_alloc(arena, 10));
}

static void negative_size(void) {
  Arena *arena = made();
  arena_alloc(arena, (size_t)-16);
}

static void negative_first_size(void) { arena_create((size_t)-1); }

static void odd_alignment(void) {
  Arena *arena = made();
  arena_alloc_aligned(arena, 10, 24);
}

static void damaged_arena(void) {
  Arena *arena = made();
  char *memory = (char *)arena_alloc(arena, 10);
  memset(memory - 32, 0x41, 32);
  arena_destroy(arena);
}

static Arena *unfinished;
static void allocate(void *data) {
  (void)data;
  arena_alloc(unfinished, 1);
}

static void allocating_in_a_cleanup(void) {
  unfinished = made();
  arena_add_cleanup(unfinished, allocate, NULL);
  arena_destroy(unfinished);
}

static void released_too_often(void) {
  Arena *arena = made();
  EshkolEnvironment *env = create_environment(arena, NULL, 1);
  environment_release(env);
  environment_release(env);
}

static void released_too_often_but_kept_by_a_child(void) {
  EshkolEnvironment *env = eshkol_environment_create(NULL, 1, 0);
  eshkol_environment_create(env, 1, 0);
  eshkol_environment_release(env);
  eshkol_environment_release(env);
}

static void retained_after_its_end(void) {
  EshkolEnvironment *env = eshkol_environment_create(NULL, 1, 0);
  eshkol_environment_release(env);
  eshkol_environment_retain(env);
}

static void environment_of_a_destroyed_arena(void) {
  Arena *arena = made();
  EshkolEnvironment *env = create_environment(arena, NULL, 1);
  arena_destroy(arena);
  environment_retain(env);
}

static void arena_memory_as_environment(void) {
  Arena *arena = made();
  environment_retain((EshkolEnvironment *)arena_alloc(arena, 100));
}

static void closure_released_too_often(void) {
  EshkolClosure *closure = eshkol_closure_create(answer, NULL, NULL, NULL, 0);
  eshkol_closure_release(closure);
  eshkol_closure_release(closure);
}

static void calling_an_ended_closure(void) {
  EshkolClosure *closure = eshkol_closure_create(answer, NULL, NULL, NULL, 0);
  eshkol_closure_release(closure);
  call_closure(closure, NULL);
}

static void calling_a_closure_of_a_destroyed_arena(void) {
  Arena *arena = made();
  EshkolClosure *closure = create_closure(arena, answer, NULL);
  arena_destroy(arena);
  call_closure(closure, NULL);
}

static void calling_data(void) {
  static char data[100];
  call_closure(data, NULL);
}

static void calling_data_as_closure(void) {
  static EshkolClosure data = {answer, NULL, 1, NULL, NULL, 0, 0};
  eshkol_closure_call(&data, NULL);
}

static void closure_without_function(void) { eshkol_closure_create(NULL, NULL, NULL, NULL, 0); }

static void functions_without_places(void) {
  Arena *arena = (arena_create)(100);
  (arena_destroy)(arena);
  (arena_destroy)(arena);
}

/* What is none of the library's business is treated as without it. */
static void other_fault(void) {
  arena_destroy(made());
  char *volatile nowhere = NULL;
  *(volatile char *)nowhere = 1;
}

static void own_handler(int number) {
  (void)number;
  if (write(1, "own handler\n", 12) == 12) _exit(3);
}

static void other_fault_with_a_handler(void) {
  signal(SIGSEGV, own_handler);
  other_fault();
}

static void signal_that_was_sent(void) {
  arena_destroy(made());
  raise(SIGSEGV);
}

/* The kernel answers instead of ending the program. */
static void system_call(void) {
  Arena *arena = made();
  char *memory = (char *)arena_alloc(arena, 100);
  arena_destroy(arena);
  int file = open("/dev/zero", O_RDONLY);
  CHECK(read(file, memory, 10) == -1 && errno == EFAULT);
}

CASES(CASE(stale_read), CASE(stale_write), CASE(stale_read_in_the_c_library), CASE(stale_read_of_a_later_block),
      CASE(stale_read_of_a_large_block), CASE(stale_read_long_after), CASE(stale_read_among_the_living),
      CASE(stale_read_after_reset), CASE(stale_read_of_a_child), CASE(stale_call), CASE(stale_variables),
      CASE(destroyed_twice), CASE(destroyed_twice_long_after), CASE(allocating_from_a_destroyed_arena),
      CASE(resetting_a_destroyed_arena), CASE(child_of_a_destroyed_arena), CASE(child_destroyed_with_its_parent),
      CASE(no_arena), CASE(other_memory_as_arena), CASE(arena_memory_as_arena), CASE(negative_size),
      CASE(negative_first_size), CASE(odd_alignment), CASE(damaged_arena), CASE(allocating_in_a_cleanup),
      CASE(released_too_often), CASE(released_too_often_but_kept_by_a_child), CASE(retained_after_its_end),
      CASE(environment_of_a_destroyed_arena), CASE(arena_memory_as_environment), CASE(closure_released_too_often),
      CASE(calling_an_ended_closure), CASE(calling_a_closure_of_a_destroyed_arena), CASE(calling_data),
      CASE(calling_data_as_closure), CASE(closure_without_function), CASE(functions_without_places), CASE(other_fault),
      CASE(other_fault_with_a_handler), CASE(signal_that_was_sent), CASE(system_call))

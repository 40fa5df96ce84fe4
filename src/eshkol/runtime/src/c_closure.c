/* Closures of the C API: made, counted, recognized and called. */
#include <stdio.h>

#include "c_internal.h"

/* A bit of private_state: it owns a hold of its environment. */
enum { HOLDS_ENVIRONMENT = 1 };

/* --- Recognizing. --- */

/* What the program has laid out: a function and an environment, or none. */
static bool is_laid_out(const EshkolClosure *closure) {
  if (closure->env && !eshkol_c_is_environment(closure->env)) return false;
  return eshkol_c_is_code((const void *)(uintptr_t)closure->fn);
}

bool eshkol_is_closure(const void *address) {
  enum ObjectKind kind = eshkol_c_kind(address);
  return kind == OBJECT_CLOSURE || (kind == OBJECT_CANDIDATE_CLOSURE && is_laid_out(address));
}

static void check(const EshkolClosure *closure, const char *function, Place place) {
  if (eshkol_is_closure(closure)) return;
  AddressFacts facts = eshkol_c_address_facts(closure);
  const char *problem = "this is not a closure";
  if (facts.kind == ADDRESS_DESTROYED || facts.kind == ADDRESS_RESET) problem = "the closure's arena has been destroyed";
  if (facts.made == PLACE_OBJECTS || eshkol_c_kind(closure) == OBJECT_ENDED) {
    problem = "the closure has ended";
    facts.kind = ADDRESS_FOREIGN;
  }
  eshkol_c_wrong_use(function, problem, place, facts);
}

/* --- Making. --- */

EshkolClosure *eshkol_c_make_closure(Arena *arena, EshkolClosureFunction fn, EshkolEnvironment *env,
                                     const char *function, Place place) {
  if (arena) eshkol_c_check_arena(arena, function, place);
  if (!fn) eshkol_c_wrong_call(function, "the function is NULL", place);
  EshkolClosure *closure = arena ? eshkol_c_make_object(arena, OBJECT_CLOSURE, sizeof *closure, function, place)
                                 : eshkol_c_make_free_object(OBJECT_CLOSURE, sizeof *closure);
  if (!closure) return NULL;
  closure->fn = fn;
  closure->env = env;
  closure->ref_count = 1;
  closure->private_state = arena ? 0 : HOLDS_ENVIRONMENT;
  return closure;
}

EshkolClosure *eshkol_closure_create(EshkolClosureFunction fn, EshkolEnvironment *env, const char *return_type,
                                     const char *const *param_types, size_t param_count) {
  EshkolClosure *closure = eshkol_c_make_closure(NULL, fn, env, "eshkol_closure_create", CALLER);
  if (!closure) return NULL;
  closure->return_type = return_type;
  closure->param_types = param_types;
  closure->param_count = param_count;
  return closure;
}

/* --- Counting. --- */

void eshkol_closure_retain(EshkolClosure *closure) {
  if (!closure) return;
  check(closure, "eshkol_closure_retain", CALLER);
  __atomic_fetch_add(&closure->ref_count, 1, __ATOMIC_RELAXED);
}

/* An environment that has ended with its arena needs nothing any more. */
static void release_environment(EshkolEnvironment *env, const char *function, Place place) {
  bool has_ended = env && !eshkol_c_is_environment(env) && eshkol_c_address_facts(env).kind != ADDRESS_FOREIGN;
  if (!has_ended) eshkol_c_release_environment(env, function, place);
}

void eshkol_closure_release(EshkolClosure *closure) {
  const char *function = "eshkol_closure_release";
  if (!closure) return;
  check(closure, function, CALLER);
  size_t before = __atomic_fetch_sub(&closure->ref_count, 1, __ATOMIC_ACQ_REL);
  if (before == 0)
    eshkol_c_wrong_call(function, "the closure is released more often than it was made and retained", CALLER);
  if (before != 1) return;
  if (!(closure->private_state & HOLDS_ENVIRONMENT)) {
    eshkol_c_set_kind(closure, OBJECT_ENDED);
    return;
  }
  EshkolEnvironment *env = closure->env;
  closure->fn = (EshkolClosureFunction)(uintptr_t)eshkol_c_nowhere();
  closure->env = eshkol_c_nowhere();
  eshkol_c_free_object(closure);
  release_environment(env, function, CALLER);
}

/* --- Calling. --- */

void *eshkol_closure_call(EshkolClosure *closure, void **arguments) {
  if (!closure) {
    fprintf(stderr, "Error: NULL closure in call\n");
    return NULL;
  }
  check(closure, "eshkol_closure_call", CALLER);
  return closure->fn(closure->env, arguments);
}

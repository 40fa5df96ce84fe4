/* Environments of the C API: made, counted and ended. */
#include <stdlib.h>

#include "c_internal.h"

#undef eshkol_environment_create

/* Bits of private_state. */
enum { COUNTED_BY_PARENT = 1, HAS_ENDED = 2, OWNS_MEMORY = 4 };

/* --- Checks. --- */

/* Environments that lie in no arena (the program's own variables) are only counted, as their fields say. */
static bool is_known(const EshkolEnvironment *environment) { return eshkol_c_is_environment(environment); }

static void check(const EshkolEnvironment *environment, const char *function, Place place) {
  if (is_known(environment)) {
    if (environment->private_state & HAS_ENDED) eshkol_c_wrong_call(function, "the environment is just ending", place);
    return;
  }
  AddressFacts facts = eshkol_c_address_facts(environment);
  if (facts.kind == ADDRESS_FOREIGN) return;
  if (facts.kind != ADDRESS_LIVE && facts.made != PLACE_OBJECTS)
    eshkol_c_wrong_use(function, "the environment's arena has been destroyed", place, facts);
  if (facts.kind == ADDRESS_LIVE && eshkol_c_kind(environment) != OBJECT_ENDED)
    eshkol_c_wrong_call(function, "this is not an environment", place);
  eshkol_c_wrong_call(function, "the environment has ended", place);
}

/* --- Making. --- */

static void enter_parent(EshkolEnvironment *environment, EshkolEnvironment *parent) {
  environment->parent = parent;
  if (!parent || !is_known(parent)) return;
  eshkol_c_lock_objects();
  parent->private_child_count++;
  environment->private_state |= COUNTED_BY_PARENT;
  eshkol_c_unlock_objects();
}

/* Memory for an environment and its variables in one piece. */
static EshkolEnvironment *allocate(Arena *arena, size_t count, const char *function, Place place) {
  size_t bytes;
  if (__builtin_mul_overflow(count, sizeof(void *), &bytes) ||
      __builtin_add_overflow(bytes, sizeof(EshkolEnvironment), &bytes))
    return eshkol_c_out_of_memory();
  return arena ? eshkol_c_make_object(arena, OBJECT_ENVIRONMENT, bytes, function, place)
               : eshkol_c_make_free_object(OBJECT_ENVIRONMENT, bytes);
}

/* `arena` NULL: in memory of its own. */
EshkolEnvironment *eshkol_c_make_environment(Arena *arena, EshkolEnvironment *parent, size_t count, intptr_t scope,
                                             const char *function, Place place) {
  if (arena) eshkol_c_check_arena(arena, function, place);
  if (parent) check(parent, function, place);
  EshkolEnvironment *environment = allocate(arena, count, function, place);
  if (!environment) return NULL;
  environment->variables = (void **)(environment + 1);
  environment->count = count;
  environment->ref_count = 1;
  environment->scope_id = scope;
  environment->private_state = arena ? 0 : OWNS_MEMORY;
  enter_parent(environment, parent);
  return environment;
}

EshkolEnvironment *eshkol_environment_create(EshkolEnvironment *parent, size_t capacity, int scope_id) {
  return eshkol_c_make_environment(NULL, parent, capacity, scope_id, "eshkol_environment_create", CALLER);
}

EshkolEnvironment *eshkol_environment_create_in(Arena *arena, size_t capacity, const void *scope) {
  return eshkol_c_make_environment(arena, NULL, capacity, (intptr_t)scope, "eshkol_environment_create", CALLER);
}

/* --- Counting. --- */

static size_t add(size_t *count, size_t n) { return __atomic_fetch_add(count, n, __ATOMIC_RELAXED); }

/* What is left. Ends the program when less than n was there. */
static size_t subtract(size_t *count, size_t n, const char *function, Place place) {
  size_t before = __atomic_fetch_sub(count, n, __ATOMIC_ACQ_REL);
  if (before < n) eshkol_c_wrong_call(function, "the environment is released more often than it was made and retained", place);
  return before - n;
}

void eshkol_c_retain_environment(EshkolEnvironment *environment, const char *function, Place place) {
  for (EshkolEnvironment *at = environment; at; at = at->parent) {
    check(at, function, place);
    add(&at->ref_count, 1);
    if (at->parent && is_known(at)) add(&at->private_parent_holds, 1);
  }
}

/* --- Ending. --- */

static void run_cleanups(EshkolEnvironment *environment) {
  struct Cleanup *cleanup;
  while ((cleanup = environment->private_cleanups)) {
    environment->private_cleanups = cleanup->older;
    cleanup->function(cleanup->data);
    free(cleanup);
  }
}

/* What is still read through a stale pointer leads to a page that faults. */
static void give_memory_back(EshkolEnvironment *environment) {
  environment->variables = eshkol_c_nowhere();
  environment->parent = eshkol_c_nowhere();
  eshkol_c_free_object(environment);
}

/* Runs cleanups and takes the environment out of its parent; gives the parent, if it is alive and counts its children. */
static EshkolEnvironment *finish(EshkolEnvironment *environment, const char *function, Place place) {
  EshkolEnvironment *parent = environment->parent;
  size_t holds = environment->private_parent_holds, state = environment->private_state;
  run_cleanups(environment);
  if (state & OWNS_MEMORY) give_memory_back(environment);
  else eshkol_c_set_kind(environment, OBJECT_ENDED);
  if (!parent) return NULL;
  /* A parent that ended with its arena needs nothing any more. */
  if (!is_known(parent) && eshkol_c_address_facts(parent).kind != ADDRESS_FOREIGN) return NULL;
  subtract(&parent->ref_count, holds, function, place);
  if (!is_known(parent)) return NULL;
  if (state & COUNTED_BY_PARENT) {
    eshkol_c_lock_objects();
    parent->private_child_count--;
    eshkol_c_unlock_objects();
  }
  return parent;
}

/* Decides, once in the environment's life, that it ends now. */
static bool ends(EshkolEnvironment *environment, bool with_arena) {
  eshkol_c_lock_objects();
  bool in_use = __atomic_load_n(&environment->ref_count, __ATOMIC_ACQUIRE) || environment->private_child_count;
  bool now = !(environment->private_state & HAS_ENDED) && (with_arena || !in_use);
  if (now) environment->private_state |= HAS_ENDED;
  eshkol_c_unlock_objects();
  return now;
}

static void end_unused(EshkolEnvironment *environment, const char *function, Place place) {
  while (environment && ends(environment, false)) environment = finish(environment, function, place);
}

void eshkol_c_end_environment_with_arena(EshkolEnvironment *environment) {
  static const Place nobody = {NULL, 0, NULL};
  if (!ends(environment, true)) return;
  end_unused(finish(environment, "arena_destroy", nobody), "arena_destroy", nobody);
}

void eshkol_c_release_environment(EshkolEnvironment *environment, const char *function, Place place) {
  for (; environment; environment = environment->parent) {
    check(environment, function, place);
    if (subtract(&environment->ref_count, 1, function, place) > 0) return;
    if (is_known(environment)) {
      end_unused(environment, function, place);
      return;
    }
  }
}

void eshkol_environment_retain(EshkolEnvironment *environment) {
  eshkol_c_retain_environment(environment, "eshkol_environment_retain", CALLER);
}

void eshkol_environment_release(EshkolEnvironment *environment) {
  eshkol_c_release_environment(environment, "eshkol_environment_release", CALLER);
}

/* --- Cleanups. --- */

/* So that it ends with its arena, though the program has laid it out. */
static void adopt(EshkolEnvironment *environment) {
  if (eshkol_c_kind(environment) != OBJECT_CANDIDATE_ENVIRONMENT) return;
  Arena *arena = eshkol_c_owner(environment);
  object_before(environment)->older = arena->objects;
  arena->objects = object_before(environment);
  eshkol_c_set_kind(environment, OBJECT_ENVIRONMENT);
}

bool eshkol_environment_add_cleanup(EshkolEnvironment *environment, void (*function)(void *data), void *data) {
  const char *who = "eshkol_environment_add_cleanup";
  check(environment, who, CALLER);
  if (!is_known(environment)) eshkol_c_wrong_call(who, "this environment lies in no arena", CALLER);
  struct Cleanup *cleanup = malloc(sizeof *cleanup);
  if (!cleanup) return false;
  adopt(environment);
  *cleanup = (struct Cleanup){function, data, environment->private_cleanups};
  environment->private_cleanups = cleanup;
  return true;
}

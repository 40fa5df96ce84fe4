/* What environments and closures do when they are used well. */
#include "cases.h"

static int ended[64], end_count;
static void note_end(void *data) { ended[end_count++] = (int)(intptr_t)data; }
static void *number(int n) { return (void *)(intptr_t)n; }

static void *add(EshkolEnvironment *env, void **arguments) {
  return number((int)(intptr_t)env->variables[0] + (int)(intptr_t)arguments[0]);
}
static void *answer(EshkolEnvironment *env, void **arguments) {
  (void)env;
  (void)arguments;
  return number(42);
}
static void *twice(void *x) { return number(2 * (int)(intptr_t)x); }
static void *as_pointer(void *(*function)(void *)) {
  void *pointer;
  memcpy(&pointer, &function, sizeof pointer);
  return pointer;
}

static void environments_hold_variables(void) {
  Arena *arena = arena_create(100);
  EshkolEnvironment *outer = eshkol_environment_create(NULL, 3, 7);
  EshkolEnvironment *inner = create_environment(arena, outer, 1000), *scope = eshkol_environment_create(arena, 1, NULL);
  CHECK(outer->count == 3 && outer->scope_id == 7 && outer->parent == NULL && outer->ref_count == 1);
  CHECK(inner->count == 1000 && inner->scope_id == 0 && inner->parent == outer && inner->ref_count == 1);
  CHECK(scope->count == 1 && scope->parent == NULL && arena_contains(arena, scope->variables));
  for (size_t i = 0; i < 1000; i++) CHECK(inner->variables[i] == NULL);
  for (size_t i = 0; i < 1000; i++) inner->variables[i] = number((int)i);
  for (size_t i = 0; i < 1000; i++) CHECK(inner->variables[i] == number((int)i));
  arena_destroy(arena);
  eshkol_environment_release(outer);
}

/* Makings and retainings equal releases: all counts are 0, each cleanup ran once, parents end after their children. */
static void counts_balance(int retains) {
  EshkolEnvironment *grandparent = eshkol_environment_create(NULL, 1, 0);
  EshkolEnvironment *parent = eshkol_environment_create(grandparent, 1, 0);
  EshkolEnvironment *child = eshkol_environment_create(parent, 1, 0);
  eshkol_environment_add_cleanup(grandparent, note_end, number(1));
  eshkol_environment_add_cleanup(parent, note_end, number(2));
  eshkol_environment_add_cleanup(child, note_end, number(3));
  for (int i = 0; i < retains; i++) environment_retain(child);
  CHECK((int)child->ref_count == 1 + retains && (int)parent->ref_count == 1 + retains);
  CHECK((int)grandparent->ref_count == 1 + retains);
  for (int i = 0; i < retains; i++) environment_release(child);
  CHECK(child->ref_count == 1 && (int)parent->ref_count == 1 + retains && end_count == 0);
  environment_release(child);
  CHECK(end_count == 1 && ended[0] == 3 && parent->ref_count == 1);
  environment_release(parent);
  CHECK(end_count == 2 && ended[1] == 2 && grandparent->ref_count == 1);
  environment_release(grandparent);
  CHECK(end_count == 3 && ended[2] == 1);
  end_count = 0;
}

static void counts_balance_however_often_retained(void) {
  for (int retains = 0; retains < 5; retains++) counts_balance(retains);
}

/* As closures keep the scopes around them: nobody else holds the parents. */
static void children_keep_parents_alive(void) {
  EshkolEnvironment *parent = eshkol_environment_create(NULL, 1, 0);
  EshkolEnvironment *first = eshkol_environment_create(parent, 1, 0), *second = eshkol_environment_create(parent, 1, 0);
  parent->variables[0] = number(5);
  eshkol_environment_add_cleanup(parent, note_end, number(1));
  eshkol_environment_release(parent);
  CHECK(end_count == 0 && parent->ref_count == 0 && first->parent->variables[0] == number(5));
  eshkol_environment_release(first);
  CHECK(end_count == 0 && second->parent->variables[0] == number(5));
  eshkol_environment_release(second);
  CHECK(end_count == 1);
}

static void a_child_may_revive_its_parent(void) {
  EshkolEnvironment *parent = eshkol_environment_create(NULL, 1, 0), *child = eshkol_environment_create(parent, 1, 0);
  eshkol_environment_add_cleanup(parent, note_end, number(1));
  eshkol_environment_release(parent);
  eshkol_environment_retain(child->parent);
  eshkol_environment_release(child);
  CHECK(end_count == 0 && parent->ref_count == 1);
  eshkol_environment_release(parent);
  CHECK(end_count == 1);
}

static void environments_end_with_their_arena(void) {
  Arena *arena = arena_create(100);
  EshkolEnvironment *outside = eshkol_environment_create(NULL, 1, 0);
  EshkolEnvironment *parent = create_environment(arena, outside, 1), *child = create_environment(arena, parent, 1);
  eshkol_environment_add_cleanup(outside, note_end, number(0));
  eshkol_environment_add_cleanup(parent, note_end, number(1));
  eshkol_environment_add_cleanup(child, note_end, number(2));
  eshkol_environment_add_cleanup(child, note_end, number(3));
  environment_retain(child);
  CHECK(outside->ref_count == 2);
  arena_destroy(arena);
  CHECK(end_count == 3 && ended[0] == 3 && ended[1] == 2 && ended[2] == 1 && outside->ref_count == 1);
  environment_release(outside);
  CHECK(end_count == 4 && ended[3] == 0);
}

static void a_parent_may_end_before_its_child(void) {
  Arena *arena = arena_create(100);
  EshkolEnvironment *parent = create_environment(arena, NULL, 1), *child = eshkol_environment_create(parent, 1, 0);
  EshkolClosure *closure = eshkol_closure_create(add, eshkol_environment_create(arena, 1, NULL), NULL, NULL, 0);
  arena_destroy(arena);
  eshkol_environment_release(child);
  eshkol_closure_release(closure);
}

/* Environments that the program lays out as the specification's text does. */
static void environments_of_the_program(void) {
  Arena *arena = arena_create(100);
  EshkolEnvironment *env = (EshkolEnvironment *)arena_alloc(arena, sizeof(EshkolEnvironment));
  env->variables = (void **)arena_alloc(arena, sizeof(void *));
  env->count = env->ref_count = 1;
  eshkol_environment_add_cleanup(env, note_end, number(1));
  EshkolEnvironment *child = eshkol_environment_create(env, 1, 0);
  environment_retain(child);
  environment_release(child);
  environment_release(child);
  CHECK(env->ref_count == 1 && end_count == 0);
  environment_release(env);
  CHECK(end_count == 1);
  arena_destroy(arena);
  CHECK(end_count == 1);
}

static void foreign_environments_are_counted(void) {
  EshkolEnvironment outer = {NULL, 0, NULL, 1, 0, 0, 0, NULL, 0}, inner = {NULL, 0, &outer, 1, 0, 0, 0, NULL, 0};
  environment_retain(&inner);
  CHECK(inner.ref_count == 2 && outer.ref_count == 2);
  environment_release(&inner);
  environment_release(&inner);
  CHECK(inner.ref_count == 0 && outer.ref_count == 1);
}

static void closures_are_called(void) {
  Arena *arena = arena_create(100);
  EshkolEnvironment *env = create_environment(arena, NULL, 1);
  env->variables[0] = number(40);
  const char *types[] = {"int"};
  EshkolClosure *here = create_closure(arena, add, env), *own;
  environment_retain(env);
  own = eshkol_closure_create(add, env, "int", types, 1);
  CHECK(own->ref_count == 1 && own->param_count == 1 && own->param_types == types && strcmp(own->return_type, "int") == 0);
  void *arguments[] = {number(2)};
  CHECK(eshkol_closure_call(here, arguments) == number(42) && call_closure(own, number(3)) == number(43));
  CHECK(call_closure(create_closure(arena, answer, NULL), NULL) == number(42));
  CHECK(call_closure(as_pointer(twice), number(21)) == number(42));
  CHECK(eshkol_closure_call(NULL, arguments) == NULL && call_closure(NULL, number(1)) == NULL);
  eshkol_closure_retain(own);
  eshkol_closure_release(own);
  CHECK(eshkol_is_closure(own) && env->ref_count == 2);
  eshkol_closure_release(own);
  CHECK(!eshkol_is_closure(own) && env->ref_count == 1);
  eshkol_closure_retain(NULL);
  eshkol_closure_release(NULL);
  arena_destroy(arena);
}

static void what_is_a_closure(void) {
  Arena *arena = arena_create(100), *other = arena_create(100);
  EshkolClosure on_stack = {answer, NULL, 1, NULL, NULL, 0, 0};
  static EshkolClosure in_data;
  EshkolClosure *on_heap = (EshkolClosure *)malloc(sizeof *on_heap);
  in_data = *on_heap = on_stack;
  EshkolClosure *made = create_closure(arena, answer, NULL), *own = eshkol_closure_create(answer, NULL, NULL, NULL, 0);
  EshkolClosure *laid_out = (EshkolClosure *)arena_alloc(arena, sizeof(EshkolClosure));
  CHECK(!eshkol_is_closure(laid_out));
  laid_out->fn = answer;
  CHECK(eshkol_is_closure(made) && eshkol_is_closure(own) && eshkol_is_closure(laid_out));
  laid_out->env = create_environment(arena, NULL, 1);
  CHECK(eshkol_is_closure(laid_out) && call_closure(laid_out, NULL) == number(42));
  laid_out->env = (EshkolEnvironment *)(void *)&on_stack;
  CHECK(!eshkol_is_closure(laid_out));
  CHECK(!eshkol_is_closure(NULL) && !eshkol_is_closure(&on_stack) && !eshkol_is_closure(&in_data));
  CHECK(!eshkol_is_closure(on_heap) && !eshkol_is_closure(as_pointer(twice)) && !eshkol_is_closure((void *)-1));
  CHECK(!eshkol_is_closure((char *)made + 8) && !eshkol_is_closure((char *)made + 16) && !eshkol_is_closure(arena));
  CHECK(!eshkol_is_closure(laid_out->env) && !eshkol_is_closure(create_environment(arena, NULL, 1)));
  /* Buffers, of every size, with anything in them, copies of closures with what stands before them among it. */
  for (size_t size = 1; size < 200; size++) {
    char *buffer = (char *)arena_alloc(other, size);
    CHECK(!eshkol_is_closure(buffer));
    memset(buffer, 0x41, size);
    CHECK(!eshkol_is_closure(buffer));
    if (size == sizeof(EshkolClosure)) continue; /* this one is a closure as far as anybody can tell */
    memcpy(buffer, made, size < sizeof *made ? size : sizeof *made);
    CHECK(!eshkol_is_closure(buffer));
  }
  char *copy = (char *)arena_alloc(other, 96);
  memcpy(copy, (char *)made - 16, 72);
  for (int i = 0; i < 96; i++) CHECK(!eshkol_is_closure(copy + i));
  eshkol_closure_release(own);
  CHECK(!eshkol_is_closure(own));
  arena_reset(other);
  arena_destroy(arena);
  CHECK(!eshkol_is_closure(made) && !eshkol_is_closure(laid_out) && !eshkol_is_closure(copy));
  free(on_heap);
  arena_destroy(other);
}

/* A counter of the specification, many at the same time; memory comes back. */
static void *count_up(EshkolEnvironment *env, void **arguments) {
  (void)arguments;
  return env->variables[0] = (void *)((uintptr_t)env->variables[0] + 1);
}

static void many_closures(void) {
  static EshkolClosure *closures[3000];
  for (int round = 0; round < 10; round++) {
    for (int i = 0; i < 3000; i++)
      closures[i] = eshkol_closure_create(count_up, eshkol_environment_create(NULL, (size_t)(1 + i % 700), i), NULL, NULL, 0);
    for (int i = 0; i < 3000; i++) CHECK(call_closure(closures[i], NULL) == number(1));
    for (int i = 0; i < 3000; i += 2) eshkol_closure_release(closures[i]);
    for (int i = 1; i < 3000; i += 2) CHECK(call_closure(closures[i], NULL) == number(2));
    for (int i = 1; i < 3000; i += 2) eshkol_closure_release(closures[i]);
  }
}

static void deep_scopes(void) {
  EshkolEnvironment *env = eshkol_environment_create(NULL, 1, 0);
  for (int i = 0; i < 100000; i++) {
    EshkolEnvironment *inner = eshkol_environment_create(env, 1, i);
    eshkol_environment_release(env);
    env = inner;
  }
  eshkol_environment_retain(env);
  eshkol_environment_release(env);
  eshkol_environment_release(env);
}

CASES(CASE(environments_hold_variables), CASE(counts_balance_however_often_retained), CASE(children_keep_parents_alive),
      CASE(a_child_may_revive_its_parent), CASE(environments_end_with_their_arena), CASE(a_parent_may_end_before_its_child),
      CASE(environments_of_the_program), CASE(foreign_environments_are_counted), CASE(closures_are_called),
      CASE(what_is_a_closure), CASE(many_closures), CASE(deep_scopes))

/* What resources promise, one case each: lifetimes CASE. */
#include "errors.h"
#include "harness.h"
#include "resources.h"

#define CASE(name) static void name(Value *sp __attribute__((unused)))

static int cleaned[1000];
static void clean(void *pointer) { ++*(int *)pointer; }

static Value make(int number) { return eshkol_make_resource(&cleaned[number], clean, 0); }

static void reclaim(Value *sp, size_t live) {
  for (int i = 0; i < 300000; i++) cons(NIL, NIL);
  eshkol_reclaim(sp, live);
}

CASE(dead_resources_are_cleaned_up_once) {
  sp[0] = make(0);
  make(1);
  reclaim(sp, 1);
  CHECK(cleaned[0] == 0 && cleaned[1] == 1);
  CHECK(eshkol_resource_pointer("test", sp[0]) == &cleaned[0]);
  reclaim(sp, 0);
  reclaim(sp, 0);
  eshkol_release_all_resources();
  CHECK(cleaned[0] == 1 && cleaned[1] == 1);
}

static void take_pointer(void *resource) { eshkol_resource_pointer("test", *(Value *)resource); }

CASE(released_resources_are_not_cleaned_up_again) {
  sp[0] = make(2);
  CHECK(eshkol_resource_live_p(sp[0]) == TRUE);
  CHECK(eshkol_release_resource_x(sp[0]) == TRUE && cleaned[2] == 1);
  CHECK(eshkol_release_resource_x(sp[0]) == FALSE && eshkol_resource_live_p(sp[0]) == FALSE);
  const char *message = error_of(take_pointer, sp);
  CHECK(message && strstr(message, "a resource that has not been released"));
  reclaim(sp, 0);
  CHECK(cleaned[2] == 1);
  sp[0] = from_fixnum(5);
  message = error_of(take_pointer, sp);
  CHECK(message && strstr(message, "expected a resource"));
}

CASE(what_is_left_is_cleaned_up_at_the_end) {
  for (int i = 0; i < 3; i++) sp[i] = make(10 + i);
  eshkol_release_resource_x(sp[1]);
  eshkol_release_all_resources();
  for (int i = 0; i < 3; i++) CHECK(cleaned[10 + i] == 1);
}

CASE(arenas_share_resources) {
  Value arena = eshkol_make_arena(from_fixnum(100), ABSENT, ABSENT);
  sp[0] = eshkol_copy_to_arena(cons(make(20), NIL), arena);
  sp[1] = arena;
  reclaim(sp, 2);
  CHECK(cleaned[20] == 0);
  CHECK(eshkol_resource_pointer("test", car(sp[0])) == &cleaned[20]);
  eshkol_destroy_arena(sp[1]);
  reclaim(sp, 0);
  CHECK(cleaned[20] == 1);
}

CASE(what_resources_hold_makes_reclamations_due) {
  for (int i = 0; i < 1000; i++) {
    eshkol_make_resource(&cleaned[i], clean, 100000);
    SAFE_POINT(0);
  }
  CHECK(cleaned[0] == 1 && cleaned[900] == 1);
}

static const struct { const char *name; void (*run)(Value *sp); } cases[] = {
#define ROW(name) {#name, name}
    ROW(dead_resources_are_cleaned_up_once), ROW(released_resources_are_not_cleaned_up_again),
    ROW(what_is_left_is_cleaned_up_at_the_end), ROW(arenas_share_resources),
    ROW(what_resources_hold_makes_reclamations_due),
};

int main(int argc, char **argv) {
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    if (argc != 2) puts(cases[i].name);
    if (argc != 2 || strcmp(argv[1], cases[i].name) != 0) continue;
    cases[i].run(start(0));
    return 0;
  }
  return argc != 2 ? 0 : 2;
}

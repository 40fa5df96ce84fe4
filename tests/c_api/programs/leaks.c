/* Arenas that are not destroyed; ESHKOL_LEAKS says what happens then. */
#include "cases.h"

static Arena *later;
__attribute__((destructor)) static void destroy_later(void) { arena_destroy(later); }

static void leaking(void) {
  for (int i = 0; i < 50; i++) arena_create_child(arena_create(10), 10);
  arena_create(10);
  arena_destroy(arena_create(10));
}

static void clean(void) {
  later = arena_create(10);
  eshkol_environment_create(NULL, 1, 0);
}

CASES(CASE(leaking), CASE(clean))

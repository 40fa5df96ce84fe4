/* create_environment, in a file of its own: a program may define it itself. */
#include "c_internal.h"

EshkolEnvironment *create_environment(Arena *arena, EshkolEnvironment *parent, size_t var_count) {
  eshkol_c_check_arena(arena, "create_environment", CALLER);
  return eshkol_c_make_environment(arena, parent, var_count, 0, "create_environment", CALLER);
}

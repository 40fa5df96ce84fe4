/* create_closure, in a file of its own: a program may define it itself. */
#include "c_internal.h"

EshkolClosure *create_closure(Arena *arena, EshkolClosureFunction fn, EshkolEnvironment *env) {
  eshkol_c_check_arena(arena, "create_closure", CALLER);
  return eshkol_c_make_closure(arena, fn, env, "create_closure", CALLER);
}

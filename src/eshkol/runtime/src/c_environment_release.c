/* environment_release, in a file of its own: a program may define it itself. */
#include "c_internal.h"

void environment_release(EshkolEnvironment *environment) {
  eshkol_c_release_environment(environment, "environment_release", CALLER);
}

/* environment_retain, in a file of its own: a program may define it itself. */
#include "c_internal.h"

void environment_retain(EshkolEnvironment *environment) {
  eshkol_c_retain_environment(environment, "environment_retain", CALLER);
}

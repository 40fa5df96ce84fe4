/* What the runtime does in a library, inside another program's process, where a program would end its own. */
#ifndef ESHKOL_HOST_H
#define ESHKOL_HOST_H

#include "errors.h"

/* The first three are called in the place of what follows them, and do not return. */
struct Host {
  __attribute__((noreturn)) void (*uncaught)(Value object);      /* the report about an error that nothing handles, and status 70 */
  __attribute__((noreturn)) void (*leave)(int status);           /* the end of a program by (exit) */
  __attribute__((noreturn)) void (*panic)(const char *message);  /* a message about what makes going on impossible, and status 70 */
  bool (*made)(Value closure);  /* whether this procedure is one of C; its name is the only symbol in it */
  bool (*takes_faults)(void); /* whether compiled code is what runs on this thread; called in signal handlers */
};
/* NULL in programs: the process is theirs. */
extern const struct Host *eshkol_host;

#endif

/* The life of a program: what the runtime does before main and at the end, and the options it takes from outside. */
#ifndef ESHKOL_STARTUP_H
#define ESHKOL_STARTUP_H

#include "errors.h"

extern int eshkol_argument_count;
extern char **eshkol_argument_values;

/* Prepares everything but signal handlers for the program's main procedure. Sizes in bytes; 0: as the environment says.
 * Call once. */
void eshkol_runtime_start(uint64_t max_memory, uint64_t max_stack);
/* Gives the address space back that the runtime has reserved. Afterwards no function of it may be called. */
void eshkol_runtime_stop(void);

/* What main does, from a static constructor: runs the top level, so that main only has to end the program. */
void eshkol_run_before_main(int argument_count, char **argument_values);

/* Ends the program: flushes the ports, prints statistics if asked, exits. A flush that fails makes the status 70. */
NO_RETURN void eshkol_leave(int status);

#endif

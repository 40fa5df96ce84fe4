/* The life of a program: what the runtime does before main and at the end, and the options it takes from outside. */
#ifndef ESHKOL_STARTUP_H
#define ESHKOL_STARTUP_H

#include "errors.h"

extern int eshkol_argument_count;
extern char **eshkol_argument_values;

/* Ends the program: flushes the ports, prints statistics if asked, exits. A flush that fails makes the status 70. */
NO_RETURN void eshkol_leave(int status);

#endif

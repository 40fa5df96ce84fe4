/* How much memory a program may use when nobody says. */
#ifndef ESHKOL_LIMITS_H
#define ESHKOL_LIMITS_H

#include <stdint.h>

/* Bytes: three quarters of what the machine, or the container that the program runs in, has. 0: not known. */
uint64_t eshkol_default_memory_limit(void);

#endif

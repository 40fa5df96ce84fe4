/* What the headers of fast paths for data share. */
#ifndef ESHKOL_INLINE_SHARED_H
#define ESHKOL_INLINE_SHARED_H

#include "memory.h"
#include "primitives.h"

/* Each primitive P with the flag `inline` has eshkol_inline_P, which gives a value, or eshkol_test_P, which gives a C
 * bool. Those that can report an error take the value stack pointer and the number of the site first. Slow paths are out
 * of line, once per translation unit. */

#define ESHKOL_COLD __attribute__((noinline, cold, unused)) static
#define LIKELY_PATH(condition) __builtin_expect((condition), 1)

/* A word of a pair that a program with explicit arenas has loaded: is the arena destroyed? */
#ifdef ESHKOL_USES_ARENAS
#define ESHKOL_IS_STALE(v) ((v) == DEAD)
#else
#define ESHKOL_IS_STALE(v) false
#endif

#endif

/* What the C programs that test the memory manager share: start-up, errors as values, the shape of compiled code. */
#ifndef ESHKOL_TEST_HARNESS_H
#define ESHKOL_TEST_HARNESS_H

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "arenas.h"
#include "memory.h"
#include "nursery.h"
#include "memory_internal.h"
#include "primitives.h"
#include "statistics.h"

/* A call as compiled code makes it: k live values are on the stack at sp, the callee's frame begins above a mark. */
#define CALL(k, function, ...) (sp[k] = ESHKOL_MARK(), function(sp + (k) + 1, __VA_ARGS__))
/* A safe point whose first k words at sp are live. */
#define SAFE_POINT(k) do { if (ESHKOL_MUST_RECLAIM(sp)) eshkol_reclaim(sp, k); } while (0)

#define CHECK(condition) do { if (!(condition)) check_failed(#condition, __FILE__, __LINE__); } while (0)
__attribute__((noreturn)) void check_failed(const char *condition, const char *file, int line);

/* Starts the memory manager; maximal_bytes as in MemoryOptions. Returns sp for the main procedure; its mark is written. */
Value *start(size_t maximal_bytes);

/* The message of the error that `action` raises, or NULL. */
const char *error_of(void (*action)(void *), void *argument);

/* Resident bytes of this process. */
size_t resident_bytes(void);
/* A repeatable random number below n. */
unsigned random_below(unsigned n);
void seed_random(uint64_t seed);

static inline Value car(Value v) { CHECK(is_pair(v)); return pair_of(v)->car; }
static inline Value cdr(Value v) { CHECK(is_pair(v)); return pair_of(v)->cdr; }
static inline Value cons(Value a, Value b) { return eshkol_make_pair(a, b); }
Value make_vector(size_t n, Value fill);

#endif

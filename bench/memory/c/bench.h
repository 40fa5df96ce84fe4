/* What the C programs among the memory benchmarks share: the clock, reports, arguments. Includes the backend.
 *
 * The backend is one allocator behind a common set of names, chosen with -DBACKEND="backends/NAME.h". It defines
 *   KIND                         INDIVIDUAL (objects are freed alone), REGIONS (all at once) or COLLECTED (never by hand)
 *   allocator_start()            called once, first
 *   object_allocate(size)        INDIVIDUAL and COLLECTED; object_allocate_bytes(size) the same for what has no pointers
 *   object_free(object)          INDIVIDUAL
 *   Region, region_create(size, parent), region_allocate(region, size), region_reset(region), region_destroy(region)
 *                                REGIONS; `parent` is NULL or the region that the new one must not outlive */
#ifndef BENCH_H
#define BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define INDIVIDUAL 1
#define REGIONS 2
#define COLLECTED 3

#include BACKEND

/* Processor time of this process: other work on the machine disturbs it less than time by the clock. */
static inline long long processor_nanoseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (long long)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* One line that bench/memory reads. */
static inline void report(const char *name, long long value) { printf("%s %lld\n", name, value); }

static inline void fail(const char *message) {
  fprintf(stderr, "error: %s\n", message);
  exit(2);
}

static inline void *checked(void *memory) {
  if (!memory) fail("no memory");
  return memory;
}

static inline long number_argument(int count, char **arguments, int position) {
  if (position >= count) fail("an argument is missing");
  return strtol(arguments[position], NULL, 10);
}

/* Writes the first and the last word, as a program would that uses the object; at least 16 bytes. */
static inline void touch(void *object, size_t size) {
  volatile long *words = object;
  words[0] = 1;
  words[size / sizeof(long) - 1] = 2;
}

#endif

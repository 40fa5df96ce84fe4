/* Clocks. */
#include <time.h>

#include "errors.h"
#include "memory.h"
#include "primitives.h"

#define NANOSECONDS_PER_SECOND 1000000000

static struct timespec read_clock(const char *who, clockid_t clock) {
  struct timespec t;
  if (clock_gettime(clock, &t) != 0) eshkol_raise_kind("system", who, "the system does not tell the time", NIL);
  return t;
}

static double seconds(struct timespec t) { return (double)t.tv_sec + (double)t.tv_nsec / NANOSECONDS_PER_SECOND; }

Value eshkol_current_second(void) { return from_double(seconds(read_clock("current-second", CLOCK_REALTIME))); }
Value eshkol_current_time(void) { return from_double(seconds(read_clock("current-time", CLOCK_REALTIME))); }

Value eshkol_current_jiffy(void) {
  struct timespec t = read_clock("current-jiffy", CLOCK_MONOTONIC);
  return from_fixnum((int64_t)t.tv_sec * NANOSECONDS_PER_SECOND + t.tv_nsec);
}
Value eshkol_jiffies_per_second(void) { return from_fixnum(NANOSECONDS_PER_SECOND); }

Value eshkol_runtime(void) { return from_double(seconds(read_clock("runtime", CLOCK_PROCESS_CPUTIME_ID))); }
Value eshkol_real_time(void) { return from_double(seconds(read_clock("real-time", CLOCK_MONOTONIC)) * 1000); }

/* How long the machine interrupts a loop that only reads the clock: `jitter MILLISECONDS` prints gaps, in nanoseconds.
 *
 * A sample is the longest gap between two readings within ten microseconds: about what a request takes. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SLICE = 10000, MOST_SAMPLES = 1000000 };

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (long long)t.tv_sec * 1000000000 + t.tv_nsec;
}

static long long longest_gap(long long start) {
  long long previous = start, longest = 0;
  while (previous - start < SLICE) {
    long long time = now();
    if (time - previous > longest) longest = time - previous;
    previous = time;
  }
  return longest;
}

int main(int count, char **arguments) {
  if (count != 2) return fprintf(stderr, "usage: jitter MILLISECONDS\n"), 2;
  long long duration = atoll(arguments[1]) * 1000000;
  static long long samples[MOST_SAMPLES];
  long used = 0;
  for (long long start = now(); used < MOST_SAMPLES && now() - start < duration;) samples[used++] = longest_gap(now());
  puts("samples");
  for (long i = 0; i < used; i++) printf("%lld\n", samples[i]);
  return 0;
}

/* The memory of the machine and of the container, so that a program that wants too much gets an error, not a kill. */
#include "limits.h"

#include <stdio.h>
#include <unistd.h>

/* The number in a file of the control group file system; 0 when there is none, or it says "max". */
static uint64_t read_limit(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  unsigned long long number = 0;
  if (fscanf(file, "%llu", &number) != 1) number = 0;
  fclose(file);
  return number;
}

static uint64_t physical_memory(void) {
  long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
  return pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size : 0;
}

static uint64_t smaller(uint64_t a, uint64_t b) { return a == 0 || (b != 0 && b < a) ? b : a; }

uint64_t eshkol_default_memory_limit(void) {
  uint64_t limit = physical_memory();
  limit = smaller(limit, read_limit("/sys/fs/cgroup/memory.max"));                   /* control groups, version 2 */
  limit = smaller(limit, read_limit("/sys/fs/cgroup/memory/memory.limit_in_bytes")); /* version 1 */
  return limit / 4 * 3;
}

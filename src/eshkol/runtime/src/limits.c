/* The memory of the machine and of the container, so that a program that wants too much gets an error, not a kill. */
#include "limits.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static uint64_t smaller(uint64_t a, uint64_t b) { return a == 0 || (b != 0 && b < a) ? b : a; }

size_t eshkol_page_bytes(void) {
  long page = sysconf(_SC_PAGESIZE);
  return page > 0 ? (size_t)page : 4096;
}

static uint64_t physical_memory(void) {
  long pages = sysconf(_SC_PHYS_PAGES);
  return pages > 0 ? (uint64_t)pages * eshkol_page_bytes() : 0;
}

/* --- Containers: control groups. --- */

/* The number in a file; 0 when there is none, or it says "max". */
static uint64_t read_limit(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  unsigned long long number = 0;
  if (fscanf(file, "%llu", &number) != 1) number = 0;
  fclose(file);
  return number;
}

/* How the two versions of control groups say what a group may use. */
struct Version { const char *root; const char *files[2]; };
static const struct Version version_1 = {"/sys/fs/cgroup/memory", {"memory.limit_in_bytes", NULL}};
static const struct Version version_2 = {"/sys/fs/cgroup", {"memory.max", "memory.high"}};

/* The least limit of the group and of those around it. Where the container sees only its own part of the tree, the files
 * for the path as the machine knows it are missing, and those at the root are the container's. */
static uint64_t limit_of_group(const struct Version *version, char *group) {
  uint64_t limit = 0;
  for (;;) {
    for (size_t i = 0; i < 2 && version->files[i]; i++) {
      char path[4400];
      snprintf(path, sizeof path, "%s%s/%s", version->root, group, version->files[i]);
      limit = smaller(limit, read_limit(path));
    }
    char *slash = strrchr(group, '/');
    if (!slash) return limit;
    *slash = '\0';
  }
}

/* Is `memory` among these controllers, which commas separate? */
static bool has_memory(const char *controllers) {
  for (const char *p = strstr(controllers, "memory"); p; p = strstr(p + 1, "memory")) {
    if ((p == controllers || p[-1] == ',') && (p[6] == '\0' || p[6] == ',')) return true;
  }
  return false;
}

/* Lines of /proc/self/cgroup are NUMBER:CONTROLLERS:GROUP, without controllers in version 2. */
static uint64_t limit_of_line(char *line) {
  line[strcspn(line, "\n")] = '\0';
  char *controllers = strchr(line, ':');
  char *group = controllers ? strchr(controllers + 1, ':') : NULL;
  if (!group) return 0;
  *group++ = '\0';
  controllers++;
  if (group[0] == '/' && group[1] == '\0') group++;
  if (controllers[0] == '\0') return limit_of_group(&version_2, group);
  return has_memory(controllers) ? limit_of_group(&version_1, group) : 0;
}

static uint64_t container_memory(void) {
  char root[1] = "", line[4300];
  FILE *file = fopen("/proc/self/cgroup", "r");
  if (!file) return smaller(limit_of_group(&version_2, root), limit_of_group(&version_1, root));
  uint64_t limit = 0;
  while (fgets(line, sizeof line, file)) limit = smaller(limit, limit_of_line(line));
  fclose(file);
  return limit;
}

/* Survivors of up to 64 MiB, or a quarter of the limit up to 128 MiB, exist twice during a reclamation; for larger ones
 * tables of a 26th are enough. */
#define ASIDE ((uint64_t)64 << 20)

uint64_t eshkol_default_memory_limit(void) {
  uint64_t all = smaller(physical_memory(), container_memory());
  uint64_t small = all / 16 * 7, large = all > ASIDE ? (all - ASIDE) / 4 * 3 : 0;
  return small > large ? small : large;
}

/* --- Address space. --- */

/* What the process has: all of it, and what counts as data. Guesses where the system does not tell. */
static void read_used(size_t *all, size_t *data) {
  *all = *data = (size_t)16 << 20;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file) return;
  unsigned long long pages[6];
  int count = fscanf(file, "%llu %llu %llu %llu %llu %llu", &pages[0], &pages[1], &pages[2], &pages[3], &pages[4], &pages[5]);
  fclose(file);
  if (count != 6) return;
  *all = (size_t)pages[0] * eshkol_page_bytes();
  *data = (size_t)pages[5] * eshkol_page_bytes();
}

/* SIZE_MAX when there is none. */
static size_t limit_of(int resource) {
  struct rlimit limit;
  bool known = getrlimit(resource, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
  return known && limit.rlim_cur < SIZE_MAX ? (size_t)limit.rlim_cur : SIZE_MAX;
}

static size_t rest(size_t limit, size_t used) { return limit == SIZE_MAX ? limit : limit > used ? limit - used : 0; }

size_t eshkol_address_space_left(void) {
  size_t limit_of_all = limit_of(RLIMIT_AS), limit_of_data = limit_of(RLIMIT_DATA), all, data;
  if (limit_of_all == SIZE_MAX && limit_of_data == SIZE_MAX) return SIZE_MAX;
  read_used(&all, &data);
  size_t rest_of_all = rest(limit_of_all, all), rest_of_data = rest(limit_of_data, data);
  return rest_of_all < rest_of_data ? rest_of_all : rest_of_data;
}

/* Prints the counters of the memory manager, and which arenas were not destroyed, when ESHKOL_STATS asks for it. */
#include "statistics_report.h"

#include <inttypes.h>
#include <stdio.h>

#include "arenas.h"
#include "memory_internal.h"
#include "statistics.h"

/* --- Numbers for people. --- */

typedef struct { double factor; const char *name; } Scale;
static const Scale byte_scale[] = {{1024, "KiB"}, {1024, "MiB"}, {1024, "GiB"}, {1024, "TiB"}, {0, NULL}};
static const Scale time_scale[] = {{1000, "us"}, {1000, "ms"}, {1000, "s"}, {0, NULL}};

/* The number in the largest unit of which it has one at least; nothing when it has not one of the first. */
static void describe(char *text, size_t size, uint64_t number, const Scale *scale) {
  double value = (double)number;
  const char *name = NULL;
  for (; scale->name && value >= scale->factor; scale++) {
    value /= scale->factor;
    name = scale->name;
  }
  if (name) snprintf(text, size, "%.1f %s", value, name);
  else text[0] = 0;
}

static void print_statistic(const char *name, enum StatisticUnit unit, uint64_t number, const char *meaning) {
  char described[32] = "";
  if (unit == STATISTIC_BYTES) describe(described, sizeof described, number, byte_scale);
  if (unit == STATISTIC_NANOSECONDS) describe(described, sizeof described, number, time_scale);
  fprintf(stderr, "  %-22s %15" PRIu64 " %11s  %s\n", name, number, described, meaning);
}

/* --- The report. --- */

static void print_undestroyed_arenas(void) {
  size_t count;
  const struct ArenaLeak *arenas = eshkol_undestroyed_arenas(&count);
  if (count > 0) fprintf(stderr, "arenas that the program made and did not destroy:\n");
  for (size_t i = 0; i < count; i++) {
    fprintf(stderr, "  %-38s %11" PRIu64 "\n", eshkol_arena_site_text(arenas[i].made_site), arenas[i].count);
  }
}

void eshkol_report_statistics(void) {
  const struct Statistics *s = &eshkol_statistics;
  eshkol_note_peak();
  fprintf(stderr, "memory statistics:\n");
  print_statistic("bytes-allocated", STATISTIC_BYTES, eshkol_allocation_clock(), "bytes allocated in the ambient arena");
#define X(field, unit, name, meaning) print_statistic(name, STATISTIC_##unit, s->field, meaning);
  ESHKOL_STATISTICS(X)
#undef X
  print_undestroyed_arenas();
}

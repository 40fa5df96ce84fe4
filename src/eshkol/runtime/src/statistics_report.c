/* Prints the counters of the memory manager when ESHKOL_STATS asks for it. */
#include "statistics_report.h"

#include <inttypes.h>
#include <stdio.h>

#include "statistics.h"

void eshkol_report_statistics(void) {
  const struct Statistics *s = &eshkol_statistics;
  fprintf(stderr, "memory statistics:\n");
#define X(field, name, meaning) fprintf(stderr, "  %-24s %16" PRIu64 "  %s\n", name, s->field, meaning);
  ESHKOL_STATISTICS(X)
#undef X
}

/* The counters of the memory manager as a Scheme value, and its clock. */
#include "statistics.h"

#include <time.h>

#include "arenas.h"
#include "memory_internal.h"
#include "numbers.h"
#include "primitives.h"
#include "strings.h"
#include "symbols.h"

uint64_t eshkol_nanoseconds(void) {
  static struct timespec now; /* the last time that the system has told */
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static const struct { const char *name; const uint64_t *counter; } counters[] = {
#define X(field, unit, name, meaning) {name, &eshkol_statistics.field},
    ESHKOL_STATISTICS(X)
#undef X
};

static Value entry(const char *name, uint64_t number, Value rest) {
  return eshkol_make_pair(eshkol_make_pair(eshkol_intern_c(name), from_uint64(number)), rest);
}

/* (("FILE:LINE:COLUMN" . count) ...) */
static Value leaks_by_site(void) {
  size_t count;
  const struct ArenaLeak *leaks = eshkol_arena_leaks(&count);
  Value list = NIL;
  for (size_t i = count; i-- > 0;) {
    Value site = eshkol_string_from_c(eshkol_arena_site_text(leaks[i].made_site));
    list = eshkol_make_pair(eshkol_make_pair(site, from_uint64(leaks[i].count)), list);
  }
  return list;
}

Value eshkol_reset_longest_pauses(void) {
  eshkol_statistics.longest_scoped_pause = eshkol_statistics.longest_full_pause = 0;
  return UNSPECIFIED;
}

Value eshkol_memory_stats(void) {
  eshkol_note_peak();
  Value leaks = eshkol_make_pair(eshkol_intern_c("leaked-arenas-by-site"), leaks_by_site());
  Value list = eshkol_make_pair(leaks, NIL);
  for (size_t i = sizeof counters / sizeof counters[0]; i-- > 0;) list = entry(counters[i].name, *counters[i].counter, list);
  list = entry("generations", eshkol_generation_count, list);
  list = entry("bytes-allocated", eshkol_allocation_clock(), list);
  return entry("bytes-used", eshkol_used_bytes(), list);
}

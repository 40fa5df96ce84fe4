/* Reports the arenas of the C API that the program made and did not destroy, when ESHKOL_LEAKS asks for it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "c_internal.h"

static enum { LEAKS_IGNORED, LEAKS_REPORTED, LEAKS_ARE_ERRORS } policy;

void eshkol_c_ask_for_leak_policy(void) {
  const char *wish = getenv("ESHKOL_LEAKS");
  if (!wish || strcmp(wish, "off") == 0) return;
  if (strcmp(wish, "error") == 0) policy = LEAKS_ARE_ERRORS;
  else if (strcmp(wish, "report") == 0) policy = LEAKS_REPORTED;
  else eshkol_c_warn("eshkol: ESHKOL_LEAKS is none of error, report, off\n");
}

/* How many there are of each place; children count with their parents. */
static size_t count_by_place(size_t *counts, size_t places) {
  size_t total = 0;
  for (const Arena *arena = eshkol_c_first_root(); arena; arena = arena->next) {
    if (counts && arena->made_place < places) counts[arena->made_place]++;
    total++;
  }
  return total;
}

/* At the very end, when the program's own destructors have run. */
__attribute__((destructor(101))) static void report_leaks(void) {
  size_t places = eshkol_c_place_count(), total;
  if (policy == LEAKS_IGNORED || (total = count_by_place(NULL, 0)) == 0) return;
  size_t *counts = calloc(places, sizeof *counts);
  count_by_place(counts, places);
  fflush(NULL);
  fprintf(stderr, "%s: %zu arena%s that the program made and did not destroy\n",
          policy == LEAKS_ARE_ERRORS ? "error" : "warning", total, total == 1 ? "" : "s");
  for (size_t i = 0; counts && i < places; i++) {
    char place[600];
    eshkol_c_describe_place(eshkol_c_place((uint32_t)i), place, sizeof place);
    if (counts[i] > 0) fprintf(stderr, "  made at %s: %zu\n", place, counts[i]);
  }
  fprintf(stderr, "  hint: an arena made with arena_create_child ends with its parent\n");
  free(counts);
  if (policy == LEAKS_ARE_ERRORS) _exit(ESHKOL_WRONG_USE);
}

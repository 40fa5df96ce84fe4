/* Reports the arenas that the program made and did not destroy, when ESHKOL_LEAKS asks for it. */
#include "leaks_report.h"

#include <inttypes.h>
#include <stdio.h>

#include "arenas.h"

bool eshkol_report_leaks(enum LeakPolicy policy) {
  size_t count;
  uint64_t total = 0;
  const struct ArenaLeak *arenas = policy == LEAKS_IGNORED ? NULL : eshkol_undestroyed_arenas(&count);
  if (!arenas || count == 0) return true;
  for (size_t i = 0; i < count; i++) total += arenas[i].count;
  fprintf(stderr, "%s: %" PRIu64 " arena%s that the program made and did not destroy\n",
          policy == LEAKS_ARE_ERRORS ? "error" : "warning", total, total == 1 ? "" : "s");
  for (size_t i = 0; i < count; i++) {
    fprintf(stderr, "  made at %s: %" PRIu64 "\n", eshkol_arena_site_text(arenas[i].made_site), arenas[i].count);
  }
  fprintf(stderr, "  hint: with-arena destroys its arena on every kind of exit; an arena made within another ends with it\n");
  return policy != LEAKS_ARE_ERRORS;
}

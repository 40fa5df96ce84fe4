/* The counters of the memory manager: one list, from which the struct and (memory-stats) are made. */
#ifndef ESHKOL_STATISTICS_H
#define ESHKOL_STATISTICS_H

#include <stdint.h>

enum StatisticUnit { STATISTIC_COUNT, STATISTIC_BYTES, STATISTIC_NANOSECONDS };

/* name in C, unit, name in Scheme, what it counts */
#define ESHKOL_STATISTICS(X)                                                                                           \
  X(scoped_reclamations, COUNT, "scoped-reclamations", "reclamations of a running activation's own part")              \
  X(full_reclamations, COUNT, "full-reclamations", "reclamations of the whole ambient arena")                          \
  X(declined_reclamations, COUNT, "declined-reclamations", "safe points at which reclaiming did not pay yet")          \
  X(bytes_copied, BYTES, "bytes-copied", "bytes of survivors copied by all reclamations")                              \
  X(bytes_reclaimed, BYTES, "bytes-reclaimed", "bytes of the ambient arena freed by all reclamations")                 \
  X(longest_scoped_pause, NANOSECONDS, "longest-scoped-pause", "nanoseconds of the longest scoped reclamation")        \
  X(longest_full_pause, NANOSECONDS, "longest-full-pause", "nanoseconds of the longest full reclamation")              \
  X(reclamation_time, NANOSECONDS, "reclamation-time", "nanoseconds spent in reclamations of both kinds")              \
  X(peak_bytes, BYTES, "peak-bytes", "most bytes the ambient arena had in use")                                        \
  X(arenas_made, COUNT, "arenas-made", "explicit arenas made")                                                         \
  X(arenas_destroyed, COUNT, "arenas-destroyed", "explicit arenas destroyed, by hand or with their parent")            \
  X(arenas_leaked, COUNT, "arenas-leaked", "explicit arenas destroyed because nothing referred to them any more")      \
  X(verifications, COUNT, "verifications", "times the heap verifier has run")

struct Statistics {
#define X(field, unit, name, meaning) uint64_t field; /* meaning */
  ESHKOL_STATISTICS(X)
#undef X
};
extern struct Statistics eshkol_statistics;

/* Nanoseconds of a clock that never goes back. */
uint64_t eshkol_nanoseconds(void);

#endif

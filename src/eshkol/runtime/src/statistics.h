/* The counters of the memory manager: one list, from which the struct and (memory-stats) are made. */
#ifndef ESHKOL_STATISTICS_H
#define ESHKOL_STATISTICS_H

#include <stdint.h>

/* name in C, name in Scheme, what it counts */
#define ESHKOL_STATISTICS(X)                                                                              \
  X(scoped_reclamations, "scoped-reclamations", "reclamations of a running activation's own part")        \
  X(full_reclamations, "full-reclamations", "reclamations of the whole ambient arena")                    \
  X(declined_reclamations, "declined-reclamations", "safe points at which reclaiming did not pay yet")    \
  X(bytes_copied, "bytes-copied", "bytes of survivors copied by all reclamations")                        \
  X(bytes_reclaimed, "bytes-reclaimed", "bytes of the ambient arena freed by all reclamations")           \
  X(longest_scoped_pause, "longest-scoped-pause", "nanoseconds of the longest scoped reclamation")        \
  X(longest_full_pause, "longest-full-pause", "nanoseconds of the longest full reclamation")              \
  X(reclamation_time, "reclamation-time", "nanoseconds spent in reclamations of both kinds")                \
  X(peak_bytes, "peak-bytes", "most bytes the ambient arena had in use when a reclamation began")         \
  X(arenas_made, "arenas-made", "explicit arenas made")                                                   \
  X(arenas_destroyed, "arenas-destroyed", "explicit arenas destroyed, by hand or with their parent")      \
  X(arenas_leaked, "arenas-leaked", "explicit arenas destroyed because nothing referred to them any more") \
  X(verifications, "verifications", "times the heap verifier has run")

struct Statistics {
#define X(field, name, meaning) uint64_t field; /* meaning */
  ESHKOL_STATISTICS(X)
#undef X
};
extern struct Statistics eshkol_statistics;

/* Nanoseconds of a clock that never goes back. */
uint64_t eshkol_nanoseconds(void);

#endif

/* A trace of the compiled procedures that are active: taken from the C stack, printed with names and definitions. */
#ifndef ESHKOL_REPORT_TRACE_H
#define ESHKOL_REPORT_TRACE_H

#include "ports.h"
#include "program.h"

#define TRACE_ENTRIES 128

/* Addresses of C functions from the innermost outwards, each with how often it occurs in succession. */
struct Trace {
  struct { const void *function; uint64_t count; } entries[TRACE_ENTRIES];
  size_t length;
  bool cut; /* there were more */
};

/* Safe in a signal handler. */
void eshkol_capture_trace(struct Trace *trace);
/* The innermost procedure in the trace that did not just raise an error; NULL: none. */
const EshkolProcedure *eshkol_innermost_procedure(const struct Trace *trace);
/* Lines "  called from NAME (FILE:LINE:COLUMN)". `innermost` is the procedure already named in the report, or NULL. */
void eshkol_write_trace(struct Port *port, const struct Trace *trace, const char *innermost);

#endif

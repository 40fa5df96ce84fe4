/* Signals: faults that become errors (stack overflow, memory exhausted, destroyed arenas), Ctrl-C, closed pipes. */
#ifndef ESHKOL_SIGNALS_H
#define ESHKOL_SIGNALS_H

#include "errors.h"
#include "values.h"

/* Installs the handlers, on their own stack. */
void eshkol_signals_start(void);
/* In a library: for faults only. Those that are not Eshkol's go to the handlers that the host has; stopping restores
 * them; false: not all could be. Both are called on the thread that runs Eshkol. */
void eshkol_signals_start_in_host(void);
bool eshkol_signals_stop_in_host(void);
/* The error "stack overflow", raised at the innermost frame that has room for handling it. */
NO_RETURN void eshkol_raise_stack_overflow(void);
/* The error "out of memory", raised at the innermost frame, whose activation is reclaimed first. When memory runs out
 * while that is handled, the program ends. */
NO_RETURN void eshkol_raise_out_of_memory(void);
/* Called where the jump for a fault arrives: builds the condition and raises it. The activation's live values are
 * sp[0..live-1]. */
NO_RETURN void eshkol_raise_fault(Value *sp, size_t live);

/* The trace that was taken when the fault behind this condition occurred; NULL for other conditions. */
struct Trace;
const struct Trace *eshkol_trace_of_fault(Value condition);

#endif

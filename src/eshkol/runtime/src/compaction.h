/* Compaction: the way to move survivors together that needs no second copy of them, for large parts of the ambient arena. */
#ifndef ESHKOL_COMPACTION_H
#define ESHKOL_COMPACTION_H

#include "memory_internal.h"

/* The functions of trace.c with these names call these when the part to be reclaimed is large. In this order:
 *
 *   begin, visit, mark, survives ..., settle, survives ..., finish
 *
 * visit marks what a slot leads to and takes note of the slot; no object has moved before finish. */
void eshkol_compaction_begin(Address lo, Address hp);
void eshkol_compaction_visit(Value *slot);
void eshkol_compaction_mark(Value v);
/* Visits all values on the stack between these, whose marks finish sets to where the survivors of their callers end. */
void eshkol_compaction_visit_activations(Value *from, Value *to);
/* All that survives has been marked. */
void eshkol_compaction_settle(void);
/* Whether v, a pointer into [lo, hp), has been marked; after settle also what it will be, before that v itself. */
bool eshkol_compaction_survives(Value v, Value *moved);
/* Moves the survivors down to lo, updates all slots and gives the end of what is left. Slots among the survivors that
 * point across the base of an activation to something younger are appended to the log. *moved_from: the lowest address
 * at which anything has changed. */
Address eshkol_compaction_finish(SlotLog *log, Address *moved_from);

#endif

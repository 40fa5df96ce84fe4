/* Values as text: write, display and their relatives. */
#ifndef ESHKOL_PRINTER_H
#define ESHKOL_PRINTER_H

#include "ports.h"
#include "values.h"

/* WRITE and DISPLAY label only what is circular, SHARED all that occurs more than once, SIMPLE nothing. */
enum PrintMode { PRINT_DISPLAY, PRINT_WRITE, PRINT_SHARED, PRINT_SIMPLE };

/* Any depth, any cycles; allocates nothing in the arena. */
void eshkol_print_to(struct Port *port, Value value, enum PrintMode mode);
/* An empty text port in memory, for putting a message together; valid until the next call. */
struct Port *eshkol_scratch_port(void);

/* --- printer_atoms.c: values without parts that are printed. --- */
void eshkol_print_atom(struct Port *port, Value value, enum PrintMode mode);

/* --- printer_labels.c: which values need datum labels. --- */
/* The parts of a compound value that are printed: a pair's two, or words first to last (excluded) of an object. */
struct Parts { uint64_t first, last; };
/* False: an atom for the printer. Raises for a value of a destroyed arena. */
bool eshkol_print_parts(Value value, struct Parts *parts);
/* Looks for values that must be labelled when `root` is printed. */
void eshkol_find_labels(Value root, enum PrintMode mode);
bool eshkol_has_label(Value value);
/* Has it one? Then *number is it, and *first tells whether this is the first call for it. */
bool eshkol_label_of(Value value, uint64_t *number, bool *first);

#endif

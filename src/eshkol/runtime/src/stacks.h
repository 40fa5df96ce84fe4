/* The program's two stacks, C stack and value stack: reserved address space with guards at the ends they grow to. */
#ifndef ESHKOL_STACKS_H
#define ESHKOL_STACKS_H

#include "values.h"

/* The C stack grows down from high to low, the value stack up from low to high. Beyond the growing end lies a guard:
 * an access there is a fault that signals.c turns into the error "stack overflow". */
struct Stack { char *low, *high; };
extern struct Stack eshkol_c_stack;
extern struct Stack eshkol_value_stack;

#define ESHKOL_STACK_GUARD ((size_t)1 << 20)
/* What must be free for an error to be handled: less, and the handlers of outer frames get it. */
#define ESHKOL_STACK_RESERVE ((size_t)256 << 10)

/* Reserves both; 0 bytes: 1 GiB, or less when address space is limited. Ends the process with a message when the system
 * refuses. Call once. */
void eshkol_stacks_start(size_t c_stack_bytes, size_t value_stack_bytes);
/* Gives the address space of both back. None of the two may be in use. */
void eshkol_stacks_stop(void);
/* Calls function() on the C stack of the program; returns when it does. */
void eshkol_run_on_c_stack(void (*function)(void));
/* The same on any stack, downwards from `top`, which is 16-aligned. What the caller's stack is used for ends at *left, which
 * is set before the call and 16-aligned, too: from there, the called function may use that stack in turn. */
void eshkol_run_on_stack(void (*function)(void), char *top, char **left);
/* Where the program's first frame begins. */
char *eshkol_top_of_c_stack(void);
/* The frames in this part of the C stack are about to be left by a jump, or overwritten. */
void eshkol_abandon_frames(char *low, char *high);
/* The oldest word of the value stack: the mark of the program's main procedure. */
static inline Value *eshkol_value_stack_bottom(void) { return (Value *)(void *)eshkol_value_stack.low; }
/* Bytes of C stack that remain, seen from the caller's frame. */
size_t eshkol_c_stack_left(void);
/* Raises "stack overflow" unless this many bytes of C stack remain. For C code that must not be interrupted by a fault
 * half-way (reclamation, whatever calls malloc). */
void eshkol_require_stack(size_t bytes);

/* Between these two (they nest) the C stack may be used up into half of its guard, without an error: for short work that
 * an overflow must not break off, such as a call of malloc, where raising an error is not possible either. */
void eshkol_begin_unbroken(void);
void eshkol_end_unbroken(void);
/* For the handler of faults: true when an access to this address may go on now. */
bool eshkol_extend_stack(const void *address);

#endif

/* Places that control can be thrown back to: the frames of %call-with-escape, and the program's own bottom frame. */
#ifndef ESHKOL_ESCAPES_H
#define ESHKOL_ESCAPES_H

#include <setjmp.h>

#include "errors.h"
#include "values.h"

/* Lives on the C stack of the function that calls eshkol_enter. Invariant: frames linked from eshkol_innermost_frame lie
 * at rising C addresses, have falling serial numbers, and their functions have not returned. sp[0] is the frame's
 * continuation object, or a mark in the bottom frame. */
struct EscapeFrame {
  jmp_buf context;
  Value *sp;
  uint64_t serial;
  struct EscapeFrame *previous;
};
extern struct EscapeFrame *eshkol_innermost_frame;

/* What eshkol_enter gives: at first ENTERED, then once more for each jump to the frame. */
enum Arrival { ENTERED, THROWN, FAULT };

void eshkol_push_frame(struct EscapeFrame *frame, Value *sp);
static inline void eshkol_pop_frame(const struct EscapeFrame *frame) { eshkol_innermost_frame = frame->previous; }
/* A macro, since the function that calls setjmp must not return. */
#define eshkol_enter(frame) ((enum Arrival)_setjmp((frame)->context))

/* Jumps to the innermost frame below which enough of both stacks is free for an error to be handled. */
NO_RETURN void eshkol_jump_for_fault(void);
/* The registers of the library: lists of active handlers and winders, innermost first. */
void eshkol_escapes_start(void);

#endif

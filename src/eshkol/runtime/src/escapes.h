/* Places that control can be thrown back to: the frames of %call-with-escape, and the program's own bottom frame. */
#ifndef ESHKOL_ESCAPES_H
#define ESHKOL_ESCAPES_H

#include <setjmp.h>

#include "errors.h"
#include "values.h"

/* Lives on the C stack of the function that calls eshkol_enter. Invariant: frames linked from eshkol_innermost_frame lie
 * at rising C addresses, have falling serial numbers, and their functions have not returned. sp[0] is the frame's
 * continuation object, or a mark in the bottom frame. What the function
 * itself needs of the C stack lies at or above c_low; what it calls begins there. */
struct EscapeFrame {
  jmp_buf context;
  Value *sp;
  char *c_low;
  uint64_t serial;
  bool reentrant; /* its continuation can be called after the function has returned: see continuations.h */
  struct EscapeFrame *previous;
  struct EscapeFrame *around; /* the next older reentrant frame, or the bottom frame */
};
extern struct EscapeFrame *eshkol_innermost_frame;
/* The serial number of the call of Eshkol from C that runs; 0 in programs. Each such call has a bottom frame of its own:
 * no jump crosses the C code that called. */
extern uint64_t eshkol_call_from_c;

/* The words of a TYPE_CONTINUATION_DATA object; the first two are raw. */
enum ContinuationField {
  CONTINUATION_FRAME,    /* the address of the frame it leads to */
  CONTINUATION_SERIAL,   /* the frame's serial number: tells whether it is still active */
  CONTINUATION_WINDERS,  /* the registers when it was made */
  CONTINUATION_HANDLERS,
  CONTINUATION_CALL,     /* eshkol_call_from_c when it was made, a fixnum: it is usable in that call only */
  CONTINUATION_PARENT,   /* the continuation of the next older reentrant frame, or NIL */
  CONTINUATION_C_STACK,  /* the copies that continuations.c makes when the frame is left, or NIL */
  CONTINUATION_VALUES,
  CONTINUATION_WORDS
};

/* What eshkol_enter gives: at first ENTERED, then once more for each jump to the frame. */
enum Arrival { ENTERED, THROWN, FAULT };

/* Both are to be called by the function whose frame it is: all but making it the innermost one, and that, too. */
void eshkol_set_up_frame(struct EscapeFrame *frame, Value *sp, bool reentrant) __attribute__((noinline));
static inline void eshkol_push_frame(struct EscapeFrame *frame, Value *sp, bool reentrant) {
  eshkol_set_up_frame(frame, sp, reentrant);
  eshkol_innermost_frame = frame;
}
static inline void eshkol_pop_frame(const struct EscapeFrame *frame) { eshkol_innermost_frame = frame->previous; }
/* A macro, since the function that calls setjmp must not return. */
#define eshkol_enter(frame) ((enum Arrival)_setjmp((frame)->context))

/* The innermost reentrant frame, or the bottom frame. */
struct EscapeFrame *eshkol_innermost_reentrant(void);
/* The frame a continuation object leads to, or NULL when it is not active. */
struct EscapeFrame *eshkol_active_frame(Value continuation);
/* Forgets the frames inside `frame` and the floors of their extent. */
void eshkol_leave_for(struct EscapeFrame *frame);

/* Jumps to the innermost frame below which enough of both stacks is free for an error to be handled. */
NO_RETURN void eshkol_jump_for_fault(void);
/* The registers of the library: lists of active handlers and winders, innermost first. */
struct ControlRegisters { Value handlers, winders; };
extern struct ControlRegisters eshkol_control;
void eshkol_escapes_start(void);

#endif

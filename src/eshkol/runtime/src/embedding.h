/* Inside of part B of eshkol.h: calls that cross between C and compiled code, and what they have in common. */
#ifndef ESHKOL_EMBEDDING_H
#define ESHKOL_EMBEDDING_H

#include "escapes.h"
#include "host.h"
#include "memory.h"
#include "../include/eshkol.h"

/* Two stacks take turns: compiled code and the runtime run on Eshkol's C stack, the host's code on the host's. Each crossing
 * into Eshkol continues where Eshkol's stack was left, each C procedure called from there where the host's was.
 *
 * A crossing is one such call. Nothing jumps over it: it has a bottom frame of its own, no handlers and no winders of outer
 * ones. What exists when it begins is not moved while it lasts (a floor), unless no C code can hold anything. Invariant: the
 * crossings linked from eshkol_embedding.crossing are those that have not returned, the innermost first. */
struct Crossing {
  struct Crossing *outer;
  Value (*body)(Value *sp, void *data);
  void *data;
  Value result;
  eshkol_status status;
  Value *sp;          /* sp[0]: the floor's mark, sp[1]: the frame's */
  char *host_stack;   /* C procedures that are called inside run on the host's stack from here down */
  char *eshkol_stack; /* while one of them runs: Eshkol's stack is free from here down */
  struct EscapeFrame frame;
};

/* Invariant: `free` is the first word of the value stack that C code which runs now does not use, above a mark. */
struct Embedding {
  enum { NOT_STARTED, STARTING, STARTED, FAILED, STOPPED } phase;
  struct Crossing *crossing;
  Value *free;
  bool runs; /* Eshkol runs at present, and not C code that called it or was called by it */
  size_t scopes;
};
extern struct Embedding eshkol_embedding;

/* --- embedding.c --- */
/* Whether `who` can be called now and here; if not, the failure is noted. */
bool eshkol_may_call(const char *who);

/* --- embedding_calls.c --- */
/* Runs body(sp, data) on Eshkol's stack. What it raises becomes the status. *result may be NULL. */
eshkol_status eshkol_cross(Value (*body)(Value *sp, void *data), void *data, Value *result);
/* The same for a function of eshkol.h, `who`, unless it cannot be called now and here. */
static inline eshkol_status eshkol_cross_for(const char *who, Value (*body)(Value *sp, void *data), void *data, Value *result) {
  return eshkol_may_call(who) ? eshkol_cross(body, data, result) : ESHKOL_MISUSE;
}
/* Looks where the stack of this thread ends. */
void eshkol_note_host_stack(void);
/* Ends the innermost crossing from inside. */
NO_RETURN void eshkol_end_crossing(eshkol_status status);

/* --- embedding_procedures.c --- */
/* For struct Host. */
bool eshkol_is_c_procedure(Value closure);

/* --- embedding_scopes.c --- */
/* Whether C code that runs now can hold no value: it was not called by Eshkol, and no scope has begun. */
static inline bool eshkol_is_outermost(void) { return !eshkol_embedding.crossing && eshkol_embedding.scopes == 0; }
/* C code gets this value: it must stay where it is as long as C code may use it. */
void eshkol_hand_out(Value value);
static inline eshkol_status eshkol_give(Value value, eshkol_value *result) {
  eshkol_hand_out(value);
  *result = value;
  return ESHKOL_OK;
}
/* Ends scopes, without reclaiming, until `count` are left. */
void eshkol_drop_scopes(size_t count);

/* --- embedding_failures.c --- */
void eshkol_failures_start(void);
void eshkol_failures_stop(void);
/* How many have been noted. */
extern uint64_t eshkol_failure_count;
/* What eshkol_last_failure is to tell from now on. */
void eshkol_note_failure(Value object);
void eshkol_note_exit(int status);
eshkol_status eshkol_misuse(const char *who, const char *message);
/* The object of the last failure, for raising it again. */
Value eshkol_failed_object(void);
/* What another thread than Eshkol's is told. */
eshkol_status eshkol_misuse_by_thread(const char *who);
bool eshkol_on_own_thread(void);

/* --- embedding_globals.c --- */
void eshkol_globals_start(void);
/* The library's procedures that calls from C go through: (%call-from-c procedure arguments), (exit status). */
Value eshkol_call_from_c_procedure(void);
Value eshkol_exit_procedure(void);

#endif

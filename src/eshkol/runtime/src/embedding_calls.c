/* Part B of eshkol.h: calls from C into Eshkol. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <pthread.h>

#include "embedding.h"
#include "calls.h"
#include "nursery.h"
#include "primitives.h"
#include "signals.h"
#include "stacks.h"

/* --- Crossing. --- */

static void run_crossing(void) {
  struct Crossing *crossing = eshkol_embedding.crossing;
  Value *sp = crossing->sp;
  sp[0] = sp[1] = ESHKOL_MARK();
  eshkol_at(sp + 2, 0);
  eshkol_here.caller = 0;
  eshkol_push_frame(&crossing->frame, sp + 1, false);
  switch (eshkol_enter(&crossing->frame)) {
    case ENTERED: crossing->result = crossing->body(sp + 2, crossing->data); break;
    case FAULT: eshkol_raise_fault(sp + 2, 0);
    case THROWN: break; /* eshkol_end_crossing has noted why */
  }
}

void eshkol_end_crossing(eshkol_status status) {
  struct Crossing *crossing = eshkol_embedding.crossing;
  crossing->status = status;
  eshkol_leave_for(&crossing->frame);
  _longjmp(crossing->frame.context, THROWN);
}

/* What a crossing changes and its end restores. While it lasts, the values are below its floor, or there are none. */
struct Surroundings {
  struct EscapeFrame *frame;
  struct ControlRegisters control;
  Here here;
  Value *free;
  uint64_t call;
};

static struct Surroundings enter_surroundings(struct Crossing *crossing) {
  static uint64_t last_call;
  struct Surroundings s = {eshkol_innermost_frame, eshkol_control, eshkol_here, eshkol_embedding.free, eshkol_call_from_c};
  eshkol_innermost_frame = NULL;
  eshkol_control = (struct ControlRegisters){NIL, NIL};
  eshkol_call_from_c = ++last_call;
  eshkol_embedding.crossing = crossing;
  return s;
}

static void restore_surroundings(const struct Surroundings *s, const struct Crossing *crossing) {
  eshkol_innermost_frame = s->frame;
  eshkol_control = s->control;
  eshkol_here = s->here;
  eshkol_embedding.free = s->free;
  eshkol_call_from_c = s->call;
  eshkol_embedding.crossing = crossing->outer;
}

/* Room for errors to be handled, so that no fault makes control jump over C code. */
static bool has_room(const struct Crossing *crossing, const char *top) {
  return (size_t)(top - eshkol_c_stack.low) >= 2 * ESHKOL_STACK_RESERVE
         && (size_t)(eshkol_value_stack.high - (char *)crossing->sp) >= 2 * ESHKOL_STACK_RESERVE;
}

/* The thread's stack below this has room for one more call at most. */
static const char *lowest_on_host_stack;
#define HOST_STACK_RESERVE ((size_t)64 << 10)

void eshkol_note_host_stack(void) {
  pthread_attr_t attributes;
  void *low = NULL;
  size_t bytes = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  if (pthread_attr_getstack(&attributes, &low, &bytes) == 0 && bytes > 2 * HOST_STACK_RESERVE)
    lowest_on_host_stack = (char *)low + HOST_STACK_RESERVE;
  pthread_attr_destroy(&attributes);
}

/* Somewhere else than on the thread's stack, nobody knows. */
static bool host_has_room(void) {
  const char *here = __builtin_frame_address(0);
  return here >= lowest_on_host_stack || here < lowest_on_host_stack - HOST_STACK_RESERVE;
}

/* The safe point of the host's code when it holds no values: the oldest activation's. */
static void reclaim_outermost(void) {
  if (eshkol_is_outermost() && ESHKOL_MUST_RECLAIM(eshkol_embedding.free)) eshkol_reclaim(eshkol_embedding.free, 0);
}

eshkol_status eshkol_cross(Value (*body)(Value *sp, void *data), void *data, Value *result) {
  struct Crossing *outer = eshkol_embedding.crossing;
  struct Crossing crossing = {.outer = outer, .body = body, .data = data, .result = UNSPECIFIED, .status = ESHKOL_OK};
  crossing.sp = eshkol_embedding.free;
  char *top = outer ? (char *)((uintptr_t)outer->eshkol_stack & ~(uintptr_t)15) : eshkol_top_of_c_stack();
  if (!has_room(&crossing, top) || !host_has_room())
    return eshkol_misuse("eshkol_call", "stack overflow: calls between Eshkol and C are too deep");
  bool has_floor = !eshkol_is_outermost();
  struct Surroundings surroundings = enter_surroundings(&crossing);
  if (has_floor) eshkol_push_floor(crossing.sp);
  eshkol_embedding.runs = true;
  eshkol_run_on_stack(run_crossing, top, &crossing.host_stack);
  eshkol_embedding.runs = false;
  if (has_floor) eshkol_pop_floors_from(crossing.sp);
  restore_surroundings(&surroundings, &crossing);
  if (crossing.status == ESHKOL_OK && result) eshkol_give(crossing.result, result);
  reclaim_outermost();
  return crossing.status;
}

/* --- Calling a procedure. --- */

struct Call { Value procedure; size_t count; const Value *arguments; };

static Value call_procedure(Value *sp, void *data) {
  const struct Call *call = data;
  Value list = NIL;
  for (size_t i = call->count; i > 0; i--) list = eshkol_make_pair(call->arguments[i - 1], list);
  return eshkol_call_2(sp, eshkol_call_from_c_procedure(), call->procedure, list);
}

/* After an error, the library's procedure has noted the failure and returns (). */
eshkol_status eshkol_call(eshkol_value procedure, size_t count, const eshkol_value *arguments, eshkol_value *result) {
  if (!eshkol_may_call("eshkol_call")) return ESHKOL_MISUSE;
  if (eshkol_call_from_c_procedure() == FALSE) return eshkol_misuse("eshkol_call", "the top level of the library still runs");
  struct Call call = {procedure, count, arguments};
  return eshkol_cross(call_procedure, &call, result);
}

/* For the handler of %call-from-c: the crossing's status, while there is more to do before it ends. */
Value eshkol_sys_note_failure_x(Value object) {
  if (!eshkol_embedding.crossing) return UNSPECIFIED;
  eshkol_note_failure(object);
  eshkol_embedding.crossing->status = ESHKOL_ERROR;
  return UNSPECIFIED;
}

/* Continuations: call a procedure with a way back to here, and take it. Also the registers of handlers and winders. */
#include "escapes.h"

#include "calls.h"
#include "conditions.h"
#include "continuations.h"
#include "memory.h"
#include "primitives.h"
#include "signals.h"
#include "stacks.h"

struct EscapeFrame *eshkol_innermost_frame;

static uint64_t last_serial;
static Value thrown_value = UNSPECIFIED; /* only from %throw to the frame: no reclamation lies between */
struct ControlRegisters eshkol_control = {NIL, NIL};
uint64_t eshkol_call_from_c;

void eshkol_escapes_start(void) { eshkol_register_roots(&eshkol_control.handlers, sizeof eshkol_control / sizeof(Value)); }

void eshkol_set_up_frame(struct EscapeFrame *frame, Value *sp, bool reentrant) {
  frame->sp = sp;
  frame->c_low = __builtin_dwarf_cfa();
  frame->serial = ++last_serial;
  frame->reentrant = reentrant;
  struct EscapeFrame *previous = frame->previous = eshkol_innermost_frame;
  frame->around = !previous || previous->reentrant || !previous->previous ? previous : previous->around;
}

struct EscapeFrame *eshkol_innermost_reentrant(void) {
  struct EscapeFrame *frame = eshkol_innermost_frame;
  return frame->reentrant || !frame->previous ? frame : frame->around;
}

static Value make_continuation(const struct EscapeFrame *frame) {
  Object *k = eshkol_new_object(TYPE_CONTINUATION_DATA, 0, CONTINUATION_WORDS);
  k->words[CONTINUATION_FRAME] = (Value)(uintptr_t)frame;
  k->words[CONTINUATION_SERIAL] = from_fixnum((int64_t)frame->serial);
  k->words[CONTINUATION_WINDERS] = eshkol_control.winders;
  k->words[CONTINUATION_HANDLERS] = eshkol_control.handlers;
  k->words[CONTINUATION_CALL] = from_fixnum((int64_t)eshkol_call_from_c);
  k->words[CONTINUATION_PARENT] = eshkol_continuation_around(frame);
  k->words[CONTINUATION_C_STACK] = NIL;
  k->words[CONTINUATION_VALUES] = NIL;
  return from_object(k);
}

static Value __attribute__((noinline)) call_with_frame(Value *sp, Value procedure, bool reentrant) {
  struct EscapeFrame frame;
  eshkol_set_up_frame(&frame, sp, reentrant);
  sp[0] = make_continuation(&frame); /* memory may run out: not the innermost frame yet */
  eshkol_innermost_frame = &frame;
  switch (eshkol_enter(&frame)) {
    case ENTERED: {
      sp[1] = ESHKOL_MARK();
      Value result = eshkol_call_1(sp + 2, procedure, sp[0]);
      eshkol_keep_for_reentry(&frame);
      eshkol_pop_frame(&frame);
      return result;
    }
    case FAULT: eshkol_raise_fault(frame.sp, 1);
    case THROWN:
      frame.sp[1] = thrown_value;
      eshkol_relieve(frame.sp, 2);
      thrown_value = frame.sp[1];
  }
  eshkol_pop_frame(&frame);
  return thrown_value;
}

/* A call in tail position of what the innermost frame has called: it has the same continuation. `cfa` is where the C stack
 * of the function that asks begins. */
static bool is_tail_call(const Value *sp, const void *cfa) {
  const struct EscapeFrame *frame = eshkol_innermost_frame;
  return frame->previous && sp == frame->sp + 2 && cfa == frame->c_low;
}

Value eshkol_sys_call_with_escape(Value *sp, Value procedure) {
  if (!is_tail_call(sp, __builtin_dwarf_cfa())) return call_with_frame(sp, procedure, false);
  return eshkol_call_1(sp, procedure, sp[-2]);
}

Value eshkol_sys_call_with_reentry(Value *sp, Value procedure) {
  if (!is_tail_call(sp, __builtin_dwarf_cfa())) return call_with_frame(sp, procedure, true);
  eshkol_innermost_frame->reentrant = true;
  return eshkol_call_1(sp, procedure, sp[-2]);
}

struct EscapeFrame *eshkol_active_frame(Value k) {
  struct EscapeFrame *wanted = (struct EscapeFrame *)(uintptr_t)object_of(k)->words[CONTINUATION_FRAME];
  uint64_t serial = (uint64_t)to_fixnum(object_of(k)->words[CONTINUATION_SERIAL]);
  struct EscapeFrame *frame = eshkol_innermost_frame;
  while (frame && frame->serial > serial) frame = frame->previous;
  return frame && frame == wanted && frame->serial == serial ? frame : NULL;
}

static void require_continuation(const char *who, Value k) {
  if (!has_type(k, TYPE_CONTINUATION_DATA)) eshkol_raise_type(who, 1, "a continuation", k);
}

Value eshkol_sys_continuation_usable_p(Value k) {
  require_continuation("%continuation-usable?", k);
  return from_boolean(eshkol_active_frame(k) || eshkol_can_reenter(k));
}

void eshkol_leave_for(struct EscapeFrame *frame) {
  eshkol_innermost_frame = frame;
  eshkol_pop_floors_from(frame->sp);
}

NO_RETURN static void raise_not_usable(Value k) {
  bool of_this_call = object_of(k)->words[CONTINUATION_CALL] == from_fixnum((int64_t)eshkol_call_from_c);
  eshkol_raise_error(NULL, of_this_call ? "continuation called after its extent ended"
                                        : "continuation of another call from C: control cannot jump across C code", NIL);
}

Value eshkol_sys_throw(Value k, Value value) {
  require_continuation("%throw", k);
  struct EscapeFrame *frame = eshkol_active_frame(k);
  if (!frame && !eshkol_can_reenter(k)) raise_not_usable(k);
  struct EscapeFrame *common = frame ? frame : eshkol_common_frame(k);
  for (struct EscapeFrame *left = eshkol_innermost_reentrant(); left->serial > common->serial; left = left->around)
    eshkol_keep_if_there_is_room(left);
  thrown_value = value;
  if (!frame) eshkol_reenter(k, common, &thrown_value);
  eshkol_keep_if_there_is_room(frame);
  eshkol_leave_for(frame);
  _longjmp(frame->context, THROWN);
}

static bool has_room(const struct EscapeFrame *frame) {
  return (size_t)((const char *)frame - eshkol_c_stack.low) >= ESHKOL_STACK_RESERVE
         && (size_t)(eshkol_value_stack.high - (char *)frame->sp) >= ESHKOL_STACK_RESERVE;
}

void eshkol_jump_for_fault(void) {
  struct EscapeFrame *frame = eshkol_innermost_frame;
  while (frame->previous && !has_room(frame)) frame = frame->previous;
  if (frame != eshkol_innermost_frame) { /* what was established beyond it is gone */
    bool bottom = !frame->previous;
    eshkol_control.winders = bottom ? NIL : object_of(frame->sp[0])->words[CONTINUATION_WINDERS];
    eshkol_control.handlers = bottom ? NIL : object_of(frame->sp[0])->words[CONTINUATION_HANDLERS];
  }
  eshkol_leave_for(frame);
  eshkol_abandon_frames(eshkol_c_stack.low, frame->c_low);
  _longjmp(frame->context, FAULT);
}

Value eshkol_sys_handlers(void) { return eshkol_control.handlers; }
Value eshkol_sys_winders(void) { return eshkol_control.winders; }
Value eshkol_sys_set_handlers_x(Value handlers) {
  eshkol_control.handlers = handlers;
  return UNSPECIFIED;
}
Value eshkol_sys_set_winders_x(Value winders) {
  eshkol_control.winders = winders;
  return UNSPECIFIED;
}

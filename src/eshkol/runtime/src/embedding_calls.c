/* Part B of eshkol.h: calls from C into Eshkol and from Eshkol into C, and how long values live that C code has. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <pthread.h>
#include <stdlib.h>

#include "calls.h"
#include "conditions.h"
#include "embedding.h"
#include "inline_calls.h"
#include "pairs.h"
#include "primitives.h"
#include "signals.h"
#include "stacks.h"
#include "symbols.h"

/* --- Into Eshkol. --- */

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

static bool is_outermost(void) { return !eshkol_embedding.crossing && eshkol_embedding.scopes == 0; }

/* The safe point of the host's code when it holds no values: the oldest activation's. */
static void reclaim_outermost(void) {
  if (is_outermost() && ESHKOL_MUST_RECLAIM(eshkol_embedding.free)) eshkol_reclaim(eshkol_embedding.free, 0);
}

eshkol_status eshkol_cross(Value (*body)(Value *sp, void *data), void *data, Value *result) {
  struct Crossing *outer = eshkol_embedding.crossing;
  struct Crossing crossing = {.outer = outer, .body = body, .data = data, .result = UNSPECIFIED, .status = ESHKOL_OK};
  crossing.sp = eshkol_embedding.free;
  char *top = outer ? (char *)((uintptr_t)outer->eshkol_stack & ~(uintptr_t)15) : eshkol_top_of_c_stack();
  if (!has_room(&crossing, top) || !host_has_room())
    return eshkol_misuse("eshkol_call", "stack overflow: calls between Eshkol and C are too deep");
  bool has_floor = !is_outermost();
  struct Surroundings surroundings = enter_surroundings(&crossing);
  if (has_floor) eshkol_push_floor(crossing.sp);
  eshkol_embedding.runs = true;
  eshkol_run_on_stack(run_crossing, top, &crossing.host_stack);
  eshkol_embedding.runs = false;
  if (has_floor) eshkol_pop_floors_from(crossing.sp);
  restore_surroundings(&surroundings, &crossing);
  if (crossing.status == ESHKOL_OK && result) {
    eshkol_hand_out(crossing.result);
    *result = crossing.result;
  }
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

/* --- Out of Eshkol: C procedures. --- */

/* A C procedure is a closure that captures: code and context, addresses as fixnums, the number of required arguments, and
 * its name, a symbol. Its own code is one of those below, which do not know how many arguments they need, except by their
 * number. */
enum { C_CODE = 1, C_CONTEXT, C_REQUIRED, C_NAME, C_WORDS };

/* Invariant: on the host's stack it is used by run_visit only. */
struct Visit { Value self; size_t count; const Value *arguments; Value result; eshkol_status status; };
static struct Visit *visit_to_run;

static void run_visit(void) {
  struct Visit *visit = visit_to_run;
  const Object *self = object_of(visit->self);
  eshkol_procedure code = (eshkol_procedure)(uintptr_t)to_fixnum(self->words[C_CODE]);
  void *context = (void *)(uintptr_t)to_fixnum(self->words[C_CONTEXT]);
  visit->status = code(context, visit->count, visit->arguments, &visit->result);
}

/* Raises in Eshkol what the C procedure has returned. */
NO_RETURN static void raise_status(Value *sp, eshkol_status status) {
  if (status == ESHKOL_EXIT) eshkol_call_1(sp, eshkol_exit_procedure(), from_fixnum(eshkol_last_failure()->exit_status));
  if (status == ESHKOL_ERROR) eshkol_raise_condition(eshkol_failed_object());
  eshkol_raise_kind("misuse", NULL, eshkol_last_failure()->message, NIL);
}

static Value visit_host(Value *sp, Value self, size_t count, const Value *arguments) {
  struct Crossing *crossing = eshkol_embedding.crossing;
  eshkol_at(sp, 0);
  if (!crossing) eshkol_raise_error(NULL, "a C procedure was called outside of calls from C", NIL);
  eshkol_require_stack(3 * ESHKOL_STACK_RESERVE);
  struct Visit visit = {self, count, arguments, UNSPECIFIED, ESHKOL_OK};
  Here here = eshkol_here;
  Value *free = eshkol_embedding.free;
  size_t scopes = eshkol_embedding.scopes;
  eshkol_embedding.free = sp;
  eshkol_embedding.runs = false;
  visit_to_run = &visit;
  uint64_t failures = eshkol_failure_count;
  eshkol_run_on_stack(run_visit, crossing->host_stack, &crossing->eshkol_stack);
  eshkol_embedding.runs = true;
  eshkol_drop_scopes(scopes);
  eshkol_embedding.free = free;
  eshkol_here = here;
  if (visit.status == ESHKOL_ERROR && failures == eshkol_failure_count)
    eshkol_raise_kind("misuse", eshkol_procedure_name(self), "the C procedure gave ESHKOL_ERROR without eshkol_fail", NIL);
  if (visit.status != ESHKOL_OK) raise_status(sp, visit.status);
  return visit.result;
}

static Value visit_0(Value *sp, Value self) { return visit_host(sp, self, 0, NULL); }
static Value visit_1(Value *sp, Value self, Value a) { return visit_host(sp, self, 1, (Value[]){a}); }
static Value visit_2(Value *sp, Value self, Value a, Value b) { return visit_host(sp, self, 2, (Value[]){a, b}); }
static Value visit_3(Value *sp, Value self, Value a, Value b, Value c) { return visit_host(sp, self, 3, (Value[]){a, b, c}); }
static Value visit_4(Value *sp, Value self, Value a, Value b, Value c, Value d) {
  return visit_host(sp, self, 4, (Value[]){a, b, c, d});
}

NO_RETURN static void raise_too_few(Value self, size_t required, size_t got) {
  char text[100];
  __builtin_snprintf(text, sizeof text, "expected at least %zu argument%s, got %zu", required, required == 1 ? "" : "s", got);
  eshkol_raise_kind("arity", eshkol_procedure_name(self), text, NIL);
}

/* The array lies in the arena, where nothing moves while C code runs. */
static Value visit_many(Value *sp, Value self, Value list) {
  size_t count = 0, required = (size_t)to_fixnum(object_of(self)->words[C_REQUIRED]);
  for (Value rest = list; is_pair(rest); rest = pair_of(rest)->cdr) count++;
  eshkol_at(sp, 0);
  if (count < required) raise_too_few(self, required, count);
  Object *array = eshkol_allocate_object(TYPE_VECTOR, 0, count);
  size_t i = 0;
  for (Value rest = list; is_pair(rest); rest = pair_of(rest)->cdr) array->words[i++] = pair_of(rest)->car;
  return visit_host(sp, self, count, array->words);
}

/* More than four required arguments, all in eshkol_arguments but the first. */
static Value visit_exactly(Value *sp, Value self, Value a, Value b, Value c, Value d) {
  size_t count = (size_t)to_fixnum(object_of(self)->words[C_REQUIRED]);
  Object *array = eshkol_allocate_object(TYPE_VECTOR, 0, count);
  const Value first[] = {a, b, c, d};
  for (size_t i = 0; i < count; i++)
    array->words[i] = i < ESHKOL_REGISTER_ARGUMENTS ? first[i] : eshkol_arguments[i - ESHKOL_REGISTER_ARGUMENTS];
  return visit_host(sp, self, count, array->words);
}

static const uintptr_t *visiting_codes(void) {
  static uintptr_t codes[7];
  codes[0] = (uintptr_t)visit_0, codes[1] = (uintptr_t)visit_1, codes[2] = (uintptr_t)visit_2, codes[3] = (uintptr_t)visit_3;
  codes[4] = (uintptr_t)visit_4, codes[5] = (uintptr_t)visit_exactly, codes[6] = (uintptr_t)visit_many;
  return codes;
}

bool eshkol_is_c_procedure(Value closure) {
  const uintptr_t *codes = visiting_codes();
  for (size_t i = 0; i < 7; i++)
    if (object_of(closure)->words[0] == codes[i]) return true;
  return false;
}

struct Making { eshkol_procedure code; void *context; size_t required; bool variadic; const char *name; };

static Value make_procedure(Value *sp, void *data) {
  (void)sp;
  const struct Making *m = data;
  Value name = eshkol_intern_c(m->name ? m->name : "");
  uint32_t arity = m->variadic ? ARITY_REST : (uint32_t)m->required;
  size_t code = m->variadic ? 6 : m->required > ESHKOL_REGISTER_ARGUMENTS ? 5 : m->required;
  Object *closure = eshkol_new_object(TYPE_CLOSURE, arity, C_WORDS);
  closure->words[0] = visiting_codes()[code];
  closure->words[C_CODE] = from_fixnum((int64_t)(uintptr_t)m->code);
  closure->words[C_CONTEXT] = from_fixnum((int64_t)(uintptr_t)m->context);
  closure->words[C_REQUIRED] = from_fixnum((int64_t)m->required);
  closure->words[C_NAME] = name;
  return from_object(closure);
}

#define MOST_REQUIRED 255

eshkol_status eshkol_make_procedure(eshkol_procedure code, void *context, size_t required, bool variadic, const char *name,
                                    eshkol_value *result) {
  if (!eshkol_may_call("eshkol_make_procedure")) return ESHKOL_MISUSE;
  if (!code) return eshkol_misuse("eshkol_make_procedure", "the code is NULL");
  if (required > MOST_REQUIRED) return eshkol_misuse("eshkol_make_procedure", "more than 255 required arguments");
  struct Making making = {code, context, required, variadic, name};
  return eshkol_cross(make_procedure, &making, result);
}

/* --- How long values live. --- */

void eshkol_hand_out(Value value) {
  bool in_arena = is_pointer(value) && !eshkol_is_literal_address((const void *)(uintptr_t)value);
  if (is_outermost() && in_arena && !eshkol_is_below_bottom(value)) eshkol_raise_bottom();
}

/* Invariant: scope i + 1 began after scope i, and has its mark above. */
struct Scope { Value *sp; char *base; struct Crossing *crossing; bool has_floor; };
static struct { struct Scope *items; size_t capacity; } scopes;

/* A scope that begins where one has just ended, with nothing made in between, goes on with its mark: so what the former has
 * left counts, too. */
static struct { Value *sp; char *base, *hp; Value mark; } ended;

eshkol_status eshkol_begin_scope(void) {
  if (!eshkol_may_call("eshkol_begin_scope")) return ESHKOL_MISUSE;
  if (eshkol_embedding.scopes == scopes.capacity) {
    size_t capacity = scopes.capacity ? 2 * scopes.capacity : 16;
    struct Scope *larger = realloc(scopes.items, capacity * sizeof *larger);
    if (!larger) return eshkol_misuse("eshkol_begin_scope", "no memory for so many scopes");
    scopes.items = larger;
    scopes.capacity = capacity;
  }
  Value *sp = eshkol_embedding.free;
  if ((size_t)(eshkol_value_stack.high - (char *)sp) < 2 * ESHKOL_STACK_RESERVE)
    return eshkol_misuse("eshkol_begin_scope", "too many scopes");
  bool has_floor = !is_outermost();
  bool goes_on = ended.sp == sp && ended.hp == eshkol_hp && (ended.mark & TAG_MASK) == TAG_MARK;
  sp[0] = goes_on ? ended.mark : ESHKOL_MARK();
  char *base = goes_on ? ended.base : eshkol_hp;
  if (has_floor) eshkol_push_floor_at(sp, base);
  scopes.items[eshkol_embedding.scopes++] = (struct Scope){sp, base, eshkol_embedding.crossing, has_floor};
  eshkol_embedding.free = sp + 1;
  return ESHKOL_OK;
}

static void leave_scope(const struct Scope *scope) {
  if (scope->has_floor) eshkol_pop_floors_from(scope->sp);
  eshkol_embedding.free = scope->sp;
  eshkol_embedding.scopes--;
}

void eshkol_drop_scopes(size_t count) {
  while (eshkol_embedding.scopes > count) leave_scope(&scopes.items[eshkol_embedding.scopes - 1]);
}

/* In the outermost scope nothing but *kept is held by C code: reclaims for the oldest activation. */
static void reclaim_at_end(Value *sp, Value *kept) {
  if (!ESHKOL_MUST_RECLAIM(sp)) return;
  sp[0] = *kept;
  eshkol_reclaim(sp, 1);
  *kept = sp[0];
}

eshkol_status eshkol_end_scope(eshkol_value *kept) {
  if (!eshkol_may_call("eshkol_end_scope")) return ESHKOL_MISUSE;
  if (eshkol_embedding.scopes == 0) return eshkol_misuse("eshkol_end_scope", "no scope has begun");
  struct Scope scope = scopes.items[eshkol_embedding.scopes - 1];
  if (scope.crossing != eshkol_embedding.crossing)
    return eshkol_misuse("eshkol_end_scope", "the scope began outside of this call");
  Value value = kept ? *kept : NIL;
  if (scope.has_floor) reclaim_at_end(scope.sp + 1, &value);
  ended.hp = eshkol_hp;
  ended.mark = scope.sp[0];
  ended.base = scope.base;
  leave_scope(&scope);
  if (!scope.has_floor) reclaim_at_end(scope.sp, &value);
  ended.sp = is_pointer(value) ? NULL : scope.sp;
  eshkol_hand_out(value);
  if (kept) *kept = value;
  return ESHKOL_OK;
}

eshkol_status eshkol_retain(eshkol_value value, eshkol_retained_value_t **result) {
  if (!eshkol_may_call("eshkol_retain")) return ESHKOL_MISUSE;
  *result = (eshkol_retained_value_t *)eshkol_retain_value(value);
  return ESHKOL_OK;
}

eshkol_status eshkol_retained(const eshkol_retained_value_t *retained, eshkol_value *result) {
  if (!eshkol_may_call("eshkol_retained")) return ESHKOL_MISUSE;
  Value value = eshkol_retained_value((const RetainedValue *)retained);
  eshkol_hand_out(value);
  *result = value;
  return ESHKOL_OK;
}

eshkol_status eshkol_release(eshkol_retained_value_t *retained) {
  if (!eshkol_may_call("eshkol_release")) return ESHKOL_MISUSE;
  eshkol_release_value((RetainedValue *)retained);
  return ESHKOL_OK;
}

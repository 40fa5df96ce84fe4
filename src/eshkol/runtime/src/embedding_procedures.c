/* Part B of eshkol.h: C procedures, which Eshkol calls. */
#include "calls.h"
#include "conditions.h"
#include "embedding.h"
#include "stacks.h"
#include "symbols.h"

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

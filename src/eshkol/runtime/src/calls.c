/* Calls of procedures that are not what the call site hoped for: rest lists, case-lambda, wrong counts, no procedures. */
#include "calls.h"

#include "errors.h"
#include "host.h"
#include "inline_calls.h"
#include "primitives.h"
#include "program.h"
#include "strings.h"
#include "symbols.h"

Value eshkol_arguments[ESHKOL_MAXIMAL_ARGUMENTS];

/* The arguments of a slow call while it is being sorted out. Nothing that runs in between can reclaim. */
static Value pending[ESHKOL_MAXIMAL_ARGUMENTS];

static const EshkolProcedure *find_procedure(Value closure) {
  const void *code = (const void *)(uintptr_t)object_of(closure)->words[0];
  for (size_t i = 0; i < eshkol_program.procedure_count; i++)
    if (eshkol_program.procedures[i].code == code) return &eshkol_program.procedures[i];
  return NULL;
}

/* Procedures that `eval` makes share code of this name; each holds its own name, the only symbol in it. */
static const char EVALUATED[] = "%evaluated";

static Value name_of_evaluated(Value closure) {
  const Object *o = object_of(closure);
  for (uint64_t i = 1; i < words_of_header(o->header); i++)
    if (is_symbol(o->words[i])) return o->words[i];
  return FALSE;
}

const char *eshkol_procedure_name(Value closure) {
  if (eshkol_host && eshkol_host->made(closure)) return eshkol_name_for_message(name_of_evaluated(closure));
  while (auxiliary_of_header(header_of(closure)) & ARITY_CASES && words_of_header(header_of(closure)) > 1)
    closure = object_of(closure)->words[1];
  const EshkolProcedure *p = find_procedure(closure);
  if (!p) return "";
  if (strcmp(p->name, EVALUATED) != 0) return p->name;
  Value name = name_of_evaluated(closure);
  return name == FALSE ? "" : eshkol_name_for_message(name);
}

static Value list_of_pending(size_t first, size_t count) {
  Value list = NIL;
  for (size_t i = count; i > first; i--) list = eshkol_make_pair(pending[i - 1], list);
  return list;
}

NO_RETURN static void raise_not_a_procedure(Value f) {
  if (f == UNINITIALIZED) eshkol_raise_kind("uninitialized", "", "Error: NULL closure in call", NIL);
  eshkol_raise_type("call", 0, "a procedure", f);
}

NO_RETURN static void raise_arity(Value f, size_t count) {
  static char text[256];
  uint32_t arity = auxiliary_of_header(header_of(f));
  const EshkolProcedure *p = arity & ARITY_CASES ? NULL : find_procedure(f);
  bool evaluated = p && strcmp(p->name, EVALUATED) == 0;
  const char *name = arity & ARITY_CASES ? "" : eshkol_procedure_name(f);
  if (arity & ARITY_CASES) {
    __builtin_snprintf(text, sizeof text, "no clause takes %zu argument%s", count, count == 1 ? "" : "s");
  } else {
    unsigned required = arity & 0xFF;
    int n = __builtin_snprintf(text, sizeof text, "expected %s%u argument%s, got %zu", arity & ARITY_REST ? "at least " : "",
                               required, required == 1 ? "" : "s", count);
    if (p && p->line && !evaluated)
      __builtin_snprintf(text + n, sizeof text - (size_t)n, " (defined at %s:%u:%u)", p->file, p->line, p->column);
  }
  eshkol_raise_kind("arity", name[0] ? name : "procedure", text, NIL);
}

/* Calls code that takes `count` arguments, all in pending. */
static Value call_code(Value *sp, Value f, size_t count) {
  switch (count) {
    case 0: return ESHKOL_CODE(Code0, f)(sp, f);
    case 1: return ESHKOL_CODE(Code1, f)(sp, f, pending[0]);
    case 2: return ESHKOL_CODE(Code2, f)(sp, f, pending[0], pending[1]);
    case 3: return ESHKOL_CODE(Code3, f)(sp, f, pending[0], pending[1], pending[2]);
    default:
      for (size_t i = ESHKOL_REGISTER_ARGUMENTS; i < count; i++)
        eshkol_arguments[i - ESHKOL_REGISTER_ARGUMENTS] = pending[i];
      return ESHKOL_CODE(Code4, f)(sp, f, pending[0], pending[1], pending[2], pending[3]);
  }
}

static bool arity_accepts(uint32_t arity, size_t count) {
  size_t required = arity & 0xFF;
  return arity & ARITY_REST ? count >= required : count == required;
}

/* The clause of a case-lambda that takes so many arguments; the closure itself where none does. */
static inline Value select_clause(Value f, size_t count) {
  Object *cases = object_of(f);
  for (uint64_t i = 1; i < words_of_header(cases->header); i++)
    if (arity_accepts(auxiliary_of_header(header_of(cases->words[i])), count)) return cases->words[i];
  return f;
}

static Value call_pending(Value *sp, Value f, size_t count) {
  if (!has_type(f, TYPE_CLOSURE)) raise_not_a_procedure(f);
  if (auxiliary_of_header(header_of(f)) & ARITY_CASES) f = select_clause(f, count);
  uint32_t arity = auxiliary_of_header(header_of(f));
  if (arity & ARITY_CASES || !arity_accepts(arity, count)) raise_arity(f, count);
  if (arity & ARITY_REST) {
    size_t required = arity & 0xFF;
    pending[required] = list_of_pending(required, count);
    count = required + 1;
  }
  return call_code(sp, f, count);
}

Value eshkol_call_0(Value *sp, Value f) { return call_pending(sp, f, 0); }

/* What of f a call with `count` arguments runs, and its arity; ARITY_CASES where nothing takes so many. */
typedef struct { Value closure; uint32_t arity; } Clause;
static inline Clause clause_for(Value f, size_t count) {
  if (!has_type(f, TYPE_CLOSURE)) return (Clause){f, ARITY_CASES};
  if (auxiliary_of_header(header_of(f)) & ARITY_CASES) f = select_clause(f, count);
  return (Clause){f, auxiliary_of_header(header_of(f))};
}

Value eshkol_call_1(Value *sp, Value f, Value a) {
  Clause clause = clause_for(f, 1);
  if (clause.arity == 1) return ESHKOL_CODE(Code1, clause.closure)(sp, clause.closure, a);
  if (clause.arity == (1 | ARITY_REST)) return ESHKOL_CODE(Code2, clause.closure)(sp, clause.closure, a, NIL);
  pending[0] = a;
  return call_pending(sp, f, 1);
}

Value eshkol_call_2(Value *sp, Value f, Value a, Value b) {
  Clause clause = clause_for(f, 2);
  if (clause.arity == 2) return ESHKOL_CODE(Code2, clause.closure)(sp, clause.closure, a, b);
  if (clause.arity == (2 | ARITY_REST)) return ESHKOL_CODE(Code3, clause.closure)(sp, clause.closure, a, b, NIL);
  pending[0] = a;
  pending[1] = b;
  return call_pending(sp, f, 2);
}

Value eshkol_call_3(Value *sp, Value f, Value a, Value b, Value c) {
  pending[0] = a;
  pending[1] = b;
  pending[2] = c;
  return call_pending(sp, f, 3);
}

Value eshkol_call_4(Value *sp, Value f, Value a, Value b, Value c, Value d) {
  pending[0] = a;
  pending[1] = b;
  pending[2] = c;
  pending[3] = d;
  return call_pending(sp, f, 4);
}

Value eshkol_call_many(Value *sp, Value f, size_t count, Value a, Value b, Value c, Value d) {
  pending[0] = a;
  pending[1] = b;
  pending[2] = c;
  pending[3] = d;
  for (size_t i = ESHKOL_REGISTER_ARGUMENTS; i < count; i++) pending[i] = eshkol_arguments[i - ESHKOL_REGISTER_ARGUMENTS];
  return call_pending(sp, f, count);
}

/* A procedure with a rest list takes a list of any length; others at most ESHKOL_MAXIMAL_ARGUMENTS arguments. */
static Value apply_with_rest(Value *sp, Value f, size_t required, Value arguments) {
  for (size_t i = 0; i < required; i++, arguments = pair_cdr(arguments)) pending[i] = pair_car(arguments);
  /* The rest list must be fresh: the callee may change it. */
  Value fresh = NIL, last = NIL;
  for (; is_pair(arguments); arguments = pair_cdr(arguments)) {
    Value pair = eshkol_make_pair(pair_car(arguments), NIL);
    if (last == NIL) fresh = pair;
    else pair_of(last)->cdr = pair;
    last = pair;
  }
  pending[required] = fresh;
  return call_code(sp, f, required + 1);
}

static Value apply_to_list(Value *sp, Value f, Value arguments) {
  size_t count = 0;
  Value rest = arguments;
  for (; is_pair(rest); rest = pair_cdr(rest)) count++;
  if (rest != NIL) eshkol_raise_type("apply", 2, "a proper list", arguments);
  if (!has_type(f, TYPE_CLOSURE)) raise_not_a_procedure(f);
  if (auxiliary_of_header(header_of(f)) & ARITY_CASES) f = select_clause(f, count);
  uint32_t arity = auxiliary_of_header(header_of(f));
  if (arity & ARITY_CASES || !arity_accepts(arity, count)) raise_arity(f, count);
  if (arity & ARITY_REST) return apply_with_rest(sp, f, arity & 0xFF, arguments);
  size_t i = 0;
  for (rest = arguments; is_pair(rest); rest = pair_cdr(rest)) pending[i++] = pair_car(rest);
  return call_code(sp, f, count);
}

/* Most lists are short: their elements become the arguments of an ordinary call. */
Value eshkol_sys_apply(Value *sp, Value f, Value arguments) {
  if (arguments == NIL) return eshkol_call_0(sp, f);
  if (is_pair(arguments)) {
    Value a = pair_car(arguments), rest = pair_cdr(arguments);
    if (rest == NIL) return eshkol_call_1(sp, f, a);
    if (is_pair(rest) && pair_cdr(rest) == NIL) return eshkol_call_2(sp, f, a, pair_car(rest));
  }
  return apply_to_list(sp, f, arguments);
}

Value eshkol_values_after(Value v, size_t first) {
  Value list = NIL;
  for (size_t i = eshkol_value_count(v); i > first; i--) list = eshkol_make_pair(eshkol_value_at(v, i - 1), list);
  return list;
}

void eshkol_raise_value_count(Value v, size_t expected, bool or_more) {
  static char text[128];
  __builtin_snprintf(text, sizeof text, "expected %s%zu value%s, got %zu", or_more ? "at least " : "", expected,
                     expected == 1 ? "" : "s", eshkol_value_count(v));
  eshkol_raise_error("values", text, NIL);
}

void eshkol_raise_uninitialized(Value name) {
  eshkol_raise_kind("uninitialized", "", "variable used before its initialisation", eshkol_make_pair(name, NIL));
}

void eshkol_raise_too_many_arguments(const char *who) { eshkol_raise_kind("arity", who, "too many arguments", NIL); }

Value eshkol_next_argument(Value *rest) {
  if (!is_pair(*rest)) return ABSENT;
  Value first = pair_car(*rest);
  *rest = pair_cdr(*rest);
  return first;
}

Value eshkol_sys_values_to_list(Value v) { return eshkol_values_after(v, 0); }

Value eshkol_values(Value list) {
  size_t count = 0;
  for (Value rest = list; is_pair(rest); rest = pair_cdr(rest)) count++;
  if (count == 1) return pair_car(list);
  Object *o = eshkol_allocate_object(TYPE_VALUES, 0, count);
  size_t i = 0;
  for (Value rest = list; is_pair(rest); rest = pair_cdr(rest)) o->words[i++] = pair_car(rest);
  return from_object(o);
}

Value eshkol_sys_uninitialized(void) { return UNINITIALIZED; }

Value eshkol_sys_check_initialized(Value v, Value name) {
  if (v == UNINITIALIZED) eshkol_raise_uninitialized(name);
  return v;
}

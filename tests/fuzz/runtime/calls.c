/* Calls of primitives with random arguments: what they return is what their rows in the tables say. */
#include "fuzz.h"

#include "arenas.h"
#include "conditions.h"
#include "equality.h"

enum { MOST_PARAMETERS = 6, MOST_REST = 5 };
enum Effect { EFFECT_pure, EFFECT_reads, EFFECT_writes };

typedef struct {
  const char *name;
  Value (*plain)(Value *arguments);
  Value (*quick)(Value *arguments); /* the inline fast path, or NULL */
  unsigned quick_count;             /* arguments of the fast path */
  unsigned count, required;         /* parameters without the rest list */
  int rest;                         /* the kind of the arguments in the rest list, or -1 */
  enum FuzzKind result;
  enum Effect effect;
  bool raises, allocates, checked;  /* checked: compared with the fast path, and its result with the row */
  enum FuzzKind kinds[MOST_PARAMETERS + 1];
} Row;

/* Made from the tables by runtime_harness.py. */
#include "rows.inc"

static struct {
  const Row *row;
  Value arguments[MOST_PARAMETERS + 1]; /* with the rest list */
  unsigned given;
  bool calling;
} call;

static void choose_arguments(const Row *row) {
  unsigned optional = row->count - row->required;
  call.row = row;
  call.given = row->required + (optional ? fuzz_below(optional + 1) : 0);
  for (unsigned i = 0; i < row->count; i++) call.arguments[i] = i < call.given ? fuzz_value(row->kinds[i]) : ABSENT;
  if (row->rest < 0) return;
  Value rest = NIL;
  for (unsigned i = fuzz_below(MOST_REST); i > 0; i--) rest = eshkol_make_pair(fuzz_value((enum FuzzKind)row->rest), rest);
  call.arguments[row->count] = rest;
}

static void show_call(void) {
  fprintf(stderr, "  (%s", call.row->name);
  for (unsigned i = 0; i < call.given; i++) fprintf(stderr, " %s", fuzz_show(call.arguments[i]));
  if (call.row->rest >= 0) fprintf(stderr, " . %s", fuzz_show(call.arguments[call.row->count]));
  fprintf(stderr, ")\n");
}

/* --- Results. --- */

static bool is_well_formed(Value v) {
  if (is_fixnum(v) || is_self_tagged_flonum(v)) return true;
  if (is_immediate(v)) return is_character(v) ? to_character(v) <= 0x10FFFF : v <= UNSPECIFIED;
  if (!is_pointer(v)) return false;
  if (is_pair(v) || eshkol_is_stale(v)) return true;
  uint64_t header = header_of(v);
  return (header & 7) == 7 && type_of_header(header) >> 3 < TYPE_COUNT;
}

static void check_result(const Row *row, Value v, const char *hp) {
  FUZZ_CHECK(is_well_formed(v), "%s returned the word %#llx", row->name, (unsigned long long)v);
  FUZZ_CHECK(fuzz_has_kind(v, row->result) || (eshkol_is_stale(v) && row->effect != EFFECT_pure), "%s returned %s, which is not of the kind in its row", row->name, fuzz_show(v));
  FUZZ_CHECK(row->allocates || eshkol_hp == hp, "%s allocates, its row says it does not", row->name);
}

static bool are_same(Value a, Value b) { return is_eqv(a, b) || eshkol_equal_p(a, b) == TRUE; }

/* --- One call. --- */

typedef struct { Value (*code)(Value *arguments); Value result; } Invocation;

static void invoke(void *invocation) {
  Invocation *i = invocation;
  i->result = i->code(call.arguments);
}

static void forget_what_grew(void) {
  for (unsigned i = 0; i < call.given; i++)
    if (!fuzz_is_small(call.arguments[i])) fuzz_clear_pool();
}

/* Errors about memory reclaim: arguments and results that C variables hold are gone then. */
static bool is_about_memory(void) { return eshkol_condition_has_kind(fuzz_condition, "memory"); }

/* The fast path does what the complete function does. Nothing is written by either. */
static void compare_with_fast_path(const Row *row, bool returned, Value result) {
  Invocation quick = {row->quick, FALSE};
  Value condition = fuzz_condition;
  eshkol_at(fuzz_sp(), 1);
  bool quick_returned = fuzz_catch(invoke, &quick);
  if (!quick_returned && is_about_memory()) return;
  FUZZ_CHECK(returned == quick_returned, "%s: the fast path %s", row->name, quick_returned ? "returned" : "raised");
  if (returned) FUZZ_CHECK(are_same(result, quick.result), "%s: the fast path returned another value", row->name);
  else FUZZ_CHECK(eshkol_condition_kind(condition) == eshkol_condition_kind(fuzz_condition), "%s: the fast path raised another error", row->name);
}

static void check_condition(const Row *row) {
  FUZZ_CHECK(eshkol_error_object_p(fuzz_condition) == TRUE, "%s raised what is no condition: %s", row->name, fuzz_show(fuzz_condition));
  FUZZ_CHECK(row->raises || is_about_memory() || eshkol_condition_has_kind(fuzz_condition, "arena"),
             "%s raised, its row says that it does not: %s", row->name, fuzz_show(fuzz_condition));
  if (fuzz_one_in(16)) eshkol_condition_slashreport_string(fuzz_condition);
}

void fuzz_calls(void *unused) {
  (void)unused;
  const Row *row = &rows[fuzz_below(sizeof rows / sizeof *rows)];
  fuzz_note(row->name);
  choose_arguments(row);
  if (fuzz_explain) show_call();
  bool has_quick = row->quick && row->quick_count == row->count && call.given == row->count && row->rest < 0;
  bool quick_only = has_quick && row->effect == EFFECT_writes && fuzz_one_in(2);
  Invocation invocation = {quick_only ? row->quick : row->plain, FALSE};
  eshkol_at(fuzz_sp(), 1);
  const char *hp = eshkol_hp;
  uint64_t epoch = eshkol_reclamation_epoch;
  bool returned = fuzz_catch(invoke, &invocation);
  bool moved = eshkol_reclamation_epoch != epoch;
  if (!returned) check_condition(row);
  else if (row->checked) check_result(row, invocation.result, hp);
  if (has_quick && row->checked && row->effect != EFFECT_writes && !moved) compare_with_fast_path(row, returned, invocation.result);
  if (returned && fuzz_one_in(2)) fuzz_keep(invocation.result);
  if (moved) fuzz_clear_pool();
  else if (row->effect == EFFECT_writes) forget_what_grew();
  if (!returned) fuzz_progress->raised++;
}

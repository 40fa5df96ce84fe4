/* Evaluates expressions over data primitives from standard input, for test_data*.py: a stand-in for compiled code, the
 * printer and the memory manager. One expression a line, one line of answer each. */
#include "data_harness.h"

#include "characters.h"
#include "hashtables.h"
#include "inline_data.h"
#include "numbers.h"
#include "symbols.h"

void fail(const char *message, const char *detail) {
  fprintf(stderr, "data_harness: %s: %s\n", message, detail);
  exit(2);
}

/* What fast paths get as the value stack. */
static Value stack[16];

/* --- The primitives: rows.inc is made from the tables. --- */

typedef struct {
  const char *name;
  int required, optional, rest;
  Value (*plain)(Value *arguments);
  Value (*quick)(Value *arguments); /* the inline fast path, for exactly quick_count arguments */
  int quick_count;
} Row;
#include "rows.inc"

static bool use_quick;
static const Row *find_row(const char *name) {
  for (const Row *row = rows; row->name; row++)
    if (strcmp(row->name, name) == 0) return row;
  return NULL;
}

static Value call_row(const Row *row, Value *arguments, int count) {
  if (count < row->required || (!row->rest && count > row->required + row->optional)) fail("wrong number of arguments", row->name);
  if (use_quick && row->quick && row->quick_count == count) return row->quick(arguments);
  Value full[8];
  int fixed = row->required + row->optional;
  for (int k = 0; k < fixed; k++) full[k] = k < count ? arguments[k] : ABSENT;
  if (row->rest) {
    full[fixed] = NIL;
    for (int k = count; k-- > fixed;) full[fixed] = eshkol_make_pair(arguments[k], full[fixed]);
  }
  return row->plain(full);
}

/* What only this harness has. */
static Value kill(Value v) {
  if (is_pair(v)) pair_of(v)->car = pair_of(v)->cdr = DEAD;
  else object_of(v)->header = HEADER(TYPE_DEAD, 0, words_of_header(header_of(v)));
  return UNSPECIFIED;
}
static Value call_special(const char *name, Value *a, int count) {
  if (!strcmp(name, "=") && count == 2) return from_boolean(a[0] == a[1]);
  if (!strcmp(name, "<") && count == 2) return from_boolean((int64_t)a[0] < (int64_t)a[1]);
  if (!strcmp(name, "%kill")) return kill(a[0]);
  if (!strcmp(name, "%valid?")) return from_boolean(eshkol_hash_table_is_valid(a[0]));
  if (!strcmp(name, "%symbol-count")) {
    return from_fixnum(dynamic_symbol_count());
  }
  if (!strcmp(name, "%words")) return from_fixnum((int64_t)words_of_header(header_of(a[0])));
  if (!strcmp(name, "%used-bytes")) return from_fixnum(eshkol_hp - eshkol_arena_region_start);
  if (!strcmp(name, "%is-wide")) return from_boolean(string_view(a[0]).wide);
  if (!strcmp(name, "%epoch")) return from_fixnum((int64_t)eshkol_reclamation_epoch);
  if (!strcmp(name, "%raw-hash")) {
    static char digits[32];
    snprintf(digits, sizeof digits, "%016" PRIx64, symbol_hash(a[0]));
    return eshkol_string_from_c(digits);
  }
  END_WITH("no such primitive: %s", name);
  longjmp(line_end, 1);
}

/* --- Evaluation: quote, define, let, let*, begin, primitive calls. --- */

/* Operands of the calls that are being evaluated. */
enum { MAXIMAL_OPERANDS = 1 << 16 };
static Value operands[MAXIMAL_OPERANDS];
static size_t operand_count;

static Value evaluate(Value x);
static bool is_named(Value x, const char *name) { return is_symbol(x) && strcmp(eshkol_name_for_message(x), name) == 0; }
static Value evaluate_body(Value body) {
  Value v = UNSPECIFIED;
  for (; body != NIL; body = pair_of(body)->cdr) v = evaluate(pair_of(body)->car);
  return v;
}
static Value evaluate_let(Value x) {
  size_t before = variable_count;
  for (Value b = eshkol_cadr(x); b != NIL; b = pair_of(b)->cdr) {
    Value v = evaluate(eshkol_cadar(b)); /* before the name, whose text is in a buffer of all such calls */
    bind_variable(eshkol_name_for_message(eshkol_caar(b)), v);
  }
  Value v = evaluate_body(eshkol_cddr(x));
  variable_count = before;
  return v;
}
static Value evaluate_name(Value x) {
  const char *name = eshkol_name_for_message(x);
  for (size_t k = variable_count; k-- > 0;)
    if (strcmp(variables[k].name, name) == 0) return variables[k].value;
  if (!find_row(name)) {
    END_WITH("no such variable: %s", name);
    longjmp(line_end, 1);
  }
  Object *o = eshkol_new_object(TYPE_CLOSURE, 0, 1);
  o->words[0] = 0;
  return from_object(o);
}
static Value evaluate(Value x) {
  if (is_symbol(x)) return evaluate_name(x);
  if (!is_pair(x)) return x;
  Value head = pair_of(x)->car;
  if (is_named(head, "quote")) return eshkol_cadr(x);
  if (is_named(head, "begin")) return evaluate_body(pair_of(x)->cdr);
  if (is_named(head, "let") || is_named(head, "let*")) return evaluate_let(x);
  size_t first = operand_count;
  for (Value a = pair_of(x)->cdr; a != NIL; a = pair_of(a)->cdr) {
    Value v = evaluate(pair_of(a)->car);
    if (operand_count == MAXIMAL_OPERANDS) fail("too many operands", eshkol_name_for_message(head));
    operands[operand_count++] = v;
  }
  char name[256];
  strcpy(name, eshkol_name_for_message(head));
  const Row *row = find_row(name);
  int count = (int)(operand_count - first);
  Value v = row ? call_row(row, operands + first, count) : call_special(name, operands + first, count);
  operand_count = first;
  return v;
}

static Value evaluate_line(Value x) {
  if (is_pair(x) && is_named(pair_of(x)->car, "define")) {
    Value v = evaluate(eshkol_caddr(x));
    bind_variable(eshkol_name_for_message(eshkol_cadr(x)), v);
    return UNSPECIFIED;
  }
  if (is_pair(x) && is_named(pair_of(x)->car, "%mark")) { reclaim_from = eshkol_hp; return UNSPECIFIED; }
  if (is_pair(x) && is_named(pair_of(x)->car, "%reclaim")) { reclaim(); return UNSPECIFIED; }
  if (is_pair(x) && is_named(pair_of(x)->car, "%forget")) { variable_count = 0; reclaim_from = eshkol_arena_region_start; reclaim(); return UNSPECIFIED; }
  if (is_pair(x) && is_named(pair_of(x)->car, "%quick")) { use_quick = evaluate(eshkol_cadr(x)) == TRUE; return UNSPECIFIED; }
  return evaluate(x);
}

int main(void) {
  static char *out;
  static size_t out_size;
  static char *line;
  static size_t size;
  static size_t variables_before;
  start_memory();
  out_file = open_memstream(&out, &out_size);
  while (getline(&line, &size, stdin) > 0) {
    line[strcspn(line, "\n")] = 0;
    if (!*line) { fflush(stdout); continue; }
    rewind(out_file);
    variables_before = variable_count;
    if (setjmp(line_end) == 0) {
      write_value(evaluate_line(read_literal(line)), 0);
    } else {
      variable_count = variables_before;
      operand_count = 0;
    }
    fflush(out_file);
    fwrite(out, 1, out_size, stdout);
    fputc('\n', stdout);
  }
  fclose(out_file);
  free(out);
  free(line);
  end_memory();
  return 0;
}

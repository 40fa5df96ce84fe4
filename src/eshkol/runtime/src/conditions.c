/* Condition objects: making, examining and raising them. */
#include "conditions.h"

#include "calls.h"
#include "memory.h"
#include "numbers.h"
#include "pairs.h"
#include "primitives.h"
#include "printer.h"
#include "program.h"
#include "report.h"
#include "strings.h"
#include "symbols.h"

/* An error inside the library is shown where the program called it. */
static uint32_t blamed_site(void) {
  bool inside = eshkol_is_library_site(eshkol_here.site) && eshkol_here.caller != 0;
  return inside ? eshkol_here.caller : eshkol_here.site;
}

Value eshkol_new_condition(const char *kind, Value message, Value irritants, Value payload) {
  Value symbol = eshkol_intern_c(kind);
  Object *c = eshkol_new_object(TYPE_CONDITION, 0, CONDITION_WORDS);
  c->words[CONDITION_KIND] = symbol;
  c->words[CONDITION_MESSAGE] = message;
  c->words[CONDITION_IRRITANTS] = irritants;
  c->words[CONDITION_SITE] = from_fixnum(blamed_site());
  c->words[CONDITION_PAYLOAD] = payload;
  return from_object(c);
}

bool eshkol_condition_has_kind(Value condition, const char *kind) {
  return is_condition(condition) && condition_field(condition, CONDITION_KIND) == eshkol_intern_c(kind);
}

void eshkol_raise_condition(Value condition) {
  Value *sp = eshkol_here.sp;
  if (!has_type(*eshkol_program.raise, TYPE_CLOSURE)) eshkol_report_uncaught(condition);
  sp[0] = ESHKOL_MARK();
  eshkol_call_1(sp + 1, *eshkol_program.raise, condition);
  eshkol_report_internal_error("raise returned", NULL);
}

/* --- Reports for people. --- */

static void write_message(struct Port *port, Value message) {
  if (is_string(message)) eshkol_print_to(port, message, PRINT_DISPLAY);
  else eshkol_print_to(port, message, PRINT_WRITE);
}

/* ": " between message and irritants, unless the message ends with a colon of its own. */
static const char *separator_after(Value message) {
  if (!is_string(message)) return " ";
  StringView view = string_view(message);
  return view.length == 0 ? "" : view_ref(view, view.length - 1) == ':' ? " " : ": ";
}

static void write_argument_number(struct Port *port, int64_t argument) {
  char *text;
  size_t length = eshkol_format_number(from_fixnum(argument), 10, &text);
  eshkol_port_write_text(port, " (argument ");
  eshkol_port_write(port, text, length);
  eshkol_port_write_byte(port, ')');
}

void eshkol_write_condition(struct Port *port, Value condition) {
  Value message = condition_field(condition, CONDITION_MESSAGE);
  Value irritants = condition_field(condition, CONDITION_IRRITANTS);
  Value payload = condition_field(condition, CONDITION_PAYLOAD);
  int64_t details = is_fixnum(payload) ? to_fixnum(payload) : REPORT_MESSAGE_ONLY;
  enum ReportStyle style = (enum ReportStyle)(details & ((1 << REPORT_STYLE_BITS) - 1));
  write_message(port, message);
  if (style == REPORT_MESSAGE_ONLY) return;
  const char *separator = style == REPORT_GOT ? ", got " : separator_after(message);
  for (; is_pair(irritants); irritants = pair_cdr(irritants), separator = " ") {
    eshkol_port_write_text(port, separator);
    eshkol_print_to(port, pair_car(irritants), PRINT_WRITE);
  }
  if (style == REPORT_GOT && details >> REPORT_STYLE_BITS > 1) write_argument_number(port, details >> REPORT_STYLE_BITS);
}

/* --- Primitives. --- */

Value eshkol_error(Value message, Value irritants) {
  eshkol_raise_condition(eshkol_new_condition("error", message, irritants, from_fixnum(REPORT_IRRITANTS)));
}

Value eshkol_sys_make_condition(Value kind, Value message, Value irritants) {
  if (!has_type(kind, TYPE_SYMBOL)) eshkol_raise_type("%make-condition", 1, "a symbol", kind);
  eshkol_list_length("%make-condition", 3, irritants);
  Value condition = eshkol_new_condition("error", message, irritants, from_fixnum(REPORT_IRRITANTS));
  object_of(condition)->words[CONDITION_KIND] = kind;
  return condition;
}

static Value check_condition(const char *who, Value x) {
  if (!is_condition(x)) eshkol_raise_type(who, 1, "a condition (an error object)", x);
  return x;
}

Value eshkol_error_object_p(Value x) { return from_boolean(is_condition(x)); }
Value eshkol_read_error_p(Value x) { return from_boolean(eshkol_condition_has_kind(x, "read")); }
Value eshkol_file_error_p(Value x) { return from_boolean(eshkol_condition_has_kind(x, "file")); }

Value eshkol_error_object_message(Value c) {
  return condition_field(check_condition("error-object-message", c), CONDITION_MESSAGE);
}
Value eshkol_error_message(Value c) { return condition_field(check_condition("error-message", c), CONDITION_MESSAGE); }
Value eshkol_error_object_irritants(Value c) {
  return condition_field(check_condition("error-object-irritants", c), CONDITION_IRRITANTS);
}
Value eshkol_condition_kind(Value c) { return condition_field(check_condition("condition-kind", c), CONDITION_KIND); }

Value eshkol_condition_slashreport_string(Value c) {
  check_condition("condition/report-string", c);
  struct Port *port = eshkol_scratch_port();
  eshkol_write_condition(port, c);
  return eshkol_string_from_utf8((const char *)port->buffer, port->end);
}

Value eshkol_sys_uncaught(Value object) { eshkol_report_uncaught(object); }

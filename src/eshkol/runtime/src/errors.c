/* The functions of errors.h: each puts a message together, makes a condition and raises it. */
#include "errors.h"

#include <errno.h>
#include <stdlib.h>

#include "arenas.h"
#include "conditions.h"
#include "escapes.h"
#include "memory.h"
#include "numbers.h"
#include "primitives.h"
#include "printer.h"
#include "report.h"
#include "stacks.h"
#include "strings.h"

/* True for a value through which a destroyed arena was read. */
static bool is_stale(Value v) { return v == DEAD || eshkol_is_stale(v); }

void eshkol_raise_dead(Value x) {
  const struct ArenaRecord *record =
    is_pointer(x) ? eshkol_find_arena_record((const void *)(uintptr_t)(x & ~(Value)TAG_MASK)) : NULL;
  struct ArenaRecord known = record ? *record : (struct ArenaRecord){0, 0};
  Value sites = eshkol_make_pair(from_fixnum(known.made_site), from_fixnum(known.destroyed_site));
  Value message = eshkol_string_from_c("use of memory from a destroyed arena");
  eshkol_raise_condition(eshkol_new_condition("arena", message, NIL, sites));
}

/* The scratch port with "who: " in it. */
static struct Port *begin_message(const char *who) {
  eshkol_require_stack(ESHKOL_STACK_RESERVE);
  struct Port *port = eshkol_scratch_port();
  if (who && who[0]) {
    eshkol_port_write_text(port, who);
    eshkol_port_write_text(port, ": ");
  }
  return port;
}

static Value end_message(const struct Port *port) {
  return eshkol_string_from_utf8((const char *)port->buffer, port->end);
}

NO_RETURN static void raise_with(const char *kind, const struct Port *message, Value irritants, int payload) {
  eshkol_raise_condition(eshkol_new_condition(kind, end_message(message), irritants, from_fixnum(payload)));
}

static void write_integer(struct Port *port, Value n) {
  char *text;
  size_t length = eshkol_format_number(n, 10, &text);
  eshkol_port_write(port, text, length);
}

void eshkol_raise_type(const char *who, int argument, const char *expected, Value got) {
  if (is_stale(got)) eshkol_raise_dead(got);
  struct Port *port = begin_message(who);
  eshkol_port_write_text(port, "expected ");
  eshkol_port_write_text(port, expected);
  raise_with("type", port, eshkol_make_pair(got, NIL), REPORT_GOT + (argument << REPORT_STYLE_BITS));
}

void eshkol_raise_index(const char *who, int argument, Value index, uint64_t length) {
  (void)argument;
  struct Port *port = begin_message(who);
  eshkol_port_write_text(port, "index ");
  eshkol_print_to(port, index, PRINT_WRITE);
  eshkol_port_write_text(port, " out of range for a length of ");
  write_integer(port, from_fixnum((int64_t)length));
  raise_with("index", port, eshkol_make_pair(index, NIL), REPORT_MESSAGE_ONLY);
}

void eshkol_raise_kind(const char *kind, const char *who, const char *message, Value irritants) {
  if (!eshkol_innermost_frame) eshkol_report_fatal(message); /* the program has not begun */
  struct Port *port = begin_message(who);
  eshkol_port_write_text(port, message);
  raise_with(kind, port, irritants, REPORT_IRRITANTS);
}

void eshkol_raise_error(const char *who, const char *message, Value irritants) {
  eshkol_raise_kind("error", who, message, irritants);
}

void eshkol_raise_division_by_zero(const char *who) { eshkol_raise_kind("division", who, "division by zero", NIL); }

void eshkol_raise_file_error(const char *who, const char *message, const char *file, int error) {
  struct Port *port = begin_message(who);
  eshkol_port_write_text(port, message);
  eshkol_port_write_text(port, ": ");
  eshkol_port_write_text(port, strerror(error));
  raise_with("file", port, eshkol_make_pair(eshkol_string_from_c(file), NIL), REPORT_IRRITANTS);
}

/* --- Errors that library procedures raise. --- */

static const char *name_of(Value who) { return who == FALSE ? NULL : eshkol_name_for_message(who); }

/* A string as C text in a static buffer. */
static const char *text_of(Value string) {
  static struct { char *bytes; size_t capacity; } buffer;
  StringView view = check_string("%raise", 3, string);
  size_t count = eshkol_view_utf8_size(view);
  if (count + 1 > buffer.capacity) {
    free(buffer.bytes);
    buffer.capacity = 0;
    buffer.bytes = malloc(count + 1);
    if (!buffer.bytes) eshkol_raise_kind("memory", NULL, "no memory for the message of an error", NIL);
    buffer.capacity = count + 1;
  }
  *eshkol_view_to_utf8(view, buffer.bytes) = '\0';
  return buffer.bytes;
}

Value eshkol_sys_raise_error(Value who, Value message, Value irritants) {
  eshkol_raise_error(name_of(who), text_of(message), irritants);
}

Value eshkol_sys_raise_type(Value who, Value argument, Value expected, Value got) {
  eshkol_raise_type(name_of(who), (int)to_fixnum(argument), text_of(expected), got);
}

Value eshkol_sys_raise_index(Value who, Value argument, Value index, Value length) {
  eshkol_raise_index(name_of(who), (int)to_fixnum(argument), index, (uint64_t)to_fixnum(length));
}

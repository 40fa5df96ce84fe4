/* Prints values with an explicit stack: lists, vectors, records and what they contain, with datum labels. */
#include "printer.h"

#include <stdlib.h>

#include "conditions.h"
#include "errors.h"
#include "memory.h"
#include "numbers.h"
#include "primitives.h"
#include "records.h"
#include "stacks.h"
#include "symbols.h"

/* What remains to be printed of one compound value.
 *   LIST: the pair `value`, whose car is being printed; ITEMS: words index to last of `value`; TAIL: only the end. */
struct Frame { Value value; uint64_t index, last; enum { FRAME_LIST, FRAME_ITEMS, FRAME_TAIL } kind; char close; };

/* Kept between uses; what an error left half-printed is forgotten by the next use. */
static struct { struct Frame *frames; size_t depth, capacity; } stack;

static void push(struct Frame frame) {
  if (stack.depth == stack.capacity) {
    size_t capacity = stack.capacity ? 2 * stack.capacity : 64;
    struct Frame *frames = realloc(stack.frames, capacity * sizeof *frames);
    if (!frames) eshkol_raise_kind("memory", "write", "no memory to print so deep a structure", NIL);
    stack.frames = frames;
    stack.capacity = capacity;
  }
  stack.frames[stack.depth++] = frame;
}

static void write_label(struct Port *port, uint64_t number, char mark) {
  char *text;
  size_t length = eshkol_format_number(from_fixnum((int64_t)number), 10, &text);
  eshkol_port_write_byte(port, '#');
  eshkol_port_write(port, text, length);
  eshkol_port_write_byte(port, (unsigned char)mark);
}

/* The name of a record type without the customary brackets. */
static void write_type_name(struct Port *port, Value type) {
  Value name = object_of(type)->words[RECORD_TYPE_NAME];
  if (is_symbol(name)) name = symbol_name(name);
  StringView view = string_view(name);
  bool brackets = view.length > 2 && view_ref(view, 0) == '<' && view_ref(view, view.length - 1) == '>';
  eshkol_port_write_string(port, name, brackets, view.length - brackets);
}

static bool begins_with_at_sign(Value datum) {
  if (!is_symbol(datum)) return false;
  StringView name = string_view(symbol_name(datum));
  return name.length > 0 && view_ref(name, 0) == '@';
}

/* "'" for (quote x) and so on; NULL for other lists. Of (unquote @x) a comma would make something else. */
static const char *quotation_prefix(Value list) {
  static const struct { const char *symbol, *prefix; } quotations[] = {
    {"quote", "'"}, {"quasiquote", "`"}, {"unquote", ","}, {"unquote-splicing", ",@"}};
  Value symbol = pair_car(list), rest = pair_cdr(list);
  if (!is_symbol(symbol) || !is_pair(rest) || pair_cdr(rest) != NIL || eshkol_has_label(rest)) return NULL;
  StringView name = string_view(symbol_name(symbol));
  for (size_t i = 0; i < sizeof quotations / sizeof quotations[0]; i++)
    if (!name.wide && name.length == strlen(quotations[i].symbol) && memcmp(name.characters, quotations[i].symbol, name.length) == 0)
      return name.length == strlen("unquote") && begins_with_at_sign(pair_car(rest)) ? NULL : quotations[i].prefix;
  return NULL;
}

/* Writes the value's label if it has one. True: its contents have been printed before. */
static bool write_label_of(struct Port *port, Value value) {
  uint64_t number;
  bool first;
  if (!eshkol_label_of(value, &number, &first)) return false;
  write_label(port, number, first ? '=' : '#');
  return !first;
}

/* Prints the beginning of a vector, multiple values or a record, and pushes the rest. */
static void begin_items(struct Port *port, Value value, struct Parts parts) {
  char close = '>';
  if (has_type(value, TYPE_VECTOR)) {
    eshkol_port_write_text(port, "#(");
    close = ')';
  } else if (has_type(value, TYPE_VALUES)) {
    eshkol_port_write_text(port, "#<values");
  } else {
    eshkol_port_write_text(port, "#<");
    write_type_name(port, object_of(value)->words[0]);
  }
  push((struct Frame){.value = value, .index = parts.first, .last = parts.last, .kind = FRAME_ITEMS, .close = close});
}

/* Prints an atom, or the beginning of a compound value, whose rest is pushed. */
static void begin(struct Port *port, Value value, enum PrintMode mode) {
  struct Parts parts;
  const char *prefix;
  for (;;) {
    if (!eshkol_print_parts(value, &parts)) {
      eshkol_print_atom(port, value, mode);
      return;
    }
    if (write_label_of(port, value)) return;
    if (!is_pair(value) || !(prefix = quotation_prefix(value))) break;
    eshkol_port_write_text(port, prefix);
    value = pair_car(pair_cdr(value));
  }
  if (!is_pair(value)) {
    begin_items(port, value, parts);
    return;
  }
  eshkol_port_write_byte(port, '(');
  push((struct Frame){.value = value, .index = 0, .kind = FRAME_LIST});
}

/* Prints the next element of the list in the topmost frame, or its end. index: elements printed so far, at most 1. */
static void continue_list(struct Port *port, struct Frame *frame, enum PrintMode mode) {
  if (frame->index == 0) {
    frame->index = 1;
    begin(port, pair_car(frame->value), mode);
    return;
  }
  Value rest = pair_cdr(frame->value);
  if (rest == NIL) {
    eshkol_port_write_byte(port, ')');
    stack.depth--;
  } else if (is_pair(rest) && !eshkol_has_label(rest)) {
    eshkol_port_write_byte(port, ' ');
    frame->value = rest;
    begin(port, pair_car(rest), mode);
  } else {
    eshkol_port_write(port, " . ", 3);
    frame->kind = FRAME_TAIL;
    frame->close = ')';
    begin(port, rest, mode);
  }
}

static void continue_items(struct Port *port, struct Frame *frame, enum PrintMode mode) {
  if (frame->index == frame->last) {
    eshkol_port_write_byte(port, (unsigned char)frame->close);
    stack.depth--;
    return;
  }
  bool separate = frame->close == '>' || frame->index > 0;
  if (separate) eshkol_port_write_byte(port, ' ');
  begin(port, object_of(frame->value)->words[frame->index++], mode);
}

#define LARGE_STACK 100000
static void forget_large_stack(void) {
  if (stack.capacity < LARGE_STACK) return;
  free(stack.frames);
  stack.frames = NULL;
  stack.capacity = 0;
}

void eshkol_print_to(struct Port *port, Value value, enum PrintMode mode) {
  struct Parts parts;
  if (!eshkol_print_parts(value, &parts)) {
    eshkol_print_atom(port, value, mode);
    return;
  }
  eshkol_require_stack(ESHKOL_STACK_RESERVE);
  eshkol_find_labels(value, mode);
  stack.depth = 0;
  begin(port, value, mode);
  while (stack.depth > 0) {
    struct Frame *frame = &stack.frames[stack.depth - 1];
    switch (frame->kind) {
      case FRAME_LIST: continue_list(port, frame, mode); break;
      case FRAME_ITEMS: continue_items(port, frame, mode); break;
      case FRAME_TAIL:
        eshkol_port_write_byte(port, (unsigned char)frame->close);
        stack.depth--;
        break;
    }
  }
  forget_large_stack();
}

struct Port *eshkol_scratch_port(void) {
  static struct Port *scratch;
  return eshkol_emptied_port(&scratch, "text");
}

/* --- Primitives. --- */

static Value print(const char *who, Value value, Value port_value, enum PrintMode mode) {
  struct Port *port = eshkol_check_output_port(who, 2, port_value, false);
  eshkol_print_to(port, value, mode);
  eshkol_port_finish(port);
  return UNSPECIFIED;
}

Value eshkol_write(Value value, Value port) { return print("write", value, port, PRINT_WRITE); }
Value eshkol_write_shared(Value value, Value port) { return print("write-shared", value, port, PRINT_SHARED); }
Value eshkol_write_simple(Value value, Value port) { return print("write-simple", value, port, PRINT_SIMPLE); }

Value eshkol_write_line(Value value, Value port_value) {
  print("write-line", value, port_value, PRINT_WRITE);
  return eshkol_newline(port_value);
}

/* The last of a list's elements when that is a port; otherwise ABSENT. */
static Value port_at_end(Value list) {
  Value last = ABSENT;
  for (; is_pair(list); list = pair_cdr(list)) last = pair_car(list);
  return is_port(last) ? last : ABSENT;
}

Value eshkol_display(Value value, Value more) {
  Value port_value = port_at_end(more);
  struct Port *port = eshkol_check_output_port("display", 2, port_value, false);
  eshkol_print_to(port, value, PRINT_DISPLAY);
  for (; is_pair(more) && !(port_value != ABSENT && pair_cdr(more) == NIL); more = pair_cdr(more))
    eshkol_print_to(port, pair_car(more), PRINT_DISPLAY);
  eshkol_port_finish(port);
  return UNSPECIFIED;
}

/* Prints the values that have no parts to print: numbers, strings, symbols, characters, procedures and other opaque ones. */
#include "arenas.h"
#include "calls.h"
#include "conditions.h"
#include "errors.h"
#include "numbers.h"
#include "ports_read.h"
#include "printer.h"
#include "records.h"
#include "strings.h"
#include "symbols.h"

static void write_number(struct Port *port, Value number, int radix) {
  char *text;
  size_t length = eshkol_format_number(number, radix, &text);
  eshkol_port_write(port, text, length);
}

static void write_hexadecimal(struct Port *port, uint32_t code) {
  eshkol_port_write_byte(port, 'x');
  write_number(port, from_fixnum(code), 16);
}

static bool is_control(uint32_t code) { return code < 0x20 || (code >= 0x7F && code < 0xA0); }

/* --- Text between quotes or bars. --- */

static char escape_letter(uint32_t code) {
  switch (code) {
    case '\a': return 'a';
    case '\b': return 'b';
    case '\t': return 't';
    case '\n': return 'n';
    case '\r': return 'r';
    default: return 0;
  }
}

static void write_quoted(struct Port *port, StringView view, char quote) {
  eshkol_port_write_byte(port, (unsigned char)quote);
  for (size_t i = 0; i < view.length; i++) {
    uint32_t code = view_ref(view, i);
    if (code == (uint32_t)quote || code == '\\') {
      eshkol_port_write_byte(port, '\\');
      eshkol_port_write_byte(port, (unsigned char)code);
    } else if (escape_letter(code)) {
      eshkol_port_write_byte(port, '\\');
      eshkol_port_write_byte(port, (unsigned char)escape_letter(code));
    } else if (is_control(code)) {
      eshkol_port_write_byte(port, '\\');
      write_hexadecimal(port, code);
      eshkol_port_write_byte(port, ';');
    } else {
      eshkol_port_write_character(port, code);
    }
  }
  eshkol_port_write_byte(port, (unsigned char)quote);
}

/* Would these characters, written as they are, not be read back as this symbol, here or by the compiler? */
static bool needs_bars(StringView name) {
  if (name.length == 0 || (name.length == 1 && view_ref(name, 0) == '.')) return true;
  for (size_t i = 0; i < name.length; i++) {
    uint32_t code = view_ref(name, i);
    if (code == '#' || code == BYTE_ORDER_MARK || is_control(code) || eshkol_is_delimiter((int32_t)code)) return true;
  }
  uint32_t first = view_ref(name, 0);
  if (eshkol_looks_like_number(name)) return true;
  return (first == '+' || first == '-') && !name.wide && eshkol_is_number_text(name.characters, name.length);
}

static void write_symbol(struct Port *port, Value symbol, enum PrintMode mode) {
  Value name = symbol_name(symbol);
  StringView view = string_view(name);
  if (mode != PRINT_DISPLAY && needs_bars(view)) write_quoted(port, view, '|');
  else eshkol_port_write_string(port, name, 0, view.length);
}

static void write_string(struct Port *port, Value string, enum PrintMode mode) {
  StringView view = string_view(string);
  if (mode == PRINT_DISPLAY) eshkol_port_write_string(port, string, 0, view.length);
  else write_quoted(port, view, '"');
}

/* --- Characters and other immediate values. --- */

static const char *character_name(uint32_t code) {
  switch (code) {
    case 0x00: return "null";
    case 0x07: return "alarm";
    case 0x08: return "backspace";
    case 0x09: return "tab";
    case 0x0A: return "newline";
    case 0x0D: return "return";
    case 0x1B: return "escape";
    case 0x20: return "space";
    case 0x7F: return "delete";
    default: return NULL;
  }
}

static void write_character(struct Port *port, uint32_t code, enum PrintMode mode) {
  if (mode == PRINT_DISPLAY) {
    eshkol_port_write_character(port, code);
    return;
  }
  eshkol_port_write(port, "#\\", 2);
  if (character_name(code)) eshkol_port_write_text(port, character_name(code));
  else if (is_control(code)) write_hexadecimal(port, code);
  else eshkol_port_write_character(port, code);
}

static void write_special(struct Port *port, Value value) {
  const char *text;
  switch (value) {
    case FALSE: text = "#f"; break;
    case TRUE: text = "#t"; break;
    case NIL: text = "()"; break;
    case END_OF_FILE: text = "#<eof>"; break;
    case UNSPECIFIED: text = "#<unspecified>"; break;
    case UNINITIALIZED: text = "#<uninitialized>"; break;
    case ABSENT: text = "#<absent>"; break;
    case DEAD: eshkol_raise_dead(value);
    default: text = "#<unknown>"; break;
  }
  eshkol_port_write_text(port, text);
}

/* --- Objects. --- */

static void write_bytevector(struct Port *port, Value bytevector) {
  size_t count = bytes_of_header(header_of(bytevector));
  const uint8_t *bytes = (const uint8_t *)object_of(bytevector)->words;
  eshkol_port_write_text(port, "#u8(");
  for (size_t i = 0; i < count; i++) {
    if (i > 0) eshkol_port_write_byte(port, ' ');
    write_number(port, from_fixnum(bytes[i]), 10);
  }
  eshkol_port_write_byte(port, ')');
}

/* "#<KIND NAME>", or "#<KIND>" when the name is empty. */
static void write_opaque(struct Port *port, const char *kind, const char *name) {
  eshkol_port_write_text(port, "#<");
  eshkol_port_write_text(port, kind);
  if (name[0]) {
    eshkol_port_write_byte(port, ' ');
    eshkol_port_write_text(port, name);
  }
  eshkol_port_write_byte(port, '>');
}

static void write_condition(struct Port *port, Value condition) {
  Value message = condition_field(condition, CONDITION_MESSAGE);
  eshkol_port_write_text(port, "#<condition ");
  eshkol_print_atom(port, condition_field(condition, CONDITION_KIND), PRINT_WRITE);
  if (is_string(message)) {
    eshkol_port_write_byte(port, ' ');
    write_string(port, message, PRINT_WRITE);
  }
  eshkol_port_write_byte(port, '>');
}

static void write_object(struct Port *port, Value value, enum PrintMode mode) {
  switch (type_of_header(header_of(value))) {
    case TYPE_STRING: write_string(port, value, mode); return;
    case TYPE_SYMBOL: write_symbol(port, value, mode); return;
    case TYPE_BYTEVECTOR: write_bytevector(port, value); return;
    case TYPE_CLOSURE: write_opaque(port, "procedure", eshkol_procedure_name(value)); return;
    case TYPE_ENVIRONMENT: write_opaque(port, "environment", ""); return;
    case TYPE_RECORD_TYPE:
      write_opaque(port, "record-type", eshkol_name_for_message(object_of(value)->words[RECORD_TYPE_NAME]));
      return;
    case TYPE_PROMISE: write_opaque(port, "promise", ""); return;
    case TYPE_HASH_TABLE: write_opaque(port, "hash-table", ""); return;
    case TYPE_PORT: write_opaque(port, port_of(value)->input ? "input-port" : "output-port", port_of(value)->name); return;
    case TYPE_ARENA: write_opaque(port, "arena", ""); return;
    case TYPE_CONDITION: write_condition(port, value); return;
    case TYPE_WEAK_REFERENCE: write_opaque(port, "weak-reference", ""); return;
    case TYPE_EPHEMERON: write_opaque(port, "ephemeron", ""); return;
    case TYPE_GUARDIAN: write_opaque(port, "guardian", ""); return;
    case TYPE_RESOURCE: write_opaque(port, "resource", ""); return;
    case TYPE_CONTINUATION_DATA: write_opaque(port, "continuation", ""); return;
    case TYPE_DEAD: eshkol_raise_dead(value);
    default: write_opaque(port, "raw", ""); return;
  }
}

void eshkol_print_atom(struct Port *port, Value value, enum PrintMode mode) {
  if (eshkol_is_number(value)) write_number(port, value, 10);
  else if (is_character(value)) write_character(port, to_character(value), mode);
  else if (is_object(value)) write_object(port, value, mode);
  else write_special(port, value);
}

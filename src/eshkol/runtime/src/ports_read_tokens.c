/* The lexical half of `read`: white space, comments, strings, characters, the text of symbols and numbers. */
#include <stdio.h>

#include "characters.h"
#include "ports_read.h"
#include "strings.h"

bool eshkol_is_delimiter(int32_t c) {
  if (c < 0 || c == ' ' || c == '\n') return true;
  if (c < 0x80) return (c >= '\t' && c <= '\r') || (c > 0 && strchr("()[]{}\"';`,|\\", c) != NULL);
  return eshkol_is_whitespace((uint32_t)c);
}

static bool is_space(int32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x80 && eshkol_is_whitespace((uint32_t)c));
}

/* Was the character that has just been taken the first of all? */
static bool is_first(struct Port *port) {
  Place after = eshkol_port_place(port, port->start);
  return after.line == 1 && after.column == 2;
}

static void skip_line(struct Port *port) {
  int32_t c = 0;
  while (c >= 0 && c != '\n') c = read_next(port);
}

int32_t eshkol_read_significant(struct Port *port) {
  for (;;) {
    int32_t c = read_next(port);
    if (c == ';') skip_line(port);
    else if (c < 0 || (!is_space(c) && !(c == BYTE_ORDER_MARK && is_first(port)))) return c;
  }
}

void eshkol_read_block_comment(struct Port *port) {
  size_t depth = 1;
  for (int32_t before = 0, c; depth > 0; before = c) {
    c = read_next(port);
    if (c < 0) eshkol_read_fail("the input ends inside a #| comment", NULL);
    bool opens = before == '#' && c == '|', closes = before == '|' && c == '#';
    if (opens) depth++;
    if (closes) depth--;
    if (opens || closes) c = 0; /* "#|#" opens only */
  }
}

/* The text being collected; not the scratch port of messages, which may be about it. */
static struct Port *start_text(void) {
  static struct Port *text;
  return eshkol_emptied_port(&text, "token");
}

static struct Port *end_text(struct Port *text) {
  eshkol_port_write_byte(text, '\0');
  text->end--;
  return text;
}

/* --- Strings and |symbols|. --- */

static int digit_of(int32_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* After "\x": digits and a semicolon. */
static uint32_t read_hexadecimal_escape(struct Port *port) {
  int64_t code = 0;
  int32_t c = read_next(port);
  if (digit_of(c) < 0) eshkol_read_fail("hexadecimal digits are missing after \\x", NULL);
  for (; digit_of(c) >= 0; c = read_next(port))
    if (code <= 0x10FFFF) code = code * 16 + digit_of(c);
  if (c != ';') eshkol_read_fail("a hexadecimal escape must end with a semicolon", NULL);
  if (!is_scalar_value(code)) eshkol_read_fail("a hexadecimal escape is no Unicode character", NULL);
  return (uint32_t)code;
}

/* After a backslash and white space that begins with c: skips the line end and the indentation after it. */
static void skip_line_end(struct Port *port, int32_t c) {
  while (c == ' ' || c == '\t') c = read_next(port);
  if (c == '\r' && read_peek(port) == '\n') c = read_next(port);
  if (c != '\n' && c != '\r') eshkol_read_fail("white space after a backslash must go up to the end of the line", NULL);
  while (read_peek(port) == ' ' || read_peek(port) == '\t') read_next(port);
}

static void read_escape(struct Port *port, struct Port *text) {
  static const char letters[] = "abtnr\"\\|", meanings[] = "\a\b\t\n\r\"\\|";
  int32_t c = read_next(port);
  const char *letter = c > 0 && c < 0x80 ? strchr(letters, c) : NULL;
  if (letter) {
    eshkol_port_write_byte(text, (unsigned char)meanings[letter - letters]);
  } else if (c == 'x' || c == 'X') {
    eshkol_port_write_character(text, read_hexadecimal_escape(port));
  } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
    skip_line_end(port, c);
  } else if (c >= 0) {
    char sequence[2 + 4] = "\\";
    *utf8_encode((uint32_t)c, sequence + 1) = '\0';
    eshkol_read_fail_about("", sequence, " is no escape sequence");
  }
}

struct Port *eshkol_read_quoted(struct Port *port, int32_t quote) {
  struct Port *text = start_text();
  for (;;) {
    int32_t c = read_next(port);
    if (c == quote) return end_text(text);
    if (c < 0) eshkol_read_fail(quote == '"' ? "the input ends inside a string" : "the input ends inside a |symbol|", NULL);
    if (c == '\r') { /* every line end is read as a newline */
      if (read_peek(port) == '\n') continue;
      c = '\n';
    }
    if (c == '\\') read_escape(port, text);
    else eshkol_port_write_character(text, (uint32_t)c);
  }
}

/* --- Symbols, numbers, characters. --- */

struct Port *eshkol_read_token(struct Port *port, int32_t first) {
  struct Port *text = start_text();
  if (first >= 0) eshkol_port_write_character(text, (uint32_t)first);
  while (!eshkol_is_delimiter(read_peek(port))) eshkol_port_write_character(text, (uint32_t)read_next(port));
  return end_text(text);
}

static const struct { const char *name; uint32_t code; } character_names[] = {
  {"alarm", 7}, {"backspace", 8}, {"delete", 127}, {"escape", 27}, {"linefeed", 10}, {"newline", 10}, {"nul", 0},
  {"null", 0}, {"page", 12}, {"return", 13}, {"rubout", 127}, {"space", 32}, {"tab", 9}};

/* The number after #\x, or -1. */
static int64_t hexadecimal_code(const char *digits) {
  int64_t code = *digits ? 0 : -1;
  for (; *digits; digits++) {
    if (digit_of(*digits) < 0 || code > 0x10FFFF) return -1;
    code = code * 16 + digit_of(*digits);
  }
  return code;
}

bool eshkol_read_equals_ignoring_case(const char *token, const char *name) {
  for (; *token && *name; token++, name++)
    if ((*token >= 'A' && *token <= 'Z' ? *token - 'A' + 'a' : *token) != *name) return false;
  return *token == *name;
}

static bool is_character_name(const char *token, const char *name, bool fold_case) {
  return fold_case ? eshkol_read_equals_ignoring_case(token, name) : strcmp(token, name) == 0;
}

NO_RETURN static void fail_character(const char *name) {
  char literal[64];
  snprintf(literal, sizeof literal, "#\\%s", name);
  eshkol_read_fail_about("", literal, " is no character");
}

Value eshkol_read_character_literal(struct Port *port) {
  int32_t first = read_next(port);
  if (first < 0) eshkol_read_fail("the input ends after #\\", NULL);
  const struct Port *text = eshkol_read_token(port, first);
  const char *name = (const char *)text->buffer;
  uint32_t code;
  if (eshkol_utf8_decode(text->buffer, text->end, &code) == text->end) return from_character(code);
  for (size_t i = 0; i < sizeof character_names / sizeof character_names[0]; i++)
    if (is_character_name(name, character_names[i].name, port->fold_case)) return from_character(character_names[i].code);
  int64_t number = name[0] == 'x' || name[0] == 'X' ? hexadecimal_code(name + 1) : -1;
  if (!is_scalar_value(number)) fail_character(name);
  return from_character((uint32_t)number);
}

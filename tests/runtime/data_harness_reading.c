/* How the harness for data primitives reads a line: everything read is a literal. */
#include "data_harness.h"

#include "pairs.h"
#include "primitives.h"
#include "strings.h"
#include "symbols.h"

static const char *input;

static void skip_space(void) { while (*input == ' ') input++; }
static Value read_datum(void);

static Value read_elements(void) {
  ListBuilder b = EMPTY_LIST_BUILDER;
  for (skip_space(); *input != ')'; skip_space()) {
    if (!*input) fail("unfinished", "list");
    if (input[0] == '.' && input[1] == ' ') {
      input++;
      list_builder_end(&b, read_datum());
    } else {
      list_builder_add(&b, read_datum());
    }
  }
  input++;
  return b.first;
}
static Value make_literal(Value v) {
  object_of(v)->header |= (uint64_t)AUXILIARY_LITERAL << 8;
  return v;
}
static Value read_string(void) {
  char *text = malloc(strlen(input)), *end = text;
  while (*input != '"') {
    if (*input == '\\') input++;
    if (*input == 'x' && input[-1] == '\\') {
      end = utf8_encode((uint32_t)strtoul(input + 1, (char **)(uintptr_t)&input, 16), end);
      input++;
    } else {
      *end++ = *input++;
    }
  }
  input++;
  Value s = eshkol_string_from_utf8(text, (size_t)(end - text));
  free(text);
  return make_literal(s);
}
static Value read_character(void) {
  uint32_t c;
  input += 2;
  size_t size = eshkol_utf8_decode((const uint8_t *)input, strlen(input), &c);
  size_t word = size + strcspn(input + size, " ()");
  if (word > size && c == 'x') c = (uint32_t)strtoul(input + 1, NULL, 16);
  else if (!strncmp(input, "space", word) && word == 5) c = ' ';
  else if (word > size) fail("unknown character", input);
  input += word;
  return from_character(c);
}
static Value read_atom(void) {
  size_t length = strcspn(input, " ()");
  char *text = strndup(input, length), *end;
  input += length;
  Value v;
  int64_t n = strtoll(text, &end, 10);
  if (!*end) v = from_fixnum(n);
  else if (*end == '/' && end > text) v = make_rational(n, strtoll(end + 1, NULL, 10));
  else {
    double d = strtod(text, &end);
    if (!*end) v = from_double(d);
    else if (!strcmp(text, "#t")) v = TRUE;
    else if (!strcmp(text, "#f")) v = FALSE;
    else v = eshkol_intern_c(text); /* a literal, too: registered, but it never moves or dies */
  }
  free(text);
  return v;
}
static Value read_datum(void) {
  skip_space();
  if (*input == '(') { input++; return read_elements(); }
  if (*input == '"') { input++; return read_string(); }
  if (*input == '\'') {
    input++;
    Value quoted = eshkol_make_pair(read_datum(), NIL);
    return eshkol_make_pair(eshkol_intern_c("quote"), quoted);
  }
  if (!strncmp(input, "#(", 2)) { input += 2; return make_literal(eshkol_vector(read_elements())); }
  if (!strncmp(input, "#u8(", 4)) { input += 4; return make_literal(eshkol_bytevector(read_elements())); }
  if (!strncmp(input, "#\\", 2)) return read_character();
  return read_atom();
}
Value read_literal(const char *text) {
  input = text;
  char *ambient_hp = eshkol_hp;
  eshkol_hp = literal_hp;
  Value v = read_datum();
  literal_hp = eshkol_hp;
  eshkol_hp = ambient_hp;
  return v;
}

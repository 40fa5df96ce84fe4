/* `read`: one datum from a port, by the lexical syntax of R7RS, with an explicit stack. */
#include "ports_read.h"

#include <stdio.h>
#include <stdlib.h>

#include "conditions.h"
#include "memory.h"
#include "numbers.h"
#include "pairs.h"
#include "primitives.h"
#include "stacks.h"
#include "strings.h"
#include "symbols.h"
#include "vectors.h"

/* A datum that has begun. LIST: builder and dot; VECTOR and BYTES: items[first_item...]; PREFIX: the symbol; LABEL: an
 * index into labels; COMMENT: the datum is dropped. */
struct Open {
  enum { OPEN_LIST, OPEN_VECTOR, OPEN_BYTES, OPEN_PREFIX, OPEN_LABEL, OPEN_COMMENT } kind;
  enum { NO_DOT, DOT, TAIL } dot;
  ListBuilder list;
  size_t first_item, label;
  Value symbol;
  Place place;
};

/* Nothing reclaims while a datum is read, so that values stay where they are. Kept between uses; what an error left is
 * forgotten by the next use. */
static struct { struct Open *at; size_t count, capacity; } unfinished;
static struct { Value *at; size_t count, capacity; } items;
/* What is being read from, and where the present token begins. */
static struct { struct Port *port; Place token; } source;

void eshkol_read_fail(const char *message, const char *token) {
  Value irritants = token ? eshkol_make_pair(eshkol_string_from_c(token), NIL) : NIL;
  eshkol_raise_read_error("read", source.port, source.token, message, irritants);
}

/* Of a long token only the beginning is shown. */
#define SHOWN_BYTES 40

/* Writes the beginning of the token, with control characters as in |...|. */
static void show_token(char *out, const char *token) {
  size_t length = strlen(token), shown = length;
  if (length > SHOWN_BYTES)
    for (shown = SHOWN_BYTES - 3; (token[shown] & 0xC0) == 0x80; shown--) {}
  for (size_t i = 0; i < shown; i++) {
    if ((unsigned char)token[i] < ' ' || token[i] == 0x7F) out += sprintf(out, "\\x%x;", (unsigned)token[i]);
    else *out++ = token[i];
  }
  strcpy(out, shown < length ? "..." : "");
}

void eshkol_read_fail_about(const char *before, const char *token, const char *after) {
  char shown[5 * SHOWN_BYTES + 4], message[sizeof shown + 120];
  show_token(shown, token);
  snprintf(message, sizeof message, "%s`%s`%s", before, shown, after);
  eshkol_read_fail(message, NULL);
}

void *eshkol_read_grown(void *table, size_t *capacity, size_t element_bytes) {
  size_t wanted = *capacity ? 2 * *capacity : 64;
  void *larger = realloc(table, wanted * element_bytes);
  if (!larger) eshkol_raise_kind("memory", "read", "no memory for so large a datum", NIL);
  *capacity = wanted;
  return larger;
}

/* --- Data inside data. --- */

static void add_to_list(struct Open *top, Value v) {
  if (top->dot == NO_DOT) {
    list_builder_add(&top->list, v);
    eshkol_read_note_slot(&top->list.last->car);
  } else if (top->dot == DOT) {
    top->list.last->cdr = v;
    eshkol_read_note_slot(&top->list.last->cdr);
    top->dot = TAIL;
  } else {
    eshkol_read_fail("only one datum may follow the dot", NULL);
  }
}

static Value make_prefixed(Value symbol, Value v) {
  Value argument = eshkol_make_pair(v, NIL);
  eshkol_read_note_slot(&pair_of(argument)->car);
  return eshkol_make_pair(symbol, argument);
}

/* Gives a complete datum to what is open. True: nothing is, and *datum is what was to be read. */
static bool deliver(Value *datum) {
  while (unfinished.count > 0) {
    struct Open *top = &unfinished.at[unfinished.count - 1];
    switch (top->kind) {
      case OPEN_LIST: add_to_list(top, *datum); return false;
      case OPEN_VECTOR:
      case OPEN_BYTES: APPEND(items, *datum); return false;
      case OPEN_COMMENT: unfinished.count--; return false;
      case OPEN_PREFIX: *datum = make_prefixed(top->symbol, *datum); break;
      case OPEN_LABEL: eshkol_read_end_label(top->label, *datum); break;
    }
    unfinished.count--;
  }
  return true;
}

static Value finish_vector(const struct Open *top) {
  size_t count = items.count - top->first_item;
  Value vector = eshkol_allocate_vector(count, UNSPECIFIED);
  for (size_t i = 0; i < count; i++) {
    object_of(vector)->words[i] = items.at[top->first_item + i];
    eshkol_read_note_slot(&object_of(vector)->words[i]);
  }
  return vector;
}

static Value finish_bytes(const struct Open *top) {
  size_t count = items.count - top->first_item;
  Value bytes = eshkol_allocate_bytevector(count);
  uint8_t *p = (uint8_t *)object_of(bytes)->words;
  for (size_t i = 0; i < count; i++) {
    Value byte = items.at[top->first_item + i];
    if (!is_fixnum(byte) || byte > from_fixnum(255)) eshkol_read_fail("a bytevector may contain integers from 0 to 255 only", NULL);
    p[i] = (uint8_t)to_fixnum(byte);
  }
  return bytes;
}

static Value close_parenthesis(void) {
  if (unfinished.count == 0) eshkol_read_fail("this parenthesis closes nothing", NULL);
  struct Open *top = &unfinished.at[unfinished.count - 1];
  Value v;
  switch (top->kind) {
    case OPEN_LIST:
      if (top->dot == DOT) eshkol_read_fail("a datum is missing after the dot", NULL);
      v = top->list.first;
      break;
    case OPEN_VECTOR: v = finish_vector(top); items.count = top->first_item; break;
    case OPEN_BYTES: v = finish_bytes(top); items.count = top->first_item; break;
    default: eshkol_read_fail("a datum is missing before a closing parenthesis", NULL);
  }
  unfinished.count--;
  return v;
}

static void read_dot(void) {
  struct Open *top = unfinished.count > 0 ? &unfinished.at[unfinished.count - 1] : NULL;
  if (!top || top->kind != OPEN_LIST || !top->list.last || top->dot != NO_DOT)
    eshkol_read_fail("a dot does not belong here", NULL);
  top->dot = DOT;
}

NO_RETURN static void fail_at_end(void) {
  static const char *const messages[] = {
    [OPEN_LIST] = "the input ends inside a list", [OPEN_VECTOR] = "the input ends inside a vector",
    [OPEN_BYTES] = "the input ends inside a bytevector", [OPEN_PREFIX] = "the input ends after a quotation mark",
    [OPEN_LABEL] = "the input ends after a label", [OPEN_COMMENT] = "the input ends after #;"};
  source.token = unfinished.at[unfinished.count - 1].place;
  eshkol_read_fail(messages[unfinished.at[unfinished.count - 1].kind], NULL);
}

/* --- Tokens. What gives no datum (an opening, a comment, a dot) gives ABSENT, which no text denotes. --- */

static Value symbol_of(const struct Port *text, bool fold) {
  Value name = eshkol_string_from_utf8((const char *)text->buffer, text->end);
  return eshkol_intern_view(string_view(fold ? eshkol_string_foldcase(name) : name));
}

/* What begins like a number and is none is a mistake rather than a symbol. */
static void check_not_number(const struct Port *text) {
  const char *token = (const char *)text->buffer;
  const char *problem = eshkol_number_problem(token, text->end);
  if (problem) eshkol_read_fail_about("", token, problem);
  if (eshkol_looks_like_number((StringView){token, text->end, false}))
    eshkol_read_fail_about("", token, " is neither a number nor a name");
}

/* What only |...| could contain. */
static void check_name(const struct Port *text) {
  for (size_t i = 0; i < text->end; i++) {
    unsigned char c = text->buffer[i];
    if (c == '#') eshkol_read_fail("a name cannot contain `#`", NULL);
    if (c >= ' ' && c != 0x7F) continue;
    char message[60];
    snprintf(message, sizeof message, "a name cannot contain the character U+%04X", (unsigned)c);
    eshkol_read_fail(message, NULL);
  }
}

static Value read_atom(struct Port *port, int32_t first) {
  const struct Port *text = eshkol_read_token(port, first);
  if (text->end == 1 && first == '.') {
    read_dot();
    return ABSENT;
  }
  if ((first >= '0' && first <= '9') || first == '+' || first == '-' || first == '.') {
    Value number = eshkol_parse_number((const char *)text->buffer, text->end, 10);
    if (number != FALSE) return number;
    check_not_number(text);
  }
  check_name(text);
  return symbol_of(text, source.port->fold_case);
}

static Value begin(struct Open one) {
  one.list = EMPTY_LIST_BUILDER;
  one.place = source.token;
  one.first_item = items.count;
  APPEND(unfinished, one);
  return ABSENT;
}

static Value begin_prefix(const char *symbol) { return begin((struct Open){.kind = OPEN_PREFIX, .symbol = eshkol_intern_c(symbol)}); }

/* After "#" and a digit: a label or a reference to one. */
static Value read_label(struct Port *port, int32_t first) {
  uint64_t number = (uint64_t)(first - '0');
  int32_t c = read_next(port);
  for (; c >= '0' && c <= '9'; c = read_next(port)) {
    number = number * 10 + (uint64_t)(c - '0');
    if (number > 999999999) eshkol_read_fail("this datum label is too large", NULL);
  }
  if (c == '=') {
    return begin((struct Open){.kind = OPEN_LABEL, .label = eshkol_read_begin_label(number)});
  }
  if (c != '#') eshkol_read_fail("a datum label must end with = or #", NULL);
  return eshkol_read_label_value(number);
}

static Value read_directive(struct Port *port) {
  const char *name = (const char *)eshkol_read_token(port, '#')->buffer;
  if (eshkol_read_equals_ignoring_case(name, "#!fold-case")) port->fold_case = true;
  else if (eshkol_read_equals_ignoring_case(name, "#!no-fold-case")) port->fold_case = false;
  else eshkol_read_fail_about("unknown directive ", name, "");
  return ABSENT;
}

/* Booleans, numbers with a prefix, the opening of a bytevector. */
static Value read_hash_token(struct Port *port) {
  const struct Port *text = eshkol_read_token(port, '#');
  const char *token = (const char *)text->buffer;
  if (eshkol_read_equals_ignoring_case(token, "#t") || eshkol_read_equals_ignoring_case(token, "#true")) return TRUE;
  if (eshkol_read_equals_ignoring_case(token, "#f") || eshkol_read_equals_ignoring_case(token, "#false")) return FALSE;
  if (eshkol_read_equals_ignoring_case(token, "#u8") && read_peek(port) == '(') {
    read_next(port);
    return begin((struct Open){.kind = OPEN_BYTES});
  }
  Value number = eshkol_parse_number(token, text->end, 10);
  if (number != FALSE) return number;
  const char *problem = eshkol_number_problem(token, text->end);
  eshkol_read_fail_about("", token, problem ? problem : " is no datum");
}

static Value read_hash(struct Port *port) {
  int32_t c = read_peek(port);
  if (c >= '0' && c <= '9') return read_label(port, read_next(port));
  switch (c) {
    case '(': read_next(port); return begin((struct Open){.kind = OPEN_VECTOR});
    case '|': read_next(port); eshkol_read_block_comment(port); return ABSENT;
    case ';': read_next(port); return begin((struct Open){.kind = OPEN_COMMENT});
    case '\\': read_next(port); return eshkol_read_character_literal(port);
    case '!': return read_directive(port);
    default: return read_hash_token(port);
  }
}

static Value read_unquote(struct Port *port) {
  if (read_peek(port) != '@') return begin_prefix("unquote");
  read_next(port);
  return begin_prefix("unquote-splicing");
}

static Value read_from(struct Port *port, int32_t c) {
  switch (c) {
    case '(': return begin((struct Open){.kind = OPEN_LIST});
    case ')': return close_parenthesis();
    case '\'': return begin_prefix("quote");
    case '`': return begin_prefix("quasiquote");
    case ',': return read_unquote(port);
    case '#': return read_hash(port);
    case '|': return symbol_of(eshkol_read_quoted(port, c), false);
    case '"': {
      const struct Port *text = eshkol_read_quoted(port, c);
      return eshkol_string_from_utf8((const char *)text->buffer, text->end);
    }
    case '[': case ']': case '{': case '}': case '\\':
      eshkol_read_fail_about("", (char[]){(char)c, '\0'}, c == '\\' ? " does not belong here" : " is not used in Eshkol");
    default: return read_atom(port, c);
  }
}

#define LARGE_TABLE 100000
static void forget_large_tables(void) {
  if (unfinished.capacity > LARGE_TABLE) {
    free(unfinished.at);
    memset(&unfinished, 0, sizeof unfinished);
  }
  if (items.capacity > LARGE_TABLE) {
    free(items.at);
    memset(&items, 0, sizeof items);
  }
}

Value eshkol_read(Value value) {
  struct Port *port = eshkol_check_input_port("read", 1, value, false);
  eshkol_require_stack(ESHKOL_STACK_RESERVE);
  unfinished.count = items.count = 0;
  eshkol_read_forget_labels();
  source.port = port;
  for (;;) {
    int32_t c = eshkol_read_significant(port);
    source.token = eshkol_port_place(port, port->start);
    source.token.column -= c >= 0;
    if (c < 0 && unfinished.count > 0) fail_at_end();
    if (c < 0) return END_OF_FILE;
    Value v = read_from(port, c);
    if (v != ABSENT && deliver(&v)) {
      eshkol_read_fill_placeholders();
      forget_large_tables();
      return v;
    }
  }
}

/* What the parts of `read` share: taking characters from a port, reading tokens, datum labels. */
#ifndef ESHKOL_PORTS_READ_H
#define ESHKOL_PORTS_READ_H

#include "errors.h"
#include "ports.h"

/* `read` met something that is no datum. `token` is the text it is about, or NULL. */
NO_RETURN void eshkol_read_fail(const char *message, const char *token);
/* The same with the token between backquotes in the message. */
NO_RETURN void eshkol_read_fail_about(const char *before, const char *token, const char *after);

static inline int32_t read_next(struct Port *port) {
  if (__builtin_expect(port->start < port->end && port->buffer[port->start] < 0x80, 1)) return port->buffer[port->start++];
  return eshkol_port_read_character("read", port);
}
static inline int32_t read_peek(struct Port *port) {
  if (__builtin_expect(port->start < port->end && port->buffer[port->start] < 0x80, 1)) return port->buffer[port->start];
  return eshkol_port_peek_character("read", port);
}

/* A text may begin with it; it is no delimiter. */
#define BYTE_ORDER_MARK 0xFEFF

/* Whether this character, or the end (-1), ends a symbol or number. */
bool eshkol_is_delimiter(int32_t c);
/* The first character that is neither white space nor in a comment to the end of the line; -1 at the end. It is taken. */
int32_t eshkol_read_significant(struct Port *port);
/* After "#|". */
void eshkol_read_block_comment(struct Port *port);
/* After the opening quote: the text up to and including the closing one, as UTF-8 in the scratch port's buffer. */
struct Port *eshkol_read_quoted(struct Port *port, int32_t quote);
/* Collects characters up to a delimiter, after `first` (-1: none) which need not be one; the text ends with a zero. */
struct Port *eshkol_read_token(struct Port *port, int32_t first);
/* Whether the ASCII letters of `token` make it `name`, which is in lower case. */
bool eshkol_read_equals_ignoring_case(const char *token, const char *name);
/* After "#\". */
Value eshkol_read_character_literal(struct Port *port);

/* --- Tables that grow: struct { T *at; size_t count, capacity; }. --- */

/* More room for a table; its new capacity is stored. Raises where there is no memory. */
void *eshkol_read_grown(void *table, size_t *capacity, size_t element_bytes);
#define APPEND(table, ...)                                                                        \
  do {                                                                                            \
    if ((table).count == (table).capacity)                                                        \
      (table).at = eshkol_read_grown((table).at, &(table).capacity, sizeof *(table).at);          \
    (table).at[(table).count++] = (__VA_ARGS__);                                                  \
  } while (0)

/* --- Datum labels. A label whose datum is not complete has a placeholder for its value: a word that no datum is. --- */

void eshkol_read_forget_labels(void);
/* After "#number=": the label's index. After "#number#": its value or placeholder. */
size_t eshkol_read_begin_label(uint64_t number);
Value eshkol_read_label_value(uint64_t number);
void eshkol_read_end_label(size_t label, Value v);
void eshkol_read_note_placeholder(Value *slot);
/* To be called for each slot that gets a datum: where it is a placeholder, the slot gets the value in the end. */
static inline void eshkol_read_note_slot(Value *slot) {
  if (__builtin_expect((*slot & TAG_MASK) == TAG_MARK, 0)) eshkol_read_note_placeholder(slot);
}
void eshkol_read_fill_placeholders(void);

#endif

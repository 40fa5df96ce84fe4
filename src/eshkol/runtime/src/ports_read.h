/* What the two halves of `read` share: taking characters from a port, and reading tokens. */
#ifndef ESHKOL_PORTS_READ_H
#define ESHKOL_PORTS_READ_H

#include "errors.h"
#include "ports.h"

/* `read` met something that is no datum. `token` is the text it is about, or NULL. */
NO_RETURN void eshkol_read_fail(const char *message, const char *token);

static inline int32_t read_next(struct Port *port) {
  if (__builtin_expect(port->start < port->end && port->buffer[port->start] < 0x80, 1)) return port->buffer[port->start++];
  return eshkol_port_read_character("read", port);
}
static inline int32_t read_peek(struct Port *port) {
  if (__builtin_expect(port->start < port->end && port->buffer[port->start] < 0x80, 1)) return port->buffer[port->start];
  return eshkol_port_peek_character("read", port);
}

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
/* After "#\". */
Value eshkol_read_character_literal(struct Port *port);

#endif

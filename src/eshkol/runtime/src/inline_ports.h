/* Fast paths of reading and writing one character, expanded into compiled code. */
#ifndef ESHKOL_INLINE_PORTS_H
#define ESHKOL_INLINE_PORTS_H

#include "inline_shared.h"
#include "ports.h"

/* Is an ASCII character read ahead in this input port? */
static inline bool has_ascii_ready(const struct Port *port) {
  return port->quick_input && port->start < port->end && port->buffer[port->start] < 0x80;
}

__attribute__((noinline, unused)) static Value slow_read_char(Value *sp, uint32_t site, Value port) {
  eshkol_at(sp, site);
  return eshkol_read_char(port);
}
static inline Value eshkol_inline_read_char(Value *sp, uint32_t site, Value value) {
  if (LIKELY_PATH(is_port(value) && has_ascii_ready(port_of(value)))) {
    struct Port *port = port_of(value);
    return from_character(port->buffer[port->start++]);
  }
  return slow_read_char(sp, site, value);
}

__attribute__((noinline, unused)) static Value slow_peek_char(Value *sp, uint32_t site, Value port) {
  eshkol_at(sp, site);
  return eshkol_peek_char(port);
}
static inline Value eshkol_inline_peek_char(Value *sp, uint32_t site, Value value) {
  if (LIKELY_PATH(is_port(value) && has_ascii_ready(port_of(value))))
    return from_character(port_of(value)->buffer[port_of(value)->start]);
  return slow_peek_char(sp, site, value);
}

__attribute__((noinline, unused)) static Value slow_write_char(Value *sp, uint32_t site, Value character, Value port) {
  eshkol_at(sp, site);
  return eshkol_write_char(character, port);
}
static inline Value eshkol_inline_write_char(Value *sp, uint32_t site, Value character, Value value) {
  if (LIKELY_PATH(is_character(character) && to_character(character) < 0x80 && is_port(value))) {
    struct Port *port = port_of(value);
    if (LIKELY_PATH(port->quick_output && port->end < port->capacity)) {
      port->buffer[port->end++] = (unsigned char)to_character(character);
      return UNSPECIFIED;
    }
  }
  return slow_write_char(sp, site, character, value);
}

#endif

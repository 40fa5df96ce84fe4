/* Ports: buffered bytes from and to files, strings and bytevectors, and what the other runtime files need of them. */
#ifndef ESHKOL_PORTS_H
#define ESHKOL_PORTS_H

#include "errors.h"
#include "values.h"

/* Where a character stands in a text: both numbers begin with 1. */
typedef struct { uint64_t line, column; } Place;

/* What a TYPE_PORT object points to; allocated with malloc, so that it never moves.
 * Invariants: start <= end <= capacity. Input: [start, end) is what was read ahead. Output: start is 0 and [0, end) is
 * not yet written; for a port in memory it is the whole content. descriptor < 0: a port in memory.
 * placed <= start: buffer[placed] is the character at `place`.
 * quick_input: open, input, textual. quick_output: open, output, textual, and flushed only when its buffer is full. */
struct Port {
  int descriptor;
  unsigned char *buffer;
  size_t start, end, capacity;
  bool input, output, binary, open;
  bool quick_input, quick_output;
  bool flush_lines;         /* output to a terminal: flushed after each line; standard error: after each operation */
  bool flush_always;
  bool ended;               /* input: the last attempt to read met the end */
  bool fold_case;           /* input: `read` has met #!fold-case */
  Place place;              /* input */
  size_t placed;
  unsigned char last_byte;  /* output: the last byte ever written, for fresh-line */
  char *name;               /* the file's name, for people */
  struct Port *previous, *next; /* the chain of all ports that exist */
};

enum StandardPort { STANDARD_INPUT, STANDARD_OUTPUT, STANDARD_ERROR, STANDARD_PORT_COUNT };

void eshkol_ports_start(void);
/* Writes out what all open ports hold. Never raises: errors of the last flush are reported by its result. */
bool eshkol_flush_all_ports(void);
/* Closes the files of all ports but the standard ones, which are flushed. True when everything could be written. */
bool eshkol_close_all_files(void);
struct Port *eshkol_standard_port(enum StandardPort which);
/* The value of (current-output-port) and so on. Registered roots. */
extern Value eshkol_current_ports[STANDARD_PORT_COUNT];

/* To be called when all flags of an open port are set. */
static inline void eshkol_port_complete(struct Port *port) {
  port->quick_input = port->input && !port->binary;
  port->quick_output = port->output && !port->binary && !port->flush_lines && !port->flush_always;
}
/* A new port object for `port`, which is closed when the object becomes unreachable. */
Value eshkol_make_port_value(struct Port *port);
/* Counts memory and descriptors of ports as allocated in the arena, so that ports nobody uses any more are found in time.
 * May raise out of memory. */
void eshkol_charge_port(size_t bytes);
/* A port with a buffer of so many bytes, or the usual size for 0, that has no object yet: eshkol_make_port_value, called
 * soon, does not fail. */
struct Port *eshkol_new_port(int descriptor, const char *name, size_t capacity);
/* An output port without a Scheme object that is used again and again, empty now: made when *kept is NULL. */
struct Port *eshkol_emptied_port(struct Port **kept, const char *name);
/* Frees a port that gets no object. Its descriptor stays open. */
void eshkol_discard_port(struct Port *port);
/* What a port is charged for instead of its buffer when it has a descriptor: a reclamation is due after a few hundred. */
#define ESHKOL_CHARGE_FOR_DESCRIPTOR ((size_t)4 << 10)
/* What the objects of a port take of the ambient arena beyond what it is charged for. */
#define ESHKOL_PORT_OBJECT_BYTES ((size_t)40)
/* Flushes, closes the descriptor, frees the buffer of an input port. Closing again does nothing. */
void eshkol_close_port_of(struct Port *port);

static inline bool is_port(Value v) { return has_type(v, TYPE_PORT); }
static inline struct Port *port_of(Value v) { return (struct Port *)(uintptr_t)object_of(v)->words[0]; }

/* Raises unless the port is open. */
void eshkol_check_port_open(const char *who, Value port);
/* The port argument of a primitive; ABSENT is the current port. Raises unless it is open and of the kind wanted. */
struct Port *eshkol_check_input_port(const char *who, int argument, Value port, bool binary);
struct Port *eshkol_check_output_port(const char *who, int argument, Value port, bool binary);

/* --- Output of bytes. A failing write raises a file error, but a closed pipe ends the program. --- */
void eshkol_port_flush(struct Port *port);
void eshkol_port_write_slow(struct Port *port, const void *bytes, size_t count);
/* Ends one operation of a primitive: flushes if the port wants that. */
void eshkol_port_finish(struct Port *port);
static inline void eshkol_port_write(struct Port *port, const void *bytes, size_t count) {
  if (__builtin_expect(count > port->capacity - port->end, 0)) {
    eshkol_port_write_slow(port, bytes, count);
    return;
  }
  memcpy(port->buffer + port->end, bytes, count);
  port->end += count;
}
static inline void eshkol_port_write_byte(struct Port *port, unsigned char byte) { eshkol_port_write(port, &byte, 1); }
static inline void eshkol_port_write_text(struct Port *port, const char *text) { eshkol_port_write(port, text, strlen(text)); }
void eshkol_port_write_character(struct Port *port, uint32_t code);
/* Characters start to end (excluded) of a string object. */
void eshkol_port_write_string(struct Port *port, Value string, size_t start, size_t end);

/* --- Input of bytes. --- */
/* Reads more; keeps what is unread (start and the buffer may change). False at the end. */
bool eshkol_port_fill(struct Port *port);
/* At least one unread byte; false at the end. */
static inline bool eshkol_port_available(struct Port *port) { return port->start < port->end || eshkol_port_fill(port); }
/* The next character without and with taking it; -1 at the end. Malformed UTF-8 raises; its first byte counts as taken. */
int32_t eshkol_port_peek_character(const char *who, struct Port *port);
int32_t eshkol_port_read_character(const char *who, struct Port *port);
/* The place of buffer[until]; start <= until <= end. */
Place eshkol_port_place(struct Port *port, size_t until);
/* A read error about what stands at a place: "who: message (line 1, column 2 of name)". */
NO_RETURN void eshkol_raise_read_error(const char *who, const struct Port *port, Place place, const char *message,
                                       Value irritants);

#endif

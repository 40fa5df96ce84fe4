/* Characters, lines and strings from and to ports: UTF-8 over the byte layer of ports.c. */
#include "checks.h"
#include "conditions.h"
#include "descriptors.h"
#include "memory.h"
#include "ports.h"
#include "primitives.h"
#include "strings.h"

#define UTF8_MAXIMAL_BYTES 4
#define SEARCHED_AT_ONCE ((size_t)256)

/* The malformed byte is buffer[at]; the next `taken` bytes become read. */
NO_RETURN static void raise_malformed(const char *who, struct Port *port, size_t at, size_t taken) {
  Place place = eshkol_port_place(port, at);
  port->start += taken;
  eshkol_raise_read_error(who, port, place, "malformed UTF-8 in the input", NIL);
}

/* --- Input. --- */

/* Makes the next character's bytes available and decodes them; *bytes is their number, 0 when they are malformed. -1 at
 * the end. */
static int32_t decode_next(struct Port *port, size_t *bytes) {
  *bytes = 0;
  if (!eshkol_port_available(port)) return -1;
  if (port->buffer[port->start] < 0x80) {
    *bytes = 1;
    return port->buffer[port->start];
  }
  while (port->end - port->start < UTF8_MAXIMAL_BYTES && eshkol_port_fill(port)) continue;
  uint32_t code;
  *bytes = eshkol_utf8_decode(port->buffer + port->start, port->end - port->start, &code);
  return *bytes == 0 ? 0 : (int32_t)code;
}

int32_t eshkol_port_peek_character(const char *who, struct Port *port) {
  size_t bytes;
  int32_t code = decode_next(port, &bytes);
  if (code == 0 && bytes == 0) raise_malformed(who, port, port->start, 0);
  return code;
}

int32_t eshkol_port_read_character(const char *who, struct Port *port) {
  size_t bytes;
  int32_t code = decode_next(port, &bytes);
  if (code == 0 && bytes == 0) raise_malformed(who, port, port->start, 1);
  port->start += bytes;
  return code;
}

static Value character_or_end(int32_t code) { return code < 0 ? END_OF_FILE : from_character((uint32_t)code); }

Value eshkol_read_char(Value port) {
  return character_or_end(eshkol_port_read_character("read-char", eshkol_check_input_port("read-char", 1, port, false)));
}

Value eshkol_peek_char(Value port) {
  return character_or_end(eshkol_port_peek_character("peek-char", eshkol_check_input_port("peek-char", 1, port, false)));
}

/* True when reading from the port would not wait. */
static bool ready(struct Port *port) {
  if (port->start < port->end || port->descriptor < 0) return true;
  return eshkol_can_read_at_once(port->descriptor);
}

Value eshkol_char_ready_p(Value port) { return from_boolean(ready(eshkol_check_input_port("char-ready?", 1, port, false))); }
Value eshkol_u8_ready_p(Value port) { return from_boolean(ready(eshkol_check_input_port("u8-ready?", 1, port, true))); }

static bool all_ascii(const unsigned char *p, size_t count) {
  uint64_t bits = 0, word;
  for (; count >= 8; p += 8, count -= 8) {
    memcpy(&word, p, 8);
    bits |= word;
  }
  for (; count > 0; p++, count--) bits |= *p;
  return (bits & 0x8080808080808080u) == 0;
}

/* A fresh string of the port's next `count` bytes, which are in the buffer and become read. */
static Value take_string(const char *who, struct Port *port, size_t count) {
  const unsigned char *bytes = port->buffer + port->start;
  Utf8Measure measure = eshkol_measure_utf8(bytes, count);
  if (measure.malformed < count) raise_malformed(who, port, port->start + measure.malformed, 0);
  Value string = eshkol_string_of_measured_utf8(bytes, count, measure);
  port->start += count;
  return string;
}

/* The first end of a line in the buffer beyond the `searched` bytes that hold none, NULL when there is none. */
static unsigned char *line_end(const struct Port *port, size_t searched) {
  unsigned char *from = port->buffer + port->start + searched;
  size_t rest = port->end - port->start - searched;
  while (rest > 0) { /* in pieces, so that neither search runs far ahead of the other */
    size_t piece = rest < SEARCHED_AT_ONCE ? rest : SEARCHED_AT_ONCE;
    unsigned char *newline = memchr(from, '\n', piece);
    unsigned char *carriage_return = memchr(from, '\r', newline ? (size_t)(newline - from) : piece);
    if (carriage_return) return carriage_return;
    if (newline) return newline;
    from += piece;
    rest -= piece;
  }
  return NULL;
}

/* A line ends with LF, CR or CR LF: what follows a CR must be there before that is clear. */
Value eshkol_read_line(Value value) {
  struct Port *port = eshkol_check_input_port("read-line", 1, value, false);
  for (size_t searched = 0;;) {
    const unsigned char *start = port->buffer + port->start, *end = line_end(port, searched);
    size_t available = port->end - port->start, count = end ? (size_t)(end - start) : available;
    bool complete = end && (*end == '\n' || count + 1 < available);
    if (complete || !eshkol_port_fill(port)) {
      if (available == 0) return END_OF_FILE;
      size_t skip = !end ? 0 : complete && end[0] == '\r' && end[1] == '\n' ? 2 : 1;
      Value line = take_string("read-line", port, count);
      port->start += skip;
      return line;
    }
    searched = count;
  }
}

/* The number of bytes in the buffer that `characters` characters take, or all complete ones if fewer are there;
 * *found is how many that are. Malformed bytes count one each (take_string reports them). */
static size_t bytes_of_characters(const struct Port *port, size_t characters, size_t *found) {
  const unsigned char *p = port->buffer + port->start, *end = port->buffer + port->end;
  size_t n = 0;
  while (n < characters && p < end) {
    uint32_t code;
    size_t bytes = *p < 0x80 ? 1 : eshkol_utf8_decode(p, (size_t)(end - p), &code);
    if (bytes == 0 && end - p < UTF8_MAXIMAL_BYTES) break; /* perhaps only cut off */
    p += bytes ? bytes : 1;
    n++;
  }
  *found = n;
  return (size_t)(p - (port->buffer + port->start));
}

Value eshkol_read_string(Value k, Value value) {
  if (is_port(k) && is_fixnum(value)) { /* the order of older reports */
    Value swapped = k;
    k = value;
    value = swapped;
  }
  size_t wanted = check_size("read-string", 1, k, MAXIMAL_WORDS);
  struct Port *port = eshkol_check_input_port("read-string", 2, value, false);
  if (wanted == 0) return eshkol_allocate_string(0, false);
  size_t found, bytes = bytes_of_characters(port, wanted, &found);
  while (found < wanted && eshkol_port_fill(port)) {
    if (port->end - port->start >= wanted || port->end == port->capacity) bytes = bytes_of_characters(port, wanted, &found);
  }
  bytes = bytes_of_characters(port, wanted, &found);
  if (found < wanted) bytes = port->end - port->start;
  return bytes == 0 ? END_OF_FILE : take_string("read-string", port, bytes);
}

/* --- Output. --- */

void eshkol_port_write_character(struct Port *port, uint32_t code) {
  char bytes[UTF8_MAXIMAL_BYTES];
  eshkol_port_write(port, bytes, (size_t)(utf8_encode(code, bytes) - bytes));
}

static void write_view(struct Port *port, StringView view) {
  if (!view.wide && all_ascii(view.characters, view.length)) {
    eshkol_port_write(port, view.characters, view.length);
    return;
  }
  for (size_t i = 0; i < view.length; i++) eshkol_port_write_character(port, view_ref(view, i));
}

void eshkol_port_write_string(struct Port *port, Value string, size_t start, size_t end) {
  write_view(port, view_part(string_view(string), start, end));
}

Value eshkol_write_char(Value character, Value value) {
  if (!is_character(character)) eshkol_raise_type("write-char", 1, "a character", character);
  struct Port *port = eshkol_check_output_port("write-char", 2, value, false);
  eshkol_port_write_character(port, to_character(character));
  eshkol_port_finish(port);
  return UNSPECIFIED;
}

Value eshkol_write_string(Value string, Value value, Value start, Value end) {
  StringView view = check_string("write-string", 1, string);
  struct Port *port = eshkol_check_output_port("write-string", 2, value, false);
  Range range = check_range("write-string", 3, start, end, view.length);
  write_view(port, view_part(view, range.start, range.end));
  eshkol_port_finish(port);
  return UNSPECIFIED;
}

Value eshkol_newline(Value value) {
  struct Port *port = eshkol_check_output_port("newline", 1, value, false);
  eshkol_port_write_byte(port, '\n');
  eshkol_port_finish(port);
  return UNSPECIFIED;
}

Value eshkol_fresh_line(Value value) {
  struct Port *port = eshkol_check_output_port("fresh-line", 1, value, false);
  unsigned char last = port->end > 0 ? port->buffer[port->end - 1] : port->last_byte;
  if (last != '\n') eshkol_port_write_byte(port, '\n');
  eshkol_port_finish(port);
  return from_boolean(last != '\n');
}

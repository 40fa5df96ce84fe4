/* Bytes and bytevectors from and to binary ports. */
#include "checks.h"
#include "conditions.h"
#include "memory.h"
#include "ports.h"
#include "primitives.h"
#include "vectors.h"

Value eshkol_read_u8(Value value) {
  struct Port *port = eshkol_check_input_port("read-u8", 1, value, true);
  return eshkol_port_available(port) ? from_fixnum(port->buffer[port->start++]) : END_OF_FILE;
}

Value eshkol_peek_u8(Value value) {
  struct Port *port = eshkol_check_input_port("peek-u8", 1, value, true);
  return eshkol_port_available(port) ? from_fixnum(port->buffer[port->start]) : END_OF_FILE;
}

/* Moves up to `wanted` bytes to `to`; gives their number, less than wanted only at the end. */
static size_t take_bytes(struct Port *port, uint8_t *to, size_t wanted) {
  size_t taken = 0;
  while (taken < wanted && eshkol_port_available(port)) {
    size_t n = port->end - port->start;
    if (n > wanted - taken) n = wanted - taken;
    memcpy(to + taken, port->buffer + port->start, n);
    port->start += n;
    taken += n;
  }
  return taken;
}

static Value bytevector_of(const uint8_t *bytes, size_t count) {
  Value result = eshkol_allocate_bytevector(count);
  memcpy(object_of(result)->words, bytes, count);
  return result;
}

Value eshkol_read_bytevector(Value k, Value value) {
  size_t wanted = check_size("read-bytevector", 1, k, MAXIMAL_WORDS * 8);
  struct Port *port = eshkol_check_input_port("read-bytevector", 2, value, true);
  if (wanted == 0) return eshkol_allocate_bytevector(0);
  while (port->end - port->start < wanted && eshkol_port_fill(port)) continue;
  size_t count = port->end - port->start < wanted ? port->end - port->start : wanted;
  if (count == 0) return END_OF_FILE;
  Value result = bytevector_of(port->buffer + port->start, count);
  port->start += count;
  return result;
}

Value eshkol_read_bytevector_x(Value bytevector, Value value, Value start, Value end) {
  ByteView view = check_bytevector("read-bytevector!", 1, bytevector);
  if (auxiliary_of_header(header_of(bytevector)) & AUXILIARY_LITERAL)
    eshkol_raise_type("read-bytevector!", 1, "a bytevector that can be changed (this one is a literal)", bytevector);
  struct Port *port = eshkol_check_input_port("read-bytevector!", 2, value, true);
  Range range = check_range("read-bytevector!", 3, start, end, view.length);
  if (range.start == range.end) return from_fixnum(0);
  size_t count = take_bytes(port, view.bytes + range.start, range.end - range.start);
  return count == 0 ? END_OF_FILE : from_fixnum((int64_t)count);
}

Value eshkol_write_u8(Value byte, Value value) {
  if (!is_fixnum(byte) || (uint64_t)to_fixnum(byte) > 255)
    eshkol_raise_type("write-u8", 1, "a byte (an exact integer from 0 to 255)", byte);
  struct Port *port = eshkol_check_output_port("write-u8", 2, value, true);
  eshkol_port_write_byte(port, (unsigned char)to_fixnum(byte));
  eshkol_port_finish(port);
  return UNSPECIFIED;
}

Value eshkol_write_bytevector(Value bytevector, Value value, Value start, Value end) {
  ByteView view = check_bytevector("write-bytevector", 1, bytevector);
  struct Port *port = eshkol_check_output_port("write-bytevector", 2, value, true);
  Range range = check_range("write-bytevector", 3, start, end, view.length);
  eshkol_port_write(port, view.bytes + range.start, range.end - range.start);
  eshkol_port_finish(port);
  return UNSPECIFIED;
}

/* --- Ports in memory. --- */

Value eshkol_open_input_bytevector(Value bytevector) {
  ByteView view = check_bytevector("open-input-bytevector", 1, bytevector);
  struct Port *port = eshkol_new_port(-1, "bytevector", view.length + 1);
  port->input = port->binary = true;
  memcpy(port->buffer, view.bytes, view.length);
  port->end = view.length;
  return eshkol_make_port_value(port);
}

#define MEMORY_PORT_BYTES 120
Value eshkol_open_output_bytevector(void) {
  struct Port *port = eshkol_new_port(-1, "bytevector", MEMORY_PORT_BYTES);
  port->output = port->binary = true;
  return eshkol_make_port_value(port);
}

Value eshkol_get_output_bytevector(Value value) {
  if (!is_port(value) || !port_of(value)->output || port_of(value)->descriptor >= 0 || !port_of(value)->binary)
    eshkol_raise_type("get-output-bytevector", 1, "a port made by open-output-bytevector", value);
  return bytevector_of(port_of(value)->buffer, port_of(value)->end);
}

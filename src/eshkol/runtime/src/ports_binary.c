/* Bytes and bytevectors from and to binary ports. */
#include "checks.h"
#include "conditions.h"
#include "memory.h"
#include "ports.h"
#include "primitives.h"

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

static uint8_t *bytes_of(Value bytevector) { return (uint8_t *)object_of(bytevector)->words; }

static Value allocate_bytes(size_t count) {
  size_t words = (count + 7) / 8;
  return from_object(eshkol_allocate_object(TYPE_BYTEVECTOR, (uint32_t)(words * 8 - count), words));
}

static Value bytevector_of(const uint8_t *bytes, size_t count) {
  Value result = allocate_bytes(count);
  memcpy(bytes_of(result), bytes, count);
  return result;
}

Value eshkol_read_bytevector(Value k, Value value) {
  size_t wanted = check_size("read-bytevector", 1, k, MAXIMAL_WORDS * 8);
  struct Port *port = eshkol_check_input_port("read-bytevector", 2, value, true);
  if (wanted == 0) return allocate_bytes(0);
  while (port->end - port->start < wanted && eshkol_port_fill(port)) continue;
  size_t count = port->end - port->start < wanted ? port->end - port->start : wanted;
  if (count == 0) return END_OF_FILE;
  Value result = bytevector_of(port->buffer + port->start, count);
  port->start += count;
  return result;
}

static void check_bytevector(const char *who, int argument, Value v) {
  if (!has_type(v, TYPE_BYTEVECTOR)) eshkol_raise_type(who, argument, "a bytevector", v);
}

Value eshkol_read_bytevector_x(Value bytevector, Value value, Value start, Value end) {
  check_bytevector("read-bytevector!", 1, bytevector);
  if (auxiliary_of_header(header_of(bytevector)) & AUXILIARY_LITERAL)
    eshkol_raise_type("read-bytevector!", 1, "a bytevector that can be changed (this one is a literal)", bytevector);
  struct Port *port = eshkol_check_input_port("read-bytevector!", 2, value, true);
  Range range = check_range("read-bytevector!", 3, start, end, bytes_of_header(header_of(bytevector)));
  if (range.start == range.end) return from_fixnum(0);
  size_t count = take_bytes(port, bytes_of(bytevector) + range.start, range.end - range.start);
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
  check_bytevector("write-bytevector", 1, bytevector);
  struct Port *port = eshkol_check_output_port("write-bytevector", 2, value, true);
  Range range = check_range("write-bytevector", 3, start, end, bytes_of_header(header_of(bytevector)));
  eshkol_port_write(port, bytes_of(bytevector) + range.start, range.end - range.start);
  eshkol_port_finish(port);
  return UNSPECIFIED;
}

/* --- Ports in memory. --- */

Value eshkol_open_input_bytevector(Value bytevector) {
  check_bytevector("open-input-bytevector", 1, bytevector);
  size_t count = bytes_of_header(header_of(bytevector));
  struct Port *port = eshkol_new_port(-1, "bytevector", count + 1);
  port->input = port->binary = true;
  memcpy(port->buffer, bytes_of(bytevector), count);
  port->end = count;
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

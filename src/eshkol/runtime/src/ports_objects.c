/* Port objects: predicates, the current ports, closing, flushing, ports on strings. */
#include "checks.h"
#include "conditions.h"
#include "memory.h"
#include "ports.h"
#include "primitives.h"
#include "strings.h"

static uint64_t next_serial = STANDARD_PORT_COUNT;

Value eshkol_make_port_value(struct Port *port) {
  eshkol_charge_port(port->descriptor < 0 ? port->capacity : ESHKOL_CHARGE_FOR_DESCRIPTOR);
  eshkol_port_complete(port);
  Object *object = eshkol_new_object(TYPE_PORT, 0, 2);
  object->words[0] = (Value)(uintptr_t)port;
  object->words[1] = next_serial++;
  Value value = from_object(object);
  eshkol_registry_add(REGISTRY_PORT, value);
  return value;
}

Value eshkol_port_p(Value x) { return from_boolean(is_port(x)); }
Value eshkol_input_port_p(Value x) { return from_boolean(is_port(x) && port_of(x)->input); }
Value eshkol_output_port_p(Value x) { return from_boolean(is_port(x) && port_of(x)->output); }
Value eshkol_textual_port_p(Value x) { return from_boolean(is_port(x) && !port_of(x)->binary); }
Value eshkol_binary_port_p(Value x) { return from_boolean(is_port(x) && port_of(x)->binary); }

Value eshkol_input_port_open_p(Value value) {
  if (!is_port(value)) eshkol_raise_type("input-port-open?", 1, "a port", value);
  return from_boolean(port_of(value)->input && port_of(value)->open);
}

Value eshkol_output_port_open_p(Value value) {
  if (!is_port(value)) eshkol_raise_type("output-port-open?", 1, "a port", value);
  return from_boolean(port_of(value)->output && port_of(value)->open);
}

Value eshkol_close_port(Value value) {
  if (!is_port(value)) eshkol_raise_type("close-port", 1, "a port", value);
  eshkol_close_port_of(port_of(value));
  return UNSPECIFIED;
}

Value eshkol_close_input_port(Value value) {
  if (!is_port(value) || !port_of(value)->input) eshkol_raise_type("close-input-port", 1, "an input port", value);
  return eshkol_close_port(value);
}

Value eshkol_close_output_port(Value value) {
  if (!is_port(value) || !port_of(value)->output) eshkol_raise_type("close-output-port", 1, "an output port", value);
  return eshkol_close_port(value);
}

static Value flush(const char *who, Value value) {
  if (value == ABSENT) value = eshkol_current_ports[STANDARD_OUTPUT];
  if (!is_port(value) || !port_of(value)->output) eshkol_raise_type(who, 1, "an output port", value);
  eshkol_check_port_open(who, value);
  if (port_of(value)->descriptor >= 0) eshkol_port_flush(port_of(value));
  return UNSPECIFIED;
}
Value eshkol_flush_output_port(Value value) { return flush("flush-output-port", value); }
Value eshkol_flush_output(Value value) { return flush("flush-output", value); }

/* --- The current ports; the library's parameters keep these registers. --- */

Value eshkol_sys_current_port(Value n) { return eshkol_current_ports[check_index("%current-port", 1, n, STANDARD_PORT_COUNT)]; }

Value eshkol_sys_set_current_port_x(Value n, Value value) {
  static const char *const setters[STANDARD_PORT_COUNT] = {"current-input-port", "current-output-port", "current-error-port"};
  size_t which = check_index("%set-current-port!", 1, n, STANDARD_PORT_COUNT);
  bool input = which == STANDARD_INPUT;
  if (!is_port(value) || !(input ? port_of(value)->input : port_of(value)->output))
    eshkol_raise_type(setters[which], 1, input ? "an input port" : "an output port", value);
  eshkol_current_ports[which] = value;
  return UNSPECIFIED;
}

/* --- Ports on strings. --- */

Value eshkol_open_input_string(Value string) {
  StringView view = check_string("open-input-string", 1, string);
  size_t count = eshkol_view_utf8_size(view);
  struct Port *port = eshkol_new_port(-1, "string", count + 1);
  port->input = true;
  eshkol_view_to_utf8(view, (char *)port->buffer);
  port->end = count;
  return eshkol_make_port_value(port);
}

#define MEMORY_PORT_BYTES 120
Value eshkol_open_output_string(void) {
  struct Port *port = eshkol_new_port(-1, "string", MEMORY_PORT_BYTES);
  port->output = true;
  return eshkol_make_port_value(port);
}

Value eshkol_get_output_string(Value value) {
  if (!is_port(value) || !port_of(value)->output || port_of(value)->descriptor >= 0 || port_of(value)->binary)
    eshkol_raise_type("get-output-string", 1, "a port made by open-output-string", value);
  return eshkol_string_from_utf8((const char *)port_of(value)->buffer, port_of(value)->end);
}

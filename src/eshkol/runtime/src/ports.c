/* The byte layer of ports: buffers, file descriptors, the standard ports, opening, closing, flushing. */
#include "ports.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "conditions.h"
#include "descriptors.h"
#include "errors.h"
#include "host.h"
#include "memory.h"
#include "primitives.h"
#include "stacks.h"
#include "strings.h"

#define FILE_BUFFER ((size_t)64 << 10)
#define EXIT_AFTER_CLOSED_PIPE 141 /* as a shell reports a process that SIGPIPE ended */

Value eshkol_current_ports[STANDARD_PORT_COUNT];

static struct Port standard_ports[STANDARD_PORT_COUNT];
static struct { uint64_t header; Value words[2]; } standard_objects[STANDARD_PORT_COUNT];
static struct Port *all_ports;

static void link_port(struct Port *port) {
  port->previous = NULL;
  port->next = all_ports;
  if (all_ports) all_ports->previous = port;
  all_ports = port;
}

static void unlink_port(struct Port *port) {
  if (port->previous) port->previous->next = port->next;
  else all_ports = port->next;
  if (port->next) port->next->previous = port->previous;
}

NO_RETURN static void raise_no_memory(void) {
  eshkol_raise_kind("memory", "port", "no memory for the buffer of a port", NIL);
}

static void *must_allocate(void *old, size_t bytes) {
  void *p = realloc(old, bytes);
  if (!p) raise_no_memory();
  return p;
}

/* A descriptor that whoever started the program has closed must not become that of the next file: what the program prints
 * would go there. Instead, reading and writing fail, as they do with a closed one. */
static void occupy_closed_descriptor(int descriptor) {
  if (fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) return;
  int unusable = open("/dev/null", descriptor == (int)STANDARD_INPUT ? O_WRONLY : O_RDONLY);
  if (unusable != descriptor && unusable >= 0) close(unusable);
}

static void set_up_standard_port(enum StandardPort which, const char *name) {
  struct Port *port = &standard_ports[which];
  occupy_closed_descriptor((int)which);
  bool terminal = isatty((int)which);
  *port = (struct Port){.descriptor = (int)which, .input = which == STANDARD_INPUT, .output = which != STANDARD_INPUT,
                        .open = true, .flush_lines = terminal, .flush_always = which == STANDARD_ERROR, .last_byte = '\n',
                        .capacity = FILE_BUFFER, .name = (char *)(uintptr_t)name, .place = {1, 1}};
  port->buffer = must_allocate(NULL, port->capacity);
  eshkol_port_complete(port);
  link_port(port);
  standard_objects[which].header = HEADER(TYPE_PORT, AUXILIARY_LITERAL, 2);
  standard_objects[which].words[0] = (Value)(uintptr_t)port;
  eshkol_current_ports[which] = from_object(&standard_objects[which]);
}

static void finalize(Value object);

void eshkol_ports_start(void) {
  set_up_standard_port(STANDARD_INPUT, "standard input");
  set_up_standard_port(STANDARD_OUTPUT, "standard output");
  set_up_standard_port(STANDARD_ERROR, "standard error");
  eshkol_register_roots(eshkol_current_ports, STANDARD_PORT_COUNT);
  eshkol_registry_define(REGISTRY_PORT, (RegistryCallbacks){.died = finalize});
}

struct Port *eshkol_standard_port(enum StandardPort which) { return &standard_ports[which]; }

struct Port *eshkol_new_port(int descriptor, const char *name, size_t capacity) {
  eshkol_require_stack(ESHKOL_STACK_RESERVE); /* a fault inside malloc could not be survived */
  /* Nor could the port be found again without its object. */
  eshkol_require_room(ESHKOL_PORT_OBJECT_BYTES + (capacity ? capacity : ESHKOL_CHARGE_FOR_DESCRIPTOR));
  capacity = capacity ? capacity : FILE_BUFFER;
  struct Port *port = calloc(1, sizeof *port);
  unsigned char *buffer = malloc(capacity);
  char *copy = strdup(name);
  if (!port || !buffer || !copy) {
    free(port);
    free(buffer);
    free(copy);
    raise_no_memory();
  }
  *port = (struct Port){.descriptor = descriptor, .open = true, .last_byte = '\n', .place = {1, 1},
                        .capacity = capacity, .buffer = buffer, .name = copy};
  link_port(port);
  return port;
}

struct Port *eshkol_emptied_port(struct Port **kept, const char *name) {
  if (!*kept) {
    *kept = eshkol_new_port(-1, name, 0);
    (*kept)->output = true;
  }
  (*kept)->end = 0;
  return *kept;
}

void eshkol_discard_port(struct Port *port) {
  unlink_port(port);
  free(port->buffer);
  free(port->name);
  free(port);
}

/* --- Output. --- */

/* Nobody reads what the program writes: it ends, as any tool in a pipe would, after writing to its other ports. */
NO_RETURN static void leave_after_closed_pipe(struct Port *port) {
  port->open = false;
  eshkol_flush_all_ports();
  _exit(EXIT_AFTER_CLOSED_PIPE);
}

static bool is_standard_output(const struct Port *port) {
  return port == &standard_ports[STANDARD_OUTPUT] || port == &standard_ports[STANDARD_ERROR];
}

/* True when everything was written. */
static bool write_out(struct Port *port, const unsigned char *bytes, size_t count) {
  if (eshkol_write_all(port->descriptor, bytes, count)) return true;
  if (errno == EPIPE && is_standard_output(port) && !eshkol_host) leave_after_closed_pipe(port);
  return false;
}

/* Output could not be written when nobody was there to be told: before reading, or when a port died that was not closed. */
static bool lost_output;

static bool flush_quietly(struct Port *port) {
  if (port->descriptor < 0 || !port->output || !port->open) return true;
  size_t count = port->end;
  port->end = 0;
  return write_out(port, port->buffer, count);
}

static void raise_write_error(struct Port *port) {
  eshkol_raise_file_error("write", "cannot write", port->name, errno);
}

void eshkol_port_flush(struct Port *port) {
  if (port->end > 0) port->last_byte = port->buffer[port->end - 1];
  if (!flush_quietly(port)) raise_write_error(port);
}

void eshkol_charge_port(size_t bytes) { eshkol_allocate_object(TYPE_FILLER, 0, bytes / sizeof(Value)); }

static void grow(struct Port *port, size_t least) {
  eshkol_require_stack(ESHKOL_STACK_RESERVE);
  size_t capacity = port->capacity * 2;
  if (capacity < least) capacity = least;
  eshkol_charge_port(capacity - port->capacity);
  port->buffer = must_allocate(port->buffer, capacity);
  port->capacity = capacity;
}

void eshkol_port_write_slow(struct Port *port, const void *bytes, size_t count) {
  if (port->descriptor < 0) {
    grow(port, port->end + count);
  } else {
    eshkol_port_flush(port);
    if (count >= port->capacity) {
      port->last_byte = ((const unsigned char *)bytes)[count - 1];
      if (!write_out(port, bytes, count)) raise_write_error(port);
      return;
    }
  }
  memcpy(port->buffer + port->end, bytes, count);
  port->end += count;
}

void eshkol_port_finish(struct Port *port) {
  if (__builtin_expect(port->flush_always, 0)) eshkol_port_flush(port);
  else if (__builtin_expect(port->flush_lines, 0) && memchr(port->buffer, '\n', port->end)) eshkol_port_flush(port);
}

bool eshkol_flush_all_ports(void) {
  bool good = !lost_output;
  for (struct Port *port = all_ports; port; port = port->next) good &= flush_quietly(port);
  return good;
}

/* --- Input. --- */

/* Moves the place up to buffer[until]. Called before bytes are forgotten, and when somebody wants to know. */
static void count_lines(struct Port *port, size_t until) {
  const unsigned char *first = port->buffer + port->placed, *end = port->buffer + until;
  uint64_t lines = 0;
  for (const unsigned char *p = first; p < end; p++) lines += *p == '\n';
  if (lines) {
    port->place = (Place){port->place.line + lines, 1};
    for (first = end; first[-1] != '\n';) first--;
  }
  for (const unsigned char *p = first; p < end; p++) port->place.column += (*p & 0xC0) != 0x80; /* no continuation byte */
  port->placed = until;
}

Place eshkol_port_place(struct Port *port, size_t until) {
  count_lines(port, port->start);
  Place kept = port->place;
  count_lines(port, until);
  Place place = port->place;
  port->place = kept;
  port->placed = port->start;
  return place;
}

void eshkol_raise_read_error(const char *who, const struct Port *port, Place place, const char *message, Value irritants) {
  static char text[512];
  int n = snprintf(text, sizeof text, "%.150s (line %" PRIu64 ", column %" PRIu64, message, place.line, place.column);
  bool named = port->descriptor >= 0;
  snprintf(text + n, sizeof text - (size_t)n, named ? " of %.250s)" : ")", port->name);
  eshkol_raise_kind("read", who, text, irritants);
}

bool eshkol_port_fill(struct Port *port) {
  if (port->descriptor < 0) return false;
  if (port->start > 0) {
    if (!port->binary) count_lines(port, port->start);
    port->placed = 0;
    memmove(port->buffer, port->buffer + port->start, port->end - port->start);
    port->end -= port->start;
    port->start = 0;
  }
  if (port->end == port->capacity) grow(port, 0);
  if (port == &standard_ports[STANDARD_INPUT] && !flush_quietly(&standard_ports[STANDARD_OUTPUT])) lost_output = true;
  ssize_t n = eshkol_read_some(port->descriptor, port->buffer + port->end, port->capacity - port->end);
  if (n < 0) eshkol_raise_file_error("read", "cannot read", port->name, errno);
  port->end += (size_t)n;
  return n > 0;
}

/* --- Closing. --- */

/* Frees what only an open port needs. The content of an output port in memory stays for get-output-string. NULL, or what
 * could not be done, with the reason in errno. */
static const char *release(struct Port *port) {
  const char *failure = flush_quietly(port) ? NULL : "cannot write";
  int reason = errno;
  /* An interrupted close has closed the file: trying again could close another one. */
  if (port->descriptor >= 0 && close(port->descriptor) != 0 && errno != EINTR && !failure) {
    failure = "cannot close";
    reason = errno;
  }
  port->open = port->quick_input = port->quick_output = false;
  if (port->input) {
    free(port->buffer);
    port->buffer = NULL;
    port->start = port->end = port->capacity = port->placed = 0;
  }
  errno = reason;
  return failure;
}

bool eshkol_close_all_files(void) {
  bool good = eshkol_flush_all_ports();
  for (struct Port *port = all_ports; port; port = port->next) {
    bool standard = port >= standard_ports && port < standard_ports + STANDARD_PORT_COUNT;
    if (!standard && port->open && port->descriptor >= 0) good &= release(port) == NULL;
  }
  return good;
}

void eshkol_close_port_of(struct Port *port) {
  if (!port->open) return;
  const char *failure = release(port);
  if (failure) eshkol_raise_file_error("close-port", failure, port->name, errno);
}

/* Called by the memory manager when a port object has become unreachable. */
static void finalize(Value object) {
  struct Port *port = port_of(object);
  if (port->open && release(port)) lost_output = true;
  eshkol_discard_port(port);
}

/* --- Port values and files. --- */

void eshkol_check_port_open(const char *who, Value value) {
  if (!port_of(value)->open) eshkol_raise_kind("file", who, "the port is closed", eshkol_make_pair(value, NIL));
}

struct Port *eshkol_check_input_port(const char *who, int argument, Value value, bool binary) {
  if (value == ABSENT) value = eshkol_current_ports[STANDARD_INPUT];
  if (!is_port(value) || !port_of(value)->input) eshkol_raise_type(who, argument, "an input port", value);
  struct Port *port = port_of(value);
  eshkol_check_port_open(who, value);
  if (port->binary != binary && port != &standard_ports[STANDARD_INPUT])
    eshkol_raise_type(who, argument, binary ? "a binary input port" : "a textual input port", value);
  return port;
}

struct Port *eshkol_check_output_port(const char *who, int argument, Value value, bool binary) {
  if (value == ABSENT) value = eshkol_current_ports[STANDARD_OUTPUT];
  if (!is_port(value) || !port_of(value)->output) eshkol_raise_type(who, argument, "an output port", value);
  struct Port *port = port_of(value);
  eshkol_check_port_open(who, value);
  if (port->binary != binary && port->descriptor != (int)STANDARD_OUTPUT && port->descriptor != (int)STANDARD_ERROR)
    eshkol_raise_type(who, argument, binary ? "a binary output port" : "a textual output port", value);
  return port;
}

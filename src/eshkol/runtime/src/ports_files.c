/* Ports on files. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conditions.h"
#include "memory_internal.h"
#include "ports.h"
#include "primitives.h"
#include "stacks.h"

/* 0, or the reason for which it cannot be opened. The system opens directories for reading, but reads nothing from them. */
static int open_descriptor(struct Port *port, const char *path, int flags) {
  struct stat status;
  do port->descriptor = open(path, flags | O_CLOEXEC, 0666);
  while (port->descriptor < 0 && errno == EINTR);
  if (port->descriptor < 0) return errno;
  int reason = fstat(port->descriptor, &status) != 0 ? errno : S_ISDIR(status.st_mode) ? EISDIR : 0;
  if (reason) close(port->descriptor);
  return reason;
}

struct Opening { int flags; bool output, binary; };

static Value open_file(const char *who, Value name, struct Opening opening) {
  char *path = eshkol_path_argument(who, 1, name);
  struct Port *port = eshkol_new_port(-1, path, 0);
  int error = open_descriptor(port, path, opening.flags);
  if (error) {
    eshkol_discard_port(port);
    if (error == EMFILE || error == ENFILE) eshkol_request_reclamation(); /* which may find ports to close */
    eshkol_raise_file_error(who, "cannot open the file", path, error);
  }
  port->input = !opening.output;
  port->output = opening.output;
  port->binary = opening.binary;
  return eshkol_make_port_value(port);
}

Value eshkol_open_input_file(Value name) { return open_file("open-input-file", name, (struct Opening){O_RDONLY, false, false}); }
Value eshkol_open_binary_input_file(Value name) {
  return open_file("open-binary-input-file", name, (struct Opening){O_RDONLY, false, true});
}

#define REPLACE (O_WRONLY | O_CREAT | O_TRUNC)
#define APPEND (O_WRONLY | O_CREAT | O_APPEND)
Value eshkol_open_output_file(Value name) { return open_file("open-output-file", name, (struct Opening){REPLACE, true, false}); }
Value eshkol_open_binary_output_file(Value name) {
  return open_file("open-binary-output-file", name, (struct Opening){REPLACE, true, true});
}
Value eshkol_open_append_file(Value name) { return open_file("open-append-file", name, (struct Opening){APPEND, true, false}); }

/* Ports on files. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conditions.h"
#include "ports.h"
#include "primitives.h"
#include "stacks.h"

/* The system opens directories for reading, but reads nothing from them. */
static void refuse_directory(const char *who, const char *path, int descriptor) {
  struct stat status;
  if (fstat(descriptor, &status) != 0 || !S_ISDIR(status.st_mode)) return;
  close(descriptor);
  eshkol_raise_file_error(who, "cannot open the file", path, EISDIR);
}

struct Opening { int flags; bool output, binary; };

static Value open_file(const char *who, Value name, struct Opening opening) {
  char *path = eshkol_path_argument(who, 1, name);
  eshkol_require_stack(ESHKOL_STACK_RESERVE);
  int descriptor = open(path, opening.flags | O_CLOEXEC, 0666);
  if (descriptor < 0) eshkol_raise_file_error(who, "cannot open the file", path, errno);
  refuse_directory(who, path, descriptor);
  struct Port *port = eshkol_new_port(descriptor, path, 0);
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

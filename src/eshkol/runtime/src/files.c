/* Files, the command line, the environment, leaving the program. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "conditions.h"
#include "memory.h"
#include "numbers.h"
#include "pairs.h"
#include "ports.h"
#include "primitives.h"
#include "stacks.h"
#include "startup.h"
#include "strings.h"

extern char **environ;

char *eshkol_path_argument(const char *who, int argument, Value name) {
  static struct { char *text; size_t capacity; } path;
  StringView view = check_string(who, argument, name);
  for (size_t i = 0; i < view.length; i++)
    if (view_ref(view, i) == 0) eshkol_raise_type(who, argument, "a name without null characters", name);
  size_t needed = eshkol_view_utf8_size(view) + 1;
  if (needed > path.capacity) {
    eshkol_require_stack(ESHKOL_STACK_RESERVE);
    char *text = realloc(path.text, needed);
    if (!text) eshkol_raise_kind("memory", who, "no memory for a file name", NIL);
    path.text = text;
    path.capacity = needed;
  }
  *eshkol_view_to_utf8(view, path.text) = '\0';
  return path.text;
}

/* Whether the reason says that there is no such file, at least not for this program. */
static bool means_absent(int reason) {
  return reason == ENOENT || reason == ENOTDIR || reason == EACCES || reason == ENAMETOOLONG || reason == ELOOP;
}

Value eshkol_file_exists_p(Value name) {
  char *path = eshkol_path_argument("file-exists?", 1, name);
  if (access(path, F_OK) == 0) return TRUE;
  if (!means_absent(errno)) eshkol_raise_file_error("file-exists?", "cannot look for the file", path, errno);
  return FALSE;
}

Value eshkol_delete_file(Value name) {
  char *path = eshkol_path_argument("delete-file", 1, name);
  if (unlink(path) != 0) eshkol_raise_file_error("delete-file", "cannot delete the file", path, errno);
  return UNSPECIFIED;
}

Value eshkol_command_line(void) {
  ListBuilder list = EMPTY_LIST_BUILDER;
  for (int i = 0; i < eshkol_argument_count; i++) list_builder_add(&list, eshkol_string_from_c(eshkol_argument_values[i]));
  return list.first;
}

Value eshkol_executable_file(void) {
  char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path);
  return length > 0 && (size_t)length < sizeof path ? eshkol_string_from_utf8(path, (size_t)length) : FALSE;
}

Value eshkol_get_environment_variable(Value name) {
  const char *text = getenv(eshkol_path_argument("get-environment-variable", 1, name));
  return text ? eshkol_string_from_c(text) : FALSE;
}

Value eshkol_get_environment_variables(void) {
  ListBuilder list = EMPTY_LIST_BUILDER;
  for (char **p = environ; *p; p++) {
    const char *equals = strchr(*p, '=');
    if (!equals) continue;
    Value name = eshkol_string_from_utf8(*p, (size_t)(equals - *p));
    list_builder_add(&list, eshkol_make_pair(name, eshkol_string_from_c(equals + 1)));
  }
  return list.first;
}

/* The status of the process for the argument of exit; other objects count as success, as R7RS suggests for #t. */
static int exit_status(const char *who, Value code) {
  if (code == ABSENT || code == TRUE) return EXIT_SUCCESS;
  if (code == FALSE) return EXIT_FAILURE;
  if (is_fixnum(code) && to_fixnum(code) >= 0 && to_fixnum(code) <= 255) return (int)to_fixnum(code);
  eshkol_raise_type(who, 1, "a boolean or an exit status from 0 to 255", code);
}

Value eshkol_sys_exit(Value code) { eshkol_leave(exit_status("exit", code)); }

Value eshkol_emergency_exit(Value code) {
  int status = exit_status("emergency-exit", code);
  eshkol_flush_all_ports();
  _exit(status);
}

/* Part B of eshkol.h: the globals of a library by their names. */
#include <string.h>

#include "embedding.h"
#include "calls.h"
#include "pairs.h"
#include "primitives.h"
#include "strings.h"
#include "symbols.h"

/* Registered roots. names: a vector of symbols, sorted by their names in UTF-8. getters: for each, a procedure that gives the
 * global's value. */
static struct { Value names, getters, call_from_c, exit; } exports = {FALSE, FALSE, FALSE, FALSE};

void eshkol_globals_start(void) { eshkol_register_roots(&exports.names, sizeof exports / sizeof(Value)); }

Value eshkol_call_from_c_procedure(void) { return exports.call_from_c; }
Value eshkol_exit_procedure(void) { return exports.exit; }

Value eshkol_sys_note_exports_x(Value names, Value getters, Value call_from_c, Value exit) {
  exports.names = names;
  exports.getters = getters;
  exports.call_from_c = call_from_c;
  exports.exit = exit;
  return UNSPECIFIED;
}

static int compare_name(Value symbol, const char *name, size_t size) {
  StringView view = string_view(symbol_name(symbol));
  char text[4];
  size_t at = 0;
  for (size_t i = 0; i < view.length; i++) {
    size_t length = (size_t)(utf8_encode(view_ref(view, i), text) - text);
    size_t part = length < size - at ? length : size - at;
    int order = memcmp(text, name + at, part);
    if (order != 0 || part < length) return order != 0 ? order : 1;
    at += length;
  }
  return at < size ? -1 : 0;
}

/* The getter of this global, or FALSE. */
static Value find_getter(const char *name) {
  size_t size = strlen(name), low = 0, high = exports.names == FALSE ? 0 : words_of_header(header_of(exports.names));
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = compare_name(object_of(exports.names)->words[middle], name, size);
    if (order == 0) return object_of(exports.getters)->words[middle];
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return FALSE;
}

eshkol_status eshkol_find_global(const char *name, eshkol_value *result) {
  if (!eshkol_may_call("eshkol_find_global")) return ESHKOL_MISUSE;
  if (!name) return eshkol_misuse("eshkol_find_global", "the name is NULL");
  Value getter = find_getter(name);
  if (getter != FALSE) return eshkol_call(getter, 0, NULL, result);
  char text[300];
  bool running = exports.names == FALSE;
  __builtin_snprintf(text, sizeof text, running ? "%.200s: the top level of the library still runs"
                                                : "the library defines no global `%.200s` at its top level", name);
  return eshkol_misuse("eshkol_find_global", text);
}

eshkol_status eshkol_call_global(const char *name, size_t count, const eshkol_value *arguments, eshkol_value *result) {
  eshkol_value procedure;
  eshkol_status status = eshkol_find_global(name, &procedure);
  return status == ESHKOL_OK ? eshkol_call(procedure, count, arguments, result) : status;
}

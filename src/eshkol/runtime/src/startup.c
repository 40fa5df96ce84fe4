/* The C main of every program: options, memory, stacks, symbols, then the program itself on its own stack. */
#include "startup.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "escapes.h"
#include "host.h"
#include "leaks_report.h"
#include "limits.h"
#include "memory.h"
#include "ports.h"
#include "program.h"
#include "report.h"
#include "resources.h"
#include "signals.h"
#include "stacks.h"
#include "statistics_report.h"
#include "symbols.h"

int eshkol_argument_count;
char **eshkol_argument_values;
const struct Host *eshkol_host;

/* --- Options, from the environment. --- */

static struct { uint64_t max_memory, max_stack, statistics, full_reclamation, leaks; } options = {
  .max_memory = 0, .max_stack = 0, .statistics = 0, .full_reclamation = 1, .leaks = LEAKS_IGNORED};

static const struct Option { const char *name; enum { OPTION_SIZE, OPTION_SWITCH, OPTION_LEAKS } kind; uint64_t *value; } option_table[] = {
  {"ESHKOL_MAX_MEMORY", OPTION_SIZE, &options.max_memory}, /* 0: see limits.h */
  {"ESHKOL_MAX_STACK", OPTION_SIZE, &options.max_stack},   /* 0: see stacks.h */
  {"ESHKOL_STATS", OPTION_SWITCH, &options.statistics},
  {"ESHKOL_FULL_RECLAMATION", OPTION_SWITCH, &options.full_reclamation},
  {"ESHKOL_LEAKS", OPTION_LEAKS, &options.leaks},
};

#define LEAST_STACK ((uint64_t)1 << 20)
#define LARGEST_SIZE ((uint64_t)1 << 44)

NO_RETURN static void reject_option(const struct Option *option, const char *text, const char *expected) {
  char message[300];
  snprintf(message, sizeof message, "the environment variable %s\n  expected: %s\n  got: %.100s", option->name, expected, text);
  eshkol_report_fatal(message);
}

/* Digits and one of the letters K, M, G, T or none. */
static uint64_t parse_size(const struct Option *option, const char *text) {
  static const char letters[] = "KMGT";
  const char *expected = "a size such as 4096, 512K, 64M or 2G";
  uint64_t size = 0;
  const char *p = text;
  for (; *p >= '0' && *p <= '9' && size < LARGEST_SIZE; p++) size = size * 10 + (uint64_t)(*p - '0');
  const char *letter = *p ? strchr(letters, *p >= 'a' ? *p - 'a' + 'A' : *p) : NULL;
  unsigned shift = letter ? 10 * (unsigned)(letter - letters + 1) : 0;
  if (p == text || (*p && (!letter || p[1])) || size > LARGEST_SIZE >> shift) reject_option(option, text, expected);
  return size << shift;
}

static uint64_t parse_switch(const struct Option *option, const char *text) {
  if (strcmp(text, "1") == 0 || strcmp(text, "on") == 0) return 1;
  if (strcmp(text, "0") == 0 || strcmp(text, "off") == 0) return 0;
  reject_option(option, text, "1, on, 0 or off");
}

static uint64_t parse_leaks(const struct Option *option, const char *text) {
  if (strcmp(text, "error") == 0) return LEAKS_ARE_ERRORS;
  if (strcmp(text, "report") == 0) return LEAKS_REPORTED;
  if (strcmp(text, "off") == 0) return LEAKS_IGNORED;
  reject_option(option, text, "error, report or off");
}

static uint64_t parse_option(const struct Option *option, const char *text) {
  switch (option->kind) {
    case OPTION_SIZE: return parse_size(option, text);
    case OPTION_SWITCH: return parse_switch(option, text);
    default: return parse_leaks(option, text);
  }
}

static void read_options(void) {
  for (size_t i = 0; i < sizeof option_table / sizeof option_table[0]; i++) {
    const struct Option *option = &option_table[i];
    const char *text = getenv(option->name);
    if (!text || !text[0]) continue;
    *option->value = parse_option(option, text);
  }
  if (options.max_stack && options.max_stack < LEAST_STACK) options.max_stack = LEAST_STACK;
}

/* --- The life of the program. --- */

void eshkol_leave(int status) {
  if (eshkol_host) eshkol_host->leave(status);
  if (!eshkol_flush_all_ports()) {
    fprintf(stderr, "error: not all output could be written\n");
    status = ESHKOL_ERROR_STATUS;
  }
  if (options.statistics) eshkol_report_statistics();
  if (!eshkol_report_leaks((enum LeakPolicy)options.leaks) && status == EXIT_SUCCESS) status = ESHKOL_ERROR_STATUS;
  eshkol_release_all_resources();
  exit(status);
}

static bool before_main; /* the top level runs in a static constructor */

/* The bottom frame: what no other frame takes, arrives here. */
static void run_program(void) {
  struct EscapeFrame frame;
  Value *sp = eshkol_value_stack_bottom();
  sp[0] = ESHKOL_MARK();
  eshkol_push_frame(&frame, sp, false);
  if (eshkol_enter(&frame) == ENTERED) eshkol_program.main(sp + 1);
  else eshkol_raise_fault(sp + 1, 0);
  if (!before_main) eshkol_leave(EXIT_SUCCESS);
  eshkol_pop_frame(&frame);
}

void eshkol_runtime_start(uint64_t max_memory, uint64_t max_stack) {
  read_options();
  if (max_memory) options.max_memory = max_memory;
  if (max_stack) options.max_stack = max_stack > LEAST_STACK ? max_stack : LEAST_STACK;
  eshkol_stacks_start(options.max_stack, options.max_stack);
  if (options.max_memory == 0) options.max_memory = eshkol_default_memory_limit();
  eshkol_memory_start((MemoryOptions){.maximal_bytes = options.max_memory,
                                      .value_stack_bottom = eshkol_value_stack_bottom(),
                                      .full_reclamation = options.full_reclamation});
  eshkol_ports_start();
  eshkol_escapes_start();
  eshkol_register_roots(eshkol_program.globals, eshkol_program.global_count);
  eshkol_register_roots(eshkol_program.library_globals, eshkol_program.library_global_count);
  eshkol_intern_static(eshkol_program.symbols, eshkol_program.symbol_count);
}

void eshkol_runtime_stop(void) {
  eshkol_release_all_resources();
  eshkol_memory_stop();
  eshkol_stacks_stop();
}

static void run(int argument_count, char **argument_values) {
  eshkol_argument_count = argument_count;
  eshkol_argument_values = argument_values;
  eshkol_give_large_tables_back();
  eshkol_runtime_start(0, 0);
  eshkol_signals_start();
  eshkol_run_on_c_stack(run_program);
}

void eshkol_run_before_main(int argument_count, char **argument_values) {
  before_main = true;
  run(argument_count, argument_values);
}

int main(int argument_count, char **argument_values) {
  if (!before_main) run(argument_count, argument_values);
  eshkol_leave(EXIT_SUCCESS);
}

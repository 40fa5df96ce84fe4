/* Prints the report about an uncaught error and ends the program. */
#include "report.h"

#include <stdlib.h>
#include <unistd.h>

#include "conditions.h"
#include "descriptors.h"
#include "host.h"
#include "memory.h"
#include "numbers.h"
#include "ports.h"
#include "printer.h"
#include "program.h"
#include "report_trace.h"
#include "signals.h"
#include "startup.h"
#include "strings.h"

static const EshkolSite *site_of(Value site_number) {
  uint64_t site = is_fixnum(site_number) ? (uint64_t)to_fixnum(site_number) : 0;
  return eshkol_find_site(site);
}

static void write_number(struct Port *port, uint64_t n) {
  char *text;
  size_t length = eshkol_format_number(from_fixnum((int64_t)n), 10, &text);
  eshkol_port_write(port, text, length);
}

/* FILE:LINE:COLUMN, without the column when that is 0. */
static void write_place(struct Port *port, const char *file, uint32_t line, uint32_t column) {
  eshkol_port_write_text(port, file);
  eshkol_port_write_byte(port, ':');
  write_number(port, line);
  if (column == 0) return;
  eshkol_port_write_byte(port, ':');
  write_number(port, column);
}

/* Writes "  at PLACE in procedure NAME" and gives the procedure's name, or NULL when nothing is known. */
static const char *write_site(struct Port *port, const EshkolSite *site) {
  if (!site || !site->file || !site->line) return NULL;
  eshkol_port_write_text(port, "  at ");
  write_place(port, site->file, site->line, site->column);
  if (site->procedure && site->procedure[0]) {
    eshkol_port_write_text(port, " in procedure ");
    eshkol_port_write_text(port, site->procedure);
  }
  eshkol_port_write_byte(port, '\n');
  return site->procedure;
}

/* For faults, whose position is only known as a procedure. */
static const char *write_procedure(struct Port *port, const EshkolProcedure *procedure) {
  if (!procedure) return NULL;
  eshkol_port_write_text(port, "  in procedure ");
  eshkol_port_write_text(port, procedure->name[0] ? procedure->name : "(anonymous)");
  eshkol_port_write_text(port, ", defined at ");
  write_place(port, procedure->file, procedure->line, procedure->column);
  eshkol_port_write_byte(port, '\n');
  return procedure->name;
}

/* "  used at PLACE; arena made at PLACE, destroyed at PLACE". Sites are a pair of fixnums. */
static const char *write_destroyed_arena(struct Port *port, const EshkolSite *used, Value sites) {
  const EshkolSite *made = site_of(pair_of(sites)->car), *destroyed = site_of(pair_of(sites)->cdr);
  const struct { const char *lead; const EshkolSite *site; } parts[] = {
    {"  used at ", used}, {"; arena made at ", made}, {", destroyed at ", destroyed}};
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    eshkol_port_write_text(port, parts[i].lead);
    if (parts[i].site) write_place(port, parts[i].site->file, parts[i].site->line, parts[i].site->column);
    else eshkol_port_write_text(port, "an unknown place");
  }
  eshkol_port_write_byte(port, '\n');
  return used ? used->procedure : NULL;
}

static bool begins_with(Value string, const char *text) {
  if (!is_string(string)) return false;
  StringView view = string_view(string);
  for (size_t i = 0; text[i]; i++)
    if (i >= view.length || view_ref(view, i) != (unsigned char)text[i]) return false;
  return true;
}

/* "  note: NAME is defined at PLACE, which has not run yet", for a global that was used too early. */
static void write_definition(struct Port *port, const EshkolSite *site) {
  for (size_t i = 0; site && i < eshkol_program.early_use_count; i++) {
    const EshkolEarlyUse *use = &eshkol_program.early_uses[i];
    if (use->line != site->line || use->column != site->column || strcmp(use->file, site->file) != 0) continue;
    eshkol_port_write_text(port, "  note: ");
    eshkol_port_write_text(port, use->name);
    eshkol_port_write_text(port, " is defined at ");
    write_place(port, use->defined_file, use->defined_line, use->defined_column);
    eshkol_port_write_text(port, ", which has not run yet\n");
    return;
  }
}

static void write_condition_report(struct Port *port, Value condition) {
  /* A message that the specification gives word for word has its own "Error: ". */
  if (!begins_with(condition_field(condition, CONDITION_MESSAGE), "Error: ")) eshkol_port_write_text(port, "error: ");
  eshkol_write_condition(port, condition);
  eshkol_port_write_byte(port, '\n');
  const EshkolSite *site = site_of(condition_field(condition, CONDITION_SITE));
  Value payload = condition_field(condition, CONDITION_PAYLOAD);
  struct Trace trace;
  const struct Trace *at_fault = eshkol_trace_of_fault(condition);
  if (!at_fault) eshkol_capture_trace(&trace);
  const char *innermost;
  if (is_pair(payload)) innermost = write_destroyed_arena(port, site, payload);
  else if (at_fault) innermost = write_procedure(port, eshkol_innermost_procedure(at_fault));
  else innermost = write_site(port, site);
  if (eshkol_program.early_use_count > 0 && eshkol_condition_has_kind(condition, "uninitialized")) write_definition(port, site);
  eshkol_write_trace(port, at_fault ? at_fault : &trace, innermost);
}

static void write_object_report(struct Port *port, Value object) {
  struct Trace trace;
  eshkol_port_write_text(port, "error: uncaught exception: ");
  eshkol_print_to(port, object, PRINT_WRITE);
  eshkol_port_write_byte(port, '\n');
  eshkol_capture_trace(&trace);
  /* raise has no position of its own: its call has. */
  const EshkolSite *site = eshkol_find_site(eshkol_here.caller);
  const char *innermost = site ? write_site(port, site) : write_procedure(port, eshkol_innermost_procedure(&trace));
  eshkol_write_trace(port, &trace, innermost);
}

/* While an error was being reported, another one has happened. */
NO_RETURN static void report_broken_off(struct Port *port, Value object) {
  if (!eshkol_condition_has_kind(object, "memory"))
    eshkol_report_internal_error("an error occurred while an error was being reported", NULL);
  if (port->end > 0) eshkol_port_write_byte(port, '\n');
  eshkol_report_exhausted();
}

void eshkol_report_uncaught(Value object) {
  if (eshkol_host) eshkol_host->uncaught(object);
  static bool reporting;
  struct Port *port = eshkol_standard_port(STANDARD_ERROR);
  if (reporting) report_broken_off(port, object);
  reporting = true;
  eshkol_flush_all_ports();
  if (is_condition(object)) write_condition_report(port, object);
  else write_object_report(port, object);
  eshkol_leave(ESHKOL_ERROR_STATUS);
}

static void write_raw(const char *text) { eshkol_write_all(STDERR_FILENO, text, strlen(text)); }

static void write_raw_address(uintptr_t address) {
  char digits[2 * sizeof address + 3] = "0x";
  for (size_t i = 0; i < 2 * sizeof address; i++)
    digits[2 + i] = "0123456789abcdef"[address >> (8 * sizeof address - 4 * (i + 1)) & 15];
  write_raw(digits);
}

void eshkol_report_fatal(const char *message) {
  if (eshkol_host) eshkol_host->panic(message);
  static bool reporting; /* flushing can need what has just failed */
  if (!reporting) {
    reporting = true;
    eshkol_flush_all_ports();
  }
  write_raw("error: ");
  write_raw(message);
  write_raw("\n");
  _exit(ESHKOL_ERROR_STATUS);
}

void eshkol_report_exhausted(void) { eshkol_report_fatal("out of memory while another error was being handled"); }

void eshkol_report_internal_error(const char *message, const void *address) {
  eshkol_flush_all_ports();
  write_raw("internal error: ");
  write_raw(message);
  if (address) {
    write_raw(" at address ");
    write_raw_address((uintptr_t)address);
  }
  write_raw("\n  hint: this is a mistake in Eshkol itself or in C code called by the program; please report it\n");
  _exit(ESHKOL_ERROR_STATUS);
}

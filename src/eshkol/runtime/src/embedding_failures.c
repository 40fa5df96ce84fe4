/* Part B of eshkol.h: what went wrong last, and how C procedures fail. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conditions.h"
#include "embedding.h"
#include "ports.h"
#include "primitives.h"
#include "printer.h"
#include "program.h"
#include "report_trace.h"
#include "signals.h"
#include "strings.h"

static const eshkol_failure NO_FAILURE = {ESHKOL_OK, "", "", "", "", 0, 0, 0, FALSE, NIL};
static eshkol_failure last = {ESHKOL_OK, "", "", "", "", 0, 0, 0, FALSE, NIL};
static _Thread_local eshkol_failure last_of_thread; /* of threads that are not Eshkol's */

uint64_t eshkol_failure_count;

/* Registered roots. */
static struct { Value object, irritants; } values = {FALSE, NIL};
/* Where message and kind stand; from malloc. */
static struct Text { char *bytes; size_t capacity; } message, kind;

void eshkol_failures_start(void) { eshkol_register_roots(&values.object, 2); }

void eshkol_failures_stop(void) {
  message = kind = (struct Text){NULL, 0}; /* freed with everything */
  last = NO_FAILURE;
  values.object = FALSE;
  values.irritants = NIL;
}

static const char *keep(struct Text *text, const char *bytes, size_t count) {
  if (count + 1 > text->capacity) {
    free(text->bytes);
    *text = (struct Text){malloc(count + 1), count + 1};
    if (!text->bytes) {
      text->capacity = 0;
      return "no memory for the message";
    }
  }
  memcpy(text->bytes, bytes, count);
  text->bytes[count] = '\0';
  return text->bytes;
}

static const char *keep_port(struct Text *text, const struct Port *port) {
  return keep(text, (const char *)port->buffer, port->end);
}

static void describe_condition(Value object) {
  struct Port *port = eshkol_scratch_port();
  eshkol_print_to(port, condition_field(object, CONDITION_KIND), PRINT_DISPLAY);
  last.kind = keep_port(&kind, port);
  port = eshkol_scratch_port();
  eshkol_write_condition(port, object);
  last.message = keep_port(&message, port);
  values.irritants = condition_field(object, CONDITION_IRRITANTS);
}

static void describe_object(Value object) {
  struct Port *port = eshkol_scratch_port();
  eshkol_port_write_text(port, "uncaught exception: ");
  eshkol_print_to(port, object, PRINT_WRITE);
  last.kind = "raised";
  last.message = keep_port(&message, port);
}

static const EshkolSite *site_of(Value object) {
  if (!is_condition(object)) return eshkol_find_site(eshkol_here.caller);
  Value number = condition_field(object, CONDITION_SITE);
  return is_fixnum(number) ? eshkol_find_site((uint32_t)to_fixnum(number)) : NULL;
}

/* Without a site, the procedure that ran is found on the stack. */
static void describe_place(Value object) {
  const EshkolSite *site = site_of(object);
  if (site && site->file && site->line) {
    last.file = site->file;
    last.line = site->line;
    last.column = site->column;
    if (site->procedure) last.procedure = site->procedure;
    return;
  }
  struct Trace trace;
  const struct Trace *at_fault = eshkol_trace_of_fault(object);
  if (!at_fault) eshkol_capture_trace(&trace);
  const EshkolProcedure *running = eshkol_innermost_procedure(at_fault ? at_fault : &trace);
  if (running) last.procedure = running->name;
}

void eshkol_note_failure(Value object) {
  eshkol_failure_count++;
  last = NO_FAILURE;
  last.status = ESHKOL_ERROR;
  values.object = object;
  values.irritants = NIL;
  if (is_condition(object)) describe_condition(object);
  else describe_object(object);
  describe_place(object);
}

void eshkol_note_exit(int status) {
  eshkol_failure_count++;
  last = NO_FAILURE;
  last.status = ESHKOL_EXIT;
  last.kind = "exit";
  last.message = "the program has called exit";
  last.exit_status = status;
}

eshkol_status eshkol_misuse(const char *who, const char *problem) {
  static char text[400];
  eshkol_failure_count++;
  snprintf(text, sizeof text, "%s: %s", who, problem);
  last = NO_FAILURE;
  last.status = ESHKOL_MISUSE;
  last.kind = "misuse";
  last.message = text;
  values.object = FALSE;
  values.irritants = NIL;
  return ESHKOL_MISUSE;
}

eshkol_status eshkol_misuse_by_thread(const char *who) {
  (void)who;
  last_of_thread = NO_FAILURE;
  last_of_thread.status = ESHKOL_MISUSE;
  last_of_thread.kind = "misuse";
  last_of_thread.message = "called from another thread than the one that started the library";
  return ESHKOL_MISUSE;
}

Value eshkol_failed_object(void) { return values.object; }

const eshkol_failure *eshkol_last_failure(void) {
  bool started = eshkol_embedding.phase == STARTING || eshkol_embedding.phase == STARTED;
  if (started && !eshkol_on_own_thread()) return last_of_thread.kind ? &last_of_thread : &NO_FAILURE;
  last.object = values.object;
  last.irritants = values.irritants;
  if (started) eshkol_hand_out(last.object);
  if (started) eshkol_hand_out(last.irritants);
  return &last;
}

/* --- Failures of C procedures. --- */

struct Failing { const char *message; Value object; };

static Value raise_message(Value *sp, void *data) {
  (void)sp;
  const struct Failing *failing = data;
  eshkol_raise_error(NULL, failing->message, failing->object);
}

eshkol_status eshkol_fail(const char *message, eshkol_value irritants) {
  struct Failing failing = {message ? message : "", irritants};
  return eshkol_cross_for(__func__, raise_message, &failing, NULL);
}

static Value raise_object(Value *sp, void *data) {
  (void)sp;
  eshkol_note_failure(((struct Failing *)data)->object);
  eshkol_end_crossing(ESHKOL_ERROR);
}

eshkol_status eshkol_fail_with(eshkol_value object) {
  struct Failing failing = {NULL, object};
  return eshkol_cross_for(__func__, raise_object, &failing, NULL);
}

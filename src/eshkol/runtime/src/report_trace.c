/* Finds the active procedures by unwinding the C stack, and prints them. */
#include "report_trace.h"

#include <unwind.h>

#include "numbers.h"

#define MAXIMAL_FRAMES 200000 /* a stack of millions takes seconds to walk */
#define TRACE_LINES 10

struct Capture { struct Trace *trace; uint64_t frames; };

static _Unwind_Reason_Code note_frame(struct _Unwind_Context *context, void *state) {
  struct Capture *capture = state;
  struct Trace *trace = capture->trace;
  const void *function = (const void *)(uintptr_t)_Unwind_GetRegionStart(context);
  if (trace->length > 0 && trace->entries[trace->length - 1].function == function) {
    trace->entries[trace->length - 1].count++;
  } else if (trace->length == TRACE_ENTRIES) {
    trace->cut = true;
    return _URC_END_OF_STACK;
  } else {
    trace->entries[trace->length].function = function;
    trace->entries[trace->length++].count = 1;
  }
  trace->cut = ++capture->frames >= MAXIMAL_FRAMES;
  return trace->cut ? _URC_END_OF_STACK : _URC_NO_REASON;
}

void eshkol_capture_trace(struct Trace *trace) {
  struct Capture capture = {trace, 0};
  trace->length = 0;
  trace->cut = false;
  _Unwind_Backtrace(note_frame, &capture);
}

static const EshkolProcedure *find_procedure(const void *function) {
  for (size_t i = 0; i < eshkol_program.procedure_count; i++)
    if (eshkol_program.procedures[i].code == function) return &eshkol_program.procedures[i];
  return NULL;
}

static void write_count(struct Port *port, uint64_t count) {
  char digits[32], *p = digits + sizeof digits;
  for (unsigned n = 0; count > 0 || n == 0; n++, count /= 10) {
    if (n > 0 && n % 3 == 0) *--p = ',';
    *--p = (char)('0' + count % 10);
  }
  eshkol_port_write(port, p, (size_t)(digits + sizeof digits - p));
}

static void write_place_part(struct Port *port, uint32_t number) {
  char *text;
  size_t length = eshkol_format_number(from_fixnum(number), 10, &text);
  eshkol_port_write_byte(port, ':');
  eshkol_port_write(port, text, length);
}

static void write_place(struct Port *port, const EshkolProcedure *procedure) {
  eshkol_port_write_text(port, procedure->file);
  write_place_part(port, procedure->line);
  write_place_part(port, procedure->column);
}

static void write_called_from(struct Port *port, const EshkolProcedure *procedure) {
  eshkol_port_write_text(port, "  called from ");
  eshkol_port_write_text(port, procedure->name[0] ? procedure->name : "an anonymous procedure");
  eshkol_port_write_text(port, " (");
  write_place(port, procedure);
  eshkol_port_write_text(port, ")\n");
}

static void write_more(struct Port *port, const EshkolProcedure *procedure, uint64_t count, bool uncounted) {
  eshkol_port_write_text(port, uncounted ? "  ... at least " : "  ... ");
  write_count(port, count);
  eshkol_port_write_text(port, count == 1 ? " more frame of " : " more frames of ");
  eshkol_port_write_text(port, procedure->name[0] ? procedure->name : "it");
  eshkol_port_write_byte(port, '\n');
}

/* The library's procedures that raise are no news. */
static bool is_raising(const EshkolProcedure *procedure) {
  return strcmp(procedure->file, "conditions.esk") == 0 && strncmp(procedure->name, "raise", 5) == 0;
}

/* Where the trace of callers begins: at the first occurrence of the procedure that the report has named already, of which
 * *named tells. If a tail call has replaced that one, the library's procedures that it called come before its callers and
 * are no news. If none was named, at the first that did not just raise the error. */
static size_t first_caller(const struct Trace *trace, const char *innermost, bool *named) {
  size_t first = trace->length, first_own = trace->length;
  *named = true;
  for (size_t i = 0; i < trace->length; i++) {
    const EshkolProcedure *procedure = find_procedure(trace->entries[i].function);
    if (!procedure) continue;
    if (innermost && strcmp(procedure->name, innermost) == 0) return i;
    if (first == trace->length && !is_raising(procedure)) first = i;
    if (first_own == trace->length && !procedure->in_library) first_own = i;
  }
  *named = false;
  return innermost ? first_own : first;
}

const EshkolProcedure *eshkol_innermost_procedure(const struct Trace *trace) {
  bool named;
  size_t first = first_caller(trace, NULL, &named);
  return first < trace->length ? find_procedure(trace->entries[first].function) : NULL;
}

void eshkol_write_trace(struct Port *port, const struct Trace *trace, const char *innermost) {
  bool named;
  size_t i = first_caller(trace, innermost, &named), lines = 0;
  for (; i < trace->length && lines < TRACE_LINES; i++, named = false) {
    const EshkolProcedure *procedure = find_procedure(trace->entries[i].function);
    uint64_t count = trace->entries[i].count - named;
    if (!procedure || count == 0) continue;
    write_called_from(port, procedure);
    lines++;
    if (count > 1) {
      bool uncounted = trace->cut && i + 1 == trace->length;
      write_more(port, procedure, count - 1, uncounted);
      if (uncounted) return;
      lines++;
    }
  }
  if (i < trace->length || trace->cut) eshkol_port_write_text(port, "  ...\n");
}

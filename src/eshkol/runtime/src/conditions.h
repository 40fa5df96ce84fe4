/* Condition objects: their fields, making them, and the errors that concern the operating system. */
#ifndef ESHKOL_CONDITIONS_H
#define ESHKOL_CONDITIONS_H

#include "errors.h"
#include "ports.h"
#include "values.h"

/* The words of a TYPE_CONDITION object. The site is a fixnum, an index into eshkol_program.sites. */
enum ConditionField {
  CONDITION_KIND,      /* symbol */
  CONDITION_MESSAGE,   /* what (error-object-message c) gives: a string, or whatever `error` was given */
  CONDITION_IRRITANTS, /* list */
  CONDITION_SITE,
  CONDITION_PAYLOAD,   /* a fixnum: a ReportStyle, above it the number of the wrong argument; or, for a destroyed arena,
                          the pair of sites (made . destroyed) */
  CONDITION_WORDS
};

/* How a report goes on after the message. */
enum ReportStyle { REPORT_IRRITANTS, REPORT_GOT, REPORT_MESSAGE_ONLY };
#define REPORT_STYLE_BITS 2

static inline bool is_condition(Value v) { return has_type(v, TYPE_CONDITION); }
static inline Value condition_field(Value c, enum ConditionField field) { return object_of(c)->words[field]; }

Value eshkol_new_condition(const char *kind, Value message, Value irritants, Value payload);
bool eshkol_condition_has_kind(Value condition, const char *kind);
/* Calls the library's `raise` at eshkol_here; before there is one, reports the condition as uncaught. */
NO_RETURN void eshkol_raise_condition(Value condition);
/* What people read about a condition: message and irritants, no position. */
void eshkol_write_condition(struct Port *port, Value condition);

/* "open-input-file: cannot open the file: "x.txt": No such file or directory"; error is an errno. */
NO_RETURN void eshkol_raise_file_error(const char *who, const char *message, const char *file, int error);
/* A file name argument as C text in a static buffer. */
char *eshkol_path_argument(const char *who, int argument, Value name);

#endif

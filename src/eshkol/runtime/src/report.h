/* What the program prints, on standard error, when an error ends it. */
#ifndef ESHKOL_REPORT_H
#define ESHKOL_REPORT_H

#include "errors.h"
#include "values.h"

#define ESHKOL_ERROR_STATUS 70

/* Prints the report, flushes all ports and ends the program with status 70. */
NO_RETURN void eshkol_report_uncaught(Value object);
/* Memory has run out once more while that error was being handled: "error: ...", exit status 70. Safe in signal
 * handlers, allocates nothing. */
NO_RETURN void eshkol_report_exhausted(void);
/* What makes going on impossible, such as no memory for tables of the runtime itself: "error: MESSAGE" on standard error,
 * exit status 70. The ports are flushed; nothing else runs. Safe in signal handlers, allocates nothing. */
NO_RETURN void eshkol_report_fatal(const char *message);
/* For what should never happen: "internal error: ...". The same otherwise. */
NO_RETURN void eshkol_report_internal_error(const char *message, const void *address);

#endif

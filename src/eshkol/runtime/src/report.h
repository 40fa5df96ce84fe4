/* What the program prints, on standard error, when an error ends it. */
#ifndef ESHKOL_REPORT_H
#define ESHKOL_REPORT_H

#include "errors.h"
#include "values.h"

#define ESHKOL_ERROR_STATUS 70

/* Prints the report, flushes all ports and ends the program with status 70. */
NO_RETURN void eshkol_report_uncaught(Value object);
/* For what should never happen: "internal error: ...". Safe in signal handlers, allocates nothing. */
NO_RETURN void eshkol_report_internal_error(const char *message, const void *address);

#endif

/* What to do about arenas that the program made and did not destroy: ESHKOL_LEAKS. */
#ifndef ESHKOL_LEAKS_REPORT_H
#define ESHKOL_LEAKS_REPORT_H

#include <stdbool.h>

enum LeakPolicy { LEAKS_IGNORED, LEAKS_REPORTED, LEAKS_ARE_ERRORS };

/* Reports arenas that have not been destroyed on standard error, with the places where they were made. False when they are
 * errors and there are any. */
bool eshkol_report_leaks(enum LeakPolicy policy);

#endif

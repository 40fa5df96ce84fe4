/* The counters of the memory manager for people, at the end of a program. */
#ifndef ESHKOL_STATISTICS_REPORT_H
#define ESHKOL_STATISTICS_REPORT_H

/* Prints one line per counter on standard error. */
void eshkol_report_statistics(void);

#endif

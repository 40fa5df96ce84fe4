/* The counters of the memory manager for people, at the end of a program. */
#ifndef ESHKOL_STATISTICS_REPORT_H
#define ESHKOL_STATISTICS_REPORT_H

/* Prints one line per counter on standard error, and one per place where arenas were made that were not destroyed. */
void eshkol_report_statistics(void);

#endif

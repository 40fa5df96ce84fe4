/* In libraries, included before everything else: memory from malloc is on record, so that unloading gives it all back. */
#ifndef ESHKOL_HOST_MEMORY_H
#define ESHKOL_HOST_MEMORY_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdlib.h>
#include <string.h>

/* Frees whatever the runtime has allocated and not freed. */
void eshkol_free_all_memory(void);

#if defined(ESHKOL_LIBRARY)
void *eshkol_recorded_malloc(size_t bytes);
void *eshkol_recorded_calloc(size_t count, size_t bytes);
void *eshkol_recorded_realloc(void *memory, size_t bytes);
char *eshkol_recorded_strdup(const char *text);
void eshkol_recorded_free(void *memory);
#endif

/* With arguments only: attributes of the C library's headers name some of them without. faults.h has macros of its own. */
#if defined(ESHKOL_LIBRARY) && !defined(ESHKOL_FAULT_INJECTION)
#define malloc(bytes) eshkol_recorded_malloc(bytes)
#define calloc(count, bytes) eshkol_recorded_calloc(count, bytes)
#define realloc(memory, bytes) eshkol_recorded_realloc(memory, bytes)
#define strdup(text) eshkol_recorded_strdup(text)
#define free(memory) eshkol_recorded_free(memory)
#endif

#endif

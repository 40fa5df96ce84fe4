/* Memory from malloc that is on record, for libraries: a ring of all blocks. See host_memory.h. */
#include "host_memory.h"

#include <stdint.h>

/* In front of every block. Invariant: the ring around `all` holds all that have not been freed. */
struct Record { _Alignas(16) struct Record *previous; struct Record *next; };
static struct Record all = {&all, &all};

#if defined(ESHKOL_LIBRARY)
static void *enter(struct Record *record) {
  if (!record) return NULL;
  *record = (struct Record){&all, all.next};
  all.next->previous = record;
  all.next = record;
  return record + 1;
}

static void leave(struct Record *record) {
  record->previous->next = record->next;
  record->next->previous = record->previous;
}

static size_t with_record(size_t bytes) { return bytes > SIZE_MAX - sizeof(struct Record) ? SIZE_MAX : bytes + sizeof(struct Record); }

void *eshkol_recorded_malloc(size_t bytes) { return enter((malloc)(with_record(bytes))); }

void *eshkol_recorded_calloc(size_t count, size_t bytes) {
  size_t product;
  return enter((calloc)(1, with_record(__builtin_mul_overflow(count, bytes, &product) ? SIZE_MAX : product)));
}

void *eshkol_recorded_realloc(void *memory, size_t bytes) {
  if (!memory) return eshkol_recorded_malloc(bytes);
  struct Record *record = (struct Record *)memory - 1;
  leave(record);
  struct Record *larger = (realloc)(record, with_record(bytes));
  void *result = enter(larger ? larger : record);
  return larger ? result : NULL;
}

char *eshkol_recorded_strdup(const char *text) {
  size_t bytes = strlen(text) + 1;
  char *copy = eshkol_recorded_malloc(bytes);
  return copy ? memcpy(copy, text, bytes) : NULL;
}

void eshkol_recorded_free(void *memory) {
  if (!memory) return;
  struct Record *record = (struct Record *)memory - 1;
  leave(record);
  (free)(record);
}
#endif

void eshkol_free_all_memory(void) {
  while (all.next != &all) {
    struct Record *record = all.next;
    all.next = record->next;
    (free)(record);
  }
  all.previous = &all;
}

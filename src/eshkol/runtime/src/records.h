/* The words of record types, for the compiler's inline code and the printer. */
#ifndef ESHKOL_RECORDS_H
#define ESHKOL_RECORDS_H

#include "values.h"

/* A record: words[0] = its type, then the fields, the parent's first. */
enum { RECORD_TYPE_NAME, RECORD_TYPE_FIELDS, RECORD_TYPE_PARENT, RECORD_TYPE_SERIAL, RECORD_TYPE_WORDS };

/* Is x a record of this type or of one derived from it? */
static inline bool is_record_of(Value x, Value type) {
  if (!has_type(x, TYPE_RECORD)) return false;
  Value t = object_of(x)->words[0];
  while (__builtin_expect(t != type, 0)) {
    t = object_of(t)->words[RECORD_TYPE_PARENT];
    if (t == FALSE) return false;
  }
  return true;
}

#endif

/* The words of record types, for the compiler's inline code and the printer. */
#ifndef ESHKOL_RECORDS_H
#define ESHKOL_RECORDS_H

#include "values.h"

/* A record: words[0] = its type, then the fields. A type is what it is by its address. */
enum { RECORD_TYPE_NAME, RECORD_TYPE_WORDS };

/* Is x a record of this type? */
static inline bool is_record_of(Value x, Value type) {
  return has_type(x, TYPE_RECORD) && object_of(x)->words[0] == type;
}

#endif

/* The equivalence predicates for runtime code. */
#ifndef ESHKOL_EQUALITY_H
#define ESHKOL_EQUALITY_H

#include "values.h"

/* Two different words that are objects: the same number? */
bool eshkol_same_number(Value a, Value b);

static inline bool is_eqv(Value a, Value b) {
  return a == b || (is_object(a) && is_object(b) && eshkol_same_number(a, b));
}

/* equal?: terminates on circular data, takes near linear time on shared data. */
bool eshkol_is_equal(Value a, Value b);

#endif

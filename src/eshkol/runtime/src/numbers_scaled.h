/* Exact numbers outside the range of doubles, for roots, powers and logarithms. */
#ifndef ESHKOL_NUMBERS_SCALED_H
#define ESHKOL_NUMBERS_SCALED_H

#include "values.h"

/* An exact number > 0 as a double between 1/4 and 4 times 2^*exponent, which is even. */
double scaled_double(Value a, int64_t *exponent);

#endif

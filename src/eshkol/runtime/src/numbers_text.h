/* What writing and reading numbers share: the radix argument and a buffer. */
#ifndef ESHKOL_NUMBERS_TEXT_H
#define ESHKOL_NUMBERS_TEXT_H

#include "values.h"

/* The largest radix in which `i` is no digit. */
#define RADIX_OF_I 18

/* The optional argument that gives a radix; 10 when it is absent. */
int check_radix(const char *who, int argument, Value radix);
/* At least `size` bytes, valid until the next call. */
char *number_text_buffer(const char *who, size_t size);

#endif

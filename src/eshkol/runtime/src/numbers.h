/* Numbers for the other files of the runtime: making, classifying, comparing, hashing, writing and reading them. */
#ifndef ESHKOL_NUMBERS_H
#define ESHKOL_NUMBERS_H

#include "values.h"

/* The numeric tower: exact integers (fixnums, and BIGNUM objects for what is no fixnum), exact rationals (RATIONAL
 * objects in lowest terms, denominator > 1), inexact reals (doubles), and what is not real (COMPLEX objects of two exact
 * parts, the imaginary one not 0, or of two doubles). Each number has exactly one representation, so equal exact numbers
 * have equal classes. */

Value from_int64(int64_t n);
Value from_uint64(uint64_t n);

bool eshkol_is_number(Value v);
bool eshkol_is_real(Value v);
bool eshkol_is_exact_integer(Value v);

/* eqv? of two numbers: same exactness and =; 0.0 and -0.0 differ; all NaNs are the same. */
bool eshkol_eqv_numbers(Value a, Value b);
/* Equal for numbers that are eqv. */
uint64_t eshkol_hash_number(Value number);

/* The text of a number. *text points into a buffer that is valid until the next call and ends with a NUL (not
 * counted). Radix 2 to 36; at most 18 for what is not real. Inexact numbers in a radix other than 10 are written as exact
 * ones behind #i. */
size_t eshkol_format_number(Value number, int radix, char **text);
/* The number that `text` (any bytes) denotes in R7RS syntax, or FALSE. Prefixes (#x, #e ...) override the radix. */
Value eshkol_parse_number(const char *text, size_t length, int radix);
/* Whether `text` has the form of a number in radix 10: a symbol's name that needs bars. */
bool eshkol_is_number_text(const char *text, size_t length);
/* Why text for which eshkol_parse_number gives FALSE is no number, as what follows it in a sentence, after a space; NULL where nothing
 * says that it is meant as one. */
const char *eshkol_number_problem(const char *text, size_t length);

/* The nearest double of any real number. */
double eshkol_number_to_double(Value number);

#endif

/* Numbers that are not real: their parts, their arithmetic, and functions of them. */
#ifndef ESHKOL_NUMBERS_COMPLEX_H
#define ESHKOL_NUMBERS_COMPLEX_H

#include <complex.h>

#include "values.h"

/* Of any number; an exact 0 is the imaginary part of a real one. */
static inline Value real_part_of(Value z) { return has_type(z, TYPE_COMPLEX) ? object_of(z)->words[0] : z; }
static inline Value imaginary_part_of(Value z) { return has_type(z, TYPE_COMPLEX) ? object_of(z)->words[1] : from_fixnum(0); }

/* C's complex number of these parts. (Not every compiler has C11's CMPLX, and arithmetic with I loses infinities.) */
static inline double complex c_complex(double real, double imaginary) {
  double parts[2] = {real, imaginary};
  double complex z;
  memcpy(&z, parts, sizeof z); /* the representations are the same: C11 6.2.5 */
  return z;
}

/* From two real numbers. An exact 0 as imaginary part makes a real number; otherwise, when one part is inexact, both
 * become so. */
Value make_rectangular(Value real, Value imaginary);
Value make_polar(Value magnitude, Value angle);

/* Below, one operand at least is not real. */
Value complex_add(const char *who, Value a, Value b);
Value complex_subtract(const char *who, Value a, Value b);
Value complex_multiply(const char *who, Value a, Value b);
Value complex_divide(const char *who, Value a, Value b);
Value complex_negate(Value z);
Value complex_magnitude(const char *who, Value z);

/* --- Functions (numbers_complex_functions.c), of any numbers. --- */

typedef enum {
  FUNCTION_EXP, FUNCTION_SIN, FUNCTION_COS, FUNCTION_TAN, FUNCTION_ASIN, FUNCTION_ACOS, FUNCTION_ATAN
} ComplexFunction;
/* An inexact number, never real. */
Value complex_function(ComplexFunction function, Value z);
/* The principal logarithm; z is not an exact 0. */
Value complex_logarithm(Value z);
/* The principal square root, exact where z and the root are. */
Value complex_square_root(const char *who, Value z);
/* e^(exponent * log base); neither is an exact 0. */
Value complex_power(Value base, Value exponent);

#endif

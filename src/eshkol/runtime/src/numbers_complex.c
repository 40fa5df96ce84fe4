/* Numbers that are not real: making them, their parts, and their arithmetic. */
#include "numbers_complex.h"
#include "numbers_internal.h"
#include "primitives.h"

#include <math.h>

/* --- Making. --- */

static Value new_complex(Value real, Value imaginary) {
  Object *o = eshkol_new_object(TYPE_COMPLEX, 0, 2);
  o->words[0] = real;
  o->words[1] = imaginary;
  return from_object(o);
}

static Value inexact_complex(double complex z) {
  Value real = from_double(creal(z)), imaginary = from_double(cimag(z));
  return new_complex(real, imaginary);
}

static Value inexact_part(Value x) { return from_double(eshkol_number_to_double(x)); }

Value make_rectangular(Value real, Value imaginary) {
  if (imaginary == from_fixnum(0)) return real;
  if (is_flonum(real) && !is_flonum(imaginary)) imaginary = inexact_part(imaginary);
  if (is_flonum(imaginary) && !is_flonum(real)) real = inexact_part(real);
  return new_complex(real, imaginary);
}

Value make_polar(Value magnitude, Value angle) {
  if (angle == from_fixnum(0) || magnitude == from_fixnum(0)) return magnitude;
  double length = eshkol_number_to_double(magnitude), radians = eshkol_number_to_double(angle);
  return inexact_complex(c_complex(length * cos(radians), length * sin(radians)));
}

/* --- Arithmetic. Sums take parts, so that what is exact stays exact and a real operand leaves the other's sign of zero
 * alone; products and quotients of inexact numbers are C's, which does what C99 says of infinities. --- */

static double complex inexact_value(Value z) {
  return c_complex(eshkol_number_to_double(real_part_of(z)), eshkol_number_to_double(imaginary_part_of(z)));
}

static bool is_real(Value z) { return !has_type(z, TYPE_COMPLEX); }
static bool both_exact(Value a, Value b) { return !is_flonum(real_part_of(a)) && !is_flonum(real_part_of(b)); }

Value complex_add(const char *who, Value a, Value b) {
  Value real = number_add(who, real_part_of(a), real_part_of(b));
  if (is_real(a)) return make_rectangular(real, imaginary_part_of(b));
  if (is_real(b)) return make_rectangular(real, imaginary_part_of(a));
  return make_rectangular(real, number_add(who, imaginary_part_of(a), imaginary_part_of(b)));
}

Value complex_negate(Value z) {
  return new_complex(number_negate("-", real_part_of(z)), number_negate("-", imaginary_part_of(z)));
}

Value complex_subtract(const char *who, Value a, Value b) {
  Value real = number_subtract(who, real_part_of(a), real_part_of(b));
  if (is_real(a)) return make_rectangular(real, number_negate(who, imaginary_part_of(b)));
  if (is_real(b)) return make_rectangular(real, imaginary_part_of(a));
  return make_rectangular(real, number_subtract(who, imaginary_part_of(a), imaginary_part_of(b)));
}

static Value scale(const char *who, Value z, Value factor) {
  Value real = number_multiply(who, real_part_of(z), factor);
  return make_rectangular(real, number_multiply(who, imaginary_part_of(z), factor));
}

static Value exact_product(const char *who, Value a, Value b) {
  Value ar = real_part_of(a), ai = imaginary_part_of(a), br = real_part_of(b), bi = imaginary_part_of(b);
  Value real = exact_subtract(who, exact_multiply(who, ar, br), exact_multiply(who, ai, bi));
  return make_rectangular(real, exact_add(who, exact_multiply(who, ar, bi), exact_multiply(who, ai, br)));
}

Value complex_multiply(const char *who, Value a, Value b) {
  if (is_real(a)) return scale(who, b, a);
  if (is_real(b)) return scale(who, a, b);
  return both_exact(a, b) ? exact_product(who, a, b) : inexact_complex(inexact_value(a) * inexact_value(b));
}

/* The square of an exact number's magnitude. */
static Value exact_norm(const char *who, Value z) {
  Value real = real_part_of(z), imaginary = imaginary_part_of(z);
  return exact_add(who, exact_multiply(who, real, real), exact_multiply(who, imaginary, imaginary));
}

static Value divide_parts(const char *who, Value z, Value divisor) {
  Value real = number_divide(who, real_part_of(z), divisor);
  return make_rectangular(real, number_divide(who, imaginary_part_of(z), divisor));
}

Value complex_divide(const char *who, Value a, Value b) {
  if (is_real(b)) return divide_parts(who, a, b);
  if (!both_exact(a, b)) return inexact_complex(inexact_value(a) / inexact_value(b));
  Value conjugate = new_complex(real_part_of(b), exact_negate(imaginary_part_of(b)));
  return divide_parts(who, number_multiply(who, a, conjugate), exact_norm(who, b));
}

Value complex_magnitude(const char *who, Value z) {
  if (both_exact(z, z)) return real_square_root(who, exact_norm(who, z));
  return from_double(cabs(inexact_value(z)));
}

/* --- The procedures of (scheme complex); magnitude is beside abs. --- */

Value eshkol_make_rectangular(Value real, Value imaginary) {
  check_real("make-rectangular", 1, real);
  check_real("make-rectangular", 2, imaginary);
  return make_rectangular(real, imaginary);
}

Value eshkol_make_polar(Value magnitude, Value angle) {
  check_real("make-polar", 1, magnitude);
  check_real("make-polar", 2, angle);
  return make_polar(magnitude, angle);
}

Value eshkol_real_part(Value z) {
  check_number("real-part", 1, z);
  return real_part_of(z);
}

Value eshkol_imag_part(Value z) {
  check_number("imag-part", 1, z);
  return imaginary_part_of(z);
}

Value eshkol_angle(Value z) {
  NumberClass c = check_number("angle", 1, z);
  if (c == CLASS_COMPLEX) return from_double(carg(inexact_value(z)));
  if (c == CLASS_FLONUM) return from_double(atan2(0.0, to_double(z)));
  return exact_sign(z) < 0 ? from_double(M_PI) : from_fixnum(0);
}

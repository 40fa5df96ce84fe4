/* Numbers as text: number->string and what the printer uses. Doubles get the fewest digits that read back the same. */
#include "numbers_complex.h"
#include "numbers_internal.h"
#include "numbers_text.h"
#include "primitives.h"
#include "stacks.h"
#include "strings.h"

#include <math.h>
#include <stdlib.h>

/* --- The one buffer. It shrinks again after a very long number. --- */

#define BUFFER_KEPT ((size_t)1 << 16)

static char *buffer;
static size_t buffer_size;

char *number_text_buffer(const char *who, size_t size) {
  if (size <= buffer_size && (buffer_size <= BUFFER_KEPT || size > BUFFER_KEPT)) return buffer;
  size_t wanted = size < 256 ? 256 : size;
  eshkol_begin_unbroken();
  char *grown = realloc(buffer, wanted);
  eshkol_end_unbroken();
  if (!grown) raise_out_of_memory(who);
  buffer = grown;
  buffer_size = wanted;
  return buffer;
}

/* --- Exact numbers. --- */

static char *write_fixnum(char *out, int64_t n, unsigned radix) {
  static const char digit[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  char reversed[64];
  size_t count = 0;
  uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;
  do reversed[count++] = digit[rest % radix];
  while (rest /= radix);
  if (n < 0) *out++ = '-';
  while (count) *out++ = reversed[--count];
  return out;
}

static size_t integer_bound(Value v, unsigned radix) {
  uint64_t small;
  EshkolInteger x = view_integer(v, &small);
  return eshkol_integer_text_bound(&x, radix) + 1;
}

static char *write_integer(char *out, Value v, unsigned radix) {
  if (is_fixnum(v)) return write_fixnum(out, to_fixnum(v), radix);
  uint64_t small;
  EshkolInteger x = view_integer(v, &small);
  size_t length = eshkol_integer_to_text(out, &x, radix);
  if (length == 0) raise_out_of_memory("number->string");
  return out + length;
}

static size_t exact_bound(Value v, unsigned radix) {
  return integer_bound(numerator_of(v), radix) + integer_bound(denominator_of(v), radix) + 1;
}

static char *write_exact(char *out, Value v, unsigned radix) {
  out = write_integer(out, numerator_of(v), radix);
  if (!has_type(v, TYPE_RATIONAL)) return out;
  *out++ = '/';
  return write_integer(out, denominator_of(v), radix);
}

/* --- Doubles. --- */

/* Between these powers of ten a double is written without an exponent. */
enum { POINT_MIN = -6, POINT_MAX = 21, DIGITS_MAX = 17 };

static char *write_characters(char *out, const char *text, size_t count) {
  memcpy(out, text, count);
  return out + count;
}

static char *write_zeros(char *out, int count) {
  while (count-- > 0) *out++ = '0';
  return out;
}

/* 0.DIGITS * 10^exponent with a point: "0.00123", "12.3", "12300.0". */
static char *write_with_point(char *out, const char *digits, int count, int exponent) {
  int before = exponent <= 0 ? 0 : exponent < count ? exponent : count;
  if (exponent <= 0) *out++ = '0';
  out = write_characters(out, digits, (size_t)before);
  out = write_zeros(out, exponent - count);
  *out++ = '.';
  out = write_zeros(out, -exponent);
  if (before == count) *out++ = '0';
  return write_characters(out, digits + before, (size_t)(count - before));
}

/* "1e100", "1.5e-7". */
static char *write_with_exponent(char *out, const char *digits, int count, int exponent) {
  *out++ = digits[0];
  if (count > 1) *out++ = '.';
  out = write_characters(out, digits + 1, (size_t)(count - 1));
  *out++ = 'e';
  return write_fixnum(out, exponent - 1, 10);
}

static char *write_finite(char *out, double d) {
  char digits[DIGITS_MAX + 3];
  int exponent = 1, count = 1;
  if (signbit(d)) *out++ = '-';
  if (d == 0) digits[0] = '0';
  else count = (int)eshkol_shortest_digits(digits, &exponent, fabs(d));
  bool point = exponent > POINT_MIN && exponent <= POINT_MAX;
  return (point ? write_with_point : write_with_exponent)(out, digits, count, exponent);
}

static char *write_double(char *out, double d) {
  if (isnan(d)) return write_characters(out, "+nan.0", 6);
  if (isinf(d)) return write_characters(out, d > 0 ? "+inf.0" : "-inf.0", 6);
  return write_finite(out, d);
}

/* --- Real numbers in every radix. Other radices than 10 have no decimals, so doubles are written as fractions. --- */

#define DOUBLE_BOUND 32

static bool is_finite_double(Value x) { return is_flonum(x) && isfinite(to_double(x)); }

static size_t real_bound(Value x, unsigned radix) {
  return (is_flonum(x) ? 0 : exact_bound(x, radix)) + DOUBLE_BOUND;
}

static char *write_real(char *out, Value x, unsigned radix) {
  return is_flonum(x) ? write_double(out, to_double(x)) : write_exact(out, x, radix);
}

/* What is written for a part of an inexact number behind #i. */
static Value part_for_radix(Value x) { return is_finite_double(x) ? double_to_exact(to_double(x)) : x; }

/* --- All numbers: a, a+bi, or +bi when the real part is an exact 0. --- */

/* `behind_i`: the parts stand for doubles, whose zeros have signs. */
static char *write_part(char *out, Value shown, Value part, unsigned radix, bool behind_i, bool sign_needed) {
  bool negative_zero = behind_i && is_flonum(part) && to_double(part) == 0 && signbit(to_double(part));
  char *start = out;
  if (negative_zero) *out++ = '-';
  out = write_real(out, shown, radix);
  if (!sign_needed || *start == '-' || *start == '+') return out;
  memmove(start + 1, start, (size_t)(out - start));
  *start = '+';
  return out + 1;
}

/* Units are written without their 1: +i, 2-i. */
static char *write_imaginary(char *out, Value shown, Value part, unsigned radix, bool behind_i) {
  if (part == from_fixnum(1) || part == from_fixnum(-1)) *out++ = part == from_fixnum(1) ? '+' : '-';
  else out = write_part(out, shown, part, radix, behind_i, true);
  *out++ = 'i';
  return out;
}

size_t eshkol_format_number(Value number, int radix, char **text) {
  unsigned r = (unsigned)radix;
  char *saved = eshkol_hp;
  Value real = real_part_of(number), imaginary = imaginary_part_of(number);
  bool behind_i = r != 10 && (is_finite_double(real) || is_finite_double(imaginary));
  Value shown_real = behind_i ? part_for_radix(real) : real;
  Value shown_imaginary = behind_i ? part_for_radix(imaginary) : imaginary;
  char *end = number_text_buffer("number->string", real_bound(shown_real, r) + real_bound(shown_imaginary, r));
  if (behind_i) end = write_characters(end, "#i", 2);
  if (real != from_fixnum(0) || eshkol_is_real(number)) end = write_part(end, shown_real, real, r, behind_i, false);
  if (!eshkol_is_real(number)) end = write_imaginary(end, shown_imaginary, imaginary, r, behind_i);
  *end = 0;
  eshkol_hp = saved; /* the exact parts are garbage already */
  *text = buffer;
  return (size_t)(end - buffer);
}

int check_radix(const char *who, int argument, Value radix) {
  if (radix == ABSENT) return 10;
  if (!is_fixnum(radix) || to_fixnum(radix) < 2 || to_fixnum(radix) > 36)
    eshkol_raise_type(who, argument, "a radix (an exact integer from 2 to 36)", radix);
  return (int)to_fixnum(radix);
}

Value eshkol_number_to_string(Value z, Value radix) {
  NumberClass c = check_number("number->string", 1, z);
  int r = check_radix("number->string", 2, radix);
  if (c == CLASS_COMPLEX && r > RADIX_OF_I)
    eshkol_raise_error("number->string", "numbers that are not real can only be written in a radix up to 18; the radix given was",
                       eshkol_make_pair(radix, NIL));
  char *text;
  size_t length = eshkol_format_number(z, r, &text);
  Value string = eshkol_allocate_string(length, false);
  memcpy(narrow_characters(string), text, length);
  return string;
}

/* Numbers as text: number->string and what the printer uses. Doubles get the fewest digits that read back the same. */
#include "numbers_internal.h"
#include "numbers_text.h"
#include "primitives.h"
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
  char *grown = realloc(buffer, wanted);
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

static char *write_exact(Value v, unsigned radix) {
  Value numerator = numerator_of(v), denominator = denominator_of(v);
  bool rational = denominator != from_fixnum(1);
  size_t size = integer_bound(numerator, radix) + (rational ? integer_bound(denominator, radix) + 1 : 0) + 1;
  char *out = write_integer(number_text_buffer("number->string", size), numerator, radix);
  if (!rational) return out;
  *out++ = '/';
  return write_integer(out, denominator, radix);
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

static char *write_double(double d) {
  char *out = number_text_buffer("number->string", 64);
  if (isnan(d)) return write_characters(out, "+nan.0", 6);
  if (isinf(d)) return write_characters(out, d > 0 ? "+inf.0" : "-inf.0", 6);
  return write_finite(out, d);
}

size_t eshkol_format_number(Value number, int radix, char **text) {
  char *end = is_flonum(number) ? write_double(to_double(number)) : write_exact(number, (unsigned)radix);
  *end = 0;
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
  if (c == CLASS_FLONUM && r != 10 && isfinite(to_double(z)))
    eshkol_raise_error("number->string", "an inexact number can only be written in radix 10; the radix given was",
                       eshkol_make_pair(radix, NIL));
  char *text;
  size_t length = eshkol_format_number(z, r, &text);
  Value string = eshkol_allocate_string(length, false);
  memcpy(narrow_characters(string), text, length);
  return string;
}

/* Text as numbers: string->number and what `read` uses. R7RS syntax, in every radix from 2 to 36. */
#include "numbers_complex.h"
#include "numbers_internal.h"
#include "numbers_text.h"
#include "primitives.h"
#include "strings.h"

#include <math.h>

#define WHO "string->number"

typedef enum { AS_WRITTEN, MAKE_EXACT, MAKE_INEXACT } Exactness;

/* What is left of the text, what its prefixes said, and the sign of the part that is being read. */
typedef struct {
  const char *at, *end;
  unsigned radix;
  Exactness exactness;
  bool negative;
  bool syntax_only; /* TRUE stands for every real number, also for one that has no value: the problem says why */
  const char *prefix_problem, *problem;
} Reader;

/* A run of digits. */
typedef struct { const char *start; size_t length; } Digits;

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c; }

static unsigned digit_value(char c) {
  c = lower(c);
  if (c >= '0' && c <= '9') return (unsigned)(c - '0');
  return c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') + 10 : 99;
}

static bool at_end(const Reader *r) { return r->at == r->end; }

static bool skip(Reader *r, char wanted) {
  if (at_end(r) || lower(*r->at) != wanted) return false;
  r->at++;
  return true;
}

static Digits take_digits(Reader *r, unsigned radix) {
  Digits digits = {r->at, 0};
  while (!at_end(r) && digit_value(*r->at) < radix) r->at++;
  digits.length = (size_t)(r->at - digits.start);
  return digits;
}

/* --- Prefixes: at most one for the radix and one for the exactness, in any order. --- */

static unsigned radix_of_letter(char c) {
  switch (c) {
  case 'b': return 2;
  case 'o': return 8;
  case 'd': return 10;
  case 'x': return 16;
  default: return 0;
  }
}

static bool fail_prefix(Reader *r, const char *problem) {
  r->prefix_problem = problem;
  return false;
}

static bool read_prefixes(Reader *r) {
  bool radix_seen = false;
  while (r->end - r->at >= 2 && *r->at == '#') {
    char c = lower(r->at[1]);
    unsigned radix = radix_of_letter(c);
    if (radix) {
      if (radix_seen) return fail_prefix(r, " gives its radix twice");
      r->radix = radix;
      radix_seen = true;
    } else if (c == 'e' || c == 'i') {
      if (r->exactness != AS_WRITTEN) return fail_prefix(r, " gives its exactness twice");
      r->exactness = c == 'e' ? MAKE_EXACT : MAKE_INEXACT;
    } else {
      return false;
    }
    r->at += 2;
  }
  return true;
}

/* --- Integers and fractions. --- */

/* Any shorter run of digits fits 64 bits in every radix. */
#define SHORT_DIGITS 12

static Value integer_of_digits(Digits digits, unsigned radix) {
  if (digits.length <= SHORT_DIGITS) {
    uint64_t n = 0;
    for (size_t i = 0; i < digits.length; i++) n = n * radix + digit_value(digits.start[i]);
    return from_uint64(n);
  }
  EshkolInteger x = begin_integer(WHO, eshkol_integer_limbs_of_digits(digits.length, radix));
  if (!eshkol_integer_from_text(&x, digits.start, digits.length, radix)) raise_out_of_memory(WHO);
  return finish_integer(&x);
}

static bool is_zero(Digits digits) {
  for (size_t i = 0; i < digits.length; i++)
    if (digits.start[i] != '0') return false;
  return true;
}

static Value finish_exact(const Reader *r, Value magnitude) {
  if (r->exactness != MAKE_INEXACT) return r->negative ? exact_negate(magnitude) : magnitude;
  double d = exact_to_double(magnitude);
  return from_double(r->negative ? -d : d);
}

/* Below, what reads a part of a number leaves the reader behind it and gives FALSE where there is none. */

/* The text has the form of a number but denotes none. */
static Value without_value(Reader *r, const char *problem) {
  if (!r->problem) r->problem = problem;
  return from_boolean(r->syntax_only);
}

static Value read_fraction(Reader *r, Digits numerator) {
  Digits denominator = take_digits(r, r->radix);
  if (denominator.length == 0) return FALSE;
  if (is_zero(denominator)) return without_value(r, " divides by zero");
  if (r->syntax_only) return TRUE;
  Value divisor = integer_of_digits(denominator, r->radix);
  return finish_exact(r, make_rational(WHO, integer_of_digits(numerator, r->radix), divisor));
}

/* --- Decimals. --- */

/* Beyond this, only zero has an exact value that fits. */
#define EXPONENT_MAX 10000000000

/* The exponent's digits, saturating. */
static int64_t exponent_of_digits(Digits digits, bool negative) {
  int64_t exponent = 0;
  for (size_t i = 0; i < digits.length && exponent < EXPONENT_MAX; i++)
    exponent = exponent * 10 + digit_value(digits.start[i]);
  return negative ? -exponent : exponent;
}

static Value scale_by_ten(Value magnitude, int64_t exponent) {
  if (magnitude == from_fixnum(0)) return magnitude;
  Value power = integer_power(WHO, from_fixnum(10), exponent < 0 ? -(uint64_t)exponent : (uint64_t)exponent);
  return exponent < 0 ? make_rational(WHO, magnitude, power) : integer_multiply(WHO, magnitude, power);
}

static Value exact_decimal(const Reader *r, Digits whole, Digits fraction, int64_t exponent) {
  Value magnitude = integer_of_digits(whole, 10);
  if (fraction.length) {
    Value power = integer_power(WHO, from_fixnum(10), fraction.length);
    magnitude = integer_add(integer_multiply(WHO, magnitude, power), integer_of_digits(fraction, 10));
  }
  return finish_exact(r, scale_by_ten(magnitude, exponent - (int64_t)fraction.length));
}

/* What follows the digits before the point. `whole` starts the number, after its sign. */
static Value read_decimal(Reader *r, Digits whole) {
  Digits fraction = {r->at, 0};
  int64_t exponent = 0;
  if (skip(r, '.')) fraction = take_digits(r, 10);
  if (whole.length + fraction.length == 0) return FALSE;
  if (skip(r, 'e')) {
    bool negative = skip(r, '-');
    if (!negative) skip(r, '+');
    Digits digits = take_digits(r, 10);
    if (digits.length == 0) return FALSE;
    exponent = exponent_of_digits(digits, negative);
  }
  if (r->syntax_only) return TRUE;
  if (r->exactness == MAKE_EXACT) return exact_decimal(r, whole, fraction, exponent);
  double d = eshkol_parse_decimal(whole.start, (size_t)(r->at - whole.start));
  return from_double(r->negative ? -d : d);
}

/* --- Real numbers. --- */

static bool skip_word(Reader *r, const char *word) {
  const char *p = r->at;
  while (p < r->end && *word && lower(*p) == *word) p++, word++;
  if (*word) return false;
  r->at = p;
  return true;
}

static bool is_decimal_mark(const Reader *r) {
  return !at_end(r) && (*r->at == '.' || lower(*r->at) == 'e');
}

static Value read_unsigned(Reader *r) {
  Digits whole = take_digits(r, r->radix);
  if (whole.length && skip(r, '/')) return read_fraction(r, whole);
  if (r->radix == 10 && is_decimal_mark(r)) return read_decimal(r, whole);
  if (whole.length == 0) return FALSE;
  return r->syntax_only ? TRUE : finish_exact(r, integer_of_digits(whole, r->radix));
}

static bool read_sign(Reader *r) {
  r->negative = skip(r, '-');
  return r->negative || skip(r, '+');
}

/* What follows a sign: an infinity, NaN, or what may stand without a sign, too. */
static Value read_signed(Reader *r) {
  bool infinite = skip_word(r, "inf.0"), special = infinite || skip_word(r, "nan.0");
  if (!special) return read_unsigned(r);
  if (r->exactness == MAKE_EXACT) return without_value(r, " has no exact value");
  return from_double(!infinite ? NAN : r->negative ? -HUGE_VAL : HUGE_VAL);
}

/* --- Numbers: a, a@b, a+bi, +bi, where b may be missing. --- */

static Value finish_polar(const Reader *r, Value magnitude, Value angle) {
  if (r->syntax_only) return TRUE;
  Value z = make_polar(magnitude, angle);
  if (r->exactness != MAKE_EXACT) return z;
  return eshkol_finite_p(z) == TRUE ? number_to_exact(WHO, z) : FALSE;
}

static Value read_angle(Reader *r, Value magnitude) {
  Value angle = read_sign(r) ? read_signed(r) : read_unsigned(r);
  return angle != FALSE && at_end(r) ? finish_polar(r, magnitude, angle) : FALSE;
}

static Value imaginary_number(const Reader *r, Value real, Value imaginary) {
  return r->syntax_only ? TRUE : make_rectangular(real, imaginary);
}

/* Is `i` alone what is left behind a sign? */
static bool is_unit(const Reader *r) {
  return r->end - r->at == 1 && lower(*r->at) == 'i' && r->radix <= RADIX_OF_I;
}

/* The last part, behind its sign. */
static Value read_imaginary(Reader *r, Value real) {
  if (is_unit(r)) return imaginary_number(r, real, finish_exact(r, from_fixnum(1)));
  Value imaginary = read_signed(r);
  return imaginary != FALSE && skip(r, 'i') && at_end(r) ? imaginary_number(r, real, imaginary) : FALSE;
}

static Value read_complex(Reader *r) {
  bool is_signed = read_sign(r);
  if (is_signed && is_unit(r)) return read_imaginary(r, from_fixnum(0));
  Value real = is_signed ? read_signed(r) : read_unsigned(r);
  if (real == FALSE || at_end(r)) return real;
  if (skip(r, '@')) return read_angle(r, real);
  if (is_signed && skip(r, 'i')) return at_end(r) ? imaginary_number(r, from_fixnum(0), real) : FALSE;
  return read_sign(r) ? read_imaginary(r, real) : FALSE;
}

static Reader reader_of(const char *text, size_t length, int radix) {
  return (Reader){.at = text, .end = text + length, .radix = (unsigned)radix};
}

static Value read_number(Reader *r) { return read_prefixes(r) ? read_complex(r) : FALSE; }

Value eshkol_parse_number(const char *text, size_t length, int radix) {
  Reader r = reader_of(text, length, radix);
  return read_number(&r);
}

bool eshkol_is_number_text(const char *text, size_t length) {
  Reader r = reader_of(text, length, 10);
  r.syntax_only = true;
  return read_number(&r) != FALSE;
}

static const char *wrong_radix(unsigned radix) {
  switch (radix) {
  case 2: return " is not a number in radix 2";
  case 8: return " is not a number in radix 8";
  case 10: return " is not a number in radix 10";
  default: return " is not a number in radix 16";
  }
}

const char *eshkol_number_problem(const char *text, size_t length) {
  Reader r = reader_of(text, length, 10);
  r.syntax_only = true;
  bool is_number = read_number(&r) != FALSE;
  if (is_number) return r.problem ? r.problem : " has no exact value";
  bool has_prefix = length >= 2 && *text == '#' && (radix_of_letter(lower(text[1])) || strchr("eiEI", text[1]));
  if (!has_prefix) return NULL;
  return r.prefix_problem ? r.prefix_problem : wrong_radix(r.radix);
}

/* Wide strings are copied; a character that no number contains decides at once. */
static Value parse_wide(StringView view, int radix) {
  char *text = number_text_buffer(WHO, view.length + 1);
  for (size_t i = 0; i < view.length; i++) {
    uint32_t c = view_ref(view, i);
    if (c > 127) return FALSE;
    text[i] = (char)c;
  }
  return eshkol_parse_number(text, view.length, radix);
}

Value eshkol_string_to_number(Value string, Value radix) {
  StringView view = check_string(WHO, 1, string);
  int r = check_radix(WHO, 2, radix);
  return view.wide ? parse_wide(view, r) : eshkol_parse_number(view.characters, view.length, r);
}

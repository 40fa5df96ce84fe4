/* Numbers as text: string->number against strtod and integers, number->string and back in every radix. */
#include "fuzz.h"

#include <math.h>

#include "ports.h"
#include "equality.h"
#include "numbers.h"
#include "strings.h"

static FuzzText text;

/* --- Any text: a number or #f, never an error; a number is written and read back. --- */

static void check_written_number(Value number, int radix) {
  Value string = eshkol_number_to_string(number, from_fixnum(radix));
  Value back = eshkol_string_to_number(string, from_fixnum(radix));
  FUZZ_CHECK(is_eqv(number, back), "a number is read back as another one in radix %d: %s", radix, fuzz_show(string));
}

static void fuzz_any_text(void) {
  fuzz_note("string->number");
  if (fuzz_one_in(4)) fuzz_program_text(&text);
  else fuzz_number_text(&text);
  if (fuzz_explain) fprintf(stderr, "  %.*s\n", (int)text.length, text.bytes);
  Value number = eshkol_string_to_number(eshkol_string_from_utf8(text.bytes, text.length), ABSENT);
  FUZZ_CHECK(number == FALSE || eshkol_is_number(number), "string->number returned neither a number nor #f");
  if (number == FALSE) fuzz_progress->raised++;
  else check_written_number(number, 10);
}

/* --- Decimals: the nearest double, as the C library finds it. --- */

static size_t add_digits(char *out, unsigned count) {
  for (unsigned i = 0; i < count; i++) out[i] = (char)('0' + fuzz_below(10));
  return count;
}

static void fuzz_decimal(void) {
  char decimal[80];
  size_t end = 0;
  fuzz_note("string->number of a decimal");
  if (fuzz_one_in(2)) decimal[end++] = '-';
  end += add_digits(decimal + end, 1 + fuzz_below(20));
  decimal[end++] = '.';
  end += add_digits(decimal + end, fuzz_below(20));
  if (fuzz_one_in(2)) end += (size_t)snprintf(decimal + end, sizeof decimal - end, "e%d", (int)fuzz_below(700) - 350);
  decimal[end] = '\0';
  if (fuzz_explain) fprintf(stderr, "  %s\n", decimal);
  Value number = eshkol_string_to_number(eshkol_string_from_c(decimal), ABSENT);
  double expected = strtod(decimal, NULL);
  FUZZ_CHECK(is_flonum(number), "a decimal became %s", fuzz_show(number));
  double got = to_double(number);
  FUZZ_CHECK(memcmp(&got, &expected, sizeof got) == 0, "%s became %.17g, the C library says %.17g", decimal, got, expected);
  check_written_number(number, 10);
}

/* --- Doubles: the shortest text that reads back as the same. --- */

static void fuzz_double(void) {
  fuzz_note("number->string");
  double d;
  uint64_t bits = fuzz_bits();
  memcpy(&d, &bits, sizeof d);
  Value number = from_double(d);
  Value string = eshkol_number_to_string(number, ABSENT);
  StringView view = string_view(string);
  FUZZ_CHECK(!view.wide && view.length < 40, "a double has a text of %zu characters", view.length);
  char written[40];
  memcpy(written, view.characters, view.length);
  written[view.length] = '\0';
  if (fuzz_explain) fprintf(stderr, "  %.17g %s\n", d, written);
  double back = isfinite(d) ? strtod(written, NULL) : d;
  FUZZ_CHECK(memcmp(&back, &d, sizeof d) == 0, "%.17g is written as %s", d, written);
  check_written_number(number, 10);
}

/* --- Numbers of all kinds in all radixes. --- */

static void fuzz_radix(void) {
  fuzz_note("number->string with a radix");
  Value number = fuzz_value(FUZZ_number);
  if (!eshkol_is_number(number)) return;
  int radix = 2 + (int)fuzz_below(eshkol_is_real(number) ? 35 : 17);
  if (fuzz_explain) fprintf(stderr, "  %s in radix %d\n", fuzz_show(number), radix);
  check_written_number(number, radix);
}

void fuzz_numbers(void *unused) {
  (void)unused;
  static void (*const kinds[])(void) = {fuzz_any_text, fuzz_any_text, fuzz_decimal, fuzz_double, fuzz_radix};
  kinds[fuzz_below(sizeof kinds / sizeof *kinds)]();
}

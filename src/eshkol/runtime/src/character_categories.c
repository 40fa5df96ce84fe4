/* The general category of a character; apart from the other properties, so that few programs carry its table. */
#include "checks.h"
#include "primitives.h"
#include "symbols.h"
#include "unicode_tables.h"

/* The last run that begins at c or before; the first begins at 0. */
static size_t run_of(uint32_t c) {
  size_t low = 0, high = eshkol_category_runs_count;
  while (high - low > 1) {
    size_t middle = (low + high) / 2;
    if (eshkol_category_runs[middle] >> 5 <= c) low = middle;
    else high = middle;
  }
  return low;
}

Value eshkol_char_general_category(Value character) {
  if (!is_character(character)) eshkol_raise_type("char-general-category", 1, "a character", character);
  uint32_t c = to_character(character);
  return eshkol_intern_c(eshkol_category_names[eshkol_category_runs[run_of(c)] & 31]);
}

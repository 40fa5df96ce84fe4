/* Case conversion of strings. A character may become up to three: sharp s becomes SS. */
#include "characters.h"
#include "primitives.h"
#include "strings_internal.h"

/* Writes the characters to out (3 places) and returns their number. */
typedef size_t ConvertCharacter(uint32_t c, uint32_t *out);

static Value convert(StringView v, ConvertCharacter *convert_character) {
  size_t length = 0;
  bool wide = false;
  uint32_t out[3];
  for (size_t k = 0; k < v.length; k++) {
    size_t count = convert_character(view_ref(v, k), out);
    for (size_t i = 0; i < count; i++) wide = wide || out[i] > 255;
    length += count;
  }
  Value s = eshkol_allocate_string(length, wide);
  size_t at = 0;
  for (size_t k = 0; k < v.length; k++) {
    size_t count = convert_character(view_ref(v, k), out);
    for (size_t i = 0; i < count; i++, at++) {
      if (wide) wide_characters(s)[at] = out[i];
      else narrow_characters(s)[at] = (uint8_t)out[i];
    }
  }
  return s;
}

Value eshkol_string_upcase(Value s) { return convert(check_string("string-upcase", 1, s), eshkol_full_upcase); }
Value eshkol_string_foldcase(Value s) { return convert(check_string("string-foldcase", 1, s), eshkol_full_foldcase); }

#define CAPITAL_SIGMA 0x3A3
#define FINAL_SIGMA 0x3C2

/* A capital sigma at the end of a word of at least two letters becomes a final small sigma. */
static bool ends_word(StringView v, size_t k) {
  return k > 0 && eshkol_is_alphabetic(view_ref(v, k - 1)) &&
         (k + 1 == v.length || !eshkol_is_alphabetic(view_ref(v, k + 1)));
}

Value eshkol_string_downcase(Value s) {
  StringView v = check_string("string-downcase", 1, s);
  Value result = convert(v, eshkol_full_downcase);
  StringView converted = string_view(result);
  if (!converted.wide || converted.length != v.length) return result;
  for (size_t k = 0; k < v.length; k++)
    if (view_ref(v, k) == CAPITAL_SIGMA && ends_word(v, k)) wide_characters(result)[k] = FINAL_SIGMA;
  return result;
}

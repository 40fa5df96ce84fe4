/* What the files strings*.c share: filling strings with the characters of views, and checks of arguments. */
#ifndef ESHKOL_STRINGS_INTERNAL_H
#define ESHKOL_STRINGS_INTERNAL_H

#include "checks.h"
#include "strings.h"

/* Characters that fit an object's size, even at 4 bytes each. */
#define MAXIMAL_STRING ((uint64_t)1 << 33)

/* Does the wide view hold a character above 255? */
bool eshkol_holds_wide(StringView v);
static inline bool needs_wide(StringView v) { return v.wide && eshkol_holds_wide(v); }
/* Copies a view to place `at` of a string that is wide or whose characters are all narrow. They may overlap. */
void eshkol_put_view(Value s, size_t at, StringView v);
/* Makes the characters from start to end (excluded) all c; s is wide unless c is narrow. */
void eshkol_fill_part(Value s, size_t start, size_t end, uint32_t c);

static inline uint32_t check_character(const char *who, int argument, Value c) {
  if (!is_character(c)) eshkol_raise_type(who, argument, "a character", c);
  return to_character(c);
}

#endif

/* Characters: conversion, comparison, Unicode properties and case. */
#include "characters.h"

#include "checks.h"
#include "primitives.h"
#include "unicode_tables.h"

/* --- Look-ups in the generated tables. --- */

static bool in_ranges(const CharacterRange *ranges, size_t count, uint32_t c) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (c > ranges[middle].last) low = middle + 1;
    else high = middle;
  }
  return low < count && c >= ranges[low].first;
}

static uint32_t map_case(const CaseRange *ranges, size_t count, uint32_t c) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (c > ranges[middle].last) low = middle + 1;
    else high = middle;
  }
  if (low == count || c < ranges[low].first || (c - ranges[low].first) % (uint32_t)ranges[low].stride) return c;
  return (uint32_t)((int32_t)c + ranges[low].distance);
}

static bool is_ascii_lower(uint32_t c) { return c - 'a' < 26; }
static bool is_ascii_upper(uint32_t c) { return c - 'A' < 26; }

bool eshkol_is_alphabetic(uint32_t c) {
  if (c < 0x80) return is_ascii_lower(c | 0x20);
  return in_ranges(eshkol_alphabetic_ranges, eshkol_alphabetic_ranges_count, c);
}

bool eshkol_is_uppercase(uint32_t c) {
  if (c < 0x80) return is_ascii_upper(c);
  return in_ranges(eshkol_uppercase_ranges, eshkol_uppercase_ranges_count, c);
}

bool eshkol_is_lowercase(uint32_t c) {
  if (c < 0x80) return is_ascii_lower(c);
  return in_ranges(eshkol_lowercase_ranges, eshkol_lowercase_ranges_count, c);
}

/* Unicode's White_Space: few enough to be written out. */
bool eshkol_is_whitespace(uint32_t c) {
  if (c < 0x85) return c == ' ' || c - 9 < 5;
  return c == 0x85 || c == 0xA0 || c == 0x1680 || c - 0x2000 < 11 || c == 0x2028 || c == 0x2029 || c == 0x202F ||
         c == 0x205F || c == 0x3000;
}

int eshkol_digit_value_of(uint32_t c) {
  if (c < 0x80) return c - '0' < 10 ? (int)(c - '0') : -1;
  size_t low = 0, high = eshkol_digit_starts_count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (c >= eshkol_digit_starts[middle] + 10) low = middle + 1;
    else high = middle;
  }
  return low < eshkol_digit_starts_count && c >= eshkol_digit_starts[low] ? (int)(c - eshkol_digit_starts[low]) : -1;
}

uint32_t eshkol_upcase(uint32_t c) {
  if (c < 0x80) return is_ascii_lower(c) ? c - 32 : c;
  return map_case(eshkol_upcase_ranges, eshkol_upcase_ranges_count, c);
}

uint32_t eshkol_downcase(uint32_t c) {
  if (c < 0x80) return is_ascii_upper(c) ? c + 32 : c;
  return map_case(eshkol_downcase_ranges, eshkol_downcase_ranges_count, c);
}

uint32_t eshkol_foldcase(uint32_t c) {
  if (c < 0x80) return is_ascii_upper(c) ? c + 32 : c;
  return map_case(eshkol_foldcase_ranges, eshkol_foldcase_ranges_count, c);
}

/* The several characters of c, if the table has it; else the simple mapping. */
static size_t full_mapping(const FullMapping *mappings, size_t count, uint32_t c, uint32_t simple, uint32_t *out) {
  size_t low = 0, high = c < 0x80 ? 0 : count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (c > mappings[middle].from) low = middle + 1;
    else high = middle;
  }
  if (c < 0x80 || low == count || mappings[low].from != c) {
    out[0] = simple;
    return 1;
  }
  size_t length = 0;
  while (length < 3 && mappings[low].to[length]) {
    out[length] = mappings[low].to[length];
    length++;
  }
  return length;
}

size_t eshkol_full_upcase(uint32_t c, uint32_t *out) {
  return full_mapping(eshkol_full_upcase_mappings, eshkol_full_upcase_mappings_count, c, eshkol_upcase(c), out);
}

size_t eshkol_full_downcase(uint32_t c, uint32_t *out) {
  return full_mapping(eshkol_full_downcase_mappings, eshkol_full_downcase_mappings_count, c, eshkol_downcase(c), out);
}

size_t eshkol_full_foldcase(uint32_t c, uint32_t *out) {
  return full_mapping(eshkol_full_foldcase_mappings, eshkol_full_foldcase_mappings_count, c, eshkol_foldcase(c), out);
}

/* --- The procedures. --- */

static uint32_t check_character(const char *who, int argument, Value c) {
  if (!is_character(c)) eshkol_raise_type(who, argument, "a character", c);
  return to_character(c);
}

Value eshkol_char_p(Value x) { return from_boolean(is_character(x)); }

Value eshkol_char_to_integer(Value c) { return from_fixnum(check_character("char->integer", 1, c)); }

Value eshkol_integer_to_char(Value n) {
  if (!is_fixnum(n) || !is_scalar_value(to_fixnum(n)))
    eshkol_raise_type("integer->char", 1, "the number of a Unicode character (0 to 55295 or 57344 to 1114111)", n);
  return from_character((uint32_t)to_fixnum(n));
}

#define CHARACTER_PREDICATE(function, name, test) \
  Value function(Value c) { return from_boolean(test(check_character(name, 1, c))); }
static bool is_numeric(uint32_t c) { return eshkol_digit_value_of(c) >= 0; }
CHARACTER_PREDICATE(eshkol_char_alphabetic_p, "char-alphabetic?", eshkol_is_alphabetic)
CHARACTER_PREDICATE(eshkol_char_numeric_p, "char-numeric?", is_numeric)
CHARACTER_PREDICATE(eshkol_char_whitespace_p, "char-whitespace?", eshkol_is_whitespace)
CHARACTER_PREDICATE(eshkol_char_upper_case_p, "char-upper-case?", eshkol_is_uppercase)
CHARACTER_PREDICATE(eshkol_char_lower_case_p, "char-lower-case?", eshkol_is_lowercase)

Value eshkol_char_upcase(Value c) { return from_character(eshkol_upcase(check_character("char-upcase", 1, c))); }
Value eshkol_char_downcase(Value c) { return from_character(eshkol_downcase(check_character("char-downcase", 1, c))); }
Value eshkol_char_foldcase(Value c) { return from_character(eshkol_foldcase(check_character("char-foldcase", 1, c))); }

Value eshkol_digit_value(Value c) {
  int value = eshkol_digit_value_of(check_character("digit-value", 1, c));
  return value < 0 ? FALSE : from_fixnum(value);
}

static uint32_t check_radix(const char *who, Value radix) {
  if (radix == ABSENT) return 10;
  if (!is_fixnum(radix) || to_fixnum(radix) < 2 || to_fixnum(radix) > 36)
    eshkol_raise_type(who, 2, "a radix from 2 to 36", radix);
  return (uint32_t)to_fixnum(radix);
}

Value eshkol_char_to_digit(Value c, Value radix) {
  uint32_t code = check_character("char->digit", 1, c), base = check_radix("char->digit", radix);
  int decimal = eshkol_digit_value_of(code);
  uint32_t value = decimal >= 0 ? (uint32_t)decimal : code < 0x80 && eshkol_is_alphabetic(code) ? (code | 0x20) - 'a' + 10 : 99;
  return value < base ? from_fixnum(value) : FALSE;
}

Value eshkol_digit_to_char(Value digit, Value radix) {
  uint32_t base = check_radix("digit->char", radix);
  if (!is_fixnum(digit)) eshkol_raise_type("digit->char", 1, "an exact integer", digit);
  if ((uint64_t)to_fixnum(digit) >= base) return FALSE;
  uint32_t value = (uint32_t)to_fixnum(digit);
  return from_character(value < 10 ? '0' + value : 'a' + value - 10);
}

/* --- Comparison: every argument is checked, even after the answer is known. --- */

typedef bool Order(uint32_t, uint32_t);
static bool same(uint32_t a, uint32_t b) { return a == b; }
static bool less(uint32_t a, uint32_t b) { return a < b; }
static bool greater(uint32_t a, uint32_t b) { return a > b; }
static bool less_equal(uint32_t a, uint32_t b) { return a <= b; }
static bool greater_equal(uint32_t a, uint32_t b) { return a >= b; }
static uint32_t as_it_is(uint32_t c) { return c; }

static Value ordered(const char *who, Order *order, uint32_t (*key)(uint32_t), Value a, Value b, Value more) {
  uint32_t x = key(check_character(who, 1, a)), y = key(check_character(who, 2, b));
  bool result = order(x, y);
  for (int argument = 3; more != NIL; more = pair_cdr(more), argument++) {
    x = y;
    y = key(check_character(who, argument, pair_car(more)));
    result = result && order(x, y);
  }
  return from_boolean(result);
}

#define CHARACTER_ORDER(function, name, order, key) \
  Value function(Value a, Value b, Value more) { return ordered(name, order, key, a, b, more); }
CHARACTER_ORDER(eshkol_char_equal_p, "char=?", same, as_it_is)
CHARACTER_ORDER(eshkol_char_less_p, "char<?", less, as_it_is)
CHARACTER_ORDER(eshkol_char_greater_p, "char>?", greater, as_it_is)
CHARACTER_ORDER(eshkol_char_less_equal_p, "char<=?", less_equal, as_it_is)
CHARACTER_ORDER(eshkol_char_greater_equal_p, "char>=?", greater_equal, as_it_is)
CHARACTER_ORDER(eshkol_char_ci_equal_p, "char-ci=?", same, eshkol_foldcase)
CHARACTER_ORDER(eshkol_char_ci_less_p, "char-ci<?", less, eshkol_foldcase)
CHARACTER_ORDER(eshkol_char_ci_greater_p, "char-ci>?", greater, eshkol_foldcase)
CHARACTER_ORDER(eshkol_char_ci_less_equal_p, "char-ci<=?", less_equal, eshkol_foldcase)
CHARACTER_ORDER(eshkol_char_ci_greater_equal_p, "char-ci>=?", greater_equal, eshkol_foldcase)

/* Properties and case of Unicode characters for runtime code. */
#ifndef ESHKOL_CHARACTERS_H
#define ESHKOL_CHARACTERS_H

#include "values.h"

/* The version of Unicode the tables are from, "15.0.0". */
extern const char eshkol_unicode_version[];

bool eshkol_is_alphabetic(uint32_t c);
bool eshkol_is_uppercase(uint32_t c);
bool eshkol_is_lowercase(uint32_t c);
bool eshkol_is_whitespace(uint32_t c);
/* 0 to 9, or -1 for what is no decimal digit. */
int eshkol_digit_value_of(uint32_t c);

/* Simple case mapping: one character for one. */
uint32_t eshkol_upcase(uint32_t c);
uint32_t eshkol_downcase(uint32_t c);
uint32_t eshkol_foldcase(uint32_t c);

/* Full case mapping: writes 1 to 3 characters and returns how many. */
size_t eshkol_full_upcase(uint32_t c, uint32_t *out);
size_t eshkol_full_downcase(uint32_t c, uint32_t *out);
size_t eshkol_full_foldcase(uint32_t c, uint32_t *out);

/* A Unicode scalar value: what char can hold. */
static inline bool is_scalar_value(int64_t n) { return n >= 0 && n <= 0x10FFFF && !(n >= 0xD800 && n < 0xE000); }

#endif

/* The shape of the generated Unicode tables: sorted arrays, each with its count. */
#ifndef ESHKOL_UNICODE_TABLES_H
#define ESHKOL_UNICODE_TABLES_H

#include <stddef.h>
#include <stdint.h>

/* All characters from first to last. */
typedef struct { uint32_t first, last; } CharacterRange;
/* first, first + stride, ... last: each is mapped to itself + distance. */
typedef struct { uint32_t first, last; int32_t stride, distance; } CaseRange;
/* A character that is mapped to several; 0 fills up. */
typedef struct { uint16_t from, to[3]; } FullMapping;

extern const char eshkol_unicode_version[];
extern const CharacterRange eshkol_alphabetic_ranges[], eshkol_uppercase_ranges[], eshkol_lowercase_ranges[];
extern const size_t eshkol_alphabetic_ranges_count, eshkol_uppercase_ranges_count, eshkol_lowercase_ranges_count;
extern const uint32_t eshkol_digit_starts[]; /* the zeros of runs of ten digits */
extern const size_t eshkol_digit_starts_count;
extern const CaseRange eshkol_upcase_ranges[], eshkol_downcase_ranges[], eshkol_foldcase_ranges[];
extern const size_t eshkol_upcase_ranges_count, eshkol_downcase_ranges_count, eshkol_foldcase_ranges_count;
extern const FullMapping eshkol_full_upcase_mappings[], eshkol_full_downcase_mappings[], eshkol_full_foldcase_mappings[];
extern const size_t eshkol_full_upcase_mappings_count, eshkol_full_downcase_mappings_count,
    eshkol_full_foldcase_mappings_count;
/* Ascending: the first character of a run, shifted left by 5, and the number of its general category's name. */
extern const uint32_t eshkol_category_runs[];
extern const size_t eshkol_category_runs_count;
extern const char *const eshkol_category_names[];

#endif

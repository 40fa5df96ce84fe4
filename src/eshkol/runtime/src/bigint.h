/* Unbounded integers as limb arrays: what bigint.zig (the Zig standard library's big integers) offers to C. */
#ifndef ESHKOL_BIGINT_H
#define ESHKOL_BIGINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sign and magnitude. Invariant of an operand: length >= 1; limbs are least significant first; the last limb is not 0
 * unless length is 1; zero is not negative.
 * Of a result: the caller gives limbs and, in length, their capacity; the function makes the invariant true.
 * Results never overlap operands. */
typedef struct { uint64_t *limbs; size_t length; bool negative; } EshkolInteger;

/* Capacity: the longer operand and one more limb. */
void eshkol_integer_add(EshkolInteger *sum, const EshkolInteger *a, const EshkolInteger *b);
void eshkol_integer_subtract(EshkolInteger *difference, const EshkolInteger *a, const EshkolInteger *b);
/* Capacity: both lengths together and one more limb. */
void eshkol_integer_multiply(EshkolInteger *product, const EshkolInteger *a, const EshkolInteger *b);
/* Truncating division; b is not 0. Capacity: quotient a.length + 2, remainder b.length + 3. False: out of memory. */
bool eshkol_integer_divide(EshkolInteger *quotient, EshkolInteger *remainder, const EshkolInteger *a, const EshkolInteger *b);
/* Not negative. Capacity: the longer operand and one more limb. False: out of memory. */
bool eshkol_integer_gcd(EshkolInteger *divisor, const EshkolInteger *a, const EshkolInteger *b);
/* a * 2^bits. Capacity: a.length + bits / 64 + 2. */
void eshkol_integer_shift_left(EshkolInteger *result, const EshkolInteger *a, size_t bits);
/* Rounds towards minus infinity. Capacity: a.length + 1. */
void eshkol_integer_shift_right(EshkolInteger *result, const EshkolInteger *a, size_t bits);
/* Of endless two's complement. Capacity: the longer operand and two more limbs. */
void eshkol_integer_and(EshkolInteger *result, const EshkolInteger *a, const EshkolInteger *b);
void eshkol_integer_or(EshkolInteger *result, const EshkolInteger *a, const EshkolInteger *b);
void eshkol_integer_xor(EshkolInteger *result, const EshkolInteger *a, const EshkolInteger *b);
/* -1, 0 or 1. */
int eshkol_integer_compare(const EshkolInteger *a, const EshkolInteger *b);
/* base^exponent; exponent >= 1. Capacity: the bits of the base times the exponent, divided by 64, and four more limbs.
 * False: out of memory. */
bool eshkol_integer_power(EshkolInteger *result, const EshkolInteger *base, uint64_t exponent);

/* An upper bound for the characters of eshkol_integer_to_text, sign included. */
size_t eshkol_integer_text_bound(const EshkolInteger *a, unsigned radix);
/* Lower case digits. Returns the number of characters written; 0: out of memory. */
size_t eshkol_integer_to_text(char *text, const EshkolInteger *a, unsigned radix);
/* Limbs that hold any integer of so many digits. */
size_t eshkol_integer_limbs_of_digits(size_t digits, unsigned radix);
/* Text is digits of the radix only (checked by the caller), at least one; the result is not negative.
 * Capacity: eshkol_integer_limbs_of_digits. False: out of memory. */
bool eshkol_integer_from_text(EshkolInteger *result, const char *text, size_t length, unsigned radix);

/* The shortest decimal digits that read back as `d`, which is finite and > 0: the value is 0.DIGITS * 10^exponent.
 * Writes at most 17 digits, returns their number. */
size_t eshkol_shortest_digits(char *digits, int *exponent, double d);
/* The double nearest to decimal text "digits[.digits][e[-]digits]" (checked by the caller). */
double eshkol_parse_decimal(const char *text, size_t length);

/* --- Scratch memory for the functions above (numbers_scratch.c). --- */

/* 16-aligned; NULL when the system has no more. Released in any order; the last release makes everything free. */
void *eshkol_scratch_allocate(size_t bytes);
void eshkol_scratch_release(void *memory, size_t bytes);

#endif

/* How runtime code reports an error: each function builds a condition, raises it at eshkol_here and never returns. */
#ifndef ESHKOL_ERRORS_H
#define ESHKOL_ERRORS_H

#include "values.h"

#define NO_RETURN __attribute__((noreturn, cold, noinline))

/* `who` is the Scheme name of the procedure ("vector-ref"). If v is a stale value of a destroyed arena, every one of
 * these reports that instead. */

/* "vector-ref: expected a vector, got 5"; argument counts from 1; expected has its article: "a vector". */
NO_RETURN void eshkol_raise_type(const char *who, int argument, const char *expected, Value got);
/* "vector-ref: index 7 out of range for a length of 3" */
NO_RETURN void eshkol_raise_index(const char *who, int argument, Value index, uint64_t length);
/* Any other error: "who: message: irritant ...". irritants is a list. */
NO_RETURN void eshkol_raise_error(const char *who, const char *message, Value irritants);
/* As above with a kind for the condition predicates: "read", "file", "memory", "arena", "arity", "uninitialized". */
NO_RETURN void eshkol_raise_kind(const char *kind, const char *who, const char *message, Value irritants);
NO_RETURN void eshkol_raise_division_by_zero(const char *who);
/* x is a pair, object or DEAD word through which a destroyed arena was read. */
NO_RETURN void eshkol_raise_dead(Value x);

/* Checked loads for runtime code that walks lists: x must be a pair; a destroyed arena's word is reported. */
static inline Value pair_car(Value x) { Value v = pair_of(x)->car; if (__builtin_expect(v == DEAD, 0)) eshkol_raise_dead(x); return v; }
static inline Value pair_cdr(Value x) { Value v = pair_of(x)->cdr; if (__builtin_expect(v == DEAD, 0)) eshkol_raise_dead(x); return v; }

#endif

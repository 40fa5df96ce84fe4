/* What the parts of the harness for data primitives share. */
#ifndef ESHKOL_DATA_HARNESS_H
#define ESHKOL_DATA_HARNESS_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "memory.h"

/* Ends the harness: the test asked for something that it cannot do. */
__attribute__((noreturn)) void fail(const char *message, const char *detail);

/* --- Memory: literals below, the ambient arena above. --- */

extern char *literal_hp;   /* where the next literal goes */
extern char *reclaim_from; /* what lies below is not reclaimed */
void start_memory(void);
void end_memory(void);
void reclaim(void);
/* The number of symbols that are no literals. */
int64_t dynamic_symbol_count(void);

/* The variables of the test are the roots. */
enum { MAXIMAL_VARIABLES = 4096 };
typedef struct { char name[64]; Value value; } Variable;
extern Variable variables[MAXIMAL_VARIABLES];
extern size_t variable_count;
void bind_variable(const char *name, Value v);

/* --- Numbers: fixnums, flonums, small rationals. --- */

int64_t numerator(Value v);
int64_t denominator(Value v);
Value make_rational(int64_t n, int64_t d);

/* --- The answer to the present line. --- */

extern FILE *out_file;
/* Where an error goes when its message is the answer. */
extern jmp_buf line_end;
#define END_WITH(...) do { rewind(out_file); fprintf(out_file, "error: " __VA_ARGS__); } while (0)
void write_value(Value v, int depth);

/* --- The text of a line as a datum, all of it literals. --- */

Value read_literal(const char *text);

#endif

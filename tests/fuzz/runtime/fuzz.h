/* What the parts of the fuzz harness for the runtime share: random numbers, the pool of values, catching errors. */
#ifndef ESHKOL_FUZZ_H
#define ESHKOL_FUZZ_H

#define ESHKOL_USES_ARENAS
#pragma GCC diagnostic error "-Wimplicit-function-declaration"
#include <stdio.h>
#include <stdlib.h>

#include "compiled.h"

/* --- Random numbers: the same sequence for the same seed and epoch. --- */

extern uint64_t fuzz_state;
static inline uint64_t fuzz_bits(void) {
  fuzz_state ^= fuzz_state << 13;
  fuzz_state ^= fuzz_state >> 7;
  fuzz_state ^= fuzz_state << 17;
  return fuzz_state * 0x2545F4914F6CDD1Du;
}
/* Below n, which is not 0. */
static inline unsigned fuzz_below(unsigned n) { return (unsigned)((fuzz_bits() >> 32) * n >> 32); }
static inline bool fuzz_one_in(unsigned n) { return fuzz_below(n) == 0; }

/* --- The pool: values that outlive iterations, the live values of the harness's frame on the value stack. --- */

enum { FUZZ_POOL = 64 };
extern Value *fuzz_pool;
/* Where what the harness calls has its frame. */
static inline Value *fuzz_sp(void) { return fuzz_pool + FUZZ_POOL; }
void fuzz_clear_pool(void);
/* Keeps a value for later iterations, unless it is so large that what is made of it would soon fill memory. */
void fuzz_keep(Value v);
/* Is v small enough to be kept? Cyclic data never are. */
bool fuzz_is_small(Value v);

/* --- Values. --- */

/* What the tables say of parameters and results; the names are theirs. */
#define FUZZ_KINDS(K)                                                                                                      \
  K(any, "any") K(number, "number") K(integer, "integer") K(rational, "rational") K(real, "real") K(fixnum, "fixnum")      \
  K(flonum, "flonum") K(index, "index") K(boolean, "boolean") K(character, "character") K(string, "string")                \
  K(symbol, "symbol") K(pair, "pair") K(list, "list") K(vector, "vector") K(bytevector, "bytevector")                      \
  K(procedure, "procedure") K(port, "port") K(hash_table, "hash-table") K(record, "record") K(promise, "promise")          \
  K(arena, "arena") K(environment, "environment") K(end_of_file, "end-of-file") K(unspecified, "unspecified")              \
  K(never, "never") K(small, "small number") K(file, "file name")                                                    \
  K(packed, "packed") K(packed_integer, "packed integer") K(packed_flonum, "packed flonum") K(byte_order, "byte order")
#define FUZZ_ENUMERATOR(name, text) FUZZ_##name,
enum FuzzKind { FUZZ_KINDS(FUZZ_ENUMERATOR) FUZZ_KIND_COUNT };

/* A random value; mostly one of the kind. May raise out of memory. */
Value fuzz_value(enum FuzzKind kind);
/* Is v of the kind? `small` and what follows it are kinds of parameters only. */
bool fuzz_has_kind(Value v, enum FuzzKind kind);

/* --- Text. --- */

/* The text that mutations begin with. */
extern const char *fuzz_corpus;
extern size_t fuzz_corpus_size;
enum { FUZZ_TEXT = 4096 };
typedef struct { size_t length; char bytes[FUZZ_TEXT]; } FuzzText;
void fuzz_random_text(FuzzText *text);
/* Parts of Scheme programs, cut, mixed and damaged; not always UTF-8. */
void fuzz_program_text(FuzzText *text);
/* Something like the text of a number. */
void fuzz_number_text(FuzzText *text);
/* A port that reads these bytes as a file with such contents. */
Value fuzz_port_on(const char *bytes, size_t count);

/* --- Errors. --- */

/* Runs action; false when it has raised, and then fuzz_condition is what. */
bool fuzz_catch(void (*action)(void *), void *argument);
extern Value fuzz_condition; /* a registered root */

/* Ends the epoch: something is not as it should be. */
__attribute__((noreturn, format(printf, 1, 2))) void fuzz_fail(const char *format, ...);
/* The text of a value, for messages; valid until the next call. */
const char *fuzz_show(Value v);
#define FUZZ_CHECK(condition, ...) do { if (!(condition)) fuzz_fail(__VA_ARGS__); } while (0)

/* What the harness has done, seen by the process that reports. */
struct FuzzProgress {
  uint64_t iterations, verifications;
  uint64_t raised;         /* iterations whose call, text or number was refused with an error */
  uint64_t iteration;      /* the present one, within its epoch */
  char what[64];           /* what it calls */
};
extern struct FuzzProgress *fuzz_progress;
void fuzz_note(const char *what);
/* True in the iteration that is run again to show what it does. */
extern bool fuzz_explain;

/* --- Modes. --- */

void fuzz_calls(void *unused);
void fuzz_reading(void *unused);
void fuzz_numbers(void *unused);
void fuzz_texts(void *unused);

#endif

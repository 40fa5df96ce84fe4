/* What the compiler emits about a program as a whole, and the runtime's entry point for it. */
#ifndef ESHKOL_PROGRAM_H
#define ESHKOL_PROGRAM_H

#include "values.h"

/* A place in the source, and the procedure around it. Column 0: unknown. */
typedef struct { const char *file; uint32_t line, column; const char *procedure; } EshkolSite;
/* A compiled procedure, for arity errors, printing closures and stack traces. required counts the parameters. */
typedef struct { const void *code; const char *name; const char *file; uint32_t line, column, required; bool rest; } EshkolProcedure;

typedef struct {
  Value (*main)(Value *sp);   /* initialises the globals in order and runs the top level */
  Value *globals;             /* registered as roots */
  size_t global_count;
  Object *const *symbols;     /* static symbols, to be interned before main runs; names are static narrow strings */
  size_t symbol_count;
  const EshkolSite *sites;    /* indexed by Here.site; sites[0] is unknown */
  size_t site_count;
  const EshkolProcedure *procedures; /* not sorted */
  size_t procedure_count;
  Value *raise;               /* holds the library's `raise`, which the runtime calls with a condition */
  bool uses_arenas;           /* false: the program can make no explicit arena */
} EshkolProgram;

extern const EshkolProgram eshkol_program;

#endif

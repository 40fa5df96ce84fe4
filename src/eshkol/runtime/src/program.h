/* What the compiler emits about a program as a whole, and the runtime's entry point for it. */
#ifndef ESHKOL_PROGRAM_H
#define ESHKOL_PROGRAM_H

#include "values.h"

/* A place in the source, and the procedure around it. Column 0: unknown. */
typedef struct { const char *file; uint32_t line, column; const char *procedure; } EshkolSite;
/* A compiled procedure, for arity errors, printing closures and stack traces. required counts the parameters. */
typedef struct {
  const void *code;
  const char *name, *file;
  uint32_t line, column, required;
  bool rest, in_library; /* in_library: it is one of the standard library's own */
} EshkolProcedure;

/* A use of a global that may come before its definition has run. */
typedef struct {
  const char *file; uint32_t line, column; const char *name;
  const char *defined_file; uint32_t defined_line, defined_column;
} EshkolEarlyUse;

typedef struct {
  Value (*main)(Value *sp);   /* initialises the globals in order and runs the top level */
  Value *globals;             /* registered as roots */
  size_t global_count;
  Object *const *symbols;     /* static symbols, to be interned before main runs; names are static narrow strings */
  size_t symbol_count;
  const EshkolSite *sites;    /* see eshkol_find_site; sites[0] is unknown */
  size_t site_count;
  Value *library_globals;     /* those of the standard library, which is a translation unit of its own */
  size_t library_global_count;
  const EshkolSite *library_sites;
  size_t library_site_count;
  const EshkolProcedure *procedures; /* not sorted */
  size_t procedure_count;
  Value *raise;               /* holds the library's `raise`, which the runtime calls with a condition */
  bool uses_arenas;           /* false: the program can make no explicit arena */
  const EshkolEarlyUse *early_uses;
  size_t early_use_count;
} EshkolProgram;

extern const EshkolProgram eshkol_program;

/* Sites of the library have numbers from here on, so that they do not depend on the program. */
#define ESHKOL_LIBRARY_SITES 0x1000000u

static inline bool eshkol_is_library_site(uint32_t number) { return number > ESHKOL_LIBRARY_SITES; }

/* The place with this number (Here.site); NULL when it is unknown. */
static inline const EshkolSite *eshkol_find_site(uint32_t number) {
  if (eshkol_is_library_site(number)) {
    uint32_t index = number - ESHKOL_LIBRARY_SITES;
    return index < eshkol_program.library_site_count ? &eshkol_program.library_sites[index] : NULL;
  }
  return number > 0 && number < eshkol_program.site_count ? &eshkol_program.sites[number] : NULL;
}

#endif

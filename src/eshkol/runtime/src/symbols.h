/* Interned symbols, for start-up and for runtime code. */
#ifndef ESHKOL_SYMBOLS_H
#define ESHKOL_SYMBOLS_H

#include "strings.h"

/* A symbol is words[0] = raw hash, words[1] = name: a string with AUXILIARY_LITERAL, so that nobody can change it.
 * The hash of an interned symbol is eshkol_hash_view of its name (FNV-1a, 64 bits, over UTF-8). An uninterned symbol
 * has SYMBOL_UNINTERNED in its auxiliary and any hash. */
#define SYMBOL_UNINTERNED 0x1u

static inline bool is_symbol(Value v) { return has_type(v, TYPE_SYMBOL); }
/* Requires is_symbol. */
static inline uint64_t symbol_hash(Value symbol) { return object_of(symbol)->words[0]; }
static inline Value symbol_name(Value symbol) { return object_of(symbol)->words[1]; }

/* Whether a name begins with a digit, perhaps after a sign or a dot, and is none of the few such names that are symbols:
 * only between bars can it be one. */
bool eshkol_looks_like_number(StringView name);
/* Enters the static symbols of a program. They must not be changed or moved. Of two with one name, the first counts. */
void eshkol_intern_static(Object *const *symbols, size_t count);
/* The interned symbol with this name; made in the ambient arena if there is none. */
Value eshkol_intern_view(StringView name);
Value eshkol_intern_c(const char *utf8);

#endif

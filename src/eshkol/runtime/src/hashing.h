/* Hash functions that agree with eq?, eqv? and equal?. */
#ifndef ESHKOL_HASHING_H
#define ESHKOL_HASHING_H

#include "values.h"

/* What a hash depended on besides contents. Objects compared by identity are hashed by address, which reclamation may
 * change: `highest` is the highest such address so far (0: none); `nested` is set when one stood inside a key. */
typedef struct { uintptr_t highest; bool nested; } AddressUse;

/* With use == NULL a hash depends on contents and types only, never on addresses: weaker, but it never changes. */
uint64_t eshkol_hash_eq(Value v, AddressUse *use);
uint64_t eshkol_hash_eqv(Value v, AddressUse *use);
uint64_t eshkol_hash_equal(Value v, AddressUse *use);

#endif

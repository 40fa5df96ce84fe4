/* The words of hash tables, for the printer and for copying. */
#ifndef ESHKOL_HASHTABLES_H
#define ESHKOL_HASHTABLES_H

#include "values.h"

/* All words are values that reclamation can trace. Invariants (checked by eshkol_hash_table_is_valid):
 *  - ENTRIES is a vector of 2 * capacity words, key and value alternating in the order of insertion, or #f while
 *    capacity is 0. The first USED entries have been used; a deleted one has the key UNINITIALIZED. COUNT of them are
 *    not deleted.
 *  - INDEX is a RAW_WORDS object or #f: S slots, S a power of two, then capacity 32-bit hashes, capacity = 3/4 S. A slot
 *    is 0 (empty) or hash << 32 | entry + 1. Each entry that is not deleted has one slot, at or after slot
 *    hash & (S - 1), with no empty one between; there are no other slots.
 *  - Hashes by address are right for EPOCH (eshkol_reclamation_epoch). HIGHEST is at least the highest address
 *    hashed (which looks like a fixnum; 0: none). All entries below number SETTLED have such addresses at most
 *    SETTLED_HIGHEST.
 *  - NESTED is #t when a key that is a structure was hashed by an address within it.
 *  - WEAKNESS is 0, or says what the table does not keep in memory. Then both words of an entry are ephemerons, or the
 *    second one is #f: for weak keys the first has the key and the value, for weak values it has them the other way
 *    round; for both, there is one for each, with the value #f. An entry with a broken one counts until a sweep deletes it.
 *    SWEPT tells when the last one was.
 *  - PROCEDURES is #f but in a custom table, whose hashes come from the library: there it is the pair of the user's
 *    equivalence procedure and of what computes the hash. HIGHEST stays 0. */
enum {
  HASH_TABLE_KIND, HASH_TABLE_ENTRIES, HASH_TABLE_INDEX, HASH_TABLE_USED, HASH_TABLE_COUNT, HASH_TABLE_EPOCH,
  HASH_TABLE_HIGHEST, HASH_TABLE_SETTLED, HASH_TABLE_SETTLED_HIGHEST, HASH_TABLE_NESTED, HASH_TABLE_PROCEDURES,
  HASH_TABLE_WEAKNESS, HASH_TABLE_SWEPT, HASH_TABLE_WORDS
};

/* The kind, as a fixnum. */
enum { HASH_EQ, HASH_EQV, HASH_EQUAL, HASH_STRING, HASH_CUSTOM, HASH_KINDS };

/* The weakness, as a fixnum. */
enum { WEAK_KEYS = 1, WEAK_VALUES = 2 };

/* For a table whose keys have been copied elsewhere: hashes by address, if it has any, are computed again at its next
 * use. (Epoch 0 is before all others.) */
static inline void eshkol_hash_table_forget_addresses(Object *table) {
  if (table->words[HASH_TABLE_HIGHEST] != from_fixnum(0)) table->words[HASH_TABLE_EPOCH] = from_fixnum(0);
}

/* For tests: does the invariant hold? */
bool eshkol_hash_table_is_valid(Value table);

#endif

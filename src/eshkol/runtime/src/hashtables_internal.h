/* What the files of hash tables share: the words of a table, its entries and its index. */
#ifndef ESHKOL_HASHTABLES_INTERNAL_H
#define ESHKOL_HASHTABLES_INTERNAL_H

#include "errors.h"
#include "hashtables.h"

/* The key of an entry that has been deleted. */
#define DELETED UNINITIALIZED

static inline size_t number(const Object *t, int word) { return (size_t)to_fixnum(t->words[word]); }
static inline void set_number(Object *t, int word, size_t n) { t->words[word] = from_fixnum((int64_t)n); }

static inline Value *entry_at(const Object *t, size_t entry) {
  return &object_of(t->words[HASH_TABLE_ENTRIES])->words[2 * entry];
}
static inline bool is_live(const Object *t, size_t entry) { return *entry_at(t, entry) != DELETED; }

static inline size_t capacity_of(const Object *t) {
  Value entries = t->words[HASH_TABLE_ENTRIES];
  return entries == FALSE ? 0 : words_of_header(header_of(entries)) / 2;
}
/* From capacity = 3/4 S. */
static inline size_t slot_count(const Object *t) { return capacity_of(t) / 3 * 4; }
static inline uint64_t *slots_of(const Object *t) { return object_of(t->words[HASH_TABLE_INDEX])->words; }
static inline uint32_t *hashes_of(const Object *t) { return (uint32_t *)(slots_of(t) + slot_count(t)); }

static inline Object *check_table(const char *who, int argument, Value table) {
  if (!has_type(table, TYPE_HASH_TABLE)) eshkol_raise_type(who, argument, "a hash table", table);
  return object_of(table);
}
/* The keys of a custom table are looked up by the library: these leave it alone and return ABSENT or #f. */
static inline bool is_custom(Value table) {
  return has_type(table, TYPE_HASH_TABLE) && object_of(table)->words[HASH_TABLE_KIND] == from_fixnum(HASH_CUSTOM);
}

/* Requires that the table has no entry with this key. */
void eshkol_table_add_entry(Object *t, uint32_t hash, Value key, Value value);
void eshkol_table_delete_entry(Object *t, size_t entry);

#endif

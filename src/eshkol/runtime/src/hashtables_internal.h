/* Inside of hash tables: their words, and the functions that their files share. */
#ifndef ESHKOL_HASHTABLES_INTERNAL_H
#define ESHKOL_HASHTABLES_INTERNAL_H

#include "errors.h"
#include "hashtables.h"
#include "memory.h"

#define MAXIMAL_ENTRIES ((uint64_t)3 << 28)
#define DELETED UNINITIALIZED

/* --- Words of a table. --- */

static inline size_t number(const Object *t, int word) { return (size_t)to_fixnum(t->words[word]); }
static inline void set_number(Object *t, int word, size_t n) { t->words[word] = from_fixnum((int64_t)n); }

static inline Value *entry_at(const Object *t, size_t entry) { return &object_of(t->words[HASH_TABLE_ENTRIES])->words[2 * entry]; }
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

/* A table whose keys the library looks up. */
static inline bool is_custom(Value table) {
  return has_type(table, TYPE_HASH_TABLE) && object_of(table)->words[HASH_TABLE_KIND] == from_fixnum(HASH_CUSTOM);
}

/* --- Weak entries (hashtables_weak.c). --- */

static inline bool is_weak(const Object *t) { return t->words[HASH_TABLE_WEAKNESS] != from_fixnum(0); }

/* DELETED for entries that are, and for those that have lost their key or value. */
Value eshkol_weak_key_at(const Object *t, size_t entry);
/* FALSE for the latter. */
Value eshkol_weak_value_at(const Object *t, size_t entry);

static inline Value key_at(const Object *t, size_t entry) {
  return __builtin_expect(is_weak(t), 0) ? eshkol_weak_key_at(t, entry) : *entry_at(t, entry);
}
static inline Value value_at(const Object *t, size_t entry) {
  return __builtin_expect(is_weak(t), 0) ? eshkol_weak_value_at(t, entry) : entry_at(t, entry)[1];
}

/* The two words of an entry. */
typedef struct { Value first, second; } EntryWords;
EntryWords eshkol_weak_words(const Object *t, Value key, Value value);

static inline void store_words(Object *t, size_t entry, EntryWords words) {
  eshkol_store(&entry_at(t, entry)[0], words.first);
  eshkol_store(&entry_at(t, entry)[1], words.second);
}
void eshkol_set_weak_value(Object *t, size_t entry, Value value);
static inline void set_value(Object *t, size_t entry, Value value) {
  if (__builtin_expect(is_weak(t), 0)) eshkol_set_weak_value(t, entry, value);
  else eshkol_store(&entry_at(t, entry)[1], value);
}

/* --- Index and entries (hashtables.c). --- */

/* The key must not be there. */
void eshkol_table_add_entry(Object *t, uint32_t hash, Value key, Value value);
void eshkol_table_delete_entry(Object *t, size_t entry);
/* Deletes the entries of a weak table that have lost their key or value, so that all that are live have both. */
void eshkol_table_sweep(Object *t);
/* Room for so many keys in an empty table. */
void eshkol_table_reserve(Object *t, size_t keys);
/* Gives the copy of a table's words entries of its own. */
void eshkol_table_own_entries(Object *copy);
/* Deletes all entries. */
void eshkol_table_clear(Object *t);

#endif

/* Hash tables: insertion-ordered entries with an open-addressed index; they survive keys that move. */
#include "arenas.h"
#include "checks.h"
#include "equality.h"
#include "hashing.h"
#include "hashtables_internal.h"
#include "pairs.h"
#include "primitives.h"
#include "strings.h"
#include "symbols.h"

/* Slots of the smallest index; entries for which an emptied table keeps the memory. */
enum { SMALLEST_INDEX = 8, KEPT_CAPACITY = 48 };
#define NO_ENTRY SIZE_MAX

/* --- Hashing and comparing keys. --- */

/* 32 bits of the hash; the table's record of addresses is brought up to date. */
static uint32_t hash_key(Object *t, Value key) {
  AddressUse use = {(uintptr_t)t->words[HASH_TABLE_HIGHEST], false};
  uint64_t hash;
  switch (to_fixnum(t->words[HASH_TABLE_KIND])) {
    case HASH_EQ: hash = eshkol_hash_eq(key, &use); break;
    case HASH_EQV: hash = eshkol_hash_eqv(key, &use); break;
    default: hash = eshkol_hash_equal(key, &use); break;
  }
  t->words[HASH_TABLE_HIGHEST] = (Value)use.highest;
  if (use.nested) t->words[HASH_TABLE_NESTED] = TRUE;
  return (uint32_t)(hash ^ hash >> 32);
}

static bool same_key(int64_t kind, Value a, Value b) {
  if (a == b) return true;
  switch (kind) {
    case HASH_EQ: return false;
    case HASH_EQV: return is_eqv(a, b);
    default: return eshkol_is_equal(a, b);
  }
}

/* --- The index. --- */

static void enter_slot(Object *t, size_t entry) {
  uint64_t *slots = slots_of(t);
  uint32_t hash = hashes_of(t)[entry];
  size_t mask = slot_count(t) - 1, k = hash & mask;
  while (slots[k]) k = (k + 1) & mask;
  slots[k] = (uint64_t)hash << 32 | (entry + 1);
}

static size_t slot_of(const Object *t, size_t entry) {
  const uint64_t *slots = slots_of(t);
  size_t mask = slot_count(t) - 1, k = hashes_of(t)[entry] & mask;
  while ((uint32_t)slots[k] != entry + 1) k = (k + 1) & mask;
  return k;
}

/* Empties a slot; later ones of the same run move into the gap where they may. */
static void remove_slot(Object *t, size_t gap) {
  uint64_t *slots = slots_of(t);
  size_t mask = slot_count(t) - 1;
  for (size_t k = (gap + 1) & mask; slots[k]; k = (k + 1) & mask) {
    size_t home = (slots[k] >> 32) & mask;
    if (((k - home) & mask) < ((k - gap) & mask)) continue;
    slots[gap] = slots[k];
    gap = k;
  }
  slots[gap] = 0;
}

/* Fills the index anew from the hashes of the live entries. */
static void rebuild_index(Object *t) {
  memset(slots_of(t), 0, 8 * slot_count(t));
  size_t used = number(t, HASH_TABLE_USED);
  for (size_t k = 0; k < used; k++)
    if (is_live(t, k)) enter_slot(t, k);
}

/* --- Keys that have moved. --- */

static void settle(Object *t, size_t entries, Value highest) {
  set_number(t, HASH_TABLE_SETTLED, entries);
  t->words[HASH_TABLE_SETTLED_HIGHEST] = highest;
}

/* Is the hash of this key by address, so that it may be different now that objects at or above `lo` have moved? */
static bool may_have_moved(const Object *t, Value key, uintptr_t lo) {
  if (!is_pointer(key) || is_symbol(key)) return false;
  if ((uintptr_t)key >= lo) return true;
  return t->words[HASH_TABLE_NESTED] == TRUE && (is_pair(key) || has_type(key, TYPE_VECTOR));
}

/* Hashes moved keys again. Entries are in the order of insertion, which is nearly that of age, and objects below lo have
 * not moved: so the entries known to be below lo are passed over, and afterwards those before the first one above lo
 * are the ones known. The work is then about in proportion to what reclamation itself had to copy. */
static void rehash_moved(Object *t, uintptr_t lo) {
  size_t used = number(t, HASH_TABLE_USED);
  bool skip = t->words[HASH_TABLE_NESTED] == FALSE && (uintptr_t)t->words[HASH_TABLE_SETTLED_HIGHEST] < lo;
  if (!skip) settle(t, 0, 0);
  size_t first = number(t, HASH_TABLE_SETTLED);
  bool settling = true;
  t->words[HASH_TABLE_HIGHEST] = t->words[HASH_TABLE_SETTLED_HIGHEST];
  for (size_t k = first; k < used; k++) {
    Value key = key_at(t, k);
    if (may_have_moved(t, key, lo)) {
      remove_slot(t, slot_of(t, k));
      hashes_of(t)[k] = hash_key(t, key);
      enter_slot(t, k);
      settling = false;
    } else if (is_pointer(key) && (key & ~(Value)TAG_MASK) > t->words[HASH_TABLE_HIGHEST] &&
               !eshkol_is_literal_address((void *)(uintptr_t)key)) {
      t->words[HASH_TABLE_HIGHEST] = key & ~(Value)TAG_MASK;
    }
    if (settling) settle(t, k + 1, t->words[HASH_TABLE_HIGHEST]);
  }
}

/* To be called before the hash of a key is used. */
static void refresh(Object *t) {
  uint64_t epoch = (uint64_t)to_fixnum(t->words[HASH_TABLE_EPOCH]);
  if (__builtin_expect(epoch == eshkol_reclamation_epoch, 1)) return;
  if (t->words[HASH_TABLE_HIGHEST] != 0) {
    Value lo = epoch == 0 ? 0 : eshkol_lowest_moved_since(epoch);
    if (t->words[HASH_TABLE_HIGHEST] >= lo) rehash_moved(t, (uintptr_t)lo);
  }
  t->words[HASH_TABLE_EPOCH] = from_fixnum((int64_t)eshkol_reclamation_epoch);
}

/* --- Room. --- */

static Value make_entries(size_t capacity) {
  Object *o = eshkol_allocate_object(TYPE_VECTOR, 0, 2 * capacity);
  for (size_t k = 0; k < 2 * capacity; k++) o->words[k] = FALSE;
  return from_object(o);
}

static Value make_index(size_t slots) {
  Object *o = eshkol_allocate_object(TYPE_RAW_WORDS, 0, slots + (slots / 4 * 3 + 1) / 2);
  memset(o->words, 0, 8 * slots);
  return from_object(o);
}

/* Gives the table an index of this size and copies the live entries in order. Requires room for them. */
static void resize(Object *t, size_t slots) {
  Value entries = make_entries(slots / 4 * 3), index = make_index(slots);
  Value *to = object_of(entries)->words;
  uint32_t *hashes = (uint32_t *)(object_of(index)->words + slots);
  size_t used = number(t, HASH_TABLE_USED), count = 0;
  for (size_t k = 0; k < used; k++)
    if (is_live(t, k)) {
      to[2 * count] = entry_at(t, k)[0];
      to[2 * count + 1] = entry_at(t, k)[1];
      hashes[count++] = hashes_of(t)[k];
    }
  eshkol_store(&t->words[HASH_TABLE_ENTRIES], entries);
  eshkol_store(&t->words[HASH_TABLE_INDEX], index);
  if (count < used) settle(t, 0, 0);
  set_number(t, HASH_TABLE_USED, count);
  rebuild_index(t);
}

/* Closes the gaps that deleted entries left. */
static void compact(Object *t) {
  size_t used = number(t, HASH_TABLE_USED), count = 0;
  for (size_t k = 0; k < used; k++)
    if (is_live(t, k)) {
      eshkol_store(&entry_at(t, count)[0], entry_at(t, k)[0]);
      eshkol_store(&entry_at(t, count)[1], entry_at(t, k)[1]);
      hashes_of(t)[count++] = hashes_of(t)[k];
    }
  for (Value *p = entry_at(t, count); p < entry_at(t, used); p++) *p = FALSE;
  settle(t, 0, 0);
  set_number(t, HASH_TABLE_USED, count);
  rebuild_index(t);
}

void eshkol_table_delete_entry(Object *t, size_t entry) {
  remove_slot(t, slot_of(t, entry));
  entry_at(t, entry)[0] = DELETED;
  entry_at(t, entry)[1] = FALSE;
  set_number(t, HASH_TABLE_COUNT, number(t, HASH_TABLE_COUNT) - 1);
  size_t used = number(t, HASH_TABLE_USED);
  while (used > 0 && !is_live(t, used - 1)) used--;
  set_number(t, HASH_TABLE_USED, used);
  if (number(t, HASH_TABLE_SETTLED) > used) set_number(t, HASH_TABLE_SETTLED, used);
  if (used == 0 && capacity_of(t) > KEPT_CAPACITY) t->words[HASH_TABLE_ENTRIES] = t->words[HASH_TABLE_INDEX] = FALSE;
}

/* Nothing gets lost but in reclamations and with arenas. */
void eshkol_table_sweep(Object *t) {
  if (!is_weak(t)) return;
  Value now = from_fixnum((int64_t)(eshkol_reclamation_epoch + eshkol_arena_destructions));
  if (t->words[HASH_TABLE_SWEPT] == now) return;
  for (size_t k = number(t, HASH_TABLE_USED); k-- > 0;) {
    bool has_vanished = k < number(t, HASH_TABLE_USED) && is_live(t, k) && eshkol_weak_key_at(t, k) == DELETED;
    if (has_vanished) eshkol_table_delete_entry(t, k);
  }
  t->words[HASH_TABLE_SWEPT] = now;
}

/* Room for one more entry. A quarter of the entries at least become free, so the work per insertion is bounded; a table
 * whose number of entries does not grow does not grow either. */
static void make_room(Object *t) {
  if (number(t, HASH_TABLE_USED) == capacity_of(t)) eshkol_table_sweep(t);
  size_t capacity = capacity_of(t), count = number(t, HASH_TABLE_COUNT);
  if (number(t, HASH_TABLE_USED) < capacity) return;
  if (capacity == 0) resize(t, SMALLEST_INDEX);
  else if (count >= capacity / 4 * 3) resize(t, 2 * slot_count(t));
  else if (count < capacity / 8) resize(t, slot_count(t) / 4);
  else compact(t);
}

/* --- Entries. --- */

static size_t find(const Object *t, Value key, uint32_t hash) {
  if (t->words[HASH_TABLE_COUNT] == 0) return NO_ENTRY;
  int64_t kind = to_fixnum(t->words[HASH_TABLE_KIND]);
  const uint64_t *slots = slots_of(t);
  size_t mask = slot_count(t) - 1;
  for (size_t k = hash & mask; slots[k]; k = (k + 1) & mask) {
    size_t entry = (uint32_t)slots[k] - 1;
    if (slots[k] >> 32 == hash && same_key(kind, key_at(t, entry), key)) return entry;
  }
  return NO_ENTRY;
}

/* The table and the entry of a key, or NO_ENTRY. */
typedef struct { Object *table; size_t entry; uint32_t hash; } Found;
static Found look_up(const char *who, Value table, Value key) {
  Object *t = check_table(who, 1, table);
  if (t->words[HASH_TABLE_KIND] == from_fixnum(HASH_STRING)) check_string(who, 2, key);
  refresh(t);
  uint32_t hash = hash_key(t, key);
  return (Found){t, find(t, key, hash), hash};
}

void eshkol_table_add_entry(Object *t, uint32_t hash, Value key, Value value) {
  EntryWords words = __builtin_expect(is_weak(t), 0) ? eshkol_weak_words(t, key, value) : (EntryWords){key, value};
  make_room(t);
  size_t entry = number(t, HASH_TABLE_USED);
  if (entry >= MAXIMAL_ENTRIES) eshkol_raise_kind("memory", "hash-table-set!", "a hash table this large cannot be", NIL);
  store_words(t, entry, words);
  hashes_of(t)[entry] = hash;
  set_number(t, HASH_TABLE_USED, entry + 1);
  set_number(t, HASH_TABLE_COUNT, number(t, HASH_TABLE_COUNT) + 1);
  enter_slot(t, entry);
}

/* --- One key. --- */

/* The keys of a custom table are looked up by the library: these leave it alone and return ABSENT or #f. */
Value eshkol_sys_table_ref(Value table, Value key, Value otherwise) {
  if (is_custom(table)) return ABSENT;
  Found f = look_up("hash-table-ref/default", table, key);
  return f.entry == NO_ENTRY ? otherwise : value_at(f.table, f.entry);
}

Value eshkol_sys_table_set_x(Value table, Value key, Value value) {
  if (is_custom(table)) return FALSE;
  Found f = look_up("hash-table-set!", table, key);
  if (f.entry == NO_ENTRY) eshkol_table_add_entry(f.table, f.hash, key, value);
  else set_value(f.table, f.entry, value);
  return TRUE;
}

Value eshkol_sys_table_delete_x(Value table, Value key) {
  if (is_custom(table)) return FALSE;
  Found f = look_up("hash-table-delete!", table, key);
  if (f.entry != NO_ENTRY) eshkol_table_delete_entry(f.table, f.entry);
  return TRUE;
}

/* A cursor: the number of an entry. */
Value eshkol_sys_table_find(Value table, Value key) {
  if (is_custom(table)) return ABSENT;
  size_t entry = look_up("hash-table-ref", table, key).entry;
  return entry == NO_ENTRY ? FALSE : from_fixnum((int64_t)entry);
}

/* --- Whole tables. --- */

void eshkol_table_reserve(Object *t, size_t keys) {
  size_t slots = SMALLEST_INDEX;
  while (slots / 4 * 3 < keys) slots *= 2;
  resize(t, slots);
}

void eshkol_table_own_entries(Object *copy) {
  size_t slots = slot_count(copy);
  if (slots == 0) return;
  while (slots > SMALLEST_INDEX && number(copy, HASH_TABLE_COUNT) < slots / 4) slots /= 2;
  resize(copy, slots);
}

void eshkol_table_clear(Object *t) {
  t->words[HASH_TABLE_ENTRIES] = t->words[HASH_TABLE_INDEX] = t->words[HASH_TABLE_NESTED] = FALSE;
  set_number(t, HASH_TABLE_USED, 0);
  set_number(t, HASH_TABLE_COUNT, 0);
  t->words[HASH_TABLE_HIGHEST] = 0;
  settle(t, 0, 0);
}

/* --- The invariant, for tests. --- */

bool eshkol_hash_table_is_valid(Value table) {
  const Object *t = object_of(table);
  size_t used = number(t, HASH_TABLE_USED), count = 0, filled = 0;
  if (used > capacity_of(t) || number(t, HASH_TABLE_SETTLED) > used) return false;
  for (size_t k = 0; k < used; k++)
    if (is_live(t, k)) {
      count++;
      if (slots_of(t)[slot_of(t, k)] >> 32 != hashes_of(t)[k]) return false;
    }
  for (size_t k = 0; k < slot_count(t); k++) filled += slots_of(t)[k] != 0;
  return count == number(t, HASH_TABLE_COUNT) && filled == count;
}

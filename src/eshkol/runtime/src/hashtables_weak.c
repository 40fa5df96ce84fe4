/* What weak hash tables have in their entries: ephemerons. */
#include "guardians.h"
#include "hashtables_internal.h"
#include "primitives.h"

/* The key and the value of an entry that is not deleted; false when one of them has gone. */
static bool read_weak_entry(const Object *t, size_t entry, Value *key, Value *value) {
  const Value *words = entry_at(t, entry);
  Value nothing;
  switch (to_fixnum(t->words[HASH_TABLE_WEAKNESS])) {
    case WEAK_KEYS: return eshkol_ephemeron_parts(words[0], key, value);
    case WEAK_VALUES: return eshkol_ephemeron_parts(words[0], value, key);
    default:
      return eshkol_ephemeron_parts(words[0], key, &nothing) && eshkol_ephemeron_parts(words[1], value, &nothing);
  }
}

Value eshkol_weak_key_at(const Object *t, size_t entry) {
  Value key, value;
  return is_live(t, entry) && read_weak_entry(t, entry, &key, &value) ? key : DELETED;
}

Value eshkol_weak_value_at(const Object *t, size_t entry) {
  Value key, value;
  return read_weak_entry(t, entry, &key, &value) ? value : FALSE;
}

/* Ephemerons are made anew for every value: the registry relies on their age. */
EntryWords eshkol_weak_words(const Object *t, Value key, Value value) {
  switch (to_fixnum(t->words[HASH_TABLE_WEAKNESS])) {
    case WEAK_KEYS: return (EntryWords){eshkol_make_ephemeron(key, value), FALSE};
    case WEAK_VALUES: return (EntryWords){eshkol_make_ephemeron(value, key), FALSE};
    default: break;
  }
  Value first = eshkol_make_ephemeron(key, FALSE);
  return (EntryWords){first, eshkol_make_ephemeron(value, FALSE)};
}

void eshkol_set_weak_value(Object *t, size_t entry, Value value) {
  store_words(t, entry, eshkol_weak_words(t, eshkol_weak_key_at(t, entry), value));
}

/* --- Primitives. --- */

Value eshkol_sys_hash_table_weakness(Value table) {
  return check_table("hash-table-weakness", 1, table)->words[HASH_TABLE_WEAKNESS];
}

Value eshkol_sys_weaken_hash_table_x(Value table, Value weakness) {
  Object *t = check_table("make-hash-table", 1, table);
  if (number(t, HASH_TABLE_COUNT) > 0) eshkol_raise_type("make-hash-table", 1, "an empty hash table", table);
  t->words[HASH_TABLE_WEAKNESS] = weakness;
  return table;
}

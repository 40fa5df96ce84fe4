/* Hash tables: lists of their entries, walks, and what the library needs for tables that hash by its own procedures. */
#include "hashtables_internal.h"

#include "pairs.h"
#include "primitives.h"

/* --- Lists of entries. --- */

/* A list made from the live entries, in the order of insertion. */
static Value entries_to_list(Object *t, Value (*part)(const Object *t, size_t entry)) {
  Value list = NIL;
  eshkol_table_sweep(t);
  for (size_t k = number(t, HASH_TABLE_USED); k-- > 0;)
    if (is_live(t, k)) list = eshkol_make_pair(part(t, k), list);
  return list;
}

static Value association_at(const Object *t, size_t entry) {
  return eshkol_make_pair(key_at(t, entry), value_at(t, entry));
}

Value eshkol_hash_table_keys(Value table) { return entries_to_list(check_table("hash-table-keys", 1, table), key_at); }
Value eshkol_hash_table_values(Value table) {
  return entries_to_list(check_table("hash-table-values", 1, table), value_at);
}
Value eshkol_hash_table_to_alist(Value table) {
  return entries_to_list(check_table("hash-table->alist", 1, table), association_at);
}

/* --- Cursors: numbers of entries, for the library's own walks. --- */

Value eshkol_sys_hash_table_next(Value table, Value cursor) {
  const Object *t = check_table("hash-table-walk", 1, table);
  size_t used = number(t, HASH_TABLE_USED);
  for (size_t k = (size_t)to_fixnum(cursor); k < used; k++)
    if (is_live(t, k)) return from_fixnum((int64_t)k);
  return FALSE;
}

/* False for an entry that no longer exists: an error if the table was changed meanwhile, but in weak tables entries go by
 * themselves. */
static bool has_entry(const Object *t, Value cursor) {
  uint64_t entry = (uint64_t)to_fixnum(cursor);
  if (entry < number(t, HASH_TABLE_USED) && key_at(t, entry) != DELETED) return true;
  if (is_weak(t)) return false;
  eshkol_raise_error("hash-table-walk", "the table was changed during the walk", eshkol_make_pair(from_object(t), NIL));
}

Value eshkol_sys_hash_table_cursor_key(Value table, Value cursor) {
  const Object *t = check_table("hash-table-walk", 1, table);
  return has_entry(t, cursor) ? key_at(t, (size_t)to_fixnum(cursor)) : ABSENT;
}

Value eshkol_sys_hash_table_cursor_value(Value table, Value cursor) {
  const Object *t = check_table("hash-table-walk", 1, table);
  return has_entry(t, cursor) ? value_at(t, (size_t)to_fixnum(cursor)) : ABSENT;
}

Value eshkol_sys_hash_table_cursor_set_x(Value table, Value cursor, Value value) {
  Object *t = check_table("hash-table-walk", 1, table);
  if (!has_entry(t, cursor)) return FALSE;
  set_value(t, (size_t)to_fixnum(cursor), value);
  return TRUE;
}

/* --- Custom tables: the library hashes and compares. --- */

static Object *check_custom(const char *who, Value table) {
  if (!is_custom(table)) eshkol_raise_type(who, 1, "a custom hash table", table);
  return object_of(table);
}

static uint32_t fold_hash(Value hash) { return (uint32_t)((uint64_t)to_fixnum(hash) ^ (uint64_t)to_fixnum(hash) >> 32); }

Value eshkol_sys_table_procedures(Value table) {
  return check_table("hash-table-equivalence-function", 1, table)->words[HASH_TABLE_PROCEDURES];
}

Value eshkol_sys_table_candidates(Value table, Value hash) {
  const Object *t = check_custom("%table-candidates", table);
  uint32_t wanted = fold_hash(hash);
  Value cursors = NIL;
  if (number(t, HASH_TABLE_COUNT) == 0) return cursors;
  const uint64_t *slots = slots_of(t);
  size_t mask = slot_count(t) - 1;
  for (size_t k = wanted & mask; slots[k]; k = (k + 1) & mask)
    if (slots[k] >> 32 == wanted) cursors = eshkol_make_pair(from_fixnum((int64_t)((uint32_t)slots[k] - 1)), cursors);
  return cursors;
}

Value eshkol_sys_table_add_x(Value table, Value hash, Value key, Value value) {
  eshkol_table_add_entry(check_custom("%table-add!", table), fold_hash(hash), key, value);
  return UNSPECIFIED;
}

Value eshkol_sys_table_remove_x(Value table, Value cursor) {
  Object *t = check_custom("%table-remove!", table);
  if (has_entry(t, cursor)) eshkol_table_delete_entry(t, (size_t)to_fixnum(cursor));
  return UNSPECIFIED;
}

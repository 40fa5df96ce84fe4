/* Hash tables as a whole: making, measuring, emptying and copying them. */
#include "hashtables_internal.h"

#include "checks.h"
#include "primitives.h"
#include "strings.h"
#include "symbols.h"

static const char *const kind_names[HASH_KINDS] = {"eq", "eqv", "equal", "string", "custom"};

static int64_t check_kind(Value kind) {
  if (is_symbol(kind))
    for (int k = 0; k < HASH_CUSTOM; k++)
      if (strcmp(eshkol_name_for_message(kind), kind_names[k]) == 0) return k;
  eshkol_raise_type("%make-hash-table", 1, "eq, eqv, equal or string", kind);
}

static Value make_table(int64_t kind, Value capacity, Value procedures) {
  size_t wanted = capacity == ABSENT ? 0 : check_size("make-hash-table", 1, capacity, MAXIMAL_ENTRIES / 2);
  Object *t = eshkol_new_object(TYPE_HASH_TABLE, 0, HASH_TABLE_WORDS);
  for (int k = 0; k < HASH_TABLE_WORDS; k++) t->words[k] = from_fixnum(0);
  t->words[HASH_TABLE_KIND] = from_fixnum(kind);
  t->words[HASH_TABLE_PROCEDURES] = procedures;
  t->words[HASH_TABLE_ENTRIES] = t->words[HASH_TABLE_INDEX] = t->words[HASH_TABLE_NESTED] = FALSE;
  t->words[HASH_TABLE_EPOCH] = from_fixnum((int64_t)eshkol_reclamation_epoch);
  if (wanted > 0) eshkol_table_reserve(t, wanted);
  return from_object(t);
}

Value eshkol_sys_make_hash_table(Value kind, Value capacity) { return make_table(check_kind(kind), capacity, FALSE); }

Value eshkol_sys_make_custom_table(Value procedures, Value capacity) {
  return make_table(HASH_CUSTOM, capacity, procedures);
}

Value eshkol_hash_table_p(Value x) { return from_boolean(has_type(x, TYPE_HASH_TABLE)); }

Value eshkol_sys_hash_table_kind(Value table) {
  return eshkol_intern_c(kind_names[to_fixnum(check_table("hash-table-kind", 1, table)->words[HASH_TABLE_KIND])]);
}

static Value size_of(const char *who, Value table) {
  Object *t = check_table(who, 1, table);
  eshkol_table_sweep(t);
  return t->words[HASH_TABLE_COUNT];
}

Value eshkol_hash_table_size(Value table) { return size_of("hash-table-size", table); }
Value eshkol_hash_table_count(Value table) { return size_of("hash-table-count", table); }

Value eshkol_hash_table_clear_x(Value table) {
  Object *t = check_table("hash-table-clear!", 1, table);
  eshkol_table_clear(t);
  return UNSPECIFIED;
}

Value eshkol_sys_hash_table_copy(Value table) {
  Object *t = check_table("hash-table-copy", 1, table);
  eshkol_table_sweep(t);
  Object *copy = eshkol_new_object(TYPE_HASH_TABLE, 0, HASH_TABLE_WORDS);
  memcpy(copy->words, t->words, 8 * HASH_TABLE_WORDS);
  eshkol_table_own_entries(copy);
  return from_object(copy);
}

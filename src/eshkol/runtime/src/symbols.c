/* Symbols: the table of interned ones, which does not keep dynamic symbols alive, and the procedures on symbols. */
#include "symbols.h"

#include <stdio.h>
#include <stdlib.h>

#include "errors.h"
#include "pairs.h"
#include "primitives.h"
#include "stacks.h"

/* The table is open-addressed with linear probing and no tombstones. Invariants: capacity is a power of two or 0, at
 * least twice count; an entry lies at or after slot hash & (capacity - 1) with no empty slot between. Hashes stand in
 * the table, so that an object in motion need not be read. */
typedef struct { uint64_t hash; Value symbol; /* 0: empty */ } Entry;
static struct { Entry *entries; size_t count, capacity; } table;

static size_t next_slot(size_t k) { return (k + 1) & (table.capacity - 1); }

static void enter(Entry entry) {
  size_t k = entry.hash & (table.capacity - 1);
  while (table.entries[k].symbol) k = next_slot(k);
  table.entries[k] = entry;
}

static size_t slot_of(uint64_t hash, Value symbol) {
  size_t k = hash & (table.capacity - 1);
  while (table.entries[k].symbol != symbol) k = next_slot(k);
  return k;
}

static void symbol_moved(Value before, Value after) {
  table.entries[slot_of(symbol_hash(after), before)].symbol = after;
}

/* Removes the entry; later entries of the same run move into the gap where they may. */
static void symbol_died(Value symbol) {
  size_t gap = slot_of(symbol_hash(symbol), symbol), mask = table.capacity - 1;
  for (size_t k = next_slot(gap); table.entries[k].symbol; k = next_slot(k)) {
    size_t home = table.entries[k].hash & mask;
    if (((k - home) & mask) < ((k - gap) & mask)) continue;
    table.entries[gap] = table.entries[k];
    gap = k;
  }
  table.entries[gap].symbol = 0;
  table.count--;
}

static void make_room(size_t additional) {
  if (2 * (table.count + additional) <= table.capacity) return;
  if (table.capacity == 0) eshkol_registry_define(REGISTRY_SYMBOL, (RegistryCallbacks){symbol_moved, symbol_died});
  Entry *old = table.entries;
  size_t old_capacity = table.capacity, capacity = old_capacity ? old_capacity : 512;
  while (2 * (table.count + additional) > capacity) capacity *= 2;
  eshkol_begin_unbroken();
  Entry *entries = calloc(capacity, sizeof(Entry));
  eshkol_end_unbroken();
  if (!entries) eshkol_raise_kind("memory", "string->symbol", "no memory for the table of symbols", NIL);
  table.entries = entries;
  table.capacity = capacity;
  for (size_t k = 0; k < old_capacity; k++)
    if (old[k].symbol) enter(old[k]);
  free(old);
}

/* The interned symbol with this name, or 0. */
static Value find(StringView name, uint64_t hash) {
  if (table.capacity == 0) return 0;
  for (size_t k = hash & (table.capacity - 1); table.entries[k].symbol; k = next_slot(k)) {
    Value symbol = table.entries[k].symbol;
    if (table.entries[k].hash == hash && views_equal(string_view(symbol_name(symbol)), name)) return symbol;
  }
  return 0;
}

void eshkol_intern_static(Object *const *symbols, size_t count) {
  make_room(count);
  for (size_t k = 0; k < count; k++) {
    Value symbol = from_object(symbols[k]);
    if (find(string_view(symbol_name(symbol)), symbol_hash(symbol))) continue;
    enter((Entry){symbol_hash(symbol), symbol});
    table.count++;
  }
}

/* A fresh symbol whose name is a fresh string that nobody can change. */
static Value make_symbol(StringView name, uint64_t hash, uint32_t auxiliary) {
  Value string = eshkol_string_of_view(name);
  object_of(string)->header |= (uint64_t)AUXILIARY_LITERAL << 8;
  Object *o = eshkol_new_object(TYPE_SYMBOL, auxiliary, 2);
  o->words[0] = hash;
  o->words[1] = string;
  return from_object(o);
}

Value eshkol_intern_view(StringView name) {
  uint64_t hash = eshkol_hash_view(name);
  Value symbol = find(name, hash);
  if (symbol) return symbol;
  make_room(1);
  symbol = make_symbol(name, hash, 0);
  enter((Entry){hash, symbol});
  table.count++;
  eshkol_registry_add(REGISTRY_SYMBOL, symbol);
  return symbol;
}

Value eshkol_intern_c(const char *utf8) { return eshkol_intern_view(string_view(eshkol_string_from_c(utf8))); }

/* --- The procedures. --- */

static Value check_symbol(const char *who, int argument, Value x) {
  if (!is_symbol(x)) eshkol_raise_type(who, argument, "a symbol", x);
  return x;
}

Value eshkol_symbol_p(Value x) { return from_boolean(is_symbol(x)); }
Value eshkol_symbol_to_string(Value symbol) { return symbol_name(check_symbol("symbol->string", 1, symbol)); }
Value eshkol_string_to_symbol(Value s) { return eshkol_intern_view(check_string("string->symbol", 1, s)); }
Value eshkol_intern(Value s) { return eshkol_intern_view(check_string("intern", 1, s)); }

Value eshkol_string_to_uninterned_symbol(Value s) {
  StringView name = check_string("string->uninterned-symbol", 1, s);
  return make_symbol(name, eshkol_hash_view(name), SYMBOL_UNINTERNED);
}

static Value generate(const char *who, Value prefix) {
  static uint64_t counter;
  char number[24];
  snprintf(number, sizeof number, "%llu", (unsigned long long)++counter);
  StringView name = {"g", 1, false};
  if (prefix != ABSENT) name = is_symbol(prefix) ? string_view(symbol_name(prefix)) : check_string(who, 1, prefix);
  Value parts = eshkol_make_pair(eshkol_string_from_c(number), NIL);
  return eshkol_string_to_uninterned_symbol(eshkol_string_append(eshkol_make_pair(eshkol_string_of_view(name), parts)));
}

Value eshkol_generate_uninterned_symbol(Value prefix) { return generate("generate-uninterned-symbol", prefix); }
Value eshkol_gensym(Value prefix) { return generate("gensym", prefix); }

Value eshkol_symbol_interned_p(Value symbol) {
  check_symbol("symbol-interned?", 1, symbol);
  return from_boolean(!(auxiliary_of_header(header_of(symbol)) & SYMBOL_UNINTERNED));
}

static bool is_name(StringView name, const char *text) {
  return !name.wide && name.length == strlen(text) && memcmp(name.characters, text, name.length) == 0;
}

bool eshkol_looks_like_number(StringView name) {
  size_t i = 0;
  if (i < name.length && (view_ref(name, i) == '+' || view_ref(name, i) == '-')) i++;
  if (i < name.length && view_ref(name, i) == '.') i++;
  bool digit = i < name.length && view_ref(name, i) >= '0' && view_ref(name, i) <= '9';
  return digit && !is_name(name, "1+") && !is_name(name, "-1+") && !is_name(name, "1-");
}

Value eshkol_symbol_equal_p(Value a, Value b, Value more) {
  bool equal = check_symbol("symbol=?", 1, a) == check_symbol("symbol=?", 2, b);
  for (int argument = 3; more != NIL; more = pair_cdr(more), argument++)
    if (check_symbol("symbol=?", argument, pair_car(more)) != a) equal = false;
  return from_boolean(equal);
}

Value eshkol_symbol_less_p(Value a, Value b, Value more) {
  check_symbol("symbol<?", 1, a);
  check_symbol("symbol<?", 2, b);
  bool ascending = true;
  for (int argument = 3;; argument++) {
    if (eshkol_compare_views(string_view(symbol_name(a)), string_view(symbol_name(b))) >= 0) ascending = false;
    if (more == NIL) return from_boolean(ascending);
    a = b;
    b = check_symbol("symbol<?", argument, pair_car(more));
    more = pair_cdr(more);
  }
}

Value eshkol_symbol_append(Value symbols) {
  ListBuilder names = EMPTY_LIST_BUILDER;
  for (int argument = 1; symbols != NIL; symbols = pair_cdr(symbols), argument++)
    list_builder_add(&names, symbol_name(check_symbol("symbol-append", argument, pair_car(symbols))));
  return eshkol_intern_view(string_view(eshkol_string_append(names.first)));
}

/* Objects that something outside the arena must hear about when they move or die, and the record of what moved when. */
#include <stdlib.h>

#include "memory_internal.h"

/* Entries are in the order of their keys: the address of the object, or of what a weak reference or an ephemeron refers
 * to if that is younger (a full reclamation can change their order). A reclamation from lo looks at entries with keys >= lo
 * only. */
typedef RegistryEntry Entry;
static Entry *entries;
static size_t entry_count, entry_capacity;
static RegistryCallbacks callbacks[REGISTRY_KINDS];

/* During a reclamation: entries from `first` on have keys >= lo. [first, survivors) survive, with `before` what each
 * object was. */
static size_t first;
static Value *before;
static size_t before_capacity;

void eshkol_registry_define(enum RegistryKind kind, RegistryCallbacks c) { callbacks[kind] = c; }

static void insert(Entry entry) {
  if (entry_count == entry_capacity) entries = eshkol_grow_table(entries, &entry_capacity, sizeof *entries);
  size_t at = entry_count++;
  for (; at > 0 && entries[at - 1].key > entry.key; at--) entries[at] = entries[at - 1];
  entries[at] = entry;
}

static bool is_ambient(Value v) {
  return is_pointer(v) && address_of(v) - eshkol_reservation.ambient_start <
                              eshkol_reservation.ambient_end - eshkol_reservation.ambient_start;
}

static Address ambient_address(Value v) { return is_ambient(v) ? address_of(v) : 0; }
static Address higher(Address a, Address b) { return a > b ? a : b; }

/* `words` is where the object's words are at present. */
static Address key_of(enum RegistryKind kind, Value object, const Value *words) {
  Address key = address_of(object);
  if (kind == REGISTRY_WEAK_REFERENCE) return higher(key, ambient_address(words[0]));
  if (kind == REGISTRY_EPHEMERON) return higher(key, higher(ambient_address(words[0]), ambient_address(words[1])));
  return key;
}

void eshkol_registry_add(enum RegistryKind kind, Value object) {
  insert((Entry){key_of(kind, object, object_of(object)->words), kind, object});
}

void eshkol_registry_filter(enum RegistryKind kind, bool (*visit)(Value object)) {
  size_t kept = 0;
  for (size_t i = 0; i < entry_count; i++) {
    if (entries[i].kind != kind || visit(entries[i].object)) entries[kept++] = entries[i];
  }
  entry_count = kept;
}

/* --- Reclamation of [lo, hp). --- */

/* Clears the reference when its target dies; false when the registry can forget it. */
static bool update_weak_reference(Part part, Value reference, Value *after) {
  Value target;
  if (!survives(part, reference, after)) return false;
  Value *slot = words_of_survivor(part, reference, *after);
  bool alive = survives(part, *slot, &target);
  *slot = alive ? target : FALSE;
  return alive;
}

static bool update_object(Part part, enum RegistryKind kind, Value object, Value *after) {
  switch (kind) {
    case REGISTRY_WEAK_REFERENCE: return update_weak_reference(part, object, after);
    case REGISTRY_EPHEMERON: return eshkol_update_ephemeron(part, object, after);
    case REGISTRY_GUARDED: return object != FALSE && survives(part, object, after);
    default: break;
  }
  if (survives(part, object, after)) return true;
  if (callbacks[kind].died) callbacks[kind].died(object);
  return false;
}

static bool update_entry(Part part, Entry *entry) {
  Value before = entry->object;
  if (!update_object(part, entry->kind, before, &entry->object)) return false;
  entry->key = key_of(entry->kind, entry->object, words_of_survivor(part, before, entry->object));
  return true;
}

void eshkol_registry_before_copy_back(Address lo, Address hp, SlotLog *log) {
  Part part = {lo, hp};
  first = entry_count;
  while (first > 0 && entries[first - 1].key >= lo) first--;
  eshkol_trace_conditionally(part, entries + first, entry_count - first, log);
  eshkol_trace_settle();
  while (before_capacity < entry_count - first) before = eshkol_grow_table(before, &before_capacity, sizeof *before);
  size_t kept = first;
  for (size_t i = first; i < entry_count; i++) {
    Entry entry = entries[i];
    if (!update_entry(part, &entry)) continue;
    before[kept - first] = entries[i].object;
    entries[kept++] = entry;
  }
  entry_count = kept;
}

static int compare_keys(const void *a, const void *b) {
  Address x = ((const Entry *)a)->key, y = ((const Entry *)b)->key;
  return (x > y) - (x < y);
}

void eshkol_registry_after_copy_back(void) {
  for (size_t i = first; i < entry_count; i++) {
    Entry *entry = &entries[i];
    if (callbacks[entry->kind].moved && before[i - first] != entry->object) {
      callbacks[entry->kind].moved(before[i - first], entry->object);
    }
  }
  if (entry_count - first > 1) qsort(entries + first, entry_count - first, sizeof *entries, compare_keys);
}

/* --- Epochs. --- */

uint64_t eshkol_reclamation_epoch = 1;

/* Both epoch and lo grow: a reclamation makes those from higher starts irrelevant. */
typedef struct { uint64_t epoch; Address lo; } EpochRecord;
static EpochRecord *records;
static size_t record_count, record_capacity;

void eshkol_record_epoch(Address moved_from) {
  eshkol_reclamation_epoch++;
  while (record_count > 0 && records[record_count - 1].lo >= moved_from) record_count--;
  if (record_count == record_capacity) records = eshkol_grow_table(records, &record_capacity, sizeof *records);
  records[record_count++] = (EpochRecord){eshkol_reclamation_epoch, moved_from};
}

Value eshkol_lowest_moved_since(uint64_t epoch) {
  if (epoch == 0) return 0;
  size_t low = 0, high = record_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (records[middle].epoch <= epoch) low = middle + 1;
    else high = middle;
  }
  return low < record_count ? records[low].lo : UINT64_MAX;
}

/* Objects that something outside the arena must hear about when they move or die, and the record of what moved when. */
#include <stdlib.h>

#include "memory_internal.h"

/* Entries are in the order of their keys: the address of the object, or of a weak reference's target if that is younger
 * (a full reclamation can change their order). A reclamation from lo looks at entries with keys >= lo only. */
typedef struct { Address key; enum RegistryKind kind; Value object; } Entry;
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

/* `target` is what a weak reference refers to, otherwise the object itself. */
static Address key_of(Value object, Value target) {
  Address a = address_of(object), b = is_ambient(target) ? address_of(target) : 0;
  return a > b ? a : b;
}

void eshkol_registry_add(enum RegistryKind kind, Value object) {
  Value target = kind == REGISTRY_WEAK_REFERENCE ? object_of(object)->words[0] : object;
  insert((Entry){key_of(object, target), kind, object});
}

/* --- Reclamation of [lo, hp). --- */

typedef struct { Address lo, hp; } Part;

static bool lies_in(Part part, Value v) { return is_pointer(v) && address_of(v) - part.lo < part.hp - part.lo; }

/* The new value of v, or false when it dies. */
static bool survives(Part part, Value v, Value *after) {
  *after = v;
  return !lies_in(part, v) || eshkol_trace_moved(v, after);
}

/* A reference that survives, whose target is in *target; false when the registry can forget it. The reference may have
 * been copied already, so that its words are read and written in place only if it has not. */
static bool update_weak_reference(Part part, Entry *entry) {
  Value reference = entry->object, after;
  Value target = object_of(reference)->words[0], new_target;
  if (!survives(part, reference, &after)) return false;
  bool alive = survives(part, target, &new_target);
  Value *slot = lies_in(part, reference) ? eshkol_trace_copied_words(after) : object_of(reference)->words;
  slot[0] = alive ? new_target : FALSE;
  *entry = (Entry){key_of(after, new_target), entry->kind, after};
  return alive;
}

static bool update_entry(Part part, Entry *entry) {
  if (entry->kind == REGISTRY_WEAK_REFERENCE) return update_weak_reference(part, entry);
  Value after;
  if (survives(part, entry->object, &after)) {
    *entry = (Entry){address_of(after), entry->kind, after};
    return true;
  }
  if (callbacks[entry->kind].died) callbacks[entry->kind].died(entry->object);
  return false;
}

void eshkol_registry_before_copy_back(Address lo, Address hp) {
  Part part = {lo, hp};
  first = entry_count;
  while (first > 0 && entries[first - 1].key >= lo) first--;
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

void eshkol_record_epoch(Address lo) {
  eshkol_reclamation_epoch++;
  while (record_count > 0 && records[record_count - 1].lo >= lo) record_count--;
  if (record_count == record_capacity) records = eshkol_grow_table(records, &record_capacity, sizeof *records);
  records[record_count++] = (EpochRecord){eshkol_reclamation_epoch, lo};
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

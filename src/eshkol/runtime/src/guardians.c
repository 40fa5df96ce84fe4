/* What is kept only as long as something else is: the values of ephemerons, and what guardians guard. */
#include "guardians.h"

#include <stdlib.h>

#include "arenas.h"
#include "memory_internal.h"

/* When everything that programs can reach has been traced, this is what remains to be decided:
 *
 * - An ephemeron that survives keeps its value if its key survives.
 * - An element of a guardian that survives is resurrected if its object does not survive otherwise: it joins the
 *   guardian's queue, which keeps the representative. If the object survives, the representative is kept just so.
 *
 * Either can make further keys, ephemerons and guardians survive. Which objects need resurrecting is settled before any
 * is resurrected: one that only leads to another does not keep that from being resurrected, too. */

/* Entries not decided yet. */
typedef struct { RegistryEntry *entry; bool object_dies; } Undecided;
typedef struct { Undecided *items; size_t count, capacity; } UndecidedList;
static UndecidedList ephemerons, elements;

static void add_undecided(UndecidedList *list, RegistryEntry *entry) {
  if (list->count == list->capacity) list->items = eshkol_grow_table(list->items, &list->capacity, sizeof *list->items);
  list->items[list->count++] = (Undecided){entry, false};
}

static bool is_alive(Part part, Value v) {
  Value after;
  return survives(part, v, &after);
}

/* Memory of a destroyed arena is as good as reclaimed. */
static bool key_is_alive(Part part, Value key) { return is_alive(part, key) && !eshkol_is_stale(key); }

/* --- Ephemerons. --- */

/* True when its value has been traced. */
static bool trace_ephemeron(Part part, Value ephemeron) {
  Value after;
  if (!survives(part, ephemeron, &after)) return false;
  Value *words = words_of_survivor(part, ephemeron, after);
  if (!key_is_alive(part, words[EPHEMERON_KEY])) return false;
  eshkol_trace_value(words[EPHEMERON_VALUE]);
  return true;
}

/* From either end in turn: a chain of ephemerons, each one's value the next one's key, takes two rounds in any direction. */
static void reverse(UndecidedList *list) {
  for (size_t i = 0; 2 * i + 1 < list->count; i++) {
    Undecided item = list->items[i];
    list->items[i] = list->items[list->count - 1 - i];
    list->items[list->count - 1 - i] = item;
  }
}

static bool trace_ephemerons(Part part) {
  size_t before, at_first = ephemerons.count;
  do {
    before = ephemerons.count;
    size_t kept = 0;
    for (size_t i = 0; i < before; i++) {
      if (!trace_ephemeron(part, ephemerons.items[i].entry->object)) ephemerons.items[kept++] = ephemerons.items[i];
    }
    ephemerons.count = kept;
    reverse(&ephemerons);
  } while (ephemerons.count < before);
  return ephemerons.count < at_first;
}

bool eshkol_update_ephemeron(Part part, Value ephemeron, Value *after) {
  if (!survives(part, ephemeron, after)) return false;
  Value *words = words_of_survivor(part, ephemeron, *after);
  bool alive = key_is_alive(part, words[EPHEMERON_KEY]);
  if (alive) {
    survives(part, words[EPHEMERON_KEY], &words[EPHEMERON_KEY]);
    survives(part, words[EPHEMERON_VALUE], &words[EPHEMERON_VALUE]);
  } else {
    words[EPHEMERON_KEY] = ABSENT;
    words[EPHEMERON_VALUE] = FALSE;
  }
  return alive;
}

/* --- Elements of guardians. --- */

/* Both values are what they are at present. */
static void store(Part part, Value object, size_t field, Value v, SlotLog *log) {
  Value *slot = words_of_survivor(part, object, object) + field;
  *slot = v;
  eshkol_trace_stored(slot, object_of(object)->words + field, v, log);
}

/* Both are what they are at present. */
static void enqueue(Part part, Value guardian, Value element, SlotLog *log) {
  Value last = words_of_survivor(part, guardian, guardian)[GUARDIAN_LAST];
  if (last == FALSE) store(part, guardian, GUARDIAN_FIRST, element, log);
  else store(part, last, GUARDED_NEXT, element, log);
  store(part, guardian, GUARDIAN_LAST, element, log);
}

static void find_dying_objects(Part part) {
  for (size_t i = 0; i < elements.count; i++) {
    Undecided *item = &elements.items[i];
    item->object_dies = !is_alive(part, object_of(item->entry->object)->words[GUARDED_OBJECT]);
  }
}

/* True when the guardian survives, and with it what it keeps. */
static bool trace_element(Part part, Undecided item, SlotLog *log) {
  Value element = item.entry->object, guardian;
  Value *words = object_of(element)->words;
  if (!survives(part, words[GUARDED_GUARDIAN], &guardian)) return false;
  if (item.object_dies && words[GUARDED_REPRESENTATIVE] != words[GUARDED_OBJECT]) words[GUARDED_OBJECT] = FALSE;
  element = eshkol_trace_value(element);
  if (item.object_dies) {
    enqueue(part, guardian, element, log);
    item.entry->object = FALSE;
  }
  return true;
}

static bool trace_elements(Part part, SlotLog *log) {
  size_t kept = 0, before = elements.count;
  for (size_t i = 0; i < before; i++) {
    if (!trace_element(part, elements.items[i], log)) elements.items[kept++] = elements.items[i];
  }
  elements.count = kept;
  return kept < before;
}

/* --- All of them. --- */

void eshkol_trace_conditionally(Part part, RegistryEntry *entries, size_t count, SlotLog *log) {
  ephemerons.count = elements.count = 0;
  for (size_t i = 0; i < count; i++) {
    if (entries[i].kind == REGISTRY_EPHEMERON) add_undecided(&ephemerons, &entries[i]);
    else if (entries[i].kind == REGISTRY_GUARDED) add_undecided(&elements, &entries[i]);
  }
  trace_ephemerons(part);
  find_dying_objects(part);
  bool has_traced;
  do {
    has_traced = trace_elements(part, log);
    if (trace_ephemerons(part)) has_traced = true;
  } while (has_traced);
}

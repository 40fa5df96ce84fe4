/* The memory manager of the harness for data primitives: reclaims when a line says so. */
#include "arenas.h"
#include "data_harness.h"
#include "guardians.h"

#include <sys/mman.h>

#include "pairs.h"
#include "stacks.h"
#include "strings.h"

#define LITERALS ((size_t)1 << 30)
#define MEMORY ((size_t)8 << 30) /* more is refused under valgrind */
#define ALLOCATION_LIMIT ((uint64_t)1 << 28)
char *eshkol_hp, *eshkol_arena_region_start, *eshkol_arena_region_end;
char *literal_hp, *reclaim_from;
Here eshkol_here;

Object *eshkol_allocate_object(unsigned type, uint32_t auxiliary, uint64_t words) {
  if (words > ALLOCATION_LIMIT) eshkol_raise_kind("memory", "allocate", "out of memory", NIL);
  return eshkol_new_object(type, auxiliary, words);
}
Value eshkol_box_flonum(double d) {
  Object *o = eshkol_new_object(TYPE_FLONUM, 0, 1);
  memcpy(o->words, &d, 8);
  return from_object(o);
}

void eshkol_remember(Value *slot) { (void)slot; }
void eshkol_begin_unbroken(void) {}
void eshkol_end_unbroken(void) {}

/* --- Variables are the roots. --- */

Variable variables[MAXIMAL_VARIABLES];
size_t variable_count;

void bind_variable(const char *name, Value v) {
  if (variable_count == MAXIMAL_VARIABLES) fail("too many variables", name);
  snprintf(variables[variable_count].name, sizeof variables[0].name, "%s", name);
  variables[variable_count++].value = v;
}

/* --- Reclamation of everything from `reclaim_from` on, when a line says (%reclaim): copies what the variables reach, in
 * the order of discovery, so that addresses change their order, too. --- */

static Value registered[1 << 16];
static size_t registered_count;
static RegistryCallbacks callbacks[REGISTRY_KINDS];
void eshkol_registry_define(enum RegistryKind kind, RegistryCallbacks c) { callbacks[kind] = c; }
void eshkol_registry_add(enum RegistryKind kind, Value object) {
  if (kind != REGISTRY_SYMBOL || registered_count == sizeof registered / sizeof *registered) fail("registry", "full");
  registered[registered_count++] = object;
}

/* Weak tables are tested by programs: there is nothing here that could break their ephemerons. */
uint64_t eshkol_arena_destructions;
Value eshkol_make_ephemeron(Value key, Value value) {
  (void)key;
  (void)value;
  fail("make-ephemeron", "not here");
}
bool eshkol_ephemeron_parts(Value ephemeron, Value *key, Value *value) {
  (void)ephemeron;
  *key = *value = FALSE;
  fail("ephemeron", "not here");
}

uint64_t eshkol_reclamation_epoch = 1;
static struct { uint64_t epoch; uintptr_t lo; } epochs[1 << 16];
static size_t epoch_count;
Value eshkol_lowest_moved_since(uint64_t epoch) {
  Value lowest = UINT64_MAX;
  for (size_t k = 0; k < epoch_count; k++)
    if (epochs[k].epoch > epoch && epochs[k].lo < lowest) lowest = epochs[k].lo;
  return lowest;
}

/* Everything that is reachable: old value, new value. */
static struct { Value before, after; } *found;
static size_t found_count, found_capacity;
static size_t *places, place_capacity; /* hash table of indices + 1 */

static size_t *place_of(Value v) {
  size_t k = (size_t)(v * 0x9E3779B97F4A7C15u >> 24) & (place_capacity - 1);
  while (places[k] && found[places[k] - 1].before != v) k = (k + 1) & (place_capacity - 1);
  return &places[k];
}
static void discover(Value v, char **next) {
  if (!is_pointer(v) || eshkol_is_literal_address((void *)(uintptr_t)v)) return;
  if (2 * (found_count + 1) > place_capacity) {
    place_capacity *= 2;
    places = realloc(places, place_capacity * sizeof *places);
    memset(places, 0, place_capacity * sizeof *places);
    for (size_t k = 0; k < found_count; k++) *place_of(found[k].before) = k + 1;
  }
  size_t *place = place_of(v);
  if (*place) return;
  if (found_count == found_capacity) {
    found_capacity = found_capacity ? 2 * found_capacity : 1024;
    found = realloc(found, found_capacity * sizeof *found);
  }
  Value after = v;
  if ((char *)(uintptr_t)v >= reclaim_from) {
    after = (Value)(uintptr_t)*next | (v & TAG_MASK);
    *next += is_pair(v) ? 16 : 8 + 8 * words_of_header(header_of(v));
  }
  found[found_count].before = v;
  found[found_count++].after = after;
  *place = found_count;
}
static Value moved(Value v) {
  if (!is_pointer(v) || eshkol_is_literal_address((void *)(uintptr_t)v)) return v;
  size_t place = *place_of(v);
  return place ? found[place - 1].after : v;
}

/* The words of an object or pair that hold values. */
typedef struct { Value *first; uint64_t count; } Fields;
static Fields fields_of(Value v) {
  if (is_pair(v)) return (Fields){&pair_of(v)->car, 2};
  uint64_t header = header_of(v);
  Value *words = object_of(v)->words;
  switch (type_of_header(header)) {
    case TYPE_STRING: return (Fields){words, auxiliary_of_header(header) & STRING_INDIRECT ? 1 : 0};
    case TYPE_SYMBOL: case TYPE_CLOSURE: return (Fields){words + 1, words_of_header(header) - 1};
    case TYPE_BYTEVECTOR: case TYPE_FLONUM: case TYPE_RAW_WORDS: return (Fields){words, 0};
    default: return (Fields){words, words_of_header(header)};
  }
}

void reclaim(void) {
  char *next = reclaim_from;
  found_count = 0;
  memset(places, 0, place_capacity * sizeof *places);
  for (size_t k = 0; k < variable_count; k++) discover(variables[k].value, &next);
  for (size_t k = 0; k < found_count; k++) {
    Fields f = fields_of(found[k].before);
    for (uint64_t i = 0; i < f.count; i++) discover(f.first[i], &next);
  }
  size_t kept = 0;
  for (size_t k = 0; k < registered_count; k++) {
    bool dies = (char *)(uintptr_t)registered[k] >= reclaim_from && !*place_of(registered[k]);
    if (dies) callbacks[REGISTRY_SYMBOL].died(registered[k]);
    else registered[kept++] = registered[k];
  }
  registered_count = kept;
  size_t size = (size_t)(next - reclaim_from);
  char *scratch = malloc(size + 1);
  for (size_t k = 0; k < found_count; k++) {
    Fields f = fields_of(found[k].before);
    for (uint64_t i = 0; i < f.count; i++) f.first[i] = moved(f.first[i]);
  }
  for (size_t k = 0; k < found_count; k++) {
    Value before = found[k].before;
    char *from = (char *)(uintptr_t)(before & ~(Value)TAG_MASK), *to = (char *)(uintptr_t)(found[k].after & ~(Value)TAG_MASK);
    if (from >= reclaim_from) memcpy(scratch + (to - reclaim_from), from, is_pair(before) ? 16 : 8 + 8 * words_of_header(header_of(before)));
  }
  memcpy(reclaim_from, scratch, size);
  free(scratch);
  memset(reclaim_from + size, 0xEE, (size_t)(eshkol_hp - next));
  eshkol_hp = next;
  for (size_t k = 0; k < variable_count; k++) variables[k].value = moved(variables[k].value);
  epochs[epoch_count].epoch = ++eshkol_reclamation_epoch;
  epochs[epoch_count++].lo = (uintptr_t)reclaim_from;
  for (size_t k = 0; k < registered_count; k++) {
    Value after = moved(registered[k]);
    if (after != registered[k]) callbacks[REGISTRY_SYMBOL].moved(registered[k], after);
    registered[k] = after;
  }
}

void start_memory(void) {
  char *p = mmap(NULL, LITERALS + MEMORY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED) fail("no memory", "mmap");
  literal_hp = p;
  eshkol_hp = eshkol_arena_region_start = p + LITERALS;
  eshkol_arena_region_end = p + LITERALS + MEMORY;
  reclaim_from = eshkol_arena_region_start;
  places = calloc(place_capacity = 1024, sizeof *places);
}

void end_memory(void) {
  free(found);
  free(places);
}

int64_t dynamic_symbol_count(void) {
  int64_t count = 0;
  for (size_t k = 0; k < registered_count; k++) count += !eshkol_is_literal_address((void *)(uintptr_t)registered[k]);
  return count;
}

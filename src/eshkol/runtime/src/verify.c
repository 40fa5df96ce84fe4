/* The heap verifier: walks everything that is reachable and checks every invariant of the ambient arena. */
#include <stdio.h>
#include <stdlib.h>

#include "arenas.h"
#include "boundaries.h"
#include "memory_internal.h"
#include "statistics.h"

/* --- Sets of addresses: open addressing, 0 is free. --- */

typedef struct { Address *members; size_t count, capacity; } AddressSet;

static void *allocate_zeroed(size_t count, size_t bytes) {
  void *p = calloc(count, bytes);
  if (!p) eshkol_memory_panic("out of memory for the heap verifier");
  return p;
}

static size_t place_of(const AddressSet *set, Address member) {
  size_t at = (member >> 3) * 0x9E3779B97F4A7C15u >> 20 & (set->capacity - 1);
  while (set->members[at] && set->members[at] != member) at = (at + 1) & (set->capacity - 1);
  return at;
}

static bool contains(const AddressSet *set, Address member) {
  return set->capacity > 0 && set->members[place_of(set, member)] == member;
}

static void grow_set(AddressSet *set) {
  AddressSet larger = {NULL, set->count, set->capacity ? 2 * set->capacity : 1024};
  larger.members = allocate_zeroed(larger.capacity, sizeof(Address));
  for (size_t i = 0; i < set->capacity; i++) {
    if (set->members[i]) larger.members[place_of(&larger, set->members[i])] = set->members[i];
  }
  free(set->members);
  *set = larger;
}

/* True if it was not there. */
static bool insert(AddressSet *set, Address member) {
  if (2 * set->count >= set->capacity) grow_set(set);
  size_t at = place_of(set, member);
  if (set->members[at]) return false;
  set->members[at] = member;
  set->count++;
  return true;
}

/* --- The state of one verification. --- */

static AddressSet visited;
static AddressSet current_slots;  /* in the current log */
static AddressSet *filed_slots;   /* in the log of each generation */
static Boundaries boundaries;     /* starts of generations, of the fresh part, and bases of activations */
static Value *work;
static size_t work_count, work_capacity;

__attribute__((noreturn)) static void fail(const char *what, const void *slot, Value value) {
  fprintf(stderr, "heap verifier: %s: slot %p holds %#llx; ambient arena %#llx to %#llx, generations:\n", what, slot,
          (unsigned long long)value, (unsigned long long)eshkol_reservation.ambient_start, (unsigned long long)hp_address());
  for (size_t i = 0; i < eshkol_generation_count; i++) {
    const Generation *g = &eshkol_generations[i];
    fprintf(stderr, "  %#llx to %#llx %s%s, %zu slots\n", (unsigned long long)g->start, (unsigned long long)g->end,
            g->traced ? "traced" : "raw", g->mixed ? " mixed" : "", g->log.count);
  }
  abort();
}

/* --- Boundaries and logs. --- */

static int compare_addresses(const void *a, const void *b) {
  Address x = *(const Address *)a, y = *(const Address *)b;
  return (x > y) - (x < y);
}

static void check_generations(void) {
  Address end = eshkol_reservation.ambient_start;
  for (size_t i = 0; i < eshkol_generation_count; i++) {
    const Generation *g = &eshkol_generations[i];
    if (g->start != end || g->end <= g->start) fail("generations do not lie side by side", NULL, g->start);
    end = g->end;
    add_boundary(&boundaries, g->start);
    for (size_t k = 0; k < g->log.count; k++) insert(&filed_slots[i], (Address)g->log.slots[k]);
  }
  if (end > hp_address()) fail("the last generation ends above the bump pointer", NULL, end);
  add_boundary(&boundaries, end);
  for (size_t k = 0; k < eshkol_current_log.count; k++) insert(&current_slots, (Address)eshkol_current_log.slots[k]);
}

static void check_marks(const Value *from, const Value *to) {
  Address base = eshkol_reservation.ambient_start;
  for (const Value *word = from; word < to; word++) {
    if (!is_mark(*word)) continue;
    Address next = eshkol_base_of_mark(word);
    if (next < base || next > hp_address()) fail("bases of activations are not in order", word, *word);
    base = next;
    add_boundary(&boundaries, base);
  }
}

/* --- Values. --- */

static bool is_ambient(Address a) {
  return a - eshkol_reservation.ambient_start < eshkol_reservation.ambient_end - eshkol_reservation.ambient_start;
}
static bool is_explicit(Address a) {
  return a - eshkol_reservation.explicit_start < eshkol_reservation.ambient_start - eshkol_reservation.explicit_start;
}

static void check_is_logged(const Value *slot, Address value) {
  Address address = (Address)slot;
  if (!is_ambient(address) && !is_explicit(address)) return; /* a root */
  if (address >= value || (is_ambient(address) && !are_separated(&boundaries, address, value))) return;
  if (contains(&current_slots, address)) return;
  size_t generation = eshkol_find_generation(value);
  if (generation < eshkol_generation_count && contains(&filed_slots[generation], address)) return;
  fail("an older slot points to a younger object and is in no log", slot, *slot);
}

static void check_extent(const Value *slot, Address start) {
  Address end = start + (is_pair(*slot) ? sizeof(Pair) : 8 + 8 * words_of_header(header_of(*slot)));
  if (end > hp_address()) fail("an object ends above the bump pointer", slot, *slot);
}

static void check_header(const Value *slot) {
  uint64_t header = header_of(*slot);
  if ((header & 7) != 7 || type_of_header(header) == TYPE_DEAD || type_of_header(header) >> 3 >= TYPE_COUNT) {
    fail("an object has no valid header", slot, *slot);
  }
}

static void check_pointer(const Value *slot) {
  Value v = *slot;
  Address a = address_of(v);
  if (a & 7) fail("a pointer is not aligned", slot, v);
  if (a - eshkol_reservation.ambient_end < eshkol_reservation.end - eshkol_reservation.ambient_end) {
    fail("a pointer into the scratch area", slot, v);
  }
  if (is_ambient(a) && a >= hp_address()) fail("a pointer into memory that has been reclaimed", slot, v);
  if (eshkol_is_stale(v)) return; /* the program's own error, found when it uses the value */
  if (is_object(v)) check_header(slot);
  if (is_ambient(a)) {
    check_extent(slot, a);
    check_is_logged(slot, a);
  }
  if (!insert(&visited, a + (v & TAG_MASK))) return;
  if (work_count == work_capacity) work = eshkol_grow_table(work, &work_capacity, sizeof *work);
  work[work_count++] = v;
}

static void check_slot(const Value *slot) {
  Value v = *slot;
  if (is_pointer(v)) check_pointer(slot);
  else if (v == FORWARDED) fail("a forwarded pair", slot, v);
#ifdef ESHKOL_TORTURE
  else if (v == POISON) fail("a word of reclaimed memory", slot, v);
#endif
}

static void check_root(Value *slot) { check_slot(slot); }

static bool check_guarded(Value element) {
  check_slot(&element);
  return true;
}

static void check_contents(Value v) {
  if (is_pair(v)) {
    check_slot(&pair_of(v)->car);
    check_slot(&pair_of(v)->cdr);
    return;
  }
  const Object *object = object_of(v);
  uint64_t end = eshkol_last_traced_word(object->header);
  for (uint64_t i = eshkol_first_traced_word(object->header); i < end; i++) check_slot(object->words + i);
}

static void check_stack_words(const Value *from, const Value *to) {
  for (const Value *word = from; word < to; word++) {
    if (!is_mark(*word)) check_slot(word);
  }
}

static void forget_everything(void) {
  for (size_t i = 0; i < eshkol_generation_count; i++) free(filed_slots[i].members);
  free(filed_slots);
  free(visited.members);
  free(current_slots.members);
  visited = current_slots = (AddressSet){0};
  boundaries.count = 0;
}

void eshkol_verify(Value *sp, size_t live) {
  filed_slots = allocate_zeroed(eshkol_generation_count + 1, sizeof *filed_slots);
  check_generations();
  check_marks(eshkol_value_stack_first(), sp + live);
  qsort(boundaries.addresses, boundaries.count, sizeof *boundaries.addresses, compare_addresses);
  eshkol_visit_roots(check_root);
  eshkol_registry_filter(REGISTRY_GUARDED, check_guarded);
  check_stack_words(eshkol_value_stack_first(), sp + live);
  while (work_count > 0) check_contents(work[--work_count]);
  forget_everything();
  eshkol_statistics.verifications++;
}

/* --- Now and then. --- */

#ifdef ESHKOL_TORTURE
/* Every so often that verifying takes about as long as everything else; ESHKOL_VERIFY=k makes it every k-th time. */
void eshkol_verify_sometimes(Value *sp, size_t live) {
  static uint64_t turn, fixed, spent, started;
  if (turn++ == 0) {
    const char *text = getenv("ESHKOL_VERIFY");
    fixed = text ? strtoull(text, NULL, 10) : 0;
    started = eshkol_nanoseconds();
  }
  if (fixed ? turn % fixed != 0 : spent * 2 > eshkol_nanoseconds() - started) return;
  uint64_t before = eshkol_nanoseconds();
  eshkol_verify(sp, live);
  spent += eshkol_nanoseconds() - before;
}
#else
void eshkol_verify_sometimes(Value *sp, size_t live) { (void)sp, (void)live; }
#endif

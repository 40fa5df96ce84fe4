/* Finds the values that are printed with datum labels: those on cycles, or all that are shared. */
#include <stdlib.h>

#include "errors.h"
#include "printer.h"

bool eshkol_print_parts(Value value, struct Parts *parts) {
  if (is_pair(value)) {
    *parts = (struct Parts){0, 2};
    return true;
  }
  if (!is_object(value)) return false;
  uint64_t header = header_of(value);
  switch (type_of_header(header)) {
    case TYPE_VECTOR:
    case TYPE_VALUES: *parts = (struct Parts){0, words_of_header(header)}; return true;
    case TYPE_RECORD: *parts = (struct Parts){1, words_of_header(header)}; return true;
    case TYPE_DEAD: eshkol_raise_dead(value);
    default: return false;
  }
}

static Value part(Value value, uint64_t k) {
  if (is_pair(value)) return k == 0 ? pair_car(value) : pair_cdr(value);
  return object_of(value)->words[k];
}

/* The values met. state: OPEN while its parts are being visited. label: NO_LABEL, WANTED, or the number given. */
enum { OPEN = 1, DONE = 2 };
enum { NO_LABEL = -2, WANTED = -1 };
struct Entry { Value value; int64_t label; unsigned state; };
static struct { struct Entry *entries; size_t count, capacity; int64_t next_label; bool any; } table;

struct Visit { Value value; uint64_t next, last; };
static struct { struct Visit *visits; size_t depth, capacity; } path;

static struct Entry *find(struct Entry *entries, size_t capacity, Value value) {
  size_t i = (size_t)((value >> 3) * 0x9E3779B97F4A7C15u >> 20) & (capacity - 1);
  while (entries[i].state != 0 && entries[i].value != value) i = (i + 1) & (capacity - 1);
  return &entries[i];
}

NO_RETURN static void raise_no_memory(void) {
  eshkol_raise_kind("memory", "write", "no memory to look for cycles in so large a structure", NIL);
}

static void grow_table(void) {
  size_t capacity = table.capacity ? 2 * table.capacity : 1024;
  struct Entry *entries = calloc(capacity, sizeof *entries);
  if (!entries) raise_no_memory();
  for (size_t i = 0; i < table.capacity; i++)
    if (table.entries[i].state != 0) *find(entries, capacity, table.entries[i].value) = table.entries[i];
  free(table.entries);
  table.entries = entries;
  table.capacity = capacity;
}

/* Starts visiting the parts of a compound value; atoms are passed over, known ones labelled if the mode wants that. */
static void visit(Value value, bool all_shared) {
  struct Parts parts;
  if (!eshkol_print_parts(value, &parts)) return;
  if (2 * table.count >= table.capacity) grow_table();
  struct Entry *entry = find(table.entries, table.capacity, value);
  if (entry->state != 0) {
    if (all_shared || entry->state == OPEN) {
      entry->label = WANTED;
      table.any = true;
    }
    return;
  }
  *entry = (struct Entry){value, NO_LABEL, OPEN};
  table.count++;
  if (path.depth == path.capacity) {
    size_t capacity = path.capacity ? 2 * path.capacity : 256;
    struct Visit *visits = realloc(path.visits, capacity * sizeof *visits);
    if (!visits) raise_no_memory();
    path.visits = visits;
    path.capacity = capacity;
  }
  path.visits[path.depth++] = (struct Visit){value, parts.first, parts.last};
}

static void visit_everything(Value root, bool all_shared) {
  visit(root, all_shared);
  while (path.depth > 0) {
    struct Visit *last = &path.visits[path.depth - 1];
    if (last->next < last->last) {
      visit(part(last->value, last->next++), all_shared);
    } else {
      find(table.entries, table.capacity, last->value)->state = DONE;
      path.depth--;
    }
  }
}

/* Most values are small trees. Walks root as if it were one; false when that takes too many steps or too deep a stack. */
#define TREE_STEPS 50000
#define TREE_DEPTH 64
static bool is_small_tree(Value root) {
  struct Visit stack[TREE_DEPTH];
  size_t depth = 0;
  struct Parts parts;
  if (!eshkol_print_parts(root, &parts)) return true;
  stack[depth++] = (struct Visit){root, parts.first, parts.last};
  for (unsigned steps = 0; depth > 0; steps++) {
    if (steps == TREE_STEPS) return false;
    struct Visit *last = &stack[depth - 1];
    if (last->next == last->last) {
      depth--;
      continue;
    }
    Value next = part(last->value, last->next++);
    if (last->next == last->last) depth--; /* nothing is left to do for it: a long list needs no depth */
    if (!eshkol_print_parts(next, &parts)) continue;
    if (depth == TREE_DEPTH) return false;
    stack[depth++] = (struct Visit){next, parts.first, parts.last};
  }
  return true;
}

static void forget_labels(void) {
  free(table.entries);
  free(path.visits);
  memset(&table, 0, sizeof table);
  memset(&path, 0, sizeof path);
}

void eshkol_find_labels(Value root, enum PrintMode mode) {
  forget_labels();
  if (mode == PRINT_SIMPLE || (mode != PRINT_SHARED && is_small_tree(root))) return;
  visit_everything(root, mode == PRINT_SHARED);
  if (!table.any) forget_labels();
}

bool eshkol_has_label(Value value) {
  return table.any && find(table.entries, table.capacity, value)->label != NO_LABEL;
}

bool eshkol_label_of(Value value, uint64_t *number, bool *first) {
  if (!table.any) return false;
  struct Entry *entry = find(table.entries, table.capacity, value);
  if (entry->state == 0 || entry->label == NO_LABEL) return false;
  *first = entry->label == WANTED;
  if (*first) entry->label = table.next_label++;
  *number = (uint64_t)entry->label;
  return true;
}

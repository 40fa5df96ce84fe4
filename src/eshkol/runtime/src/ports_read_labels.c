/* Datum labels for `read`: what #1= stands before and where #1# stands. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "memory.h"
#include "ports_read.h"

struct Label { uint64_t number; Value value; };
/* A place that holds a placeholder and gets the label's value at the end. */
struct Patch { Value *slot; size_t label; };

static struct { struct Label *at; size_t count, capacity; } labels;
static struct { struct Patch *at; size_t count, capacity; } patches;
/* Finds labels by number: open addressing, each slot an index into labels plus 1, or 0. Invariant: capacity is 0 or a
 * power of two greater than 2 * labels.count. */
static struct { size_t *slots, capacity; } by_number;

NO_RETURN static void fail_label(const char *before, uint64_t number, const char *after) {
  char message[80];
  snprintf(message, sizeof message, "%s#%" PRIu64 "%s", before, number, after);
  eshkol_read_fail(message, NULL);
}

static Value placeholder(size_t label) { return (Value)label << 3 | TAG_MARK; }
static bool is_placeholder(Value v) { return (v & TAG_MASK) == TAG_MARK; }

void eshkol_read_forget_labels(void) {
  labels.count = patches.count = 0;
  free(by_number.slots);
  by_number.slots = NULL;
  by_number.capacity = 0;
}

/* The slot of a label, or the free one where it would stand. Requires a table. */
static size_t *slot_of(uint64_t number) {
  size_t mask = by_number.capacity - 1, k = (size_t)(number * 0x9E3779B97F4A7C15u >> 32) & mask;
  while (by_number.slots[k] && labels.at[by_number.slots[k] - 1].number != number) k = (k + 1) & mask;
  return &by_number.slots[k];
}

static void make_room(void) {
  if (2 * (labels.count + 1) < by_number.capacity) return;
  size_t capacity = by_number.capacity ? 4 * by_number.capacity : 16;
  size_t *slots = calloc(capacity, sizeof *slots);
  if (!slots) eshkol_raise_kind("memory", "read", "no memory for so many labels", NIL);
  free(by_number.slots);
  by_number.slots = slots;
  by_number.capacity = capacity;
  for (size_t i = 0; i < labels.count; i++) *slot_of(labels.at[i].number) = i + 1;
}

size_t eshkol_read_begin_label(uint64_t number) {
  make_room();
  size_t *slot = slot_of(number), label = labels.count;
  if (*slot) fail_label("the label ", number, "= is used twice in one datum");
  APPEND(labels, (struct Label){number, placeholder(label)});
  *slot = label + 1;
  return label;
}

Value eshkol_read_label_value(uint64_t number) {
  size_t label = by_number.capacity ? *slot_of(number) : 0;
  if (label == 0) fail_label("`", number, "#` refers to no datum");
  return labels.at[label - 1].value;
}

void eshkol_read_end_label(size_t label, Value v) {
  if (v == placeholder(label)) eshkol_read_fail("a label stands for itself", NULL);
  labels.at[label].value = v;
}

void eshkol_read_note_placeholder(Value *slot) { APPEND(patches, (struct Patch){slot, *slot >> 3}); }

void eshkol_read_fill_placeholders(void) {
  for (size_t i = 0; i < patches.count; i++) {
    Value v = *patches.at[i].slot;
    while (is_placeholder(v)) v = labels.at[v >> 3].value;
    *patches.at[i].slot = v;
  }
}

/* Compaction: marks what is reachable in one part of the ambient arena and slides it together, in the order of addresses. */
#include "compaction.h"

#include "boundaries.h"
#include "statistics.h"
#include "work_list.h"

/* Everything in [lo, lo + 8 * words) that is reachable is marked in bitmaps, a bit per word. When all is marked, the new
 * address of a survivor is lo + 8 * (number of live words below it), which the sums of blocks of 64 words tell in
 * constant time (Abuaiadh et al., "An efficient parallel heap compaction algorithm", 2004). The tables take a 26th of the
 * part, in the area for copies. Survivors keep their order, so address order is age order afterwards as before.
 *
 * Invariants: `live` has the bits of all words of marked objects; `headers` those of the headers among them, so that
 * objects are told from pairs. */
static struct {
  Address lo;
  uint64_t span;                 /* bytes */
  uint64_t *live, *headers;
  uint32_t *sums;                /* live words below each block, since the beginning of its superblock */
  uint64_t *supersums;           /* live words below each superblock */
  uint64_t words, blocks;        /* of the part */
  bool settled;
  uint64_t live_words;           /* known when settled */
  Address first_hole;            /* what lies below stays where it is */
  uint64_t *work_peak;
  SlotLog slots;                 /* that have been visited and will have to be updated */
  Value *stack_from, *stack_to;  /* the activations whose marks will be set */
} part;

#define BLOCK 64
#define SUPERBLOCK_BLOCKS ((uint64_t)1 << 16)

static inline bool is_collected(Value v) { return v - part.lo < part.span && is_pointer(v); }
static inline uint64_t index_of(Address a) { return (a - part.lo) / sizeof(Value); }
static inline bool has_bit(const uint64_t *bits, uint64_t i) { return bits[i / BLOCK] >> i % BLOCK & 1; }

/* --- Marking. --- */

static void set_bits(uint64_t *bits, uint64_t from, uint64_t count) {
  uint64_t to = from + count, first = from / BLOCK, last = (to - 1) / BLOCK;
  uint64_t low = ~UINT64_C(0) << from % BLOCK, high = ~UINT64_C(0) >> (BLOCK - 1 - (to - 1) % BLOCK);
  if (first == last) {
    bits[first] |= low & high;
    return;
  }
  bits[first] |= low;
  for (uint64_t i = first + 1; i < last; i++) bits[i] = ~UINT64_C(0);
  bits[last] |= high;
}

static bool mark_pair(Value v) {
  uint64_t i = index_of(address_of(v));
  if (has_bit(part.live, i)) return false;
  set_bits(part.live, i, 2);
  return true;
}

static bool mark_object(Object *object) {
  uint64_t i = index_of((Address)object);
  if (has_bit(part.live, i)) return false;
  set_bits(part.live, i, 1 + words_of_header(object->header));
  set_bits(part.headers, i, 1);
  if (type_of_header(object->header) == TYPE_ENVIRONMENT) object->words[0] = 0;
  return true;
}

/* Environments count the closures that share them: each closure that is marked adds itself to those it captures. */
static uint64_t *count_in_environments(uint64_t *work, const Object *closure) {
  uint64_t words = words_of_header(closure->header);
  for (uint64_t i = 1; i < words; i++) {
    Value v = closure->words[i];
    if (!is_collected(v) || !is_object(v)) continue;
    Object *object = object_of(v);
    if (type_of_header(object->header) != TYPE_ENVIRONMENT) continue;
    if (mark_object(object)) work = push_slots(work, object);
    object->words[0]++;
  }
  return work;
}

/* Marks v and, as long as they are pairs, what it leads to: first the car, while the cdr waits on the work list. */
static uint64_t *mark_chain(uint64_t *work, Value v) {
  while (is_collected(v)) {
    if (is_object(v)) {
      Object *object = object_of(v);
      if (!mark_object(object)) return work;
      work = push_slots(work, object);
      return type_of_header(object->header) == TYPE_CLOSURE ? count_in_environments(work, object) : work;
    }
    if (!mark_pair(v)) return work;
    Pair *pair = pair_of(v);
    v = pair->cdr;
    if (!is_collected(pair->car)) continue;
    if (is_collected(v)) *work++ = (uint64_t)(Address)&pair->cdr;
    v = pair->car;
  }
  return work;
}

void eshkol_compaction_mark(Value v) {
  uint64_t *bottom = (uint64_t *)eshkol_reservation.work_start, *work = mark_chain(bottom, v);
  while (work > bottom) {
    if (work > part.work_peak) part.work_peak = work;
    Value *next = take_slot(&work, part.lo, part.span);
    if (next) work = mark_chain(work, *next);
  }
}

void eshkol_compaction_visit(Value *slot) {
  if (!is_collected(*slot)) return;
  eshkol_log_append(&part.slots, slot);
  eshkol_compaction_mark(*slot);
}

void eshkol_compaction_visit_activations(Value *from, Value *to) {
  part.stack_from = from;
  part.stack_to = to;
  for (Value *word = from; word < to; word++) {
    if (!is_mark(*word)) eshkol_compaction_mark(*word);
  }
}

/* --- Where survivors will be. --- */

static inline unsigned count_bits(uint64_t bits) {
  bits -= bits >> 1 & 0x5555555555555555;
  bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
  bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0F;
  return (unsigned)(bits * 0x0101010101010101 >> 56);
}

/* The index of the first word that is not live. */
static uint64_t first_dead_word(void) {
  for (uint64_t block = 0; block < part.blocks; block++) {
    if (~part.live[block]) return block * BLOCK + (uint64_t)__builtin_ctzll(~part.live[block]);
  }
  return part.words;
}

void eshkol_compaction_settle(void) {
  uint64_t total = 0, before = 0;
  for (uint64_t block = 0; block <= part.blocks; block++) {
    if (block % SUPERBLOCK_BLOCKS == 0) part.supersums[block / SUPERBLOCK_BLOCKS] = before = total;
    part.sums[block] = (uint32_t)(total - before);
    if (block < part.blocks) total += count_bits(part.live[block]);
  }
  part.settled = true;
  part.live_words = total;
  part.first_hole = part.lo + sizeof(Value) * first_dead_word();
}

/* Where what lies at this address will be, if it survives; or else the next that does. */
static inline Address forward(Address a) {
  if (a < part.first_hole) return a;
  uint64_t i = index_of(a), block = i / BLOCK;
  uint64_t below = part.live[block] & ((UINT64_C(1) << i % BLOCK) - 1);
  uint64_t live = part.supersums[block / SUPERBLOCK_BLOCKS] + part.sums[block] + count_bits(below);
  return part.lo + sizeof(Value) * live;
}

static inline Value forward_value(Value v) { return forward(address_of(v)) + (v & TAG_MASK); }

bool eshkol_compaction_survives(Value v, Value *moved) {
  if (!has_bit(part.live, index_of(address_of(v)))) return false;
  *moved = part.settled ? forward_value(v) : v;
  return true;
}

/* --- The new bases of activations, from the oldest to the youngest; equal ones once. --- */

static Boundaries bases;

/* --- Updating and moving. --- */

static void update_activations(void) {
  bases.count = 0;
  for (Value *word = part.stack_from; word < part.stack_to; word++) {
    if (is_mark(*word)) {
      Address base = forward(eshkol_base_of_mark(word));
      *word = base + ESHKOL_NURSERY + TAG_MARK;
      add_boundary(&bases, base);
    } else if (is_collected(*word)) {
      *word = forward_value(*word);
    }
  }
}

/* A slot may have been visited twice, but its new value looks like one that is to be updated. */
static void update_visited(void) {
  if (part.slots.count > 0) eshkol_log_compact(&part.slots, part.lo, part.lo + part.span);
  for (size_t i = 0; i < part.slots.count; i++) *part.slots.slots[i] = forward_value(*part.slots.slots[i]);
  eshkol_log_clear(&part.slots);
}

/* The slot will be at `place`. */
static inline void update(Value *slot, Value *place, SlotLog *log) {
  if (!is_collected(*slot)) return;
  *slot = forward_value(*slot);
  Address older = (Address)place, younger = address_of(*slot);
  if (older < younger && are_separated(&bases, older, younger)) eshkol_log_append(log, place);
}

static void update_object(Object *object, Object *place, SlotLog *log) {
  uint64_t end = eshkol_last_traced_word(object->header);
  for (uint64_t i = eshkol_first_traced_word(object->header); i < end; i++) update(object->words + i, place->words + i, log);
}

/* Updates what lies at *from and moves it to *to. Returns its number of words. */
static uint64_t slide(Value *from, Value *to, bool has_header, SlotLog *log) {
  uint64_t words = 2;
  if (has_header) {
    words = 1 + words_of_header(*from);
    update_object((Object *)(void *)from, (Object *)(void *)to, log);
  } else {
    update(from, to, log);
    update(from + 1, to + 1, log);
  }
  if (from != to) memmove(to, from, words * sizeof *to);
  return words;
}

/* The index of the next live word at or above i, or the number of words. */
static inline uint64_t next_live(uint64_t i) {
  if (i >= part.words) return part.words;
  uint64_t block = i / BLOCK, bits = part.live[block] & (~UINT64_C(0) << i % BLOCK);
  while (!bits) {
    if (++block >= part.blocks) return part.words;
    bits = part.live[block];
  }
  return block * BLOCK + (uint64_t)__builtin_ctzll(bits);
}

static void slide_all(SlotLog *log) {
  Value *base = (Value *)part.lo, *to = base;
  for (uint64_t i = next_live(0); i < part.words; i = next_live(i)) {
    uint64_t words = slide(base + i, to, has_bit(part.headers, i), log);
    i += words;
    to += words;
  }
}

/* --- From beginning to end. --- */

/* The tables, one after the other in the area for copies; the bitmaps empty. Returns their bytes. */
static size_t place_tables(void) {
  uint64_t supers = part.blocks / SUPERBLOCK_BLOCKS + 1;
  part.live = (uint64_t *)eshkol_reservation.scratch_start;
  part.headers = part.live + part.blocks;
  part.supersums = part.headers + part.blocks;
  part.sums = (uint32_t *)(void *)(part.supersums + supers);
  return (size_t)((char *)(part.sums + part.blocks + 1) - (char *)part.live);
}

void eshkol_compaction_begin(Address lo, Address hp) {
  part.lo = lo;
  part.span = hp - lo;
  part.words = part.span / sizeof(Value);
  part.blocks = part.words / BLOCK + 1;
  part.work_peak = (uint64_t *)eshkol_reservation.work_start;
  part.stack_from = part.stack_to = NULL;
  part.settled = false;
  place_tables();
  memset(part.live, 0, 2 * part.blocks * sizeof *part.live);
}

Address eshkol_compaction_finish(SlotLog *log, Address *moved_from) {
  update_activations();
  update_visited();
  slide_all(log);
  uint64_t moved_words = part.live_words - index_of(part.first_hole);
  if (part.first_hole == part.lo + part.span) moved_words = 0;
  *moved_from = part.first_hole;
  eshkol_statistics.bytes_copied += moved_words * sizeof(Value);
  eshkol_trim_scratch(place_tables(), (Address)part.work_peak - eshkol_reservation.work_start);
  return part.lo + part.live_words * sizeof(Value);
}

/* Tracing: moves what is reachable in one part of the ambient arena together, keeping identity, sharing and cycles, by copying. */
#include "compaction.h"
#include "memory_internal.h"
#include "statistics.h"
#include "strings.h"
#include "work_list.h"

/* Parts up to the first size are copied; and so are those up to the second and up to a quarter of the arena's limit, unless
 * most of it will survive. The rest are compacted: that takes more than twice as long, but no copies. */
#define ALWAYS_COPIED ((size_t)64 << 20)
#define LARGEST_COPIED ((size_t)128 << 20)

/* Everything in [lo, lo + span) that is reachable is copied to the scratch area with the addresses already written in
 * that it will have when the copies have been put in place at lo: scratch address + to_final. What has been copied
 * says so: the car of a pair is FORWARDED and its cdr the new value; the header of an object is its new address.
 *
 * The work list holds what has been copied but not looked at: no more than half of what has been copied. */
static struct {
  Address lo;
  uint64_t span;
  char *to;           /* where the next copy goes in the scratch area */
  Address to_final;
  uint64_t *work_peak;
  bool compacts;
} tracer;

/* --- Layouts: which words of an object are values. --- */

#define ALL_RAW 0xFFFFFFFF
/* By type: the first word that is a value; all after it are. A word among them may hold another number, if it is below
 * 2^40, where nothing is ever allocated. */
static const uint32_t first_traced[TYPE_COUNT] = {
    [TYPE_VECTOR >> 3] = 0,
    [TYPE_CLOSURE >> 3] = 1,
    [TYPE_ENVIRONMENT >> 3] = 1,
    [TYPE_RECORD >> 3] = 0,
    [TYPE_RECORD_TYPE >> 3] = 0,
    [TYPE_SYMBOL >> 3] = 1,
    [TYPE_STRING >> 3] = ALL_RAW, /* unless indirect */
    [TYPE_BYTEVECTOR >> 3] = ALL_RAW,
    [TYPE_FLONUM >> 3] = ALL_RAW,
    [TYPE_BIGNUM >> 3] = ALL_RAW,
    [TYPE_RATIONAL >> 3] = 0,
    [TYPE_VALUES >> 3] = 0,
    [TYPE_PROMISE >> 3] = 0,
    [TYPE_HASH_TABLE >> 3] = 0,
    [TYPE_PORT >> 3] = ALL_RAW,
    [TYPE_ARENA >> 3] = 1,
    [TYPE_CONDITION >> 3] = 0,
    [TYPE_WEAK_REFERENCE >> 3] = ALL_RAW,
    [TYPE_CONTINUATION_DATA >> 3] = 2,
    [TYPE_FILLER >> 3] = ALL_RAW,
    [TYPE_RAW_WORDS >> 3] = ALL_RAW,
    [TYPE_COMPLEX >> 3] = 0,
    [TYPE_RESOURCE >> 3] = ALL_RAW,
    [TYPE_EPHEMERON >> 3] = ALL_RAW,
    [TYPE_GUARDIAN >> 3] = 0,
    [TYPE_DEAD >> 3] = ALL_RAW,
};

static bool is_indirect_string(uint64_t header) {
  return type_of_header(header) == TYPE_STRING && (auxiliary_of_header(header) & STRING_INDIRECT);
}

uint64_t eshkol_first_traced_word(uint64_t header) {
  uint64_t words = words_of_header(header);
  if (is_indirect_string(header)) return 0;
  uint64_t first = first_traced[type_of_header(header) >> 3];
  return first < words ? first : words;
}

uint64_t eshkol_last_traced_word(uint64_t header) { return is_indirect_string(header) ? 1 : words_of_header(header); }

/* --- Copying one object. --- */

static inline bool is_collected(Value v) { return v - tracer.lo < tracer.span && is_pointer(v); }
static inline bool is_forwarded(uint64_t header) { return (header & 7) == 0; }
static inline Object *copy_at_final(Address final) { return (Object *)(final - tracer.to_final); }

/* Copies an object that has not been copied yet and leaves its new address in its header. */
static Object *copy_object(Object *object) {
  uint64_t header = object->header;
  size_t bytes = 8 + 8 * words_of_header(header);
  Object *copy = (Object *)(void *)tracer.to;
  tracer.to += bytes;
  memcpy(copy, object, bytes);
  object->header = (uint64_t)(Address)copy + tracer.to_final;
  if (type_of_header(header) == TYPE_ENVIRONMENT) copy->words[0] = 0;
  return copy;
}

/* Environments count the closures that share them: each closure that is copied adds itself to those it captures. */
static uint64_t *count_in_environments(uint64_t *work, const Object *closure) {
  uint64_t words = words_of_header(closure->header);
  for (uint64_t i = 1; i < words; i++) {
    Value v = closure->words[i];
    if (!is_collected(v) || !is_object(v)) continue;
    Object *object = object_of(v), *copy;
    if (is_forwarded(object->header)) {
      copy = copy_at_final((Address)object->header);
    } else {
      if (type_of_header(object->header) != TYPE_ENVIRONMENT) continue;
      copy = copy_object(object);
      work = push_slots(work, copy);
    }
    if (type_of_header(copy->header) == TYPE_ENVIRONMENT) copy->words[0]++;
  }
  return work;
}

static uint64_t *trace_object(uint64_t *work, Value *slot) {
  Object *object = object_of(*slot);
  if (!is_forwarded(object->header)) {
    Object *copy = copy_object(object);
    work = push_slots(work, copy);
    if (type_of_header(copy->header) == TYPE_CLOSURE) work = count_in_environments(work, copy);
  }
  *slot = object->header + TAG_OBJECT;
  return work;
}

/* --- Tracing. --- */

/* Follows *slot along cdrs to the end of a list; everything else found on the way goes on the work list. */
static inline uint64_t *trace_chain(uint64_t *work, Value *slot) {
  const Address lo = tracer.lo, to_final = tracer.to_final;
  const uint64_t span = tracer.span;
  char *to = tracer.to;
  for (;;) {
    Value v = *slot;
    if (v - lo >= span || (v & TAG_MASK) != TAG_PAIR) break;
    Pair *pair = pair_of(v);
    Value car = pair->car, cdr = pair->cdr;
    if (car == FORWARDED) {
      *slot = cdr;
      break;
    }
    Pair *copy = (Pair *)(void *)to;
    to += sizeof(Pair);
    Value moved = (Value)(Address)copy + to_final + TAG_PAIR;
    copy->car = car;
    copy->cdr = cdr;
    pair->car = FORWARDED;
    pair->cdr = moved;
    *slot = moved;
    if (car - lo < span && is_pointer(car)) *work++ = (uint64_t)(Address)&copy->car;
    slot = &copy->cdr;
  }
  tracer.to = to;
  if (is_collected(*slot) && is_object(*slot)) work = trace_object(work, slot);
  return work;
}

static void copy_from(Value *slot) {
  if (!is_collected(*slot)) return;
  uint64_t *bottom = (uint64_t *)eshkol_reservation.work_start;
  uint64_t *work = trace_chain(bottom, slot);
  while (work > bottom) {
    if (work > tracer.work_peak) tracer.work_peak = work;
    Value *next = take_slot(&work, tracer.lo, tracer.span);
    if (next) work = trace_chain(work, next);
  }
}

/* --- From beginning to end. --- */

#ifdef ESHKOL_TORTURE
/* A filler of changing size comes first, so that every survivor changes its address; a small part moves as a whole
 * beyond where it was. */
static void write_filler(void) {
  static unsigned turn;
  uint64_t words = tracer.span <= 4096 ? tracer.span / 8 : 1 + turn++ % 7;
  Object *filler = (Object *)(void *)tracer.to;
  filler->header = HEADER(TYPE_FILLER, 0, words);
  for (uint64_t i = 0; i < words; i++) filler->words[i] = POISON;
  tracer.to += 8 + 8 * words;
}

static void poison(Address from, Address to) {
  for (Address a = from; a < to; a += sizeof(Value)) *(Value *)a = POISON;
}
#else
static void write_filler(void) {}
static void poison(Address from, Address to) { (void)from, (void)to; }
#endif

#ifdef ESHKOL_TORTURE
static bool is_to_be_compacted(size_t bytes, bool mostly_kept) {
  (void)mostly_kept;
  static unsigned turn;
  return bytes > 0 && ++turn % 3 == 0;
}
#else
static bool is_to_be_compacted(size_t bytes, bool mostly_kept) {
  size_t quarter = (eshkol_reservation.limit - eshkol_reservation.ambient_start) / 4;
  return bytes > LARGEST_COPIED || (bytes > ALWAYS_COPIED && (mostly_kept || bytes > quarter));
}
#endif

void eshkol_trace_begin(Address lo, Address hp, bool mostly_kept) {
  tracer.lo = lo;
  tracer.span = hp - lo;
  tracer.compacts = is_to_be_compacted(hp - lo, mostly_kept);
  if (tracer.compacts) {
    eshkol_compaction_begin(lo, hp);
    return;
  }
  tracer.to = (char *)eshkol_reservation.scratch_start;
  tracer.to_final = lo - eshkol_reservation.scratch_start;
  tracer.work_peak = (uint64_t *)eshkol_reservation.work_start;
  write_filler();
}

void eshkol_trace_slot(Value *slot) {
  if (tracer.compacts) eshkol_compaction_visit(slot);
  else copy_from(slot);
}

void eshkol_trace_activations(Value *from, Value *to) {
  if (tracer.compacts) {
    eshkol_compaction_visit_activations(from, to);
    return;
  }
  for (Value *word = from; word < to; word++) {
    if (is_mark(*word)) *word = (Address)tracer.to + tracer.to_final + ESHKOL_NURSERY + TAG_MARK;
    else copy_from(word);
  }
}

Value eshkol_trace_value(Value v) {
  if (tracer.compacts) eshkol_compaction_mark(v);
  else copy_from(&v);
  return v;
}

void eshkol_trace_stored(Value *slot, Value *place, Value v, SlotLog *log) {
  bool stays = (Address)slot - tracer.lo >= tracer.span;
  if (tracer.compacts && stays) eshkol_compaction_visit(slot);
  if ((!tracer.compacts || stays) && (Value)(Address)place < v) eshkol_log_append(log, place);
}

void eshkol_trace_settle(void) {
  if (tracer.compacts) eshkol_compaction_settle();
}

bool eshkol_trace_moved(Value v, Value *moved) {
  if (tracer.compacts) return eshkol_compaction_survives(v, moved);
  if (is_pair(v)) {
    *moved = pair_of(v)->cdr;
    return pair_of(v)->car == FORWARDED;
  }
  uint64_t header = header_of(v);
  *moved = header + TAG_OBJECT;
  return is_forwarded(header);
}

Value *eshkol_trace_present_words(Value before, Value moved) {
  return tracer.compacts ? object_of(before)->words : copy_at_final(address_of(moved))->words;
}

static Address put_copies_in_place(void) {
  Address scratch = eshkol_reservation.scratch_start;
  size_t copied = (Address)tracer.to - scratch;
  memcpy((void *)tracer.lo, (void *)scratch, copied);
  eshkol_statistics.bytes_copied += copied;
  eshkol_trim_scratch(copied, (Address)tracer.work_peak - eshkol_reservation.work_start);
  return tracer.lo + copied;
}

Address eshkol_trace_end(SlotLog *log, Address *moved_from) {
  *moved_from = tracer.lo;
  Address end = tracer.compacts ? eshkol_compaction_finish(log, moved_from) : put_copies_in_place();
  poison(end, tracer.lo + tracer.span);
  return end;
}

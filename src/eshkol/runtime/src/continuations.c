/* Keeping pieces of the C stack and of the value stack, and bringing them back to where they were. */
#include "continuations.h"

#include "memory.h"
#include "stacks.h"

/* A piece of the C stack: an object of raw words, whose first word is the address it was copied from. The piece of the
 * value stack beside it is a vector that begins with the index on the value stack, a fixnum; marks in it are
 * KEPT_MARK, which the tracer takes for a small number. */
#define KEPT_MARK ((Value)TAG_MARK)

Value eshkol_continuation_around(const struct EscapeFrame *frame) {
  return frame->around->reentrant ? frame->around->sp[0] : NIL;
}

/* --- Keeping. --- */

#ifdef __SANITIZE_ADDRESS__
/* Not memcpy: AddressSanitizer would object to the red zones between variables. */
__attribute__((no_sanitize_address, noinline)) static void copy_words(uint64_t *to, const uint64_t *from, size_t count) {
  for (size_t i = 0; i < count; i++) {
    to[i] = from[i];
    __asm__("" ::: "memory"); /* or the compiler makes it a memcpy */
  }
}
#else
static void copy_words(uint64_t *to, const uint64_t *from, size_t count) { memcpy(to, from, count * sizeof *to); }
#endif

static Value copy_c_stack(const char *low, const char *high) {
  size_t words = (size_t)(high - low) / sizeof(Value);
  Object *copy = eshkol_allocate_object(TYPE_RAW_WORDS, 0, words + 1);
  copy->words[0] = (Value)(uintptr_t)low;
  copy_words(copy->words + 1, (const uint64_t *)(const void *)low, words);
  return from_object(copy);
}

static Value copy_value_stack(const Value *low, const Value *high) {
  size_t words = (size_t)(high - low);
  Object *copy = eshkol_allocate_object(TYPE_VECTOR, 0, words + 1);
  copy->words[0] = from_fixnum(low - eshkol_value_stack_bottom());
  for (size_t i = 0; i < words; i++) copy->words[i + 1] = is_mark(low[i]) ? KEPT_MARK : low[i];
  return from_object(copy);
}

static bool must_be_kept(const struct EscapeFrame *frame) {
  if (!frame->reentrant || object_of(frame->sp[0])->words[CONTINUATION_VALUES] != NIL) return false;
  return !eshkol_has_floor_from(frame->around->sp);
}

/* With the headers of both copies, and what an error takes afterwards. */
static size_t bytes_to_keep(const struct EscapeFrame *frame) {
  const struct EscapeFrame *around = frame->around;
  return (size_t)(around->c_low - frame->c_low) + (size_t)(frame->sp - around->sp) * sizeof(Value) + 4096;
}

void eshkol_keep_if_there_is_room(const struct EscapeFrame *frame) {
  if (must_be_kept(frame) && eshkol_has_room(bytes_to_keep(frame))) eshkol_keep_for_reentry(frame);
}

void eshkol_keep_for_reentry(const struct EscapeFrame *frame) {
  if (!must_be_kept(frame)) return;
  const struct EscapeFrame *around = frame->around;
  Value c_stack = copy_c_stack(frame->c_low, around->c_low), values = copy_value_stack(around->sp, frame->sp);
  Object *k = object_of(frame->sp[0]);
  eshkol_store(&k->words[CONTINUATION_C_STACK], c_stack);
  eshkol_store(&k->words[CONTINUATION_VALUES], values);
}

bool eshkol_can_reenter(Value k) {
  const Object *object = object_of(k);
  return object->words[CONTINUATION_VALUES] != NIL && object->words[CONTINUATION_CALL] == from_fixnum((int64_t)eshkol_call_from_c);
}

/* --- Bringing back. --- */

static Value parent_of(Value k) { return object_of(k)->words[CONTINUATION_PARENT]; }

/* Both chains have falling serial numbers. */
struct EscapeFrame *eshkol_common_frame(Value k) {
  struct EscapeFrame *frame = eshkol_innermost_reentrant();
  Value parent = parent_of(k);
  while (frame->previous && parent != NIL) {
    uint64_t serial = (uint64_t)to_fixnum(object_of(parent)->words[CONTINUATION_SERIAL]);
    if (frame->serial == serial) return frame;
    if (frame->serial > serial) frame = frame->around;
    else parent = parent_of(parent);
  }
  while (frame->previous) frame = frame->around;
  return frame;
}

/* The lowest address of the pieces of k: those of its parents lie above. */
static char *c_stack_low(Value k) {
  return (char *)(uintptr_t)object_of(object_of(k)->words[CONTINUATION_C_STACK])->words[0];
}

static void bring_back_c_stack(const Object *copy) {
  size_t words = words_of_header(copy->header) - 1;
  uint64_t *low = (uint64_t *)(uintptr_t)copy->words[0];
  copy_words(low, copy->words + 1, words);
}

static void bring_back_values(const Object *copy) {
  size_t words = words_of_header(copy->header) - 1;
  Value *low = eshkol_value_stack_bottom() + to_fixnum(copy->words[0]);
  Value mark = ESHKOL_MARK();
  for (size_t i = 0; i < words; i++) low[i] = copy->words[i + 1] == KEPT_MARK ? mark : copy->words[i + 1];
}

/* The mark of what `frame` has called. */
static Value *mark_inside(const struct EscapeFrame *frame) { return frame->previous ? frame->sp + 1 : frame->sp; }

/* Where it writes, its own frame must not be: to be called below that. */
NO_RETURN static void __attribute__((noinline)) bring_back(Value k, struct EscapeFrame *common) {
  struct EscapeFrame *frame = (struct EscapeFrame *)(uintptr_t)object_of(k)->words[CONTINUATION_FRAME];
  Value stop = common->reentrant ? common->sp[0] : NIL;
  Value *mark = mark_inside(common), lasting = *mark;
  eshkol_abandon_frames(__builtin_frame_address(0), common->c_low);
  for (Value piece = k; piece != stop; piece = parent_of(piece)) {
    bring_back_c_stack(object_of(object_of(piece)->words[CONTINUATION_C_STACK]));
    bring_back_values(object_of(object_of(piece)->words[CONTINUATION_VALUES]));
  }
  *mark = lasting; /* what is below it has not changed */
  frame->sp[0] = k;
  eshkol_leave_for(frame);
  _longjmp(frame->context, THROWN);
}

#define ROOM_BELOW ((size_t)4 << 10)

/* Everything inside `common` has been kept: only k and *value matter for what can be reclaimed. Returns the new k. */
static Value reclaim_inside(const struct EscapeFrame *common, Value k, Value *value) {
  Value *sp = mark_inside(common) + 1;
  sp[0] = k;
  sp[1] = *value;
  eshkol_reclaim_for_switch(sp, 2);
  *value = sp[1];
  return sp[0];
}

void eshkol_reenter(Value k, struct EscapeFrame *common, Value *value) {
  char *here = __builtin_frame_address(0), *low = c_stack_low(k);
  size_t room = (here > low ? (size_t)(here - low) : 0) + ROOM_BELOW;
  eshkol_require_stack(room + ESHKOL_STACK_RESERVE);
  eshkol_leave_for(common);
  k = reclaim_inside(common, k, value);
  volatile char *space = __builtin_alloca(room);
  space[0] = 0; /* or the compiler does without it */
  bring_back(k, common);
}

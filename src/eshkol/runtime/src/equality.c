/* eq?, eqv?, equal? and the predicates of values that have no contents. */
#include "equality.h"

#include <stdlib.h>

#include "errors.h"
#include "numbers.h"
#include "primitives.h"
#include "stacks.h"
#include "strings.h"

Value eshkol_eq_p(Value a, Value b) { return from_boolean(a == b); }

bool eshkol_same_number(Value a, Value b) {
  unsigned type = type_of_header(header_of(a));
  bool number = type == TYPE_FLONUM || type == TYPE_BIGNUM || type == TYPE_RATIONAL || type == TYPE_COMPLEX;
  return number && type_of_header(header_of(b)) == type && eshkol_eqv_numbers(a, b);
}

Value eshkol_eqv_p(Value a, Value b) { return from_boolean(is_eqv(a, b)); }

/* --- equal? --------------------------------------------------------------------------------------------------------
 * Pairs of values still to be compared stand on a work list. A plain comparison would not end on circular data and take
 * exponential time on shared data; remembering every compared pair would cost memory for plain data. So the comparison
 * alternates: a plain phase first, then short phases that record which objects were assumed equal (union-find: objects in
 * the same class need no second comparison) between plain ones of random length, which get longer while recording finds
 * nothing. If the assumption is wrong for any pair, the whole answer is #f; so it may be used before it is proven. Method:
 * Adams and Dybvig, "Efficient Nondestructive Equality Checking for Trees and Graphs", ICFP 2008. */

enum { FIRST_PLAIN_STEPS = 256, MAXIMAL_PLAIN_STEPS = 2048, RECORDING_STEPS = 64, FIRST_MEMBERS = 512 };

typedef struct { Value a, b; } Task;
/* A class member: its object, and the member that stands for it (itself, if it is the root). */
typedef struct { Value object; size_t parent; } Member;

/* Memory kept from call to call while it is small. Invariant: task_count <= task_capacity; members has member_capacity
 * entries, a power of two or 0, fewer than half of them used (object != 0). */
static struct {
  Task *tasks;
  size_t task_count, task_capacity;
  Member *members;
  size_t member_count, member_capacity;
  int64_t steps; /* > 0: plain steps left; <= 0: recording steps done, negated */
  uint32_t plain_steps; /* of the next plain phase, on average */
  uint32_t random;
} work;

NO_RETURN static void raise_no_memory(void) {
  eshkol_raise_kind("memory", "equal?", "no memory to compare such large values", NIL);
}

static void add_task(Value a, Value b) {
  if (work.task_count == work.task_capacity) {
    size_t capacity = work.task_capacity ? 2 * work.task_capacity : 256;
    eshkol_begin_unbroken();
    Task *tasks = realloc(work.tasks, capacity * sizeof(Task));
    eshkol_end_unbroken();
    if (!tasks) raise_no_memory();
    work.tasks = tasks;
    work.task_capacity = capacity;
  }
  work.tasks[work.task_count++] = (Task){a, b};
}

static size_t member_slot(Value object) {
  size_t mask = work.member_capacity - 1;
  size_t k = (size_t)(object * 0x9E3779B97F4A7C15u >> 20) & mask;
  while (work.members[k].object && work.members[k].object != object) k = (k + 1) & mask;
  return k;
}

static void grow_members(void) {
  Member *old = work.members;
  size_t old_capacity = work.member_capacity;
  size_t capacity = old_capacity ? 2 * old_capacity : FIRST_MEMBERS;
  eshkol_begin_unbroken();
  Member *members = calloc(capacity, sizeof(Member));
  eshkol_end_unbroken();
  if (!members) raise_no_memory();
  work.members = members;
  work.member_capacity = capacity;
  for (size_t k = 0; k < old_capacity; k++)
    if (old[k].object) {
      size_t slot = member_slot(old[k].object);
      members[slot] = (Member){old[k].object, slot};
    }
  for (size_t k = 0; k < old_capacity; k++)
    if (old[k].object) members[member_slot(old[k].object)].parent = member_slot(old[old[k].parent].object);
  free(old);
}

static size_t class_of(Value object) {
  size_t k = member_slot(object);
  if (!work.members[k].object) {
    work.members[k] = (Member){object, k};
    work.member_count++;
  }
  while (work.members[k].parent != k) {
    work.members[k].parent = work.members[work.members[k].parent].parent;
    k = work.members[k].parent;
  }
  return k;
}

/* Assumes that a and b are equal. True when that was assumed before. */
static bool already_assumed_equal(Value a, Value b) {
  if (2 * (work.member_count + 2) > work.member_capacity) grow_members();
  size_t i = class_of(a), j = class_of(b);
  if (i == j) return true;
  work.members[i].parent = j;
  return false;
}

/* One more comparison of two pairs or vectors: may it be skipped? */
static bool may_skip(Value a, Value b) {
  if (__builtin_expect(--work.steps > 0, 1)) return false;
  if (work.steps <= -RECORDING_STEPS) {
    work.random = work.random * 1664525u + 1013904223u;
    work.steps = 1 + (work.random >> 16) % (2 * work.plain_steps);
    if (work.plain_steps < MAXIMAL_PLAIN_STEPS) work.plain_steps *= 2;
  }
  if (!already_assumed_equal(a, b)) return false;
  work.steps = 0; /* recording pays here: go on with it */
  return true;
}

/* Two different objects. Vectors' elements become tasks. */
static bool objects_may_be_equal(Value a, Value b) {
  uint64_t h = header_of(a), g = header_of(b);
  unsigned type = type_of_header(h);
  if (type == 0 || type == TYPE_DEAD) eshkol_raise_dead(a);
  if (type_of_header(g) == 0 || type_of_header(g) == TYPE_DEAD) eshkol_raise_dead(b);
  if (type != type_of_header(g)) return false;
  switch (type) {
    case TYPE_STRING: return views_equal(string_view(a), string_view(b));
    case TYPE_BYTEVECTOR:
      return bytes_of_header(h) == bytes_of_header(g) &&
             memcmp(object_of(a)->words, object_of(b)->words, bytes_of_header(h)) == 0;
    case TYPE_VECTOR: {
      if (words_of_header(h) != words_of_header(g)) return false;
      if (may_skip(a, b)) return true;
      for (uint64_t k = words_of_header(h); k-- > 0;) {
        Value x = object_of(a)->words[k], y = object_of(b)->words[k];
        if (x == y) continue;
        if (!is_pointer(x) || (x & TAG_MASK) != (y & TAG_MASK)) return false;
        add_task(x, y);
      }
      return true;
    }
    default: return eshkol_same_number(a, b);
  }
}

/* Compares a with b as far as cdrs lead; what else is to be compared becomes tasks. */
static bool may_be_equal(Value a, Value b) {
  while (a != b) {
    if ((a & TAG_MASK) != (b & TAG_MASK) || !is_pointer(a)) return false;
    if (is_object(a)) return objects_may_be_equal(a, b);
    if (may_skip(a, b)) return true;
    Value x = pair_car(a), y = pair_car(b);
    if (x != y) {
      if ((x & TAG_MASK) != (y & TAG_MASK) || !is_pointer(x)) return false;
      if (is_pair(x)) add_task(x, y);
      else if (!objects_may_be_equal(x, y)) return false;
    }
    a = pair_cdr(a);
    b = pair_cdr(b);
  }
  return true;
}

static void forget_classes(void) {
  free(work.members);
  work.members = NULL;
  work.member_count = work.member_capacity = 0;
}

bool eshkol_is_equal(Value a, Value b) {
  if (a == b) return true;
  if (!is_pointer(a) || (a & TAG_MASK) != (b & TAG_MASK)) return false;
  if (is_object(a) && !has_type(a, TYPE_VECTOR)) return objects_may_be_equal(a, b);
  if (work.members) forget_classes(); /* an error ended the comparison before */
  work.task_count = 0;
  work.steps = work.plain_steps = FIRST_PLAIN_STEPS;
  bool equal = may_be_equal(a, b);
  while (equal && work.task_count > 0) {
    Task task = work.tasks[--work.task_count];
    equal = may_be_equal(task.a, task.b);
  }
  if (work.members) forget_classes();
  if (work.task_capacity > 1 << 16) {
    free(work.tasks);
    work.tasks = NULL;
    work.task_capacity = 0;
  }
  return equal;
}

Value eshkol_equal_p(Value a, Value b) { return from_boolean(eshkol_is_equal(a, b)); }

/* --- Values without contents. --- */

Value eshkol_not(Value x) { return from_boolean(x == FALSE); }
Value eshkol_boolean_p(Value x) { return from_boolean(x == FALSE || x == TRUE); }

static void check_boolean(int argument, Value x) {
  if (x != FALSE && x != TRUE) eshkol_raise_type("boolean=?", argument, "a boolean", x);
}

Value eshkol_boolean_equal_p(Value a, Value b, Value more) {
  check_boolean(1, a);
  check_boolean(2, b);
  bool equal = a == b;
  int argument = 3;
  for (; more != NIL; more = pair_cdr(more)) {
    check_boolean(argument++, pair_car(more));
    equal = equal && pair_car(more) == a;
  }
  return from_boolean(equal);
}

Value eshkol_procedure_p(Value x) { return from_boolean(has_type(x, TYPE_CLOSURE)); }
Value eshkol_default_object_p(Value x) { return from_boolean(x == ABSENT); }
Value eshkol_void(void) { return UNSPECIFIED; }
Value eshkol_eof_object(void) { return END_OF_FILE; }
Value eshkol_eof_object_p(Value x) { return from_boolean(x == END_OF_FILE); }

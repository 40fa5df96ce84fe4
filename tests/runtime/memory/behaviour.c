/* What the memory manager promises, one case each: behaviour CASE. Memory stays flat, copying is paid for, nothing leaks. */
#include "harness.h"

#define CASE(name) static void name(Value *sp __attribute__((unused)))
#define MIB ((size_t)1 << 20)

static size_t used_bytes(void) { return hp_address() - eshkol_reservation.ambient_start; }

static size_t logged_slots(void) {
  size_t count = eshkol_current_log.count;
  for (size_t i = 0; i < eshkol_generation_count; i++) count += eshkol_generations[i].log.count;
  return count;
}

static long length(Value list) {
  long n = 0;
  for (; is_pair(list); list = cdr(list)) n++;
  return n;
}

/* --- Flat memory. --- */

static Value garbage(Value *sp, long pairs) {
  Value list = NIL;
  for (long i = 0; i < pairs; i++) {
    list = cons(from_fixnum(i), NIL);
    SAFE_POINT(0);
  }
  return list;
}

/* Enough of the caller's own garbage that reclaiming everything of its own pays. */
static void waste(void) {
  for (int i = 0; i < 300000; i++) cons(NIL, NIL);
}

static Value serve(Value *sp, Value state, long ticks) {
  sp[0] = state;
  for (long i = 0; i < ticks; i++) {
    Value result = CALL(1, garbage, 50);
    eshkol_store(&object_of(sp[0])->words[i % 10], result);
    SAFE_POINT(1);
  }
  return sp[0];
}
/* A server keeps state that is older than its loop and stores something new into it all the time. */
CASE(server_loop_is_flat) {
  sp[0] = make_vector(10, NIL);
  sp[0] = CALL(1, serve, sp[0], 200000);
  CHECK(eshkol_statistics.peak_bytes < 8 * MIB);
  CHECK(eshkol_statistics.full_reclamations == 0);
  CHECK(logged_slots() < 1000);
}

static Value queue(Value *sp, Value head, long turns) {
  sp[0] = head; /* the last cell: the only one that is live */
  for (long i = 0; i < turns; i++) {
    Value cell = cons(from_fixnum(i), NIL);
    eshkol_store(&pair_of(sp[0])->cdr, cell);
    sp[0] = cell;
    SAFE_POINT(1);
  }
  return sp[0];
}
/* Each dead cell is reachable from the dead one before it, and the first one is older than the loop: only a full
 * reclamation can tell. */
CASE(queue_older_than_its_loop_is_flat) {
  Value cell = cons(NIL, NIL);
  sp[0] = NIL;
  Value last = CALL(1, queue, cell, 6000000);
  CHECK(car(last) == from_fixnum(5999999));
  CHECK(eshkol_statistics.full_reclamations > 0);
  CHECK(eshkol_statistics.peak_bytes < 70 * MIB);
}

static Value make_closure(Value captured) {
  Object *o = eshkol_new_object(TYPE_CLOSURE, 0, 2);
  o->words[0] = 0x1234567;
  o->words[1] = captured;
  return from_object(o);
}
static Value make_environment(Value parent, Value a, Value b) {
  Object *o = eshkol_new_object(TYPE_ENVIRONMENT, 0, 4);
  o->words[0] = 0;
  o->words[1] = parent;
  o->words[2] = a;
  o->words[3] = b;
  return from_object(o);
}
/* (let ((a #f) (b #f)) (set! a (lambda () b)) (set! b (lambda () a)) (cons a b)), again and again. */
CASE(cycles_of_closures_are_reclaimed) {
  for (long i = 0; i < 1000000; i++) {
    Value e = make_environment(FALSE, FALSE, FALSE), a = make_closure(e), b = make_closure(e);
    eshkol_store(&object_of(e)->words[2], a);
    eshkol_store(&object_of(e)->words[3], b);
    sp[0] = cons(a, b);
    SAFE_POINT(1);
  }
  CHECK(eshkol_statistics.peak_bytes < 8 * MIB);
  CHECK(logged_slots() < 100000);
}

static Value descend(Value *sp, long depth) {
  if (depth == 0) return NIL;
  CALL(0, garbage, 100);
  SAFE_POINT(0);
  Value rest = CALL(0, descend, depth - 1);
  return rest;
}
/* No activation ever passes its own limit, but together they leave 300 MB of garbage on the way down. */
CASE(garbage_of_a_deep_descent_is_reclaimed) {
  CALL(0, descend, 200000);
  CHECK(eshkol_statistics.full_reclamations > 0);
  CHECK(eshkol_statistics.peak_bytes < 80 * MIB);
}

CASE(without_full_reclamation_nothing_is_lost) {
  Value head = cons(NIL, NIL), last = CALL(0, queue, head, 6000000);
  CHECK(car(last) == from_fixnum(5999999));
  CHECK(eshkol_statistics.full_reclamations == 0);
}

/* Peaks are given back to the system. */
static Value peak(Value *sp, long pairs) {
  sp[0] = NIL;
  for (long i = 0; i < pairs; i++) {
    sp[0] = cons(from_fixnum(i), sp[0]);
    SAFE_POINT(1);
  }
  CHECK(length(sp[0]) == pairs);
  return NIL;
}
CASE(memory_is_given_back_after_a_peak) {
  CALL(0, peak, 4000000);
  size_t high = resident_bytes();
  for (int i = 0; i < 300; i++) {
    CALL(0, garbage, 70000);
    SAFE_POINT(0);
  }
  size_t low = resident_bytes();
  CHECK(high > 60 * MIB);
  CHECK(low < 45 * MIB);
}

/* --- Copying is paid for by allocation. --- */

static Value build(Value *sp, long n) {
  if (n == 0) return NIL;
  Value rest = CALL(0, build, n - 1);
  if (ESHKOL_MUST_RECLAIM(sp)) {
    sp[0] = rest;
    eshkol_reclaim(sp, 1);
    rest = sp[0];
  }
  return cons(from_fixnum(n), rest);
}
CASE(deep_recursion_copies_little) {
  Value list = CALL(0, build, 1000000);
  CHECK(length(list) == 1000000);
  CHECK(eshkol_statistics.bytes_copied < 4 * eshkol_allocation_clock());
  CHECK(eshkol_generation_count < 40);
}

CASE(growing_list_copies_little) {
  CALL(0, peak, 3000000);
  CHECK(eshkol_statistics.bytes_copied < 4 * eshkol_allocation_clock());
  CHECK(eshkol_statistics.scoped_reclamations < 100);
}

/* What is needed all the time is traced less and less often: here at most seven times, not once for each fourfold of it. */
CASE(lasting_data_is_traced_less_and_less_often) {
  sp[0] = CALL(0, build, 500000);
  uint64_t before = eshkol_statistics.bytes_copied;
  for (long i = 0; i < 80000000; i++) {
    cons(NIL, NIL);
    SAFE_POINT(1);
  }
  CHECK(length(sp[0]) == 500000);
  CHECK(eshkol_statistics.bytes_copied - before < 64 * MIB);
}

/* A loop within a loop: the inner one's reclamations must not keep the outer one from cleaning up. */
CASE(inner_loops_do_not_starve_outer_ones) {
  for (long i = 0; i < 3000; i++) {
    for (int k = 0; k < 1000; k++) cons(NIL, NIL);
    CALL(0, garbage, 1000);
    SAFE_POINT(0);
  }
  CHECK(eshkol_statistics.peak_bytes < 8 * MIB);
  CHECK(eshkol_statistics.full_reclamations == 0);
}

/* --- The barrier. --- */

CASE(log_of_one_object_stays_small) {
  Value old = make_vector(4, NIL), young = cons(NIL, NIL);
  for (long i = 0; i < 10000000; i++) eshkol_store(&object_of(old)->words[i & 3], young);
  CHECK(eshkol_current_log.count <= 4);
  Value many = make_vector(3000, NIL);
  young = cons(NIL, NIL);
  for (long i = 0; i < 3000000; i++) eshkol_store(&object_of(many)->words[i * 1024 % 3000], young);
  CHECK(eshkol_current_log.count <= 20000);
}

/* The log forgets slots that hold no young object any more; it must not take them for remembered afterwards. */
static Value store_again(Value *sp, Value old) {
  sp[0] = old;
  sp[1] = cons(NIL, NIL);
  Value *words = object_of(old)->words;
  eshkol_store(&words[0], sp[1]);
  eshkol_store(&words[0], from_fixnum(0));
  for (int round = 0; round < 20; round++) {
    for (int k = 1; k < 3000; k++) {
      if (k % 1024 != 0) eshkol_store(&words[k], sp[1]);
    }
  }
  eshkol_store(&words[0], sp[1]);
  eshkol_verify(sp, 2);
  return NIL;
}
CASE(a_slot_that_has_left_the_log_comes_back) {
  sp[0] = make_vector(3000, NIL);
  CALL(1, store_again, sp[0]);
}

static Value store_for_ever(Value *sp, Value old, Value middle, long turns) {
  sp[0] = old;
  sp[1] = middle;
  for (long i = 0; i < turns; i++) {
    for (int k = 0; k < 100; k++) eshkol_store(&object_of(sp[0])->words[k], sp[1]);
    CALL(2, garbage, 70000);
    SAFE_POINT(2);
  }
  return NIL;
}
/* The generation that the slots point into belongs to a caller and is never reclaimed here. */
CASE(log_of_a_generation_stays_small) {
  sp[0] = make_vector(100, NIL);
  sp[1] = CALL(1, garbage, 1);
  CALL(2, store_for_ever, sp[0], sp[1], 300);
  CHECK(eshkol_statistics.scoped_reclamations >= 300);
  CHECK(logged_slots() < 3000);
}

/* --- What older slots keep alive. --- */

static Value store_into(Value *sp, Value old) {
  sp[0] = old;
  for (long i = 0; i < 300000; i++) {
    eshkol_store(&pair_of(sp[0])->car, cons(from_fixnum(i), from_fixnum(-i)));
    if (i % 1000 == 0) CHECK(cdr(car(sp[0])) == from_fixnum(-i));
    SAFE_POINT(1);
    CHECK(car(car(sp[0])) == from_fixnum(i));
  }
  return car(sp[0]);
}
CASE(old_slots_keep_young_objects) {
  Value old = cons(NIL, NIL);
  sp[0] = old;
  Value v = CALL(1, store_into, old);
  CHECK(car(v) == from_fixnum(299999) && car(sp[0]) == v);
}

static Value root = NIL;
CASE(roots_and_retained_values_stay) {
  eshkol_register_roots(&root, 1);
  root = cons(from_fixnum(1), NIL);
  RetainedValue *kept = eshkol_retain_value(cons(from_fixnum(2), NIL)), *other = eshkol_retain_value(cons(NIL, NIL));
  CALL(0, garbage, 200000);
  SAFE_POINT(0);
  waste();
  SAFE_POINT(0);
  CHECK(car(root) == from_fixnum(1));
  CHECK(car(eshkol_retained_value(kept)) == from_fixnum(2));
  eshkol_release_value(kept);
  eshkol_verify(sp, 0);
  eshkol_release_value(other);
}

/* --- Floors. --- */

static Value grow_in_callback(Value *sp, Value unused) {
  (void)unused;
  Value head = cons(NIL, NIL);
  return CALL(0, queue, head, 5000000);
}
/* C code keeps raw values across a call back that reclaims fully. */
CASE(raw_values_in_c_survive_callbacks) {
  Value raw[100];
  for (int i = 0; i < 100; i++) raw[i] = cons(from_fixnum(i), NIL);
  eshkol_push_floor(sp);
  CALL(0, grow_in_callback, NIL);
  eshkol_pop_floor();
  CHECK(eshkol_statistics.full_reclamations > 0);
  for (int i = 0; i < 100; i++) CHECK(car(raw[i]) == from_fixnum(i));
}

/* --- Environments, weak references, registry. --- */

static Value count_of(Value e) { return eshkol_environment_reference_count(e); }

CASE(environments_count_their_closures_exactly) {
  sp[0] = make_environment(FALSE, TRUE, FALSE);
  for (int i = 0; i < 5; i++) object_of(sp[0])->words[0]++, make_closure(sp[0]);
  sp[1] = make_closure(sp[0]);
  sp[2] = make_closure(sp[0]);
  object_of(sp[0])->words[0] += 2;
  CHECK(count_of(sp[0]) == from_fixnum(7));
  CHECK(eshkol_closure_environment(sp[1]) == sp[0]);
  waste();
  eshkol_reclaim(sp, 3);
  CHECK(count_of(sp[0]) == from_fixnum(2));
  CHECK(car(eshkol_environment_variables(sp[0])) == TRUE);
  CHECK(eshkol_environment_parent(sp[0]) == FALSE);
}

CASE(weak_references_do_not_keep) {
  sp[0] = cons(NIL, NIL);
  sp[1] = eshkol_make_weak_ref(sp[0]);
  sp[2] = eshkol_make_weak_ref(cons(NIL, NIL));
  waste();
  eshkol_reclaim(sp, 3);
  CHECK(eshkol_weak_ref_value(sp[1]) == sp[0]);
  CHECK(eshkol_weak_ref_value(sp[2]) == FALSE);
  sp[0] = NIL;
  waste();
  eshkol_reclaim(sp, 3);
  CHECK(eshkol_weak_ref_value(sp[1]) == FALSE);
}

static int moves, deaths;
static Value last_moved;
static void on_move(Value before, Value after) {
  CHECK(before != after);
  moves++;
  last_moved = after;
}
static void on_death(Value object) {
  CHECK(has_type(object, TYPE_PORT));
  deaths++;
}
static Value make_port(void) {
  Value v = from_object(eshkol_new_object(TYPE_PORT, 0, 2));
  object_of(v)->words[0] = object_of(v)->words[1] = 0;
  eshkol_registry_add(REGISTRY_PORT, v);
  return v;
}
CASE(registered_objects_hear_of_moves_and_death) {
  eshkol_registry_define(REGISTRY_PORT, (RegistryCallbacks){on_move, on_death});
  uint64_t epoch = eshkol_reclamation_epoch;
  CHECK(eshkol_lowest_moved_since(epoch) == UINT64_MAX);
  for (int i = 0; i < 10; i++) make_port();
  sp[0] = make_port();
  Value before = sp[0];
  waste();
  eshkol_reclaim(sp, 1);
  CHECK(deaths == 10 && moves == 1 && last_moved == sp[0]);
  CHECK(eshkol_lowest_moved_since(epoch) <= before);
  CHECK(eshkol_lowest_moved_since(eshkol_reclamation_epoch) == UINT64_MAX);
  CHECK(eshkol_lowest_moved_since(0) == 0);
}

/* --- Limits. --- */

static void keep_everything(void *argument) {
  Value *sp = argument;
  CALL(0, peak, 100000000);
}
static void one_large_object(void *argument) {
  (void)argument;
  make_vector(100 * MIB, NIL);
}
CASE(out_of_memory_is_an_error) {
  for (int i = 0; i < 3; i++) {
    const char *message = error_of(keep_everything, sp);
    CHECK(message && strstr(message, "out of memory"));
    CHECK(used_bytes() >= 30 * MIB);
    eshkol_reclaim(sp, 0);
    CHECK(used_bytes() < MIB);
    message = error_of(one_large_object, NULL);
    CHECK(message && strstr(message, "out of memory"));
    CALL(0, peak, 500000);
    eshkol_reclaim(sp, 0);
  }
}

static const struct { const char *name; void (*run)(Value *sp); size_t maximal_bytes; } cases[] = {
#define ROW(name) {#name, name, 0}
    ROW(server_loop_is_flat), ROW(queue_older_than_its_loop_is_flat), ROW(cycles_of_closures_are_reclaimed),
    ROW(garbage_of_a_deep_descent_is_reclaimed), ROW(without_full_reclamation_nothing_is_lost),
    ROW(memory_is_given_back_after_a_peak), ROW(deep_recursion_copies_little),
    ROW(lasting_data_is_traced_less_and_less_often), ROW(growing_list_copies_little),
    ROW(inner_loops_do_not_starve_outer_ones), ROW(log_of_one_object_stays_small),
    ROW(a_slot_that_has_left_the_log_comes_back), ROW(log_of_a_generation_stays_small),
    ROW(old_slots_keep_young_objects), ROW(roots_and_retained_values_stay), ROW(raw_values_in_c_survive_callbacks),
    ROW(environments_count_their_closures_exactly), ROW(weak_references_do_not_keep),
    ROW(registered_objects_hear_of_moves_and_death), {"out_of_memory_is_an_error", out_of_memory_is_an_error, 32 * MIB},
};

int main(int argc, char **argv) {
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    if (argc != 2) puts(cases[i].name);
    if (argc != 2 || strcmp(argv[1], cases[i].name) != 0) continue;
    Value *sp = start(cases[i].maximal_bytes);
    cases[i].run(sp);
    eshkol_verify(sp, 0);
    return 0;
  }
  return argc != 2 ? 0 : 2;
}

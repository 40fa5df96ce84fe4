/* What explicit arenas promise, one case each: arena_cases CASE. */
#include <sys/resource.h>

#include "errors.h"
#include "harness.h"

#define CASE(name) static void name(Value *sp __attribute__((unused)))
#define MIB ((size_t)1 << 20)

static Value make(size_t bytes, uint32_t site) {
  eshkol_here.site = site;
  return eshkol_make_arena(from_fixnum((int64_t)bytes), ABSENT, ABSENT);
}
static void destroy(Value arena, uint32_t site) {
  eshkol_here.site = site;
  eshkol_destroy_arena(arena);
}
static int64_t stat_of(Value arena, const char *name) {
  for (Value list = eshkol_arena_stats(arena); is_pair(list); list = cdr(list)) {
    if (strcmp((const char *)object_of(car(car(list)))->words, name) == 0) return to_fixnum(cdr(car(list)));
  }
  CHECK(!"a statistic of this name");
  return 0;
}
static bool record_is(Value stale, uint32_t made, uint32_t destroyed) {
  const struct ArenaRecord *record = eshkol_find_arena_record((const void *)address_of(stale));
  return record && record->made_site == made && record->destroyed_site == destroyed;
}
static void waste(void) {
  for (int i = 0; i < 300000; i++) cons(NIL, NIL);
}

/* --- Blocks. --- */

CASE(blocks_double_from_the_size_asked_for) {
  Value arena = make(1000, 1);
  CHECK(stat_of(arena, "blocks") == 1 && stat_of(arena, "capacity") == 1000 && stat_of(arena, "bytes-used") == 0);
  Value buffer = eshkol_arena_alloc(arena, from_fixnum(100));
  CHECK(header_of(buffer) == HEADER(TYPE_BYTEVECTOR, 4, 13));
  for (int i = 0; i < 13; i++) CHECK(object_of(buffer)->words[i] == 0);
  CHECK(stat_of(arena, "bytes-used") == 112 && stat_of(arena, "allocations") == 1);
  eshkol_arena_alloc(arena, from_fixnum(900));
  CHECK(stat_of(arena, "blocks") == 2 && stat_of(arena, "capacity") == 3000 && stat_of(arena, "wasted") == 888);
  eshkol_arena_alloc(arena, from_fixnum(100000));
  CHECK(stat_of(arena, "blocks") == 3 && stat_of(arena, "allocations") == 3);
  CHECK(stat_of(arena, "wasted") == 888 + 2000 - 912);
  Value large = eshkol_arena_alloc(arena, from_fixnum(50 * MIB));
  CHECK(bytes_of_header(header_of(large)) == 50 * MIB);
  destroy(arena, 2);
  CHECK(eshkol_is_stale(large) && eshkol_is_stale(buffer) && record_is(large, 1, 2));
}

CASE(sizes_are_rounded_up) {
  CHECK(stat_of(eshkol_make_arena(from_double(1536.5), ABSENT, ABSENT), "capacity") == 1544);
  CHECK(stat_of(eshkol_make_arena(from_fixnum(1), ABSENT, ABSENT), "capacity") == 8);
  Value none = eshkol_make_arena(from_fixnum(0), ABSENT, ABSENT);
  eshkol_arena_alloc(none, from_fixnum(0));
  CHECK(eshkol_arena_live_p(none) == TRUE);
}

/* --- Errors. --- */

typedef struct { Value arena, argument; Value (*primitive)(Value, Value); } Call;
static void perform(void *argument) {
  Call *call = argument;
  call->primitive(call->arena, call->argument);
}
static Value destroy_1(Value arena, Value unused) { return (void)unused, eshkol_destroy_arena(arena); }
static Value reset_1(Value arena, Value unused) { return (void)unused, eshkol_reset_arena(arena); }
static Value stats_1(Value arena, Value unused) { return (void)unused, eshkol_arena_stats(arena); }
static Value make_2(Value size, Value parent) { return eshkol_make_arena(size, parent, ABSENT); }
static bool fails(Value (*primitive)(Value, Value), Value a, Value b, const char *text) {
  Call call = {a, b, primitive};
  const char *message = error_of(perform, &call);
  if (!message || !strstr(message, text)) fprintf(stderr, "got: %s\nnot: %s\n", message ? message : "no error", text);
  return message && strstr(message, text);
}

CASE(misuse_is_an_error_with_both_places) {
  Value arena = make(64, 1), ambient = eshkol_current_arena();
  destroy(arena, 2);
  CHECK(fails(destroy_1, arena, NIL, "made at one.esk:1:1, destroyed at two.esk:2:2"));
  CHECK(fails(reset_1, arena, NIL, "made at one.esk:1:1, destroyed at two.esk:2:2"));
  CHECK(fails(eshkol_arena_alloc, arena, from_fixnum(1), "arena-alloc: the arena has been destroyed"));
  CHECK(fails(make_2, from_fixnum(1), arena, "make-arena: the arena has been destroyed"));
  CHECK(fails(stats_1, arena, NIL, "arena-stats: the arena has been destroyed"));
  CHECK(fails(destroy_1, ambient, NIL, "the ambient arena cannot be destroyed"));
  CHECK(fails(reset_1, ambient, NIL, "the ambient arena cannot be reset"));
  CHECK(fails(destroy_1, NIL, NIL, "expected an arena"));
  CHECK(fails(make_2, from_fixnum(-1), ABSENT, "expected a size"));
  CHECK(fails(make_2, from_double(-0.5), ABSENT, "expected a size"));
  CHECK(fails(make_2, NIL, ABSENT, "expected a size"));
  CHECK(fails(make_2, from_fixnum((int64_t)1 << 58), ABSENT, "a size that memory can hold"));
  CHECK(fails(make_2, from_double(1e300), ABSENT, "a size that memory can hold"));
  CHECK(fails(eshkol_arena_alloc, ambient, from_fixnum(-1), "expected a size"));
}

CASE(ambient_arena_is_an_arena) {
  Value ambient = eshkol_current_arena();
  CHECK(ambient == eshkol_current_arena() && eshkol_arena_p(ambient) == TRUE && eshkol_arena_live_p(ambient) == TRUE);
  CHECK(eshkol_arena_parent(ambient) == FALSE);
  CHECK(!eshkol_is_in_explicit_arena(eshkol_arena_alloc(ambient, from_fixnum(100))));
  CHECK(stat_of(ambient, "bytes-used") > 100);
  Value list = cons(TRUE, NIL), copy = eshkol_copy_to_arena(list, ambient);
  CHECK(copy != list && car(copy) == TRUE);
}

/* --- Families. --- */

CASE(children_are_destroyed_with_their_parent) {
  Value parent = make(64, 1), child = eshkol_make_arena(from_fixnum(64), parent, ABSENT);
  Value grandchild = eshkol_make_arena(from_fixnum(64), child, ABSENT), other = make(64, 1);
  Value inner = eshkol_copy_to_arena(cons(NIL, NIL), grandchild), outer = eshkol_copy_to_arena(cons(NIL, NIL), other);
  CHECK(eshkol_arena_parent(grandchild) == child && eshkol_arena_parent(parent) == FALSE);
  destroy(parent, 3);
  CHECK(eshkol_arena_live_p(child) == FALSE && eshkol_arena_live_p(grandchild) == FALSE);
  CHECK(eshkol_arena_live_p(other) == TRUE && !eshkol_is_stale(outer));
  CHECK(eshkol_is_stale(inner) && record_is(inner, 1, 3));
}

CASE(deep_families_are_no_problem) {
  sp[0] = make(8, 1);
  Value top = sp[0];
  for (int i = 0; i < 100000; i++) sp[0] = eshkol_make_arena(from_fixnum(8), sp[0], ABSENT);
  destroy(top, 2);
  CHECK(eshkol_arena_live_p(sp[0]) == FALSE);
}

CASE(reset_empties_an_arena) {
  Value arena = make(64, 1), child = eshkol_make_arena(from_fixnum(8), arena, ABSENT);
  Value old = eshkol_copy_to_arena(cons(TRUE, NIL), arena);
  eshkol_here.site = 2;
  eshkol_reset_arena(arena);
  CHECK(eshkol_is_stale(old) && record_is(old, 1, 2));
  CHECK(eshkol_arena_live_p(arena) == TRUE && eshkol_arena_live_p(child) == FALSE);
  Value new = eshkol_copy_to_arena(cons(FALSE, NIL), arena);
  CHECK(new != old && car(new) == FALSE && eshkol_is_stale(old));
  CHECK(stat_of(arena, "bytes-used") == 16 && stat_of(arena, "blocks") == 1);
}

/* --- Copying. --- */

CASE(copies_keep_sharing_and_cycles) {
  Value arena = make(64, 1), shared = cons(from_double(1e300), NIL), ring = cons(shared, NIL), vector = make_vector(3, ring);
  pair_of(ring)->cdr = vector;
  Value copy = eshkol_copy_to_arena(vector, arena);
  CHECK(eshkol_is_in_explicit_arena(copy));
  Value first = object_of(copy)->words[0];
  CHECK(first == object_of(copy)->words[2] && cdr(first) == copy && first != ring);
  CHECK(eshkol_is_in_explicit_arena(car(first)) && to_double(car(car(first))) == 1e300);
  CHECK(eshkol_copy_to_arena(first, arena) == first);
  Value out = eshkol_sys_arena_copy_out(cons(copy, first), arena);
  CHECK(!eshkol_is_in_explicit_arena(car(out)) && cdr(out) == object_of(car(out))->words[1]);
  CHECK(cdr(cdr(out)) == car(out));
}

CASE(long_lists_are_copied_without_recursion) {
  Value arena = make(64, 1), list = NIL;
  for (int i = 0; i < 300000; i++) list = cons(list, from_fixnum(i));
  Value copy = eshkol_copy_to_arena(list, arena);
  for (int i = 299999; i >= 0; i--, copy = car(copy)) CHECK(cdr(copy) == from_fixnum(i));
  CHECK(copy == NIL);
}

CASE(copying_out_keeps_the_identity_of_what_is_outside) {
  Value inner = make(64, 1), other = make(64, 1), session = eshkol_copy_to_arena(cons(TRUE, NIL), other);
  Value temporary = eshkol_copy_to_arena(cons(FALSE, NIL), inner), outside = cons(temporary, session);
  CHECK(eshkol_sys_arena_copy_out(outside, inner) == outside);
  CHECK(!eshkol_is_in_explicit_arena(car(outside)) && cdr(outside) == session);
  destroy(inner, 2);
  CHECK(car(car(outside)) == FALSE);
}

/* --- The barrier. --- */

CASE(arenas_keep_ambient_objects) {
  sp[0] = make(64, 1);
  sp[1] = eshkol_copy_to_arena(make_vector(100, NIL), sp[0]);
  for (int i = 0; i < 100; i++) eshkol_store(&object_of(sp[1])->words[i], cons(from_fixnum(i), NIL));
  for (int turn = 0; turn < 3; turn++) {
    waste();
    eshkol_reclaim(sp, 2);
    for (int i = 0; i < 100; i++) CHECK(car(object_of(sp[1])->words[i]) == from_fixnum(i));
    eshkol_verify(sp, 2);
  }
  destroy(sp[0], 2);
  size_t before = hp_address();
  waste();
  eshkol_reclaim(sp, 2);
  eshkol_verify(sp, 2);
  CHECK(hp_address() <= before);
}

/* --- Stale values. --- */

static void read_word(void *argument) {
  Value v = *(Value *)argument;
  if (pair_of(v)->car == DEAD) eshkol_raise_dead(v);
}
/* While the chunk is mapped the words are DEAD; afterwards the access faults. */
CASE(stale_values_are_found_for_ever) {
  Value first[64];
  for (uint32_t i = 0; i < 64; i++) {
    Value arena = make(1024, 1 + i % 3);
    first[i] = eshkol_copy_to_arena(cons(NIL, NIL), arena);
    destroy(arena, 1 + (i + 1) % 3);
  }
  for (int round = 0; round < 2; round++) {
    for (uint32_t i = 0; i < 64; i++) {
      CHECK(eshkol_is_stale(first[i]) && record_is(first[i], 1 + i % 3, 1 + (i + 1) % 3));
      const char *message = error_of(read_word, &first[i]);
      CHECK(message && strstr(message, "dead: made at"));
    }
    for (int i = 0; i < 5000; i++) {
      Value arena = make(8192, 1);
      eshkol_arena_alloc(arena, from_fixnum(8000));
      destroy(arena, 2);
    }
  }
}

CASE(weak_references_to_destroyed_arenas_are_empty) {
  Value arena = make(64, 1), weak = eshkol_make_weak_ref(eshkol_copy_to_arena(cons(TRUE, NIL), arena));
  CHECK(car(eshkol_weak_ref_value(weak)) == TRUE);
  destroy(arena, 2);
  CHECK(eshkol_weak_ref_value(weak) == FALSE);
}

/* --- Many. --- */

static Value many(Value *sp, long count, uint32_t sites) {
  for (long i = 0; i < count; i++) {
    Value arena = make(1024, 1 + (uint32_t)i % sites);
    eshkol_arena_alloc(arena, from_fixnum(100));
    destroy(arena, 1);
    SAFE_POINT(0);
  }
  return NIL;
}
CASE(many_short_lived_arenas_take_no_memory) {
  CALL(0, many, 700000, 1);
  SAFE_POINT(0);
  size_t before = resident_bytes();
  CALL(0, many, 1000000, 1);
  SAFE_POINT(0);
  CHECK(resident_bytes() < before + 4 * MIB);
}
CASE(many_arenas_of_different_places_take_little_memory) {
  CALL(0, many, 700000, 3);
  SAFE_POINT(0);
  size_t before = resident_bytes();
  CALL(0, many, 1000000, 3);
  SAFE_POINT(0);
  CHECK(resident_bytes() < before + 8 * MIB);
}

CASE(arenas_live_and_die_in_any_order) {
  static Value arenas[500], data[500];
  seed_random(7);
  eshkol_register_roots(arenas, 500);
  for (int i = 0; i < 500; i++) arenas[i] = FALSE;
  for (int turn = 0; turn < 50000; turn++) {
    unsigned i = random_below(500), size = random_below(random_below(100) == 0 ? 3000000 : 3000);
    if (arenas[i] != FALSE) {
      CHECK(pair_of(data[i])->car == from_fixnum((int64_t)i));
      destroy(arenas[i], 2);
      CHECK(eshkol_is_stale(data[i]));
    }
    arenas[i] = make(size, 1);
    data[i] = eshkol_copy_to_arena(cons(from_fixnum(i), NIL), arenas[i]);
    if (random_below(10) == 0) eshkol_arena_alloc(arenas[i], from_fixnum(random_below(5000)));
    SAFE_POINT(0);
  }
  CHECK(resident_bytes() < 200 * MIB);
}

/* --- Leaks. --- */

static Value abandon_some(Value *sp, long count) {
  for (long i = 0; i < count; i++) {
    Value arena = make(100000, 3);
    memset(object_of(eshkol_arena_alloc(arena, from_fixnum(90000)))->words, 1, 90000);
    SAFE_POINT(0);
  }
  return NIL;
}
CASE(abandoned_arenas_are_reported_and_destroyed) {
  sp[0] = eshkol_copy_to_arena(cons(TRUE, NIL), make(64, 3));
  sp[1] = NIL;
  CALL(2, abandon_some, 4000);
  waste();
  eshkol_reclaim(sp, 2);
  CHECK(eshkol_statistics.arenas_leaked >= 3900);
  size_t count;
  const struct ArenaLeak *leaks = eshkol_arena_leaks(&count);
  CHECK(count == 1 && leaks[0].made_site == 3 && leaks[0].count >= 3900);
  CHECK(resident_bytes() < 150 * MIB);
  CHECK(!eshkol_is_stale(sp[0]) && car(sp[0]) == TRUE);
}

/* --- Address space that runs out. --- */

/* Some thousand arenas of 1 MiB in an address space for fewer: destroyed ones are used again, except where something
 * still points. */
CASE(addresses_are_used_again_when_nothing_points_there) {
  Value *stale = sp;
  for (int i = 0; i < 20; i++) {
    Value arena = make(MIB, 2);
    stale[i] = eshkol_copy_to_arena(cons(from_fixnum(i), NIL), arena);
    destroy(arena, 3);
  }
  bool again = false;
  Address highest = 0;
  for (int i = 0; i < 6000; i++) {
    Value arena = make(MIB, 1), data = eshkol_copy_to_arena(cons(from_fixnum(i), NIL), arena);
    again |= address_of(data) < highest;
    if (address_of(data) > highest) highest = address_of(data);
    CHECK(car(data) == from_fixnum(i));
    destroy(arena, 1);
    CHECK(record_is(data, 1, 1));
    SAFE_POINT(20);
  }
  CHECK(again);
  for (int i = 0; i < 20; i++) CHECK(eshkol_is_stale(stale[i]) && record_is(stale[i], 2, 3));
}

static const struct { const char *name; void (*run)(Value *sp); } cases[] = {
#define ROW(name) {#name, name}
    ROW(blocks_double_from_the_size_asked_for), ROW(sizes_are_rounded_up), ROW(misuse_is_an_error_with_both_places),
    ROW(ambient_arena_is_an_arena), ROW(children_are_destroyed_with_their_parent), ROW(deep_families_are_no_problem),
    ROW(reset_empties_an_arena), ROW(copies_keep_sharing_and_cycles), ROW(long_lists_are_copied_without_recursion),
    ROW(copying_out_keeps_the_identity_of_what_is_outside), ROW(arenas_keep_ambient_objects),
    ROW(stale_values_are_found_for_ever), ROW(weak_references_to_destroyed_arenas_are_empty),
    ROW(many_short_lived_arenas_take_no_memory), ROW(many_arenas_of_different_places_take_little_memory),
    ROW(arenas_live_and_die_in_any_order), ROW(abandoned_arenas_are_reported_and_destroyed),
    ROW(addresses_are_used_again_when_nothing_points_there),
};

static void limit_address_space(size_t bytes) {
  struct rlimit limit = {bytes, bytes};
  CHECK(setrlimit(RLIMIT_AS, &limit) == 0);
}

int main(int argc, char **argv) {
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    if (argc != 2) puts(cases[i].name);
    if (argc != 2 || strcmp(argv[1], cases[i].name) != 0) continue;
    if (cases[i].run == addresses_are_used_again_when_nothing_points_there) limit_address_space((size_t)12 << 30);
    Value *sp = start(0);
    cases[i].run(sp);
    return 0;
  }
  return argc != 2 ? 0 : 2;
}

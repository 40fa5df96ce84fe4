/* How fast the memory manager is, on the loops of the design: speed [NAME]. Prints seconds for each. */
#include <time.h>

#include "harness.h"

/* Processor time: other programs on the machine disturb less. */
static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static Value short_lived(Value *sp, long n) {
  sp[0] = NIL;
  for (long i = 0; i < n; i++) {
    sp[0] = cons(from_fixnum(i), NIL);
    if (ESHKOL_MUST_RECLAIM(sp)) eshkol_reclaim(sp, 1);
  }
  return sp[0];
}

static Value build(Value *sp, long n) {
  Value list = NIL;
  for (long i = 0; i < n; i++) {
    list = cons(from_fixnum(i), list);
    if (ESHKOL_MUST_RECLAIM(sp)) { sp[0] = list; eshkol_reclaim(sp, 1); list = sp[0]; }
  }
  return list;
}
static Value lists(Value *sp, long times) {
  for (long i = 0; i < times; i++) {
    CALL(0, build, 1000000);
    if (ESHKOL_MUST_RECLAIM(sp)) eshkol_reclaim(sp, 0);
  }
  return NIL;
}

static Value recursive(Value *sp, long n) {
  if (n == 0) return NIL;
  Value rest = CALL(0, recursive, n - 1);
  if (ESHKOL_MUST_RECLAIM(sp)) { sp[0] = rest; eshkol_reclaim(sp, 1); rest = sp[0]; }
  return cons(from_fixnum(n), rest);
}
static Value recursions(Value *sp, long times) {
  for (long i = 0; i < times; i++) {
    CALL(0, recursive, 100000);
    if (ESHKOL_MUST_RECLAIM(sp)) eshkol_reclaim(sp, 0);
  }
  return NIL;
}

static Value tree(Value *sp, long depth) {
  if (depth == 0) return cons(NIL, NIL);
  sp[0] = CALL(0, tree, depth - 1);
  if (ESHKOL_MUST_RECLAIM(sp)) eshkol_reclaim(sp, 1);
  Value right = CALL(1, tree, depth - 1);
  if (ESHKOL_MUST_RECLAIM(sp)) { sp[1] = right; eshkol_reclaim(sp, 2); right = sp[1]; }
  return cons(sp[0], right);
}
static long count_leaves(Value v) { return car(v) == NIL ? 1 : count_leaves(car(v)) + count_leaves(cdr(v)); }
static Value trees(Value *sp, long times) {
  for (long i = 0; i < times; i++) {
    CHECK(count_leaves(CALL(0, tree, 20)) == 1 << 20);
    if (ESHKOL_MUST_RECLAIM(sp)) eshkol_reclaim(sp, 0);
  }
  return NIL;
}

static Value temporaries(Value *sp, long n) {
  Value list = NIL;
  for (long i = 0; i < n; i++) list = cons(from_fixnum(i), list);
  (void)sp;
  return list;
}
static Value ticks(Value *sp, long n) {
  sp[0] = make_vector(1000, NIL);
  Value *old = sp;
  (void)old;
  for (long i = 0; i < n; i++) {
    Value list = CALL(1, temporaries, 50);
    eshkol_store(&object_of(sp[0])->words[i % 1000], list);
    if (ESHKOL_MUST_RECLAIM(sp)) eshkol_reclaim(sp, 1);
  }
  return NIL;
}

static Value arenas(Value *sp, long n) {
  eshkol_here.site = 1;
  for (long i = 0; i < n; i++) {
    Value arena = eshkol_make_arena(from_fixnum(1024), ABSENT, ABSENT);
    eshkol_arena_alloc(arena, from_fixnum(100));
    eshkol_destroy_arena(arena);
    if (ESHKOL_MUST_RECLAIM(sp)) eshkol_reclaim(sp, 0);
  }
  return NIL;
}

static const struct { const char *name; Value (*run)(Value *sp, long n); long n; } loops[] = {
    {"200 million short-lived pairs", short_lived, 200000000}, {"list of a million, 50 times", lists, 50},
    {"recursive list of 100000, 50 times", recursions, 50},    {"tree of 2^20 leaves, 20 times", trees, 20},
    {"2 million ticks of 50 pairs", ticks, 2000000},           {"2 million arenas", arenas, 2000000},
};

int main(int argc, char **argv) {
  Value *sp = start(0);
  for (size_t i = 0; i < sizeof loops / sizeof loops[0]; i++) {
    if (argc > 1 && !strstr(loops[i].name, argv[1])) continue;
    double started = seconds();
    CALL(0, loops[i].run, loops[i].n);
    const struct Statistics *now = &eshkol_statistics;
    printf("%-36s %6.3f s, %6.3f s reclaiming, longest %6.2f ms, %llu full, copied %4llu MiB, peak %3llu MiB, resident %3zu MiB\n",
           loops[i].name, seconds() - started, (double)now->reclamation_time * 1e-9, (double)now->longest_scoped_pause * 1e-6,
           (unsigned long long)now->full_reclamations, (unsigned long long)now->bytes_copied >> 20,
           (unsigned long long)now->peak_bytes >> 20, resident_bytes() >> 20);
    uint64_t reclaimed = now->bytes_reclaimed;
    eshkol_statistics = (struct Statistics){.bytes_reclaimed = reclaimed};
    if (ESHKOL_MUST_RECLAIM(sp)) eshkol_reclaim(sp, 0);
  }
  return 0;
}

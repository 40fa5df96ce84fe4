/* What one allocation costs, by lifetime: `allocation PATTERN SIZE COUNT` reports the best of three rounds.
 *
 * The patterns are those of programs/allocation.scm. Freeing is part of the time, except in keep-all. */
#include "bench.h"

enum { BATCH_BYTES = 1 << 20, SLOT_BYTES = 1 << 24, ROUNDS = 3 };
enum { KEEP_ONE_OF = 100, FRAME_OBJECTS = 8, DEPTH = 16, HEADER = 16 };

/* Everything kept so far. Static, so that a collector sees it. */
static void **objects;

static void *table_allocate(size_t count) {
#if KIND == COLLECTED
  return checked(object_allocate(count * sizeof(void *)));
#else
  return checked(calloc(count, sizeof(void *)));
#endif
}

static size_t batch_of(size_t size) { return BATCH_BYTES / size < 16 ? 16 : BATCH_BYTES / size; }

#if KIND == REGIONS
static Region kept_region, batch_region;

static void *batch_allocate(size_t size) { return checked(region_allocate(batch_region, size)); }

static void batch_end(size_t count) {
  (void)count;
  batch_region = region_reset(batch_region);
}

static void *kept_allocate(size_t size) { return checked(region_allocate(kept_region, size)); }

/* What survives a region is copied out of it. */
static void *survivor(void *object, size_t size) { return memcpy(kept_allocate(size), object, size); }

/* The region of a batch is made as large as a batch will be. */
static void round_start(size_t batch_bytes) {
  kept_region = checked(region_create(BATCH_BYTES, NULL));
  batch_region = checked(region_create(batch_bytes, NULL));
}

static void round_end(size_t count) {
  (void)count;
  region_destroy(batch_region);
  region_destroy(kept_region);
}
#else
static void *batch_allocate(size_t size) { return checked(object_allocate_bytes(size)); }
static void *kept_allocate(size_t size) { return checked(object_allocate_bytes(size)); }
static void *survivor(void *object, size_t size) { return (void)size, object; }
static void round_start(size_t batch_bytes) { (void)batch_bytes; }

static void batch_end(size_t count) {
  for (size_t i = 0; i < count; i++) {
#if KIND == INDIVIDUAL
    object_free(objects[i]);
#endif
    objects[i] = NULL;
  }
}

static void round_end(size_t count) { batch_end(count); }
#endif

/* Batches of a MiB, each freed at once. */
static size_t drop_at_once(size_t size, size_t count) {
  size_t batch = batch_of(size), done = 0;
  for (; done < count; done += batch) {
    for (size_t i = 0; i < batch; i++) touch(objects[i] = batch_allocate(size), size);
    batch_end(batch);
  }
  return done;
}

static size_t keep_all(size_t size, size_t count) {
  for (size_t i = 0; i < count; i++) touch(objects[i] = kept_allocate(size), size);
  return count;
}

/* Of each hundred objects the last is kept: in regions it is copied, otherwise the others are freed. */
static size_t keep_some(size_t size, size_t count) {
  size_t kept = 0, done = 0;
  for (; done < count; done += KEEP_ONE_OF) {
    void **hundred = objects + kept;
    for (size_t i = 0; i < KEEP_ONE_OF; i++) touch(hundred[i] = batch_allocate(size), size);
    void *last = survivor(hundred[KEEP_ONE_OF - 1], size);
#if KIND == INDIVIDUAL
    for (size_t i = 0; i + 1 < KEEP_ONE_OF; i++) object_free(hundred[i]);
#elif KIND == REGIONS
    batch_end(KEEP_ONE_OF);
#endif
    for (size_t i = 0; i < KEEP_ONE_OF; i++) hundred[i] = NULL;
    objects[kept++] = last;
  }
  return done;
}

#if KIND == REGIONS
/* One activation: eight objects in a region of its own within its caller's, sixteen activations deep. */
static void frame(size_t size, int depth, Region around) {
  Region own = checked(region_create(size * FRAME_OBJECTS, around));
  for (int i = 0; i < FRAME_OBJECTS; i++) touch(checked(region_allocate(own, size)), size);
  if (depth > 1) frame(size, depth - 1, own);
  region_destroy(own);
}
#else
/* One activation: eight objects that are freed before it returns, sixteen activations deep. */
static void frame(size_t size, int depth) {
  void *own[FRAME_OBJECTS];
  for (int i = 0; i < FRAME_OBJECTS; i++) touch(own[i] = checked(object_allocate_bytes(size)), size);
  if (depth > 1) frame(size, depth - 1);
  for (int i = FRAME_OBJECTS; i-- > 0;) {
    touch(own[i], size);
#if KIND == INDIVIDUAL
    object_free(own[i]);
#endif
  }
}
#endif

static size_t last_in_first_out(size_t size, size_t count) {
  size_t done = 0;
  for (; done < count; done += DEPTH * FRAME_OBJECTS) {
#if KIND == REGIONS
    frame(size, DEPTH, batch_region);
#else
    frame(size, DEPTH);
#endif
  }
  return done;
}

/* A table of 16 MiB of objects; each new one takes the place of a random one. */
static size_t random_lifetime(size_t size, size_t count) {
#if KIND == REGIONS
  (void)size;
#else
  size_t slots = SLOT_BYTES / size, seed = 42;
  for (size_t i = 0; i < count; i++) {
    seed = (seed * 1103515245 + 12345) % 4294967296;
    size_t slot = seed / 65536 % slots;
#if KIND == INDIVIDUAL
    object_free(objects[slot]);
#endif
    touch(objects[slot] = checked(object_allocate_bytes(size)), size);
  }
#endif
  return count;
}

/* `run` allocates at least `count` objects and returns how many they were. */
typedef struct Pattern {
  const char *name;
  size_t (*run)(size_t size, size_t count);
} Pattern;

static const Pattern patterns[] = {
  {"drop-at-once", drop_at_once},           {"keep-all", keep_all},
  {"keep-1-of-100", keep_some},             {"last-in-first-out", last_in_first_out},
  {"random-lifetime", random_lifetime},     {NULL, NULL},
};

static const Pattern *pattern_named(const char *name) {
  for (const Pattern *p = patterns; p->name; p++)
    if (strcmp(p->name, name) == 0) return p;
  fail("unknown pattern");
  return NULL;
}

/* How many places `objects` must have: those of a batch, of a table or of all. */
static size_t places_for(size_t size, size_t count) {
  size_t slots = SLOT_BYTES / size + batch_of(size) + KEEP_ONE_OF;
  return count + KEEP_ONE_OF > slots ? count + KEEP_ONE_OF : slots;
}

int main(int argument_count, char **arguments) {
  size_t size = (size_t)number_argument(argument_count, arguments, 2);
  size_t count = (size_t)number_argument(argument_count, arguments, 3);
  const Pattern *pattern = pattern_named(arguments[1]);
  if (size < 16 || count == 0) fail("SIZE must be at least 16, COUNT at least 1");
  if (KIND == REGIONS && pattern->run == random_lifetime) {
    puts("impossible: objects of a region are freed only together");
    return 0;
  }
  allocator_start();
  size_t places = places_for(size, count);
  objects = table_allocate(places);
  long long best = -1;
  size_t done = 0;
  for (int i = 0; i < ROUNDS; i++) {
    round_start(pattern->run == keep_some ? KEEP_ONE_OF * (size + HEADER) : BATCH_BYTES);
    long long start = processor_nanoseconds();
    done = pattern->run(size, count);
    long long spent = processor_nanoseconds() - start;
    if (best < 0 || spent < best) best = spent;
    round_end(places);
  }
  report("processor-nanoseconds", best);
  report("objects", (long long)done);
  return 0;
}

/* Small arenas: one is made, 100 bytes are allocated in it, it is destroyed. `small_arenas COUNT`.
 *
 * Without regions: 100 bytes are allocated and freed (or forgotten), for comparison. */
#include "bench.h"

enum { BYTES = 100, ROUNDS = 3 };

static void use_one(void) {
#if KIND == REGIONS
  Region region = checked(region_create(1024, NULL));
  touch(checked(region_allocate(region, BYTES)), BYTES);
  region_destroy(region);
#else
  void *object = checked(object_allocate_bytes(BYTES));
  touch(object, BYTES);
#if KIND == INDIVIDUAL
  object_free(object);
#endif
#endif
}

int main(int argument_count, char **arguments) {
  long count = number_argument(argument_count, arguments, 1);
  allocator_start();
  long long best = -1;
  for (int i = 0; i < ROUNDS; i++) {
    long long start = processor_nanoseconds();
    for (long done = 0; done < count; done++) use_one();
    long long spent = processor_nanoseconds() - start;
    if (best < 0 || spent < best) best = spent;
  }
  report("processor-nanoseconds", best);
  return 0;
}

/* Heaps of mimalloc: all objects of a heap are freed at once. Resetting one is destroying it and making another. */
#include <mimalloc.h>

#define KIND REGIONS

typedef mi_heap_t *Region;

static inline void allocator_start(void) {}

static inline Region region_create(size_t size, Region parent) {
  (void)size;
  (void)parent;
  return mi_heap_new();
}

static inline void *region_allocate(Region region, size_t size) { return mi_heap_malloc(region, size); }
static inline void region_destroy(Region region) { mi_heap_destroy(region); }

static inline Region region_reset(Region region) {
  mi_heap_destroy(region);
  return mi_heap_new();
}

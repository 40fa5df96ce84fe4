/* Arenas of Eshkol's C library. */
#include <eshkol.h>

#define KIND REGIONS

typedef Arena *Region;

static inline void allocator_start(void) {}

static inline Region region_create(size_t size, Region parent) {
  return parent ? arena_create_child(parent, size) : arena_create(size);
}

static inline void *region_allocate(Region region, size_t size) { return arena_alloc(region, size); }
static inline void region_destroy(Region region) { arena_destroy(region); }

static inline Region region_reset(Region region) {
  arena_reset(region);
  return region;
}

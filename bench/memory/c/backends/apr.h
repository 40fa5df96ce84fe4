/* Pools of the Apache Portable Runtime. */
#include <apr_general.h>
#include <apr_pools.h>

#define KIND REGIONS

typedef apr_pool_t *Region;

static inline void allocator_start(void) { apr_initialize(); }

static inline Region region_create(size_t size, Region parent) {
  (void)size;
  Region region = NULL;
  return apr_pool_create(&region, parent) == APR_SUCCESS ? region : NULL;
}

static inline void *region_allocate(Region region, size_t size) { return apr_palloc(region, size); }
static inline void region_destroy(Region region) { apr_pool_destroy(region); }

static inline Region region_reset(Region region) {
  apr_pool_clear(region);
  return region;
}

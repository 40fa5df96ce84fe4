/* The conservative garbage collector of Boehm, Demers and Weiser. */
#include <gc.h>

#define KIND COLLECTED

static inline void allocator_start(void) { GC_INIT(); }
static inline void *object_allocate(size_t size) { return GC_MALLOC(size); }
static inline void *object_allocate_bytes(size_t size) { return GC_MALLOC_ATOMIC(size); }

/* malloc and free, of whichever library the program is linked with. */
#define KIND INDIVIDUAL

static inline void allocator_start(void) {}
static inline void *object_allocate(size_t size) { return malloc(size); }
static inline void *object_allocate_bytes(size_t size) { return malloc(size); }
static inline void object_free(void *object) { free(object); }

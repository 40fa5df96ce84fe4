/* Objects of the C API: what stands before closures, environments and cleanups, so that any address can be asked what it is. */
#include <string.h>
#include <sys/auxv.h>

#include "c_internal.h"

/* Objects in memory of their own share pools. A pool is an arena that is destroyed when its last object has been freed. */
typedef struct Pool { Arena *arena; size_t objects; } Pool;
#define POOL_BYTES ((size_t)4000)

static Pool *current_pool;

/* Data cannot contain a tag by chance: it depends on where it is and on a number that only this process knows. */
static uint64_t secret(void) {
  static uint64_t word;
  if (word == 0) {
    const void *random = (const void *)getauxval(AT_RANDOM);
    if (random) memcpy(&word, random, sizeof word);
    word = (word ^ (uintptr_t)&word) | (uint64_t)1 << 63;
  }
  return word;
}

static uint64_t tag_of(const void *memory, enum ObjectKind kind) { return (secret() ^ (uintptr_t)memory) + kind; }

void eshkol_c_set_kind(void *memory, enum ObjectKind kind) { object_before(memory)->tag = tag_of(memory, kind); }

/* Looks at bytes that may belong to something else. */
__attribute__((no_sanitize_address)) enum ObjectKind eshkol_c_kind(const void *memory) {
  if ((uintptr_t)memory % 16 != 0) return OBJECT_NONE;
  if (!eshkol_c_is_live(memory) || !eshkol_c_is_live(object_before(memory))) return OBJECT_NONE;
  uint64_t kind = object_before(memory)->tag - tag_of(memory, OBJECT_NONE);
  return kind <= OBJECT_ENDED ? (enum ObjectKind)kind : OBJECT_NONE;
}

bool eshkol_c_is_environment(const void *memory) {
  enum ObjectKind kind = eshkol_c_kind(memory);
  return kind == OBJECT_ENVIRONMENT || kind == OBJECT_CANDIDATE_ENVIRONMENT;
}

void *eshkol_c_make_object(Arena *arena, enum ObjectKind kind, size_t size, const char *function, Place place) {
  Object *object = eshkol_c_allocate(arena, sizeof *object + size, function, place);
  if (!object) return NULL;
  void *memory = memory_of(object);
  eshkol_c_set_kind(memory, kind);
  object->older = NULL;
  if (kind == OBJECT_ENVIRONMENT || kind == OBJECT_CLEANUP) {
    object->older = arena->objects;
    arena->objects = object;
  }
  return memory;
}

void eshkol_c_end_objects(Object *newest) {
  for (Object *object = newest; object; object = object->older) {
    void *memory = memory_of(object);
    enum ObjectKind kind = eshkol_c_kind(memory);
    if (kind == OBJECT_ENVIRONMENT) eshkol_c_end_environment_with_arena(memory);
    if (kind == OBJECT_CLEANUP) {
      struct Cleanup *cleanup = memory;
      eshkol_c_set_kind(memory, OBJECT_ENDED);
      cleanup->function(cleanup->data);
    }
  }
}

/* --- Objects in memory of their own. --- */

static const Place nobody = {NULL, 0, NULL};

/* A pool with room for `size` bytes. */
static Pool *pool_for(size_t size) {
  if (current_pool && (size_t)(current_pool->arena->end - current_pool->arena->cursor) >= size) return current_pool;
  Arena *arena = eshkol_c_make_pool(size + sizeof(Pool) < POOL_BYTES ? POOL_BYTES : size + sizeof(Pool));
  Pool *pool = arena ? eshkol_c_allocate(arena, sizeof *pool, "pool", nobody) : NULL;
  if (!pool) return NULL;
  *pool = (Pool){arena, 0};
  if (size + sizeof(Pool) >= POOL_BYTES) return pool;
  Pool *full = current_pool;
  current_pool = pool;
  if (full && full->objects == 0) eshkol_c_destroy_pool(full->arena);
  return pool;
}

void *eshkol_c_make_free_object(enum ObjectKind kind, size_t size) {
  size_t bytes = (sizeof(Object) + size + 15) & ~(size_t)15;
  eshkol_c_lock_objects();
  Pool *pool = pool_for(bytes);
  Object *object = pool ? eshkol_c_allocate(pool->arena, bytes, "pool", nobody) : NULL;
  if (object) {
    pool->objects++;
    object->pool = pool;
    eshkol_c_set_kind(memory_of(object), kind);
  }
  eshkol_c_unlock_objects();
  return object ? memory_of(object) : NULL;
}

void eshkol_c_free_object(void *memory) {
  eshkol_c_set_kind(memory, OBJECT_ENDED);
  eshkol_c_lock_objects();
  Pool *pool = object_before(memory)->pool;
  if (--pool->objects == 0 && pool != current_pool) eshkol_c_destroy_pool(pool->arena);
  eshkol_c_unlock_objects();
}

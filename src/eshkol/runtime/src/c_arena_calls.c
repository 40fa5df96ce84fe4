/* The arena functions of the C API as programs call them, with and without the macros that tell the place. */
#include <string.h>

#include "c_internal.h"

static Place at(const char *file, int line) { return (Place){file, line, NULL}; }

/* Memory for a closure or an environment is marked, so that it is found to be one when the program has laid it out. */
static void *allocate(Arena *arena, size_t size, const char *function, Place place) {
  if (size == sizeof(EshkolClosure)) {
    return eshkol_c_make_object(arena, OBJECT_CANDIDATE_CLOSURE, size, function, place);
  }
  if (size == sizeof(EshkolEnvironment)) {
    return eshkol_c_make_object(arena, OBJECT_CANDIDATE_ENVIRONMENT, size, function, place);
  }
  return eshkol_c_allocate(arena, size, function, place);
}

Arena *eshkol_arena_create_at(Arena *parent, size_t size, const char *file, int line) {
  return eshkol_c_make_arena(parent, size, "arena_create", at(file, line));
}

void *eshkol_arena_alloc_at(Arena *arena, size_t size, const char *file, int line) {
  return allocate(arena, size, "arena_alloc", at(file, line));
}

void eshkol_arena_reset_at(Arena *arena, const char *file, int line) {
  eshkol_c_reset_arena(arena, "arena_reset", at(file, line));
}

void eshkol_arena_destroy_at(Arena *arena, const char *file, int line) {
  eshkol_c_destroy_arena(arena, "arena_destroy", at(file, line));
}

Arena *arena_create(size_t size) { return eshkol_c_make_arena(NULL, size, "arena_create", CALLER); }
Arena *create_arena(size_t size) { return eshkol_c_make_arena(NULL, size, "create_arena", CALLER); }
Arena *arena_create_child(Arena *parent, size_t size) {
  return eshkol_c_make_arena(parent, size, "arena_create_child", CALLER);
}
void *arena_alloc(Arena *arena, size_t size) { return allocate(arena, size, "arena_alloc", CALLER); }
void arena_reset(Arena *arena) { eshkol_c_reset_arena(arena, "arena_reset", CALLER); }
void arena_destroy(Arena *arena) { eshkol_c_destroy_arena(arena, "arena_destroy", CALLER); }
void destroy_arena(Arena *arena) { eshkol_c_destroy_arena(arena, "destroy_arena", CALLER); }

void *arena_alloc_aligned(Arena *arena, size_t size, size_t alignment) {
  return eshkol_c_allocate_aligned(arena, size, alignment, "arena_alloc_aligned", CALLER);
}

void *arena_alloc_zeroed(Arena *arena, size_t count, size_t size) {
  size_t bytes;
  eshkol_c_check_arena(arena, "arena_alloc_zeroed", CALLER);
  if (__builtin_mul_overflow(count, size, &bytes)) return eshkol_c_out_of_memory();
  return allocate(arena, bytes, "arena_alloc_zeroed", CALLER);
}

void *arena_copy(Arena *arena, const void *bytes, size_t size) {
  void *copy = eshkol_c_allocate(arena, size, "arena_copy", CALLER);
  if (copy && size > 0) memcpy(copy, bytes, size);
  return copy;
}

char *arena_copy_string(Arena *arena, const char *string) {
  size_t size = strlen(string) + 1;
  char *copy = eshkol_c_allocate(arena, size, "arena_copy_string", CALLER);
  return copy ? memcpy(copy, string, size) : NULL;
}

/* --- Cleanups. --- */

bool arena_add_cleanup(Arena *arena, void (*function)(void *data), void *data) {
  struct Cleanup *cleanup =
    eshkol_c_make_object(arena, OBJECT_CLEANUP, sizeof *cleanup, "arena_add_cleanup", CALLER);
  if (!cleanup) return false;
  *cleanup = (struct Cleanup){function, data, NULL};
  return true;
}

void incorrect_usage() {
  Arena* arena = create_arena(1024);
  char* data = arena_alloc(arena, 100);
  destroy_arena(arena);
  printf("%s", data);  // WRONG: data is invalid after arena destruction
}

void correct_usage() {
  Arena* arena = create_arena(1024);
  char* data = arena_alloc(arena, 100);
  // Copy data if needed beyond arena lifetime
  char* persistent_data = strdup(data);
  destroy_arena(arena);
  printf("%s", persistent_data);
  free(persistent_data);
}

void process_data() {
  Arena* arena = create_arena(1024);
  // ... process data ...
  destroy_arena(arena);  // Don't forget this!
}

// Create an arena with initial block size of 1024 bytes
Arena* arena = create_arena(1024);

// Allocate memory from the arena
char* buffer = (char*)arena_alloc(arena, 100);
strcpy(buffer, "Hello, Eshkol!");

// Use the memory...

// Destroy the arena when done (frees all allocated memory at once)
destroy_arena(arena);

void* global_closure = NULL;

// Static constructor runs before main
static void __attribute__((constructor)) initialize_globals() {
    arena = arena_create(1024 * 1024);
    env = eshkol_environment_create(NULL, 10, 0);
    global_closure = create_my_closure();
}

// Static destructor runs after main
static void __attribute__((destructor)) cleanup_globals() {
    // Release global resources
    arena_destroy(arena);
}

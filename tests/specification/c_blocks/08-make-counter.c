void* make_counter(int initial_value) {
    // Create environment
    EshkolEnvironment* env = eshkol_environment_create(arena, 1, NULL);
    
    // Capture variable
    int* count = arena_alloc(arena, sizeof(int));
    *count = initial_value;
    env->variables[0] = count;
    
    // Create and return closure
    return eshkol_closure_create(counter_lambda, env, NULL, NULL, 0);
}

void* counter_lambda(EshkolEnvironment* env, void** args) {
    // Access captured variable
    int* count = (int*)env->variables[0];
    
    // Update count
    *count = *count + 1;
    
    // Return new count
    return (void*)(intptr_t)*count;
}

// Create a closure
EshkolClosure* create_closure(Arena* arena, void* (*fn)(EshkolEnvironment*, void**), EshkolEnvironment* env) {
    EshkolClosure* closure = (EshkolClosure*)arena_alloc(arena, sizeof(EshkolClosure));
    closure->fn = fn;
    closure->env = env;
    return closure;
}

// Create an environment
EshkolEnvironment* create_environment(Arena* arena, EshkolEnvironment* parent, size_t var_count) {
    EshkolEnvironment* env = (EshkolEnvironment*)arena_alloc(arena, sizeof(EshkolEnvironment));
    env->variables = (void**)arena_alloc(arena, sizeof(void*) * var_count);
    env->count = var_count;
    env->parent = parent;
    env->ref_count = 1;  // Initialize reference count
    return env;
}

// Function that creates a closure
void* identity_maker() {
    // Create environment
    EshkolEnvironment* env = eshkol_environment_create(NULL, 0, 2);
    
    // Create and return closure
    return eshkol_closure_create(identity_lambda, env, NULL, NULL, 1);
}

// Lambda function implementation
void* identity_lambda(EshkolEnvironment* env, void** args) {
    void* x = args[0];
    return x;
}

// Global variable declaration
void* identity = NULL;

int main() {
    // Initialize arena
    arena = arena_create(1024 * 1024);
    
    // Initialize environment
    env = eshkol_environment_create(NULL, 10, 0);
    
    // Initialize global variable
    identity = identity_maker();
    
    // Use global closure
    printf("identity(42): %d\n", (int)call_closure(identity, (void*)42));
    
    // Cleanup
    arena_destroy(arena);
    
    return 0;
}

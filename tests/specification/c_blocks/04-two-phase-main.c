int main() {
    // Initialize arena
    arena = arena_create(1024 * 1024);
    
    // Initialize environment
    env = eshkol_environment_create(NULL, 10, 0);
    
    // Initialize global variables
    global_closure = create_my_closure();
    global_data = create_my_data();
    
    // Rest of program...
    
    return 0;
}

// Declaration (compiler generated)
void* global_closure = NULL;

int main() {
  // Initialize environment and arena
  arena = arena_create(1024 * 1024);
  env = eshkol_environment_create(NULL, 10, 0);
  
  // Initialize global closure
  global_closure = create_closure_function();
  
  // Safe usage with validation
  result = call_closure(global_closure, arg);
}

// Global variable declarations with NULL initialization
void* global_closure = NULL;
int* global_data = NULL;

// Safe function for using global closures
void* call_closure(void* closure, void* arg) {
    if (closure == NULL) {
        fprintf(stderr, "Error: NULL closure in call\n");
        return NULL;
    }
    
    if (eshkol_is_closure(closure)) {
        return eshkol_closure_call((EshkolClosure*)closure, (void*[]){arg});
    } else {
        return ((void* (*)(void*))closure)(arg);
    }
}

// Example usage
void* result = call_closure(global_closure, some_argument);

// Helper function for safe closure calls
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

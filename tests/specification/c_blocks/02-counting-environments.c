// Retain (increment reference count)
void environment_retain(EshkolEnvironment* env) {
    if (env) {
        env->ref_count++;
        if (env->parent) {
            environment_retain(env->parent);  // Also retain parent
        }
    }
}

// Release (decrement reference count)
void environment_release(EshkolEnvironment* env) {
    if (env && --env->ref_count == 0) {
        if (env->parent) {
            environment_release(env->parent);  // Also release parent
        }
        // Environment memory is not freed here because it's in an arena
        // Just cleanup any resources held by captured variables if needed
    }
}

/* The two locks of the C API's runtime, and what a fork does to them. */
#include <pthread.h>

#include "c_internal.h"

static pthread_mutex_t objects = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t space = PTHREAD_MUTEX_INITIALIZER;

void eshkol_c_lock_objects(void) { pthread_mutex_lock(&objects); }
void eshkol_c_unlock_objects(void) { pthread_mutex_unlock(&objects); }
void eshkol_c_lock(void) { pthread_mutex_lock(&space); }
bool eshkol_c_try_lock(void) { return pthread_mutex_trylock(&space) == 0; }
void eshkol_c_unlock(void) { pthread_mutex_unlock(&space); }

static void lock_both(void) {
  eshkol_c_lock_objects();
  eshkol_c_lock();
}

static void unlock_both(void) {
  eshkol_c_unlock();
  eshkol_c_unlock_objects();
}

bool eshkol_c_keep_locks_over_fork(void) { return pthread_atfork(lock_both, unlock_both, unlock_both) == 0; }

/* Every call of the system and every allocation of the library fails, one at a time and from each on; nothing may crash.
 *
 * Linked with a library that is built for fault injection (runtime/src/faults.h). Its calls ask the functions below. */
#define _GNU_SOURCE
#include "cases.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct FaultSite;

/* Shared with the child processes: how many calls there have been, and from which to which they fail. */
static struct { size_t calls, first, last; } *plan;

bool eshkol_call_fails(struct FaultSite *site);
bool eshkol_call_fails(struct FaultSite *site) {
  (void)site;
  size_t call = ++plan->calls;
  if (call < plan->first || call > plan->last) return false;
  errno = ENOMEM;
  return true;
}

void *eshkol_faulty_allocate(struct FaultSite *site, void *old, size_t count, size_t bytes);
void *eshkol_faulty_allocate(struct FaultSite *site, void *old, size_t count, size_t bytes) {
  (void)old;
  return eshkol_call_fails(site) ? NULL : calloc(count, bytes);
}

char *eshkol_faulty_strdup(struct FaultSite *site, const char *text);
char *eshkol_faulty_strdup(struct FaultSite *site, const char *text) {
  return eshkol_call_fails(site) ? NULL : strdup(text);
}

FILE *eshkol_faulty_fopen(struct FaultSite *site, const char *path, const char *mode);
FILE *eshkol_faulty_fopen(struct FaultSite *site, const char *path, const char *mode) {
  return eshkol_call_fails(site) ? NULL : fopen(path, mode);
}

/* What is written is not what is tested here. */
ssize_t eshkol_faulty_write(struct FaultSite *site, int descriptor, const void *buffer, size_t count);
ssize_t eshkol_faulty_write(struct FaultSite *site, int descriptor, const void *buffer, size_t count) {
  (void)site;
  return write(descriptor, buffer, count);
}

void eshkol_counted_free(void *memory);
void eshkol_counted_free(void *memory) { free(memory); }

char *eshkol_watched_getenv(const char *name);
char *eshkol_watched_getenv(const char *name) { return getenv(name); }

__attribute__((noreturn)) void eshkol_reporting_exit(int status);
void eshkol_reporting_exit(int status) { _exit(status); }

/* --- The work: everything that allocates. What is not there is done without. --- */

static int ended, expected;
static void note_end(void *data) { ended += (int)(intptr_t)data; }

static void *answer(EshkolEnvironment *env, void **arguments) {
  (void)env;
  (void)arguments;
  return (void *)42;
}

static void *or_no_memory(void *memory) {
  if (!memory) CHECK(errno == ENOMEM);
  errno = 0;
  return memory;
}

static void use(Arena *arena) {
  size_t sizes[] = {10, 5000, 600000, 3000000};
  for (size_t i = 0; i < 4; i++) {
    char *memory = (char *)or_no_memory(arena_alloc(arena, sizes[i]));
    if (memory) memset(memory, 1, sizes[i]);
  }
  if (arena_add_cleanup(arena, note_end, (void *)1)) expected += 1;
  EshkolEnvironment *env = (EshkolEnvironment *)or_no_memory(create_environment(arena, NULL, 2));
  if (env && eshkol_environment_add_cleanup(env, note_end, (void *)2)) expected += 2;
  EshkolClosure *closure = (EshkolClosure *)or_no_memory(create_closure(arena, answer, env));
  if (closure) CHECK(call_closure(closure, NULL) == (void *)42);
  EshkolClosure *laid_out = (EshkolClosure *)or_no_memory(arena_alloc(arena, sizeof(EshkolClosure)));
  if (!laid_out) return;
  laid_out->fn = answer;
  CHECK(eshkol_is_closure(laid_out));
}

static void work(void) {
  for (int round = 0; round < 3; round++) {
    Arena *arena = (Arena *)or_no_memory(arena_create(1000));
    Arena *child = arena ? (Arena *)or_no_memory(arena_create_child(arena, 3 << 20)) : NULL;
    if (child) use(child);
    if (arena) use(arena);
    if (arena) arena_reset(arena);
    if (arena) use(arena);
    CHECK(!arena_is_live(child));
    arena_destroy(arena);
    CHECK(ended == expected && !arena_is_live(arena));
    EshkolEnvironment *env = (EshkolEnvironment *)or_no_memory(eshkol_environment_create(NULL, 1000, 0));
    EshkolClosure *closure = (EshkolClosure *)or_no_memory(eshkol_closure_create(answer, env, NULL, NULL, 0));
    if (closure) CHECK(call_closure(closure, NULL) == (void *)42);
    if (closure) eshkol_closure_release(closure);
    else environment_release(env);
  }
  for (int i = 0; i < 25; i++) {
    Arena *arena = (Arena *)or_no_memory(arena_create(400 << 10));
    if (arena && i % 12 != 0) arena_destroy(arena);
  }
}

/* How many calls the work makes when those from `first` to `last` fail. */
static size_t calls_with(size_t first, size_t last) {
  plan->calls = 0;
  plan->first = first;
  plan->last = last;
  pid_t child = fork();
  if (child == 0) {
    work();
    exit(0);
  }
  int status;
  CHECK(child > 0 && waitpid(child, &status, 0) == child);
  if (status != 0) fprintf(stderr, "calls %zu to %zu failed: status %d\n", first, last, status);
  CHECK(status == 0);
  return plan->calls;
}

static void every_call_fails_once(void) {
  plan = mmap(NULL, sizeof *plan, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  CHECK(plan != MAP_FAILED);
  size_t calls = calls_with(SIZE_MAX, SIZE_MAX);
  CHECK(calls > 100);
  for (size_t call = 1; call <= calls; call++) {
    calls_with(call, call);
    calls_with(call, SIZE_MAX);
  }
}

CASES(CASE(every_call_fails_once))

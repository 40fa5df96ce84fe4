/* A host that loads two libraries again and again: nothing of them remains in the process. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <eshkol.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void require(int condition, const char *what) {
  if (condition) return;
  const char *message = dlerror();
  printf("not so: %s (%s)\n", what, message ? message : "");
  exit(1);
}

/* Pages of address space and of memory. */
struct Pages { long reserved, resident; };

static struct Pages count_pages(void) {
  struct Pages pages = {0, 0};
  FILE *file = fopen("/proc/self/statm", "r");
  require(file && fscanf(file, "%ld %ld", &pages.reserved, &pages.resident) == 2, "statm can be read");
  fclose(file);
  return pages;
}

struct Functions {
  void *library;
  eshkol_status (*call_global)(const char *, size_t, const eshkol_value *, eshkol_value *);
  eshkol_status (*from_utf8)(const char *, size_t, eshkol_value *);
  eshkol_status (*to_utf8)(eshkol_value, char *, size_t, size_t *);
};

static struct Functions load(const char *path) {
  struct Functions f = {.library = dlopen(path, RTLD_NOW | RTLD_GLOBAL)};
  require(f.library != NULL, "the library can be loaded");
  *(void **)&f.call_global = dlsym(f.library, "eshkol_call_global");
  *(void **)&f.from_utf8 = dlsym(f.library, "eshkol_from_utf8");
  *(void **)&f.to_utf8 = dlsym(f.library, "eshkol_to_utf8");
  require(f.call_global && f.from_utf8 && f.to_utf8, "the library has its functions");
  return f;
}

static void use(const struct Functions *f, const char *text) {
  eshkol_value value, list;
  char buffer[100];
  require(f->from_utf8(text, strlen(text), &value) == ESHKOL_OK, "a string is made");
  require(f->call_global("twice", 1, &value, &list) == ESHKOL_OK, "a procedure is called");
  require(f->to_utf8(list, buffer, sizeof buffer, NULL) == ESHKOL_OK, "a string is read");
  require(strncmp(buffer, text, strlen(text)) == 0 && strlen(buffer) == 2 * strlen(text), "the string is right");
}

int main(int argument_count, char **arguments) {
  int rounds = argument_count > 3 ? atoi(arguments[3]) : 1000;
  struct Pages before = {0, 0};
  for (int round = 0; round < rounds; round++) {
    struct Functions one = load(arguments[1]), two = load(arguments[2]);
    use(&one, "erste");
    use(&two, "zweite λ");
    use(&one, "dritte");
    dlclose(two.library);
    dlclose(one.library);
    if (round == rounds / 2) before = count_pages();
  }
  require(dlopen(arguments[1], RTLD_NOW | RTLD_NOLOAD) == NULL, "the library is gone");
  struct Pages after = count_pages();
  require(after.reserved <= before.reserved + 50, "no mapping remains");
  require(after.resident <= before.resident + 50, "no memory remains");
  struct sigaction action;
  stack_t stack;
  sigaction(SIGSEGV, NULL, &action);
  sigaltstack(NULL, &stack);
  require(action.sa_handler == SIG_DFL && stack.ss_flags & SS_DISABLE, "no handler remains");
  puts("good");
  return 0;
}

/* A host that loads a library, does work of every kind with it and unloads it, while calls of the system and allocations fail.
 *
 * Arguments: the library, a folder for files; a third one: a fault that is none of Eshkol's. Each work is repeated until nothing fails any more, and must then give what is
 * expected. A line for each: its name and how often something failed. What cannot be started is loaded anew, with nothing
 * failing. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <eshkol.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FUNCTIONS(X)                                                                                                   \
  X(last_failure) X(start) X(stop) X(find_global) X(call) X(call_global) X(begin_scope) X(end_scope) X(retain)         \
  X(retained) X(release) X(make_procedure) X(fail) X(fail_with) X(from_int64) X(from_uint64) X(from_double)            \
  X(from_character) X(from_utf8) X(from_symbol) X(from_pair) X(from_list) X(from_vector) X(from_bytes)                 \
  X(from_resource) X(to_int64) X(to_text) X(to_utf8) X(to_pair) X(length_of) X(vector_element) X(set_vector_element)   \
  X(set_pair) X(to_bytes) X(to_resource)

#define MEMBER(name) __typeof__(&eshkol_##name) name;
static struct { void *library; FUNCTIONS(MEMBER) } api;

static const char *folder;

static void load(const char *path) {
  api.library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!api.library) {
    printf("WRONG %s\n", dlerror());
    exit(1);
  }
#define FIND(name) *(void **)&api.name = dlsym(api.library, "eshkol_" #name);
  FUNCTIONS(FIND)
}

#define TRY(call)                             \
  do {                                        \
    eshkol_status status_ = (call);           \
    if (status_ != ESHKOL_OK) return status_; \
  } while (0)

static eshkol_status fixnum(int64_t number, eshkol_value *result) { return api.from_int64(number, result); }

static eshkol_status call_with_number(const char *name, int64_t number, eshkol_value *result) {
  eshkol_value argument;
  TRY(fixnum(number, &argument));
  return api.call_global(name, 1, &argument, result);
}

static eshkol_status call_with_text(const char *name, const char *text, eshkol_value *result) {
  eshkol_value argument;
  TRY(api.from_utf8(text, strlen(text), &argument));
  return api.call_global(name, 1, &argument, result);
}

/* Kinds and messages of failures that a fault can cause. */
static bool is_expected_failure(void) {
  static const char *const kinds[] = {"memory", "file", "system", "no memory for the message"};
  const eshkol_failure *failure = api.last_failure();
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (strcmp(failure->kind, kinds[i]) == 0 || strcmp(failure->message, kinds[i]) == 0) return true;
  return strcmp(failure->kind, "misuse") == 0 && strstr(failure->message, "no memory for ");
}

/* --- The works. --- */

static eshkol_status numbers(eshkol_value *result) {
  eshkol_value all[3];
  TRY(api.from_int64(INT64_MIN, &all[0]));
  TRY(api.from_uint64(UINT64_MAX, &all[1]));
  TRY(api.from_double(1e-300, &all[2]));
  return api.from_list(3, all, result);
}

static eshkol_status texts(eshkol_value *result) {
  char buffer[100];
  eshkol_value all[3];
  TRY(api.from_utf8("gr\xC3\xBC\xC3\x9F", 6, &all[0]));
  TRY(api.from_symbol("a-symbol-of-c", &all[1]));
  TRY(api.from_character(0x3BB, &all[2]));
  TRY(api.from_vector(3, all, result));
  return api.to_utf8(all[0], buffer, sizeof buffer, NULL);
}

static eshkol_status structures(eshkol_value *result) {
  eshkol_value pair, vector, bytes, element;
  unsigned char read[3];
  size_t length;
  TRY(api.from_bytes("\1\2\3", 3, &bytes));
  TRY(api.to_bytes(bytes, 0, 3, read));
  TRY(api.from_vector(1, &bytes, &vector));
  TRY(api.length_of(vector, &length));
  TRY(api.vector_element(vector, 0, &element));
  TRY(api.from_pair(vector, element, &pair));
  TRY(api.set_pair(pair, vector, bytes));
  TRY(fixnum(7, &element));
  TRY(api.set_vector_element(vector, 0, element));
  TRY(api.to_pair(pair, &vector, NULL));
  *result = pair;
  return ESHKOL_OK;
}

static eshkol_status globals(eshkol_value *result) { return api.find_global("limit", result); }

static eshkol_status calls(eshkol_value *result) {
  eshkol_value arguments[6];
  for (int i = 0; i < 6; i++) TRY(fixnum(i, &arguments[i]));
  return api.call_global("sum", 6, arguments, result);
}

static eshkol_status double_it(void *context, size_t count, const eshkol_value *arguments, eshkol_value *result) {
  int64_t number;
  TRY(api.to_int64(arguments[0], &number));
  (void)context;
  return fixnum(2 * number + (int64_t)(count - 1), result);
}

static eshkol_status callbacks(eshkol_value *result) {
  eshkol_value arguments[2];
  eshkol_value small[2];
  TRY(api.make_procedure(double_it, NULL, 1, true, "double-it", &arguments[0]));
  TRY(fixnum(20, &small[0]));
  TRY(fixnum(21, &small[1]));
  TRY(api.from_list(2, small, &arguments[1]));
  return api.call_global("map-with", 2, arguments, result);
}

static eshkol_status call_back(void *context, size_t count, const eshkol_value *arguments, eshkol_value *result) {
  eshkol_value both[2] = {0, arguments[0]};
  (void)count;
  TRY(api.begin_scope());
  eshkol_status status = api.make_procedure(call_back, context, 1, false, "call-back", &both[0]);
  if (status == ESHKOL_OK) status = api.call_global("call-in-turn", 2, both, result);
  eshkol_status ended = api.end_scope(status == ESHKOL_OK ? result : NULL);
  return status == ESHKOL_OK ? ended : status;
}

static eshkol_status turns(eshkol_value *result) {
  eshkol_value both[2];
  TRY(api.make_procedure(call_back, NULL, 1, false, "call-back", &both[0]));
  TRY(fixnum(30, &both[1]));
  return api.call_global("call-in-turn", 2, both, result);
}

static eshkol_status fail_here(void *context, size_t count, const eshkol_value *arguments, eshkol_value *result) {
  eshkol_value irritants;
  (void)context, (void)result;
  TRY(api.from_list(count, arguments, &irritants));
  return api.fail("an error of C's", irritants);
}

static eshkol_status errors_of_c(eshkol_value *result) {
  eshkol_value procedure;
  TRY(api.make_procedure(fail_here, NULL, 1, false, "fail-here", &procedure));
  return api.call_global("caught", 1, &procedure, result);
}

static eshkol_status errors_for_c(eshkol_value *result) {
  char text[2000];
  eshkol_status status = call_with_text("fail", "an error that nobody handles, with quite a long message", result);
  if (status != ESHKOL_ERROR || is_expected_failure()) return status;
  snprintf(text, sizeof text, "%s", api.last_failure()->message);
  return api.from_utf8(text, strlen(text), result);
}

static eshkol_status exits(eshkol_value *result) {
  eshkol_status status = call_with_number("leave", 3, result);
  return status == ESHKOL_EXIT ? fixnum(api.last_failure()->exit_status, result) : status;
}

#define MANY_SCOPES 40

static eshkol_status scopes(eshkol_value *result) {
  int open = 0;
  eshkol_status status = ESHKOL_OK;
  while (status == ESHKOL_OK && open < MANY_SCOPES) {
    status = api.begin_scope();
    if (status == ESHKOL_OK && ++open) status = call_with_number("garbage", 2, NULL);
  }
  if (status == ESHKOL_OK) status = fixnum(open, result);
  while (open-- > 0) {
    eshkol_status ended = api.end_scope(status == ESHKOL_OK ? result : NULL);
    if (status == ESHKOL_OK) status = ended;
  }
  return status;
}

static eshkol_status retained(eshkol_value *result) {
  eshkol_retained_value_t *kept = NULL;
  TRY(numbers(result));
  TRY(api.retain(*result, &kept));
  eshkol_status status = call_with_number("garbage", 200, NULL);
  if (status == ESHKOL_OK) status = api.retained(kept, result);
  eshkol_status released = api.release(kept);
  return status == ESHKOL_OK ? released : status;
}

static int cleaned;
static void clean(void *pointer) { cleaned += pointer == &cleaned; }

static eshkol_status resources(eshkol_value *result) {
  eshkol_value both[2];
  void *pointer = NULL;
  TRY(fixnum(1, &both[0]));
  TRY(api.from_resource(&cleaned, clean, 1000, &both[1]));
  TRY(api.to_resource(both[1], &pointer));
  if (pointer != &cleaned) return fixnum(-1, result);
  return api.call_global("remember", 2, both, result);
}

static eshkol_status forgotten(eshkol_value *result) { return call_with_number("forget", 1, result); }

static eshkol_status ports(eshkol_value *result) { return call_with_number("use-ports", 3, result); }

static eshkol_status files(eshkol_value *result) {
  char path[4096];
  snprintf(path, sizeof path, "%s/file", folder);
  return call_with_text("use-files", path, result);
}

static eshkol_status arenas(eshkol_value *result) { return api.call_global("use-arena", 0, NULL, result); }

static const struct Work { const char *name, *expected; eshkol_status (*run)(eshkol_value *result); } works[] = {
  {"numbers", "(-9223372036854775808 18446744073709551615 1e-300)", numbers},
  {"texts", "#(\"gr\xC3\xBC\xC3\x9F\" a-symbol-of-c #\\\xCE\xBB)", texts},
  {"structures", "(#(7) . #u8(1 2 3))", structures},
  {"globals", "42", globals},
  {"calls", "15", calls},
  {"callbacks", "(40 42)", callbacks},
  {"turns", "30", turns},
  {"errors-of-c", "(caught \"an error of C's\" (1))", errors_of_c},
  {"errors-for-c", "\"an error that nobody handles, with quite a long message\"", errors_for_c},
  {"exits", "3", exits},
  {"scopes", "40", scopes},
  {"retained", "(-9223372036854775808 18446744073709551615 1e-300)", retained},
  {"resources", "#<resource>", resources},
  {"forgotten", NULL, forgotten},
  {"ports", "(\"(2)\" \"(1)\" \"(0)\")", ports},
  {"files", "(written \"text\")", files},
  {"arenas", "(1 \"two\")", arenas},
};

/* --- Doing them. --- */

/* True: the work is done. */
static bool attempt(const struct Work *work) {
  char shown[500] = "";
  eshkol_value result;
  eshkol_status status = api.begin_scope();
  if (status != ESHKOL_OK) return false;
  status = api.call_global("begin-sweep", 0, NULL, NULL);
  if (status == ESHKOL_OK) status = work->run(&result);
  if (status == ESHKOL_OK && work->expected) status = api.to_text(result, shown, sizeof shown, NULL);
  if (status == ESHKOL_OK) status = api.call_global("end-sweep", 0, NULL, NULL);
  if (status != ESHKOL_OK && !is_expected_failure())
    printf("%s WRONG status %d: %s: %s\n", work->name, (int)status, api.last_failure()->kind, api.last_failure()->message);
  if (status == ESHKOL_OK && work->expected && strcmp(shown, work->expected) != 0)
    printf("%s WRONG %s\n", work->name, shown);
  if (api.end_scope(NULL) != ESHKOL_OK) printf("%s WRONG %s\n", work->name, api.last_failure()->message);
  return status == ESHKOL_OK;
}

#define HANGS 100000

static void do_all(void) {
  for (size_t i = 0; i < sizeof works / sizeof works[0]; i++) {
    int failures = 0;
    while (!attempt(&works[i]) && failures < HANGS) failures++;
    printf("%s %d\n", works[i].name, failures);
  }
}

static long reserved_pages(void) {
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file || fscanf(file, "%ld", &pages) != 1) printf("WRONG statm\n");
  if (file) fclose(file);
  return pages;
}

static void handle(int signal_number) { _Exit(signal_number); }

static bool is_handled_here(void) {
  struct sigaction present;
  sigaction(SIGSEGV, NULL, &present);
  return present.sa_handler == handle;
}

static void access_nothing(void) {
  static char *volatile nowhere = (char *)8;
  *(volatile char *)nowhere = 1;
}

/* The line's number is 1 when something failed. */
static void check(const char *name, bool good) { printf("%s %d\n", name, !good); }

int main(int count, char **arguments) {
  if (count < 3) return 2;
  folder = arguments[2];
  signal(SIGSEGV, count > 3 ? SIG_DFL : handle);
  if (!dlopen("libm.so.6", RTLD_NOW)) printf("WRONG libm\n");
  long before = reserved_pages();
  load(arguments[1]);
  bool started = api.start(NULL) == ESHKOL_OK;
  check("start", started);
  if (!started && api.last_failure()->message[0] == '\0') printf("start WRONG no message\n");
  if (!started) {
    if (api.stop() != ESHKOL_OK) printf("start WRONG stop: %s\n", api.last_failure()->message);
    dlclose(api.library);
    if (reserved_pages() >= before + 200) printf("start WRONG address space\n");
    if (!is_handled_here()) printf("start WRONG handlers\n");
    unsetenv("ESHKOL_FAULT");
    before = reserved_pages();
    load(arguments[1]);
    if (api.start(NULL) != ESHKOL_OK) printf("start WRONG %s\n", api.last_failure()->message);
  }
  if (count > 3) access_nothing();
  do_all();
  check("stop", api.stop() == ESHKOL_OK);
  printf("cleaned %s\n", cleaned > 0 ? "0" : "WRONG");
  dlclose(api.library);
  check("address-space", reserved_pages() < before + 200);
  check("handlers", is_handled_here());
  return 0;
}

/* Fuzzes the runtime: fuzz MODE SEED FIRST COUNT ITERATIONS CORPUS runs COUNT epochs, each in a process of its own. */
#include "fuzz.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arenas.h"
#include "escapes.h"
#include "memory_internal.h"
#include "ports.h"
#include "printer.h"
#include "signals.h"
#include "startup.h"
#include "stacks.h"

uint64_t fuzz_state;
Value *fuzz_pool;
Value fuzz_condition = FALSE;
struct FuzzProgress *fuzz_progress;
const char *fuzz_corpus;
size_t fuzz_corpus_size;
bool fuzz_explain;

/* --- The program, as the runtime sees it. --- */

static struct EscapeFrame *innermost_catch;

static Value catch_condition(Value *sp, Value self, Value object) {
  (void)sp, (void)self;
  FUZZ_CHECK(innermost_catch, "an error outside of a call: %s", fuzz_show(object));
  fuzz_condition = object;
  eshkol_leave_for(innermost_catch);
  _longjmp(innermost_catch->context, THROWN);
}
static const uint64_t catch_closure[2] = {HEADER(TYPE_CLOSURE, 1, 1), (Value)(uintptr_t)catch_condition};
static Value raise_procedure;

static Value run_fuzz(Value *sp);
static const EshkolSite sites[] = {{"", 0, 0, ""}, {"fuzz.esk", 1, 1, "fuzz"}};
static const EshkolProcedure procedures[] = {
  {.code = (const void *)catch_condition, .name = "raise", .file = "fuzz.esk", .line = 1, .column = 1, .required = 1}};
const EshkolProgram eshkol_program = {
  .main = run_fuzz, .globals = &fuzz_condition, .global_count = 1, .sites = sites, .site_count = 2,
  .procedures = procedures, .procedure_count = 1, .raise = &raise_procedure, .uses_arenas = true};

bool fuzz_catch(void (*action)(void *), void *argument) {
  struct EscapeFrame frame, *outer = innermost_catch;
  eshkol_push_frame(&frame, fuzz_pool, false);
  innermost_catch = &frame;
  volatile bool returned = false;
  switch (eshkol_enter(&frame)) {
    case ENTERED:
      action(argument);
      returned = true;
      break;
    case FAULT: eshkol_raise_fault(fuzz_pool, FUZZ_POOL);
    case THROWN: break;
  }
  innermost_catch = outer;
  eshkol_pop_frame(&frame);
  return returned;
}

/* --- Failures. --- */

static int report_descriptor;

void fuzz_fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vdprintf(report_descriptor, format, arguments);
  dprintf(report_descriptor, "\n");
  _exit(3);
}

void fuzz_note(const char *what) {
  strncpy(fuzz_progress->what, what, sizeof fuzz_progress->what - 1);
}

const char *fuzz_show(Value v) {
  static char text[2000];
  Value port = eshkol_open_output_string();
  eshkol_write(v, port);
  size_t length = port_of(port)->end < sizeof text - 1 ? port_of(port)->end : sizeof text - 1;
  memcpy(text, port_of(port)->buffer, length);
  text[length] = '\0';
  return text;
}

/* --- One epoch. --- */

static const struct Mode { const char *name; void (*iterate)(void *); } modes[] = {
  {"calls", fuzz_calls}, {"reading", fuzz_reading}, {"numbers", fuzz_numbers}, {"texts", fuzz_texts}};

enum { VERIFIED_EVERY = 2048, PROCESSOR_SECONDS = 10 };

void fuzz_clear_pool(void) {
  for (unsigned i = 0; i < FUZZ_POOL; i++) fuzz_pool[i] = NIL;
}

static void run_iteration(const struct Mode *mode, uint64_t number, uint64_t explained) {
  fuzz_progress->iteration = number;
  fuzz_explain = number == explained;
  /* What calls catch themselves is not seen here; making their arguments can raise, too. */
  if (!fuzz_catch(mode->iterate, NULL)) {
    fuzz_progress->raised++;
    if (fuzz_explain) dprintf(report_descriptor, "  raises %s\n", fuzz_show(fuzz_condition));
  }
  fuzz_progress->iterations++;
  Value *sp = fuzz_pool;
  if (ESHKOL_MUST_RECLAIM(sp)) eshkol_reclaim(sp, FUZZ_POOL);
  if (number % VERIFIED_EVERY != VERIFIED_EVERY - 1) return;
  eshkol_verify(sp, FUZZ_POOL);
  fuzz_progress->verifications++;
}

/* A call that never ends is killed by a signal. */
static void limit_processor_time(void) {
  setitimer(ITIMER_PROF, &(struct itimerval){.it_value = {.tv_sec = PROCESSOR_SECONDS}}, NULL);
}

static void run_epoch(const struct Mode *mode, uint64_t seed, uint64_t epoch, uint64_t count, uint64_t explained) {
  limit_processor_time();
  fuzz_state = (seed * 0x9E3779B97F4A7C15u ^ (epoch + 1) * 0xBF58476D1CE4E5B9u) | 1;
  for (unsigned i = 0; i < 8; i++) (void)fuzz_bits();
  for (uint64_t number = 0; number < count; number++) run_iteration(mode, number, explained);
  _exit(0);
}

/* Output of primitives goes nowhere; reports have a descriptor of their own. */
static void redirect_output(void) {
  report_descriptor = dup(STDERR_FILENO);
  int nowhere = open("/dev/null", O_RDWR);
  dup2(nowhere, STDIN_FILENO);
  dup2(nowhere, STDOUT_FILENO);
}

static int run_in_process(const struct Mode *mode, uint64_t seed, uint64_t epoch, uint64_t count, uint64_t explained) {
  pid_t child = fork();
  FUZZ_CHECK(child >= 0, "no process could be made");
  if (child == 0) run_epoch(mode, seed, epoch, count, explained);
  int status = 0;
  FUZZ_CHECK(waitpid(child, &status, 0) == child, "the process is lost");
  return status;
}

/* Runs the epoch once more up to the iteration that failed, which shows what it does. */
static void explain(const struct Mode *mode, uint64_t seed, uint64_t epoch, int status) {
  uint64_t failed = fuzz_progress->iteration;
  if (WIFSIGNALED(status)) {
    dprintf(report_descriptor, "fuzz: killed by signal %d%s\n", WTERMSIG(status), WTERMSIG(status) == SIGPROF ? ": it did not end" : "");
  }
  dprintf(report_descriptor, "fuzz: mode %s, ESHKOL_FUZZ_SEED=%llu, epoch %llu, iteration %llu, %s\n", mode->name,
          (unsigned long long)seed, (unsigned long long)epoch, (unsigned long long)failed, fuzz_progress->what);
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF) failed++; /* once more would only take as long again */
  struct FuzzProgress counted = *fuzz_progress;
  run_in_process(mode, seed, epoch, failed + 1, failed);
  *fuzz_progress = counted;
}

static void read_corpus(const char *name) {
  struct stat information;
  int descriptor = open(name, O_RDONLY);
  FUZZ_CHECK(descriptor >= 0 && fstat(descriptor, &information) == 0, "the corpus %s cannot be read", name);
  fuzz_corpus_size = (size_t)information.st_size;
  fuzz_corpus = mmap(NULL, fuzz_corpus_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
}

static const struct Mode *find_mode(const char *name) {
  for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
    if (strcmp(modes[i].name, name) == 0) return &modes[i];
  fuzz_fail("no such mode: %s", name);
}

static Value run_fuzz(Value *sp) {
  enum { MODE = 1, SEED, FIRST, COUNT, ITERATIONS, CORPUS, WORDS };
  redirect_output();
  fuzz_progress = mmap(NULL, sizeof *fuzz_progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  FUZZ_CHECK(eshkol_argument_count == WORDS, "expected: MODE SEED FIRST COUNT ITERATIONS CORPUS");
  char **words = eshkol_argument_values;
  const struct Mode *mode = find_mode(words[MODE]);
  uint64_t seed = strtoull(words[SEED], NULL, 10), first = strtoull(words[FIRST], NULL, 10);
  uint64_t count = strtoull(words[COUNT], NULL, 10), iterations = strtoull(words[ITERATIONS], NULL, 10);
  read_corpus(words[CORPUS]);
  raise_procedure = OBJECT(catch_closure);
  fuzz_pool = sp;
  fuzz_clear_pool();
  eshkol_at(fuzz_sp(), 1);
  unsigned failures = 0;
  for (uint64_t epoch = first; epoch < first + count; epoch++) {
    int status = run_in_process(mode, seed, epoch, iterations, UINT64_MAX);
    if (status == 0) continue;
    failures++;
    explain(mode, seed, epoch, status);
  }
  dprintf(report_descriptor, "%s: %llu iterations, %llu raised, %llu verifications, %u failures\n", mode->name,
          (unsigned long long)fuzz_progress->iterations, (unsigned long long)fuzz_progress->raised, (unsigned long long)fuzz_progress->verifications, failures);
  _exit(failures ? 1 : 0);
}

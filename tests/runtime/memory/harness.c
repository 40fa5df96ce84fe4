/* The part of the runtime that tests of the memory manager replace: errors jump back, symbols are static. */
#define _GNU_SOURCE
#include "harness.h"

#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "errors.h"
#include "limits.h"
#include "numbers.h"
#include "program.h"
#include "report.h"
#include "signals.h"
#include "stacks.h"
#include "symbols.h"

__attribute__((noreturn)) void check_failed(const char *condition, const char *file, int line) {
  fprintf(stderr, "%s:%d: check failed: %s\n", file, line, condition);
  abort();
}

/* --- Errors. --- */

static jmp_buf *catcher;
static char message[2000];

NO_RETURN static void throw_message(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  if (!catcher) {
    fprintf(stderr, "unexpected error: %s\n", message);
    abort();
  }
  longjmp(*catcher, 1);
}

const char *error_of(void (*action)(void *), void *argument) {
  jmp_buf context, *outer = catcher;
  catcher = &context;
  const char *result = NULL;
  if (setjmp(context) == 0) action(argument);
  else result = message;
  catcher = outer;
  return result;
}

void eshkol_raise_type(const char *who, int argument, const char *expected, Value got) {
  if (eshkol_is_stale(got)) eshkol_raise_dead(got);
  throw_message("%s: expected %s as argument %d", who, expected, argument);
}
void eshkol_raise_kind(const char *kind, const char *who, const char *text, Value irritants) {
  (void)irritants;
  throw_message("%s: %s: %s", kind, who ? who : "", text);
}
void eshkol_raise_dead(Value x) {
  const struct ArenaRecord *record = eshkol_find_arena_record((const void *)address_of(x));
  if (!record) throw_message("dead: no record");
  throw_message("dead: made at %u, destroyed at %u", record->made_site, record->destroyed_site);
}
void eshkol_raise_out_of_memory(void) {
  eshkol_open_emergency_memory();
  throw_message("memory: out of memory");
}
void eshkol_report_exhausted(void) { throw_message("memory: exhausted"); }
void eshkol_report_fatal(const char *message) {
  fprintf(stderr, "error: %s\n", message);
  exit(70);
}
void eshkol_require_stack(size_t bytes) { (void)bytes; }
void eshkol_begin_unbroken(void) {}
void eshkol_end_unbroken(void) {}
size_t eshkol_address_space_left(void) { return SIZE_MAX; }

/* --- Numbers, symbols, the program. --- */

double eshkol_number_to_double(Value v) { return is_fixnum(v) ? (double)to_fixnum(v) : to_double(v); }
bool eshkol_is_real(Value v) { return is_fixnum(v) || is_flonum(v); }
Value from_uint64(uint64_t n) { return from_fixnum((int64_t)n); }
/* The names of statistics: never compared by identity here. */
Value eshkol_intern_c(const char *name) {
  Object *o = eshkol_allocate_object(TYPE_BYTEVECTOR, 0, (strlen(name) + 8) / 8);
  strcpy((char *)o->words, name);
  return from_object(o);
}
Value eshkol_string_from_c(const char *text) { return eshkol_intern_c(text); }
static const EshkolSite sites[] = {{"", 0, 0, ""}, {"one.esk", 1, 1, "f"}, {"two.esk", 2, 2, "f"}, {"three.esk", 3, 3, "f"}};
const EshkolProgram eshkol_program = {.sites = sites, .site_count = 4};

/* --- Faults. --- */

static void on_fault(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  sigset_t faults;
  sigemptyset(&faults);
  sigaddset(&faults, SIGSEGV);
  sigaddset(&faults, SIGBUS);
  sigprocmask(SIG_UNBLOCK, &faults, NULL);
  switch (eshkol_classify_address(info->si_addr)) {
    case ADDRESS_SOFT_LIMIT: eshkol_pass_soft_limit(); return;
    case ADDRESS_MEMORY_LIMIT: eshkol_raise_out_of_memory();
    case ADDRESS_DESTROYED_ARENA: eshkol_raise_dead((Value)(Address)info->si_addr | TAG_PAIR);
    default: fprintf(stderr, "fault at %p\n", info->si_addr); abort();
  }
}

#define VALUE_STACK_BYTES ((size_t)1 << 32)

Value *start(size_t maximal_bytes) {
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGBUS, &action, NULL);
  Value *stack = mmap(NULL, VALUE_STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  CHECK(stack != MAP_FAILED);
  const char *full = getenv("ESHKOL_FULL_RECLAMATION");
  eshkol_memory_start((MemoryOptions){maximal_bytes, stack, !full || strcmp(full, "off") != 0});
  stack[0] = ESHKOL_MARK();
  return stack + 1;
}

/* --- Small things. --- */

size_t resident_bytes(void) {
  unsigned long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  CHECK(file && fscanf(file, "%*u %lu", &pages) == 1);
  fclose(file);
  return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static uint64_t random_state = 1;
void seed_random(uint64_t seed) { random_state = seed * 2654435769u + 1; }
unsigned random_below(unsigned n) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (unsigned)(random_state >> 33) % n;
}

Value make_vector(size_t n, Value fill) {
  Object *o = eshkol_allocate_object(TYPE_VECTOR, 0, n);
  for (size_t i = 0; i < n; i++) o->words[i] = fill;
  return from_object(o);
}

/* A host that tries everything in part B of eshkol.h once, and every way to misuse it. */
#define _GNU_SOURCE
#include "library.h"

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <unistd.h>

#include "checking.h"

/* --- Values. --- */

static void numbers(void) {
  eshkol_value v;
  double d;
  int64_t n;
  const int64_t samples[] = {0, 1, -1, INT64_MAX, INT64_MIN, (int64_t)1 << 60, -((int64_t)1 << 60) - 1, INT32_MIN};
  for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) CHECK(number_of(integer(samples[i])) == samples[i]);
  OK(eshkol_from_uint64(UINT64_MAX, &v));
  CHECK(shows(v, "18446744073709551615"));
  FAILS(ESHKOL_ERROR, "at most 64 bits", eshkol_to_int64(v, &n));
  OK(eshkol_to_double(v, &d));
  CHECK(d == 18446744073709551616.0);
  const double doubles[] = {0.0, -0.0, 1.5, -1e300, 1e-310, INFINITY, -INFINITY, 3.0e-80};
  for (size_t i = 0; i < sizeof doubles / sizeof doubles[0]; i++) {
    OK(eshkol_from_double(doubles[i], &v));
    CHECK(eshkol_type_of(v) == ESHKOL_FLONUM);
    OK(eshkol_to_double(v, &d));
    CHECK(memcmp(&d, &doubles[i], sizeof d) == 0);
  }
  OK(eshkol_to_double(integer(7), &d));
  CHECK(d == 7.0);
  FAILS(ESHKOL_ERROR, "expected a real number, got \"x\"", eshkol_to_double(text("x"), &d));
  CHECK(strcmp(eshkol_last_failure()->kind, "type") == 0);
  FAILS(ESHKOL_ERROR, "expected an exact integer", eshkol_to_int64(eshkol_from_null(), &n));
}

static void texts(void) {
  eshkol_value v;
  char buffer[32];
  size_t size;
  uint32_t character;
  bool boolean;
  OK(eshkol_from_utf8("a\0b\xCE\xBB", 5, &v));
  OK(eshkol_length_of(v, &size));
  CHECK(size == 4);
  OK(eshkol_to_utf8(v, buffer, sizeof buffer, &size));
  CHECK(size == 5 && memcmp(buffer, "a\0b\xCE\xBB", 6) == 0);
  strcpy(buffer, "untouched");
  OK(eshkol_to_utf8(v, buffer, 5, &size));
  CHECK(size == 5 && strcmp(buffer, "untouched") == 0);
  OK(eshkol_to_utf8(v, NULL, 0, &size));
  FAILS(ESHKOL_ERROR, "malformed UTF-8 at byte: 1", eshkol_from_utf8("a\xFF", 2, &v));
  OK(eshkol_from_symbol("λ-symbol", &v));
  CHECK(eshkol_type_of(v) == ESHKOL_SYMBOL);
  OK(eshkol_to_utf8(v, buffer, sizeof buffer, NULL));
  CHECK(strcmp(buffer, "λ-symbol") == 0);
  eshkol_value same;
  OK(eshkol_from_symbol("λ-symbol", &same));
  CHECK(same == v);
  FAILS(ESHKOL_ERROR, "expected a string or a symbol, got 1", eshkol_to_utf8(integer(1), buffer, 1, &size));
  OK(eshkol_from_character(0x1F600, &v));
  OK(eshkol_to_character(v, &character));
  CHECK(character == 0x1F600 && eshkol_type_of(v) == ESHKOL_CHARACTER);
  CHECK(eshkol_from_character(0xD800, &v) == ESHKOL_ERROR);
  FAILS(ESHKOL_ERROR, "expected a character", eshkol_to_character(integer(1), &character));
  OK(eshkol_to_boolean(eshkol_from_boolean(true), &boolean));
  CHECK(boolean && eshkol_is_true(integer(0)) && !eshkol_is_true(eshkol_from_boolean(false)));
  FAILS(ESHKOL_ERROR, "expected a boolean", eshkol_to_boolean(integer(1), &boolean));
}

static void structures(void) {
  eshkol_value parts[] = {integer(1), text("two"), eshkol_from_null()}, list, vector, bytes, pair, car, cdr, element;
  size_t size;
  uint8_t out[3] = {9, 9, 9};
  OK(eshkol_from_list(3, parts, &list));
  CHECK(shows(list, "(1 \"two\" ())"));
  OK(eshkol_from_vector(3, parts, &vector));
  CHECK(shows(vector, "#(1 \"two\" ())") && eshkol_type_of(vector) == ESHKOL_VECTOR);
  OK(eshkol_from_list(0, NULL, &pair));
  CHECK(pair == eshkol_from_null() && eshkol_type_of(pair) == ESHKOL_NULL_TYPE);
  OK(eshkol_from_bytes("\1\2\3", 3, &bytes));
  OK(eshkol_to_bytes(bytes, 1, 2, out));
  CHECK(out[0] == 2 && out[1] == 3 && out[2] == 9);
  FAILS(ESHKOL_ERROR, "out of range for a length of 3", eshkol_to_bytes(bytes, 2, 2, out));
  FAILS(ESHKOL_ERROR, "out of range for a length of 3", eshkol_to_bytes(bytes, SIZE_MAX, 1, out));
  OK(eshkol_from_pair(list, vector, &pair));
  OK(eshkol_to_pair(pair, &car, &cdr));
  CHECK(car == list && cdr == vector);
  FAILS(ESHKOL_ERROR, "expected a pair", eshkol_to_pair(vector, NULL, NULL));
  OK(eshkol_vector_element(vector, 1, &element));
  CHECK(element == parts[1]);
  FAILS(ESHKOL_ERROR, "out of range", eshkol_vector_element(vector, 3, &element));
  OK(eshkol_set_vector_element(vector, 1, pair));
  OK(eshkol_set_pair(pair, integer(5), integer(6)));
  CHECK(shows(vector, "#(1 (5 . 6) ())"));
  OK(eshkol_length_of(list, &size));
  CHECK(size == 3);
  FAILS(ESHKOL_ERROR, "eshkol_length_of", eshkol_length_of(integer(3), &size));
  CHECK(eshkol_type_of(global("add")) == ESHKOL_PROCEDURE && eshkol_type_of(global("table")) == ESHKOL_OTHER);
}

/* --- Globals, calls, failures. --- */

static void calls(void) {
  eshkol_value r, arguments[] = {integer(40), integer(2)};
  CHECK(number_of(global("answer")) == 42 && shows(global("greeting"), "\"grüß dich, λ\""));
  OK(library_add(&r, integer(40), integer(2)));
  CHECK(number_of(r) == 42);
  OK(library_sum(&r, 2, arguments));
  OK(library_optional(&r, 1, arguments));
  CHECK(shows(r, "(40)"));
  OK(library_answer(&r));
  OK(eshkol_call_global("sum", 0, NULL, &r));
  CHECK(number_of(r) == 0);
  for (int i = 1; i <= 3; i++) OK(library_increment_x(NULL));
  CHECK(number_of(global("counter")) == 3);
  FAILS(ESHKOL_MISUSE, "defines no global `adx`", eshkol_call_global("adx", 0, NULL, &r));
  FAILS(ESHKOL_MISUSE, "defines no global ``", eshkol_find_global("", &r));
  FAILS(ESHKOL_ERROR, "expected a procedure, got 42", eshkol_call_global("answer", 0, NULL, &r));
  FAILS(ESHKOL_ERROR, "expected 2 arguments, got 1", eshkol_call_global("add", 1, arguments, &r));
  OK(eshkol_call_global("depth", 1, (eshkol_value[]){integer(1000000)}, &r));
  CHECK(number_of(r) == 1000000);
  OK(eshkol_call_global("generate", 1, (eshkol_value[]){integer(1000)}, &r));
  CHECK(number_of(r) == 1500);
}

static void failures(void) {
  eshkol_value r, arguments[] = {text("wrong:"), integer(1)};
  CHECK(library_fail(&r, 2, arguments) == ESHKOL_ERROR);
  const eshkol_failure *failure = eshkol_last_failure();
  CHECK(failure->status == ESHKOL_ERROR && strcmp(failure->kind, "error") == 0 && strcmp(failure->message, "wrong: 1") == 0);
  CHECK(shows(failure->irritants, "(1)") && eshkol_type_of(failure->object) == ESHKOL_CONDITION);
  CHECK(library_add(&r, integer(1), text("x")) == ESHKOL_ERROR);
  CHECK(strstr(failure->file, "library.esk") && failure->line == 7 && strcmp(failure->procedure, "add") == 0);
  eshkol_value symbol, list;
  OK(eshkol_from_symbol("a", &symbol));
  OK(eshkol_from_list(2, (eshkol_value[]){symbol, integer(1)}, &list));
  FAILS(ESHKOL_ERROR, "uncaught exception: (a 1)",
        library_call_inside_winds(&r, 2, (eshkol_value[]){global("fail-with"), list}));
  CHECK(strcmp(failure->kind, "raised") == 0 && shows(eshkol_last_failure()->object, "(a 1)"));
  OK(library_take_notes(&r));
  CHECK(shows(r, "(in out)"));
  FAILS(ESHKOL_ERROR, "stack overflow", library_forever(&r));
  CHECK(strcmp(failure->kind, "stack") == 0);
  FAILS(ESHKOL_ERROR, "out of memory", library_fill(&r));
  FAILS(ESHKOL_EXIT, "exit", library_leave(&r, integer(7)));
  CHECK(failure->exit_status == 7);
  OK(library_take_notes(&r));
  CHECK(shows(r, "(left)"));
  OK(library_add(&r, integer(1), integer(2)));
}

/* --- C procedures. --- */

static eshkol_status record(void *context, size_t count, const eshkol_value *arguments, eshkol_value *result) {
  *(size_t *)context = count;
  return eshkol_from_list(count, arguments, result);
}

static eshkol_status refuse(void *context, size_t count, const eshkol_value *arguments, eshkol_value *result) {
  (void)context, (void)result;
  return eshkol_fail("refused:", count ? arguments[0] : eshkol_from_null());
}

static eshkol_status pass_on(void *context, size_t count, const eshkol_value *arguments, eshkol_value *result) {
  (void)context;
  return eshkol_call(arguments[0], count - 1, arguments + 1, result);
}

static eshkol_status forget_to_say(void *context, size_t count, const eshkol_value *arguments, eshkol_value *result) {
  (void)context, (void)count, (void)arguments, (void)result;
  return ESHKOL_ERROR;
}

static eshkol_value procedure(eshkol_procedure code, void *context, size_t required, bool variadic, const char *name) {
  eshkol_value value;
  OK(eshkol_make_procedure(code, context, required, variadic, name, &value));
  return value;
}

static void procedures(void) {
  eshkol_value r, arguments[8];
  size_t seen = 99;
  for (size_t count = 0; count <= 6; count++) {
    eshkol_value exact = procedure(record, &seen, count, false, "record"), some = procedure(record, &seen, 2, true, "some");
    for (size_t i = 0; i < count; i++) arguments[i + 1] = integer((int64_t)i);
    arguments[0] = exact;
    OK(library_call(&r, count + 1, arguments));
    CHECK(seen == count && (count != 6 || shows(r, "(0 1 2 3 4 5)")));
    arguments[count + 1] = integer(0);
    CHECK(library_call(&r, count + 2, arguments) == ESHKOL_ERROR && strstr(eshkol_last_failure()->message, "record: expected"));
    arguments[0] = some;
    CHECK(library_call(&r, count + 1, arguments) == (count < 2 ? ESHKOL_ERROR : ESHKOL_OK));
    if (count < 2) CHECK(strstr(eshkol_last_failure()->message, "some: expected at least 2 arguments, got"));
  }
  CHECK(shows(procedure(record, NULL, 1, false, "record"), "#<procedure record>"));
  eshkol_value refusal = procedure(refuse, NULL, 0, true, "refuse"), list;
  OK(eshkol_from_list(1, (eshkol_value[]){integer(3)}, &list));
  FAILS(ESHKOL_ERROR, "refused: 3", library_call(&r, 2, (eshkol_value[]){refusal, list}));
  OK(library_call_guarded(&r, 2, (eshkol_value[]){refusal, list}));
  CHECK(shows(r, "(caught \"refused:\")"));
  OK(library_call_guarded(&r, 1, (eshkol_value[]){procedure(forget_to_say, NULL, 0, false, "f")}));
  CHECK(shows(r, "(caught \"f: the C procedure gave ESHKOL_ERROR without eshkol_fail\")"));
  /* An error goes through C and is caught on the other side; an exit goes through to the end, and winders are left. */
  eshkol_value pass = procedure(pass_on, NULL, 1, true, "pass-on");
  OK(library_call_guarded(&r, 4, (eshkol_value[]){global("call-inside-winds"), pass, global("fail-with"), integer(8)}));
  CHECK(shows(r, "(caught 8)"));
  OK(library_take_notes(&r));
  CHECK(shows(r, "(in out)"));
  FAILS(ESHKOL_EXIT, "exit", library_call_inside_winds(&r, 3, (eshkol_value[]){pass, global("leave"), integer(5)}));
  CHECK(eshkol_last_failure()->exit_status == 5);
  OK(library_take_notes(&r));
  CHECK(shows(r, "(in left out)"));
  FAILS(ESHKOL_MISUSE, "NULL", eshkol_make_procedure(NULL, NULL, 0, false, "", &r));
}

/* Continuations do not cross C code: the error can be handled on either side. */
static void continuations(void) {
  eshkol_value r, pass = procedure(pass_on, NULL, 1, true, "pass-on");
  OK(library_save_continuation(&r));
  FAILS(ESHKOL_ERROR, "control cannot jump across C code", library_use_saved(&r));
  OK(library_call_guarded(&r, 3, (eshkol_value[]){pass, global("call"), global("use-saved")}));
  CHECK(shows(r, "(caught \"continuation of another call from C: control cannot jump across C code\")"));
}

static eshkol_status call_with_one(void *context, size_t count, const eshkol_value *arguments, eshkol_value *result) {
  (void)context, (void)count;
  eshkol_status status = eshkol_call(arguments[0], 1, (eshkol_value[]){integer(1)}, result);
  if (status == ESHKOL_OK) return eshkol_fail("the escape came back", eshkol_from_null());
  return status;
}

static void escapes(void) {
  eshkol_value r;
  FAILS(ESHKOL_ERROR, "control cannot jump across C code",
        library_escape_through(&r, procedure(call_with_one, NULL, 1, false, "call-with-one")));
}

/* --- Misuse. --- */

static void *call_on_thread(void *result) {
  eshkol_value r;
  *(eshkol_status *)result = eshkol_call_global("increment!", 0, NULL, &r);
  if (!strstr(eshkol_last_failure()->message, "another thread")) *(eshkol_status *)result = ESHKOL_OK;
  return NULL;
}

static void threads(void) {
  pthread_t thread;
  eshkol_status status = ESHKOL_OK;
  CHECK(pthread_create(&thread, NULL, call_on_thread, &status) == 0);
  pthread_join(thread, NULL);
  CHECK(status == ESHKOL_MISUSE);
}

static eshkol_status stop_inside(void *context, size_t count, const eshkol_value *arguments, eshkol_value *result) {
  (void)context, (void)count, (void)arguments;
  *result = eshkol_from_boolean(eshkol_stop() == ESHKOL_MISUSE && eshkol_end_scope(NULL) == ESHKOL_MISUSE);
  return ESHKOL_OK;
}

/* --- How long values live. --- */

static void lives(void) {
  eshkol_value r, kept;
  eshkol_retained_value_t *retained;
  OK(eshkol_begin_scope());
  OK(library_call(&r, 1, (eshkol_value[]){procedure(stop_inside, NULL, 0, false, "stop-inside")}));
  CHECK(r == eshkol_from_boolean(true));
  OK(library_numbers(&r, integer(0), integer(5)));
  OK(eshkol_retain(r, &retained));
  kept = text("kept");
  OK(eshkol_end_scope(&kept));
  for (int i = 0; i < 300; i++) {
    OK(eshkol_begin_scope());
    OK(library_garbage(&r, integer(10000)));
    for (int k = 0; k < 3; k++) {
      OK(eshkol_begin_scope());
      OK(library_numbers(&r, integer(0), integer(100)));
      OK(eshkol_end_scope(k ? NULL : &r));
    }
    OK(eshkol_end_scope(NULL));
  }
  CHECK(shows(kept, "\"kept\""));
  OK(eshkol_retained(retained, &r));
  CHECK(shows(r, "(0 1 2 3 4)"));
  OK(eshkol_release(retained));
  FAILS(ESHKOL_MISUSE, "no scope has begun", eshkol_end_scope(NULL));
}

/* In scopes, hosts run in constant memory, whatever Eshkol keeps and replaces. */
static void constant_memory(void) {
  eshkol_value r;
  int64_t before = 0;
  for (int i = 0; i < 3000; i++) {
    OK(eshkol_begin_scope());
    OK(library_numbers(&r, integer(0), integer(1000)));
    OK(library_remember_x(NULL, integer(i % 50), r));
    OK(eshkol_end_scope(NULL));
    OK(library_bytes_used(&r));
    if (i == 1500) before = number_of(r);
  }
  CHECK(number_of(r) < 2 * before + (8 << 20));
}

/* Numbers need no scopes: what calls leave behind is reclaimed. */
static void numbers_without_scopes(void) {
  eshkol_value r;
  int64_t before = 0;
  for (int i = 0; i < 2000; i++) {
    OK(library_garbage(&r, integer(1000)));
    OK(library_bytes_used(&r));
    if (i == 1000) before = number_of(r);
  }
  CHECK(number_of(r) < 2 * before + (8 << 20));
}

/* --- Resources. --- */

static int cleaned[4];
static void clean(void *pointer) { ++*(int *)pointer; }

static void resources(void) {
  eshkol_value r, kept;
  void *pointer = NULL;
  OK(eshkol_begin_scope());
  OK(eshkol_from_resource(&cleaned[0], clean, 0, &r));
  CHECK(eshkol_type_of(r) == ESHKOL_RESOURCE && shows(r, "#<resource>"));
  OK(eshkol_to_resource(r, &pointer));
  CHECK(pointer == &cleaned[0]);
  OK(eshkol_from_resource(&cleaned[1], clean, 1000, &kept));
  OK(library_remember_x(NULL, text("resource"), kept));
  OK(eshkol_from_resource(&cleaned[2], clean, 0, &r));
  OK(library_release(NULL, r));
  CHECK(cleaned[2] == 1);
  FAILS(ESHKOL_ERROR, "has not been released", eshkol_to_resource(r, &pointer));
  FAILS(ESHKOL_ERROR, "expected a resource", eshkol_to_resource(integer(5), &pointer));
  OK(eshkol_from_resource(&cleaned[3], NULL, 0, &r));
  OK(eshkol_end_scope(NULL));
  for (int i = 0; i < 3; i++) OK(library_garbage(NULL, integer(1000000)));
  CHECK(cleaned[0] == 1 && cleaned[1] == 0 && cleaned[2] == 1 && cleaned[3] == 0);
  OK(library_recall(&r, text("resource")));
  OK(eshkol_to_resource(r, &pointer));
  CHECK(pointer == &cleaned[1]);
}

/* --- Signals. --- */

static sigjmp_buf after_fault;
static volatile sig_atomic_t faults;

static void handle(int signal_number, siginfo_t *info, void *context) {
  (void)signal_number, (void)info, (void)context;
  faults++;
  siglongjmp(after_fault, 1);
}

static void host_signals(void) {
  eshkol_value r;
  char *nowhere = (char *)8;
  if (sigsetjmp(after_fault, 1) == 0) *(volatile char *)nowhere = 1;
  CHECK(faults == 1);
  FAILS(ESHKOL_ERROR, "stack overflow", library_forever(&r));
  CHECK(faults == 1);
}

int main(void) {
  eshkol_value r;
  struct sigaction ours = {.sa_flags = SA_SIGINFO}, present;
  ours.sa_sigaction = handle;
  sigaction(SIGSEGV, &ours, NULL);
  FAILS(ESHKOL_MISUSE, "has not been started", eshkol_find_global("answer", &r));
  eshkol_options options = {.maximal_memory = (size_t)64 << 20, .maximal_stack = (size_t)256 << 20};
  OK(eshkol_start(&options));
  OK(eshkol_start(NULL));
  numbers_without_scopes();
  constant_memory();
  numbers();
  texts();
  structures();
  calls();
  failures();
  procedures();
  continuations();
  escapes();
  threads();
  lives();
  resources();
  host_signals();
  OK(eshkol_stop());
  CHECK(cleaned[0] == 1 && cleaned[1] == 1 && cleaned[2] == 1);
  FAILS(ESHKOL_MISUSE, "has been stopped", library_add(&r, integer(1), integer(2)));
  FAILS(ESHKOL_MISUSE, "load it again", eshkol_start(NULL));
  sigaction(SIGSEGV, NULL, &present);
  CHECK(present.sa_sigaction == handle);
  puts("good");
  return 0;
}

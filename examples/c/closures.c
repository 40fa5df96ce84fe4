/* Closures in a C program: two of them share an environment, which ends, and closes its file, with the second. */
#include <eshkol.h>
#include <stdio.h>

enum { COUNT, LOG, VARIABLES };

static void *number(intptr_t n) { return (void *)n; }

/* Adds its argument to the count that it shares with the other closure. */
static void *add(EshkolEnvironment *environment, void **arguments) {
  intptr_t sum = (intptr_t)environment->variables[COUNT] + (intptr_t)arguments[0];
  fprintf((FILE *)environment->variables[LOG], "added %d\n", (int)(intptr_t)arguments[0]);
  return environment->variables[COUNT] = number(sum);
}

static void *show(EshkolEnvironment *environment, void **arguments) {
  (void)arguments;
  printf("count: %d\n", (int)(intptr_t)environment->variables[COUNT]);
  return environment->variables[COUNT];
}

static void *twice(void *x) { return number(2 * (intptr_t)x); }

static void close_log(void *log) {
  printf("closing a log of %ld bytes\n", ftell((FILE *)log));
  fclose((FILE *)log);
}

int main(void) {
  EshkolEnvironment *environment = eshkol_environment_create(NULL, VARIABLES, 1);
  environment->variables[LOG] = tmpfile();
  if (!environment->variables[LOG]) return 1;
  eshkol_environment_add_cleanup(environment, close_log, environment->variables[LOG]);

  EshkolClosure *adder = eshkol_closure_create(add, environment, NULL, NULL, 1);
  eshkol_environment_retain(environment); /* for the second closure */
  EshkolClosure *shower = eshkol_closure_create(show, environment, NULL, NULL, 0);

  call_closure(adder, number(40));
  call_closure(adder, number(2));
  call_closure(shower, NULL);
  printf("a plain function: %d\n", (int)(intptr_t)call_closure((void *)(intptr_t)twice, number(21)));

  eshkol_closure_release(adder);
  printf("one closure is left: %d\n", eshkol_is_closure(shower));
  call_closure(shower, NULL);
  eshkol_closure_release(shower);
  printf("and none: %d\n", eshkol_is_closure(shower));
  return 0;
}

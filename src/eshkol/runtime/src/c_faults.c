/* The handler of faults at addresses of destroyed arenas; all other faults go to whoever handled them before. */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#include "c_internal.h"

extern int backtrace(void **buffer, int size) __attribute__((weak));

static const int signals[] = {SIGSEGV, SIGBUS};
#define SIGNAL_COUNT (sizeof signals / sizeof signals[0])
static struct sigaction previous[SIGNAL_COUNT];

static const char *access_of(const void *context) {
#if defined __x86_64__ && defined REG_ERR
  const ucontext_t *machine = context;
  greg_t error = machine->uc_mcontext.gregs[REG_ERR];
  return error & 16 ? "called" : error & 2 ? "written" : "read";
#else
  (void)context;
  return "used";
#endif
}

static const void *code_of(const void *context) {
  const ucontext_t *machine = context;
#if defined __x86_64__ && defined REG_RIP
  return (const void *)machine->uc_mcontext.gregs[REG_RIP];
#elif defined __aarch64__
  return (const void *)machine->uc_mcontext.pc;
#else
  (void)machine;
  return NULL;
#endif
}

static void pass_on(int signal_number, siginfo_t *info, void *context) {
  const struct sigaction *next = &previous[signal_number == signals[0] ? 0 : 1];
  if (next->sa_flags & SA_SIGINFO) {
    next->sa_sigaction(signal_number, info, context);
  } else if (next->sa_handler != SIG_DFL && next->sa_handler != SIG_IGN) {
    next->sa_handler(signal_number);
  } else {
    /* The access is tried again and then ends the program as if there were no handler; a signal that was sent, too. */
    if (signal(signal_number, SIG_DFL) == SIG_ERR) abort();
    if (info->si_code <= 0) raise(signal_number);
  }
}

static void handle(int signal_number, siginfo_t *info, void *context) {
  AddressFacts facts = {ADDRESS_FOREIGN, 0, 0};
  if (info->si_code > 0) facts = eshkol_c_address_facts(info->si_addr);
  if (facts.kind == ADDRESS_FOREIGN || facts.kind == ADDRESS_LIVE) pass_on(signal_number, info, context);
  else eshkol_c_report_fault(info->si_addr, facts, access_of(context), code_of(context));
}

bool eshkol_c_install_fault_handler(void) {
  struct sigaction action;
  /* The first call loads a library, which a handler must not do. */
  void *frame[1];
  if (backtrace) backtrace(frame, 1);
  memset(&action, 0, sizeof action);
  action.sa_sigaction = handle;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  sigemptyset(&action.sa_mask);
  static size_t installed;
  while (installed < SIGNAL_COUNT && sigaction(signals[installed], &action, &previous[installed]) == 0) installed++;
  return installed == SIGNAL_COUNT;
}

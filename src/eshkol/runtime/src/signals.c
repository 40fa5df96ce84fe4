/* Handlers for faults, Ctrl-C and termination. A fault becomes an error where an error can still be handled. */
#include "signals.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "calls.h"
#include "conditions.h"
#include "escapes.h"
#include "host.h"
#include "memory.h"
#include "ports.h"
#include "program.h"
#include "report.h"
#include "report_trace.h"
#include "stacks.h"
#include "strings.h"

#define SIGNAL_STACK ((size_t)256 << 10)
#define EXIT_AFTER_SIGNAL 128 /* plus the signal's number: what shells report */

/* What happened, for the place where the error is raised. */
enum FaultKind { FAULT_NONE, FAULT_STACK, FAULT_MEMORY, FAULT_DESTROYED_ARENA };

/* The last fault, from the handler to where the error is raised and to its report. */
static struct {
  enum FaultKind kind;
  const void *address;
  struct Trace trace;
  Value condition, out_of_memory; /* registered roots; the second is made in advance */
} fault = {.kind = FAULT_NONE, .condition = FALSE, .out_of_memory = FALSE};

static bool is_within(const void *address, const char *low, size_t bytes) {
  return (uintptr_t)address - (uintptr_t)low < bytes;
}

static enum FaultKind classify(const void *address) {
  if (is_within(address, eshkol_c_stack.low - ESHKOL_STACK_GUARD, ESHKOL_STACK_GUARD)) return FAULT_STACK;
  if (is_within(address, eshkol_value_stack.high, ESHKOL_STACK_GUARD)) return FAULT_STACK;
  switch (eshkol_classify_address(address)) {
    case ADDRESS_MEMORY_LIMIT: return FAULT_MEMORY;
    case ADDRESS_DESTROYED_ARENA: return FAULT_DESTROYED_ARENA;
    case ADDRESS_MEMORY_EXHAUSTED: eshkol_report_exhausted();
    default: return FAULT_NONE;
  }
}

NO_RETURN static void jump_with(enum FaultKind kind, const void *address) {
  fault.kind = kind;
  fault.address = address;
  eshkol_capture_trace(&fault.trace);
  eshkol_jump_for_fault();
}

/* In a library: what the host process had for faults before, which gets those that are not ours. */
static struct { struct sigaction segmentation, bus; void *own_stack; } host;

static void pass_on(int signal_number, siginfo_t *info, void *context) {
  const struct sigaction *before = signal_number == SIGBUS ? &host.bus : &host.segmentation;
  if (before->sa_flags & SA_SIGINFO) {
    before->sa_sigaction(signal_number, info, context);
  } else if (before->sa_handler != SIG_DFL && before->sa_handler != SIG_IGN) {
    before->sa_handler(signal_number);
  } else { /* the process ends when the access is tried again, or the signal sent again */
    if (sigaction(signal_number, &(struct sigaction){.sa_handler = SIG_DFL}, NULL) != 0) abort();
    if (info->si_code <= 0) raise(signal_number);
  }
}

static void handle_fault(int signal_number, siginfo_t *info, void *context) {
  if (eshkol_host && !eshkol_host->takes_faults()) {
    pass_on(signal_number, info, context);
    return;
  }
  if (eshkol_classify_address(info->si_addr) == ADDRESS_SOFT_LIMIT) {
    eshkol_pass_soft_limit();
    return;
  }
  if (eshkol_extend_stack(info->si_addr)) return;
  enum FaultKind kind = classify(info->si_addr);
  if (kind == FAULT_MEMORY) eshkol_raise_out_of_memory();
  if (kind != FAULT_NONE) jump_with(kind, info->si_addr);
  if (eshkol_host) {
    pass_on(signal_number, info, context);
    return;
  }
  eshkol_report_internal_error(signal_number == SIGBUS ? "bus error" : "access to memory that is not the program's",
                               info->si_addr);
}

void eshkol_raise_stack_overflow(void) { jump_with(FAULT_STACK, NULL); }

void eshkol_raise_out_of_memory(void) {
  eshkol_open_emergency_memory();
  jump_with(FAULT_MEMORY, NULL);
}

static Value stack_message(void) {
  char text[100];
  size_t mebibytes = (size_t)(eshkol_c_stack.high - eshkol_c_stack.low) >> 20;
  snprintf(text, sizeof text, "stack overflow: recursion too deep (the stack has %zu MiB)", mebibytes);
  return eshkol_string_from_c(text);
}

void eshkol_raise_fault(Value *sp, size_t live) {
  enum FaultKind kind = fault.kind;
  fault.kind = FAULT_NONE;
  if (kind == FAULT_MEMORY) eshkol_reclaim(sp, live);
  eshkol_at(sp + live, 0);
  switch (kind) {
    case FAULT_STACK:
      fault.condition = eshkol_new_condition("stack", stack_message(), NIL, from_fixnum(REPORT_MESSAGE_ONLY));
      break;
    case FAULT_MEMORY: fault.condition = fault.out_of_memory; break;
    case FAULT_DESTROYED_ARENA: eshkol_raise_dead(from_object((const void *)((uintptr_t)fault.address & ~(uintptr_t)TAG_MASK)));
    case FAULT_NONE: eshkol_report_internal_error("a fault of no kind", NULL);
  }
  eshkol_raise_condition(fault.condition);
}

const struct Trace *eshkol_trace_of_fault(Value condition) {
  return condition == fault.condition ? &fault.trace : NULL;
}

/* Ctrl-C and termination: what was printed must be seen. */
static void handle_interruption(int signal_number) {
  eshkol_flush_all_ports();
  _exit(EXIT_AFTER_SIGNAL + signal_number);
}

static void handle(int signal_number, int flags, void (*simple)(int), void (*with_details)(int, siginfo_t *, void *)) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  if (with_details) action.sa_sigaction = with_details;
  else action.sa_handler = simple;
  if (sigaction(signal_number, &action, NULL) != 0) eshkol_report_fatal("the system refuses to install a signal handler");
}

/* Unless whoever started the program wants the signal ignored (nohup, background jobs of a shell). */
static void handle_unless_ignored(int signal_number) {
  struct sigaction old;
  if (sigaction(signal_number, NULL, &old) == 0 && old.sa_handler == SIG_IGN) return;
  handle(signal_number, SA_ONSTACK, handle_interruption, NULL);
}

/* The stack's address. */
static void *install_signal_stack(void) {
  void *stack = mmap(NULL, SIGNAL_STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (stack != MAP_FAILED && sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = SIGNAL_STACK}, NULL) == 0) return stack;
  if (stack != MAP_FAILED) munmap(stack, SIGNAL_STACK);
  eshkol_report_fatal("the system grants no stack for the handlers of signals");
}

static void handle_faults(void) {
  eshkol_register_roots(&fault.condition, 2);
  fault.out_of_memory =
    eshkol_new_condition("memory", eshkol_string_from_c("out of memory"), NIL, from_fixnum(REPORT_MESSAGE_ONLY));
  handle(SIGSEGV, SA_SIGINFO | SA_ONSTACK | SA_NODEFER, NULL, handle_fault);
  handle(SIGBUS, SA_SIGINFO | SA_ONSTACK | SA_NODEFER, NULL, handle_fault);
}

void eshkol_signals_start(void) {
  install_signal_stack();
  handle_faults();
  handle(SIGPIPE, 0, SIG_IGN, NULL);
  handle_unless_ignored(SIGINT);
  handle_unless_ignored(SIGTERM);
}

/* --- In a library. --- */

void eshkol_signals_start_in_host(void) {
  stack_t present;
  if (sigaltstack(NULL, &present) != 0 || present.ss_flags & SS_DISABLE) host.own_stack = install_signal_stack();
  bool known = sigaction(SIGSEGV, NULL, &host.segmentation) == 0;
  known &= sigaction(SIGBUS, NULL, &host.bus) == 0;
  if (!known) eshkol_report_fatal("the system does not tell how signals are handled");
  handle_faults();
}

/* Unless somebody else has put a handler in the place of ours since. */
static bool restore(int signal_number, const struct sigaction *before) {
  struct sigaction present;
  if (sigaction(signal_number, NULL, &present) != 0) return false;
  bool ours = present.sa_flags & SA_SIGINFO && present.sa_sigaction == handle_fault;
  return !ours || sigaction(signal_number, before, NULL) == 0;
}

/* A stack that the system may still use stays. */
static bool remove_own_stack(void) {
  stack_t present;
  if (!host.own_stack) return true;
  if (sigaltstack(NULL, &present) != 0) return false;
  if (present.ss_sp == host.own_stack && sigaltstack(&(stack_t){.ss_flags = SS_DISABLE}, NULL) != 0) return false;
  munmap(host.own_stack, SIGNAL_STACK);
  host.own_stack = NULL;
  return true;
}

bool eshkol_signals_stop_in_host(void) {
  bool restored = restore(SIGSEGV, &host.segmentation);
  restored &= restore(SIGBUS, &host.bus);
  return remove_own_stack() && restored;
}

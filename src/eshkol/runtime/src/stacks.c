/* Reserves the program's C stack and value stack, and switches to the former. */
#include "stacks.h"

#include <stdio.h>
#include <sys/mman.h>

#include "limits.h"
#include "report.h"
#include "signals.h"

#define SHALLOW ((size_t)4 << 20)
#define DEFAULT_STACK ((size_t)1 << 30)
#define LEAST_STACK ((size_t)1 << 20)

struct Stack eshkol_c_stack;
struct Stack eshkol_value_stack;

/* The switch of eshkol_run_on_stack. The frame pointer keeps the caller's stack, so that debuggers and unwinders find their
 * way through. Tables of call frame information say so. */
void eshkol_switch_stack(void (*function)(void), char *top, char **left);

#if defined(__APPLE__)
#define C_SYMBOL "_eshkol_switch_stack"
#define FUNCTION_TYPE ""
#else
#define C_SYMBOL "eshkol_switch_stack"
#define FUNCTION_TYPE ".type " C_SYMBOL ", %function\n"
#endif

#if defined(__x86_64__)
__asm__(".text\n.p2align 4\n.globl " C_SYMBOL "\n" FUNCTION_TYPE C_SYMBOL ":\n"
        ".cfi_startproc\n"
        "pushq %rbp\n.cfi_def_cfa_offset 16\n.cfi_offset 6, -16\n"
        "movq %rsp, %rbp\n.cfi_def_cfa_register 6\n"
        "movq %rsp, (%rdx)\n"
        "movq %rsi, %rsp\n"
        "callq *%rdi\n"
        "movq %rbp, %rsp\n"
        "popq %rbp\n.cfi_def_cfa 7, 8\n"
        "ret\n"
        ".cfi_endproc\n");
#elif defined(__aarch64__)
__asm__(".text\n.p2align 2\n.globl " C_SYMBOL "\n" FUNCTION_TYPE C_SYMBOL ":\n"
        ".cfi_startproc\n"
        "stp x29, x30, [sp, #-16]!\n.cfi_def_cfa_offset 16\n.cfi_offset 29, -16\n.cfi_offset 30, -8\n"
        "mov x29, sp\n.cfi_def_cfa_register 29\n"
        "mov x3, sp\n"
        "str x3, [x2]\n"
        "mov sp, x1\n"
        "blr x0\n"
        "mov sp, x29\n.cfi_def_cfa_register 31\n"
        "ldp x29, x30, [sp], #16\n"
        "ret\n"
        ".cfi_endproc\n");
#elif defined(__riscv) && __riscv_xlen == 64
__asm__(".text\n.p2align 2\n.globl " C_SYMBOL "\n" FUNCTION_TYPE C_SYMBOL ":\n"
        ".cfi_startproc\n"
        "addi sp, sp, -16\n.cfi_def_cfa_offset 16\n"
        "sd ra, 8(sp)\nsd s0, 0(sp)\n.cfi_offset 1, -8\n.cfi_offset 8, -16\n"
        "addi s0, sp, 16\n.cfi_def_cfa 8, 0\n"
        "sd sp, 0(a2)\n"
        "mv sp, a1\n"
        "jalr a0\n"
        "addi sp, s0, -16\n.cfi_def_cfa 2, 16\n"
        "ld ra, 8(sp)\nld s0, 0(sp)\n"
        "addi sp, sp, 16\n"
        "ret\n"
        ".cfi_endproc\n");
#else
#error "Eshkol's runtime knows x86-64, aarch64 and riscv64; stacks.c needs a switch to another stack for this machine"
#endif

static char *reserve(size_t bytes, const char *what) {
  char *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p != MAP_FAILED) return p;
  char message[200];
  snprintf(message, sizeof message, "cannot reserve %zu MiB of address space for the %s\n"
           "  hint: set ESHKOL_MAX_STACK to a smaller size, or raise the limit (ulimit -v)", bytes >> 20, what);
  eshkol_report_fatal(message);
}

static void protect(char *low, size_t bytes, int protection) {
  if (mprotect(low, bytes, protection) != 0) eshkol_report_fatal("the system refuses to protect the end of a stack");
}

/* Deep recursion is faster in huge pages, but a shallow stack, the first megabytes, must not take them. */
static void advise(char *shallow, char *deep, size_t deep_bytes) {
#if defined(MADV_NOHUGEPAGE) && defined(MADV_HUGEPAGE)
  if (deep_bytes > SHALLOW) {
    madvise(shallow, SHALLOW, MADV_NOHUGEPAGE);
    madvise(deep, deep_bytes - SHALLOW, MADV_HUGEPAGE);
  }
#else
  (void)shallow, (void)deep, (void)deep_bytes;
#endif
}

/* A small part of the address space where that is limited: the arenas need more. */
static size_t default_stack(void) {
  size_t part = eshkol_address_space_left() / 16;
  return part > DEFAULT_STACK ? DEFAULT_STACK : part < LEAST_STACK ? LEAST_STACK : part;
}

static size_t stack_bytes(size_t wanted) {
  size_t page = eshkol_page_bytes();
  return ((wanted ? wanted : default_stack()) + page - 1) / page * page;
}

void eshkol_stacks_start(size_t c_stack_bytes, size_t value_stack_bytes) {
  size_t c_bytes = stack_bytes(c_stack_bytes), value_bytes = stack_bytes(value_stack_bytes);
  char *c_low = reserve(c_bytes + ESHKOL_STACK_GUARD, "C stack");
  eshkol_c_stack.low = c_low + ESHKOL_STACK_GUARD;
  eshkol_c_stack.high = eshkol_c_stack.low + c_bytes;
  protect(c_low, ESHKOL_STACK_GUARD, PROT_NONE);
  eshkol_value_stack.low = reserve(value_bytes + ESHKOL_STACK_GUARD, "value stack");
  eshkol_value_stack.high = eshkol_value_stack.low + value_bytes;
  protect(eshkol_value_stack.high, ESHKOL_STACK_GUARD, PROT_NONE);
  advise(eshkol_c_stack.high - SHALLOW, eshkol_c_stack.low, c_bytes);
  advise(eshkol_value_stack.low, eshkol_value_stack.low + SHALLOW, value_bytes);
}

/* --- Work that an overflow must not break off. --- */

static unsigned unbroken; /* how many begin_unbroken have no end yet */
static bool extended;     /* the upper half of the C stack's guard is open; only while unbroken > 0 */

static char *extension(void) { return eshkol_c_stack.low - ESHKOL_STACK_GUARD / 2; }

void eshkol_begin_unbroken(void) { unbroken++; }

void eshkol_end_unbroken(void) {
  if (--unbroken > 0 || !extended) return;
  protect(extension(), ESHKOL_STACK_GUARD / 2, PROT_NONE);
  extended = false;
}

bool eshkol_extend_stack(const void *address) {
  if (unbroken == 0 || (uintptr_t)address - (uintptr_t)extension() >= ESHKOL_STACK_GUARD / 2) return false;
  protect(extension(), ESHKOL_STACK_GUARD / 2, PROT_READ | PROT_WRITE);
  extended = true;
  return true;
}

char *eshkol_top_of_c_stack(void) { return (char *)((uintptr_t)eshkol_c_stack.high & ~(uintptr_t)15) - 64; }

#ifdef __SANITIZE_ADDRESS__
/* AddressSanitizer must know which stack is in use. */
void __sanitizer_start_switch_fiber(void **save, const void *bottom, size_t size);
void __sanitizer_finish_switch_fiber(void *save, const void **old_bottom, size_t *old_size);

/* What a program still holds when it ends is referred to from the arenas, where LeakSanitizer does not look: it would be
 * taken for leaked. ASAN_OPTIONS has the last word. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "detect_leaks=0"; }
void __asan_unpoison_memory_region(void const volatile *start, size_t size);
static void (*function_on_stack)(void);

static void run_announced(void) {
  const void *old_bottom;
  size_t old_size;
  __sanitizer_finish_switch_fiber(NULL, &old_bottom, &old_size);
  function_on_stack();
  __sanitizer_start_switch_fiber(NULL, old_bottom, old_size);
}

void eshkol_run_on_c_stack(void (*function)(void)) {
  void *save;
  char *left;
  function_on_stack = function;
  __sanitizer_start_switch_fiber(&save, eshkol_c_stack.low, (size_t)(eshkol_c_stack.high - eshkol_c_stack.low));
  eshkol_switch_stack(run_announced, eshkol_top_of_c_stack(), &left);
  __sanitizer_finish_switch_fiber(save, NULL, NULL);
}

void eshkol_abandon_frames(char *low, char *high) { __asan_unpoison_memory_region(low, (size_t)(high - low)); }
#else
void eshkol_abandon_frames(char *low, char *high) { (void)low, (void)high; }

void eshkol_run_on_c_stack(void (*function)(void)) {
  char *left;
  eshkol_switch_stack(function, eshkol_top_of_c_stack(), &left);
}
#endif

void eshkol_run_on_stack(void (*function)(void), char *top, char **left) { eshkol_switch_stack(function, top, left); }

static void unreserve(char *start, const struct Stack *stack) {
  munmap(start, (size_t)(stack->high - stack->low) + ESHKOL_STACK_GUARD);
}

void eshkol_stacks_stop(void) {
  if (eshkol_c_stack.low) unreserve(eshkol_c_stack.low - ESHKOL_STACK_GUARD, &eshkol_c_stack);
  if (eshkol_value_stack.low) unreserve(eshkol_value_stack.low, &eshkol_value_stack);
  eshkol_c_stack = eshkol_value_stack = (struct Stack){NULL, NULL};
}

size_t eshkol_c_stack_left(void) {
  char *here = __builtin_frame_address(0);
  return here < eshkol_c_stack.low || here > eshkol_c_stack.high ? SIZE_MAX : (size_t)(here - eshkol_c_stack.low);
}

void eshkol_require_stack(size_t bytes) {
  if (__builtin_expect(eshkol_c_stack_left() < bytes, 0)) eshkol_raise_stack_overflow();
}

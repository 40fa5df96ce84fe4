/* Fault injection in the ambient arena: allocations that fail when chosen. Empty in builds of other kinds. */
#ifdef ESHKOL_FAULT_INJECTION
#include "escapes.h"
#include "memory.h"
#include "signals.h"

static struct FaultSite allocation_site __attribute__((section("eshkol_fault_sites"), used, aligned(8))) = {
  .file = "allocation", .call = "allocation", .next = 1, .error = ENOMEM};

/* Room in which allocations do not count, until another sweep begins. */
static struct { const char *start, *end; uint64_t sweep; } granted;

static bool is_granted(void) {
  return granted.sweep == eshkol_sweeps_begun && eshkol_hp >= granted.start && eshkol_hp < granted.end;
}

/* Before the program's main procedure runs there is nothing that could handle an error, nor memory that could run out. */
void eshkol_count_allocation(void) {
  if (!eshkol_innermost_frame || is_granted()) return;
  if (eshkol_call_fails(&allocation_site)) eshkol_raise_out_of_memory();
}

void eshkol_grant_room(size_t bytes) {
  eshkol_count_allocation();
  granted.start = eshkol_hp;
  granted.end = eshkol_hp + bytes;
  granted.sweep = eshkol_sweeps_begun;
}
#else
typedef int TranslationUnitIsNotEmpty;
#endif

/* Tells whether an address is one of executable code, as that of a function is. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <link.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "c_internal.h"

/* Addresses that were found to be code. Programs call few different functions through closures. */
#define REMEMBERED 256
static _Atomic uintptr_t known_code[REMEMBERED];

static int is_in_module(struct dl_phdr_info *info, size_t size, void *data) {
  uintptr_t address = *(const uintptr_t *)data;
  (void)size;
  for (size_t i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
    bool is_code = segment->p_type == PT_LOAD && segment->p_flags & PF_X;
    if (is_code && address - (info->dlpi_addr + segment->p_vaddr) < segment->p_memsz) return 1;
  }
  return 0;
}

/* Code that was made at run time belongs to no module. */
static bool is_in_executable_mapping(uintptr_t address) {
  FILE *maps = fopen("/proc/self/maps", "re");
  bool found = false;
  unsigned long start, end;
  char permissions[5];
  if (!maps) return false;
  while (!found && fscanf(maps, "%lx-%lx %4s%*[^\n]", &start, &end, permissions) == 3)
    found = address >= start && address < end && permissions[2] == 'x';
  fclose(maps);
  return found;
}

bool eshkol_c_is_code(const void *pointer) {
  uintptr_t address = (uintptr_t)pointer;
  _Atomic uintptr_t *entry = &known_code[(address ^ address >> 12) / 4 % REMEMBERED];
  if (address == 0) return false;
  if (atomic_load_explicit(entry, memory_order_relaxed) == address) return true;
  if (!dl_iterate_phdr(is_in_module, &address) && !is_in_executable_mapping(address)) return false;
  atomic_store_explicit(entry, address, memory_order_relaxed);
  return true;
}

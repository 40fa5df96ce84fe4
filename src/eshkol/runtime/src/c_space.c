/* Reserves address space for the C API's arenas, and answers questions about addresses. */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "c_space_internal.h"

#define RESERVED ((size_t)1 << 40)
#define LEAST_RESERVED ((size_t)1 << 26)

struct Space eshkol_c_space;
struct Slots eshkol_c_slots;

/* --- Reserving. --- */

static void *reserve(size_t bytes, int protection) {
  void *start = mmap(NULL, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return start == MAP_FAILED ? NULL : start;
}

static size_t largest_reservation(void) {
  struct rlimit limit;
  size_t bytes = RESERVED;
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return bytes;
  while (bytes > LEAST_RESERVED && bytes > limit.rlim_cur / 4) bytes /= 2;
  return bytes;
}

/* Pages, slots and tables in one reservation, of which the tables are accessible. */
static bool reserve_all(size_t bytes) {
  size_t slot_bytes = page_count(bytes) * SLOT_BYTES, chunk_count = bytes / CHUNK_BYTES;
  size_t table_bytes = chunk_count * sizeof(Chunk) + page_count(bytes) / 8;
  char *start = reserve(bytes + CHUNK_BYTES + slot_bytes, PROT_NONE);
  if (!start) return false;
  char *tables = reserve(table_bytes, PROT_READ | PROT_WRITE);
  if (!tables) {
    munmap(start, bytes + CHUNK_BYTES + slot_bytes);
    return false;
  }
  eshkol_c_space.start = start + (-(uintptr_t)start & (CHUNK_BYTES - 1));
  eshkol_c_slots.start = eshkol_c_slots.end = eshkol_c_space.start + bytes;
  eshkol_c_space.bytes = bytes;
  eshkol_c_space.chunk_count = chunk_count;
  eshkol_c_space.chunks = (Chunk *)tables;
  eshkol_c_space.live = (_Atomic uint64_t *)(tables + chunk_count * sizeof(Chunk));
  eshkol_c_space.next = 1;
  return true;
}

/* Slots of a chunk are whole pages, so pages have up to 16 KiB. */
static bool reserve_most(void) {
  size_t slot_bytes = eshkol_c_space.pages_per_chunk * SLOT_BYTES, bytes = largest_reservation();
  if (slot_bytes < page_bytes()) return false;
  while (!reserve_all(bytes)) {
    if (bytes <= LEAST_RESERVED) return false;
    bytes /= 2;
  }
  return true;
}

/* Those of chunk 0, which holds no arenas, can be asked about, too. */
static bool open_first_slots(void) {
  size_t slot_bytes = eshkol_c_space.pages_per_chunk * SLOT_BYTES;
  if (mprotect(eshkol_c_slots.start, slot_bytes, PROT_READ) != 0) return false;
  eshkol_c_slots.end = eshkol_c_slots.start + slot_bytes;
  return true;
}

/* Takes up where an earlier attempt has failed. The lock is held. */
static bool start(void) {
  static bool locks_are_kept, faults_are_handled;
  long page = sysconf(_SC_PAGESIZE);
  if (page <= 0) return false;
  eshkol_c_space.page_shift = (size_t)__builtin_ctzl((unsigned long)page);
  eshkol_c_space.pages_per_chunk = page_count(CHUNK_BYTES);
  if (!locks_are_kept && !(locks_are_kept = eshkol_c_keep_locks_over_fork())) return false;
  if (!eshkol_c_space.start && !reserve_most()) return false;
  if (!faults_are_handled && !(faults_are_handled = eshkol_c_install_fault_handler())) return false;
  eshkol_c_ask_for_leak_policy();
  return open_first_slots();
}

bool eshkol_c_start(void) {
  static _Atomic bool started;
  if (started) return true;
  eshkol_c_lock();
  started = started || start();
  eshkol_c_unlock();
  return started;
}

/* --- Addresses. --- */

bool eshkol_c_is_live(const void *address) {
  if (!eshkol_c_space.start || !in_pages(address)) return false;
  size_t page = page_count(offset_of(address));
  return atomic_load_explicit(&eshkol_c_space.live[page / 64], memory_order_relaxed) >> (page % 64) & 1;
}

void *eshkol_c_nowhere(void) { return eshkol_c_space.start; }

size_t eshkol_c_whole_pages(size_t bytes) { return (bytes + page_bytes() - 1) & ~(page_bytes() - 1); }


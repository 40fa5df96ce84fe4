/* The reservation of address space, allocation of objects of any size, and the limits of memory. */
#define _GNU_SOURCE
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <sys/mman.h>
#include <unistd.h>

#include "arenas.h"
#include "errors.h"
#include "limits.h"
#include "memory_internal.h"
#include "report.h"
#include "signals.h"
#include "stacks.h"
#include "statistics.h"

char *eshkol_hp;
char *eshkol_arena_region_start, *eshkol_arena_region_end, *eshkol_ambient_start;
uint64_t eshkol_mark_offset = ESHKOL_NURSERY + TAG_MARK;
Here eshkol_here;
struct Reservation eshkol_reservation;
struct Statistics eshkol_statistics;

#define MIB ((size_t)1 << 20)
#define GIB ((size_t)1 << 30)
/* Sizes where address space is no matter. */
#define AMBIENT_BYTES (256 * GIB)
#define EXPLICIT_BYTES (16384 * GIB)
#define SMALLEST_AMBIENT_BYTES (4 * MIB)
#define ALIGNMENT (2 * MIB)
#ifdef ESHKOL_TORTURE
#define LEAST_AMBIENT_BYTES (MIB / 4)
#else
#define LEAST_AMBIENT_BYTES MIB
#endif
/* Larger than what can be allocated without a check, by far. */
#define LIMIT_GUARD_BYTES MIB
#define SOFT_GUARD_BYTES (64 * 1024)

void eshkol_memory_panic(const char *message) { eshkol_report_fatal(message); }

void *eshkol_grow_table(void *table, size_t *capacity, size_t element_bytes) {
  *capacity = *capacity ? *capacity * 2 : 16;
  eshkol_begin_unbroken();
  void *larger = realloc(table, *capacity * element_bytes);
  eshkol_end_unbroken();
  if (!larger) eshkol_memory_panic("out of memory for a table of the memory manager");
  return larger;
}

uint64_t eshkol_allocation_clock(void) {
  return (uint64_t)eshkol_used_bytes() + eshkol_statistics.bytes_reclaimed;
}

/* --- Reserving. --- */

static void *map_reserved(size_t bytes) {
  return mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

static void protect(Address start, size_t bytes, int protection) {
  if (mprotect((void *)start, bytes, protection) != 0) eshkol_memory_panic("the system refuses to protect memory");
}

/* explicit, ambient, copies and work list side by side, each a multiple of ALIGNMENT. */
static bool reserve(size_t explicit_bytes, size_t ambient_bytes) {
  size_t bytes = explicit_bytes + 3 * ambient_bytes;
  void *start = map_reserved(bytes + ALIGNMENT);
  if (start == MAP_FAILED) return false;
  struct Reservation *r = &eshkol_reservation;
  r->mapping = start;
  r->mapping_bytes = bytes + ALIGNMENT;
  r->explicit_start = ((Address)start + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
  r->ambient_start = r->explicit_start + explicit_bytes;
  r->ambient_end = r->ambient_start + ambient_bytes;
  r->scratch_start = r->ambient_end;
  r->work_start = r->scratch_start + ambient_bytes;
  r->end = r->work_start + ambient_bytes;
  return true;
}

/* Of so many bytes, a quarter for each part, when they are less than the whole. */
static bool reserve_within(size_t bytes) {
  size_t ambient_bytes = bytes / 4 < AMBIENT_BYTES ? bytes / 4 : AMBIENT_BYTES;
  size_t explicit_bytes = bytes - 3 * ambient_bytes < EXPLICIT_BYTES ? bytes - 3 * ambient_bytes : EXPLICIT_BYTES;
  return reserve(explicit_bytes & ~(ALIGNMENT - 1), ambient_bytes & ~(ALIGNMENT - 1));
}

static bool can_map(size_t bytes) {
  void *start = map_reserved(bytes);
  return start != MAP_FAILED && munmap(start, bytes) == 0;
}

/* A third of a limited address space is left for tables and buffers. Where the system grants less than it says (when it
 * does not overcommit memory, say), it is asked for half again and again, and then half of what it grants is taken. */
static void reserve_what_the_system_grants(void) {
  size_t left = eshkol_address_space_left() / 3 * 2, whole = EXPLICIT_BYTES + 3 * AMBIENT_BYTES;
  size_t bytes = left < whole ? left : whole;
  if (bytes >= 4 * SMALLEST_AMBIENT_BYTES && reserve_within(bytes)) return;
  while (bytes >= 8 * SMALLEST_AMBIENT_BYTES) {
    bytes /= 2;
    if (can_map(bytes) && reserve_within(bytes / 2)) return;
  }
  eshkol_memory_panic("cannot reserve address space for the arenas\n  hint: raise the limit (ulimit -v, ulimit -d)");
}

/* Large arenas are faster in huge pages; a small program must not take them. */
static void advise(void) {
#ifdef MADV_HUGEPAGE
  const struct Reservation *r = &eshkol_reservation;
  madvise((void *)(r->ambient_start + 2 * ALIGNMENT), r->limit - r->ambient_start, MADV_HUGEPAGE);
  madvise((void *)(r->scratch_start + 2 * ALIGNMENT), r->work_start - r->scratch_start - 2 * ALIGNMENT, MADV_HUGEPAGE);
#endif
}

static void place_limit(size_t maximal_bytes) {
  struct Reservation *r = &eshkol_reservation;
  size_t most = r->ambient_end - r->ambient_start - LIMIT_GUARD_BYTES;
  size_t bytes = maximal_bytes ? maximal_bytes : most;
  if (bytes > most) bytes = most;
  if (bytes < LEAST_AMBIENT_BYTES) bytes = LEAST_AMBIENT_BYTES;
  r->limit = r->ambient_start + (bytes & ~(size_t)(SOFT_GUARD_BYTES - 1));
  r->soft_limit = r->limit;
  r->granted = maximal_bytes ? bytes : SIZE_MAX;
  protect(r->limit, LIMIT_GUARD_BYTES, PROT_NONE);
}

/* Tables from this size on are mapped on their own, so that the system gets them back when they are freed. By default, the
 * C library raises its own bound up to 32 MiB, and what has been freed stays. */
void eshkol_give_large_tables_back(void) {
#ifdef M_MMAP_THRESHOLD
  mallopt(M_MMAP_THRESHOLD, MIB / 4);
#endif
}

void eshkol_memory_start(MemoryOptions options) {
  reserve_what_the_system_grants();
  place_limit(options.maximal_bytes);
  advise();
  struct Reservation *r = &eshkol_reservation;
  eshkol_arena_region_start = (char *)r->explicit_start;
  eshkol_ambient_start = (char *)r->ambient_start;
  eshkol_arena_region_end = (char *)r->ambient_end;
  eshkol_hp = eshkol_ambient_start;
  eshkol_reclaim_start(options);
  eshkol_arenas_start();
}

void eshkol_memory_stop(void) {
  eshkol_arenas_stop();
  if (eshkol_reservation.mapping) munmap(eshkol_reservation.mapping, eshkol_reservation.mapping_bytes);
}

/* --- Allocation. --- */

/* Where memory ends: while an error about that is being handled, in the middle of the guard. */
static Address usable_end(void) {
  return eshkol_reservation.limit + (eshkol_reservation.exhausted ? LIMIT_GUARD_BYTES / 2 : 0);
}

static bool fits(uint64_t words) {
  return words < (uint64_t)1 << 32 && hp_address() <= usable_end() && 8 + 8 * words <= usable_end() - hp_address();
}

/* An object that might fit after a reclamation is like any other that does not: the error leaves what is running. */
#define HUGE_WORDS ((uint64_t)1 << 17)

NO_RETURN static void raise_does_not_fit(uint64_t words) {
  if (words < HUGE_WORDS && eshkol_reservation.exhausted) eshkol_report_exhausted();
  if (words < HUGE_WORDS) eshkol_raise_out_of_memory();
  eshkol_raise_kind("memory", NULL, "out of memory: an object of this many words does not fit",
                    eshkol_make_pair(from_fixnum(words > FIXNUM_MAX ? FIXNUM_MAX : (int64_t)words), NIL));
}

Object *eshkol_allocate_object(unsigned type, uint32_t auxiliary, uint64_t words) {
  if (__builtin_expect(!fits(words), 0)) raise_does_not_fit(words);
  Object *object = eshkol_new_object(type, auxiliary, words);
  if (__builtin_expect(hp_address() > eshkol_reservation.soft_limit, 0)) eshkol_pass_soft_limit();
  return object;
}

bool eshkol_has_room(size_t bytes) { return fits(bytes / sizeof(Value)); }

void eshkol_require_room(size_t bytes) {
  if (!fits(bytes / sizeof(Value))) raise_does_not_fit(bytes / sizeof(Value));
#ifdef ESHKOL_FAULT_INJECTION
  eshkol_grant_room(bytes);
#endif
}

Value eshkol_box_flonum(double d) {
  Object *object = eshkol_new_object(TYPE_FLONUM, 0, 1);
  memcpy(object->words, &d, sizeof d);
  return from_object(object);
}

/* --- Limits. The soft one asks for a full reclamation, the hard one is the end of memory. --- */

static bool has_soft_guard(void) { return eshkol_reservation.soft_limit < eshkol_reservation.limit; }

static bool is_urgent(void) { return eshkol_mark_offset != ESHKOL_NURSERY + TAG_MARK; }

void eshkol_pass_soft_limit(void) {
  struct Reservation *r = &eshkol_reservation;
  if (is_urgent() || !has_soft_guard()) return;
  protect(r->soft_limit, SOFT_GUARD_BYTES, PROT_READ | PROT_WRITE);
  eshkol_mark_offset = (uint64_t)TAG_MARK - (r->ambient_end - r->ambient_start);
}

void eshkol_place_soft_limit(Address address) {
  struct Reservation *r = &eshkol_reservation;
  if (has_soft_guard() && !is_urgent()) protect(r->soft_limit, SOFT_GUARD_BYTES, PROT_READ | PROT_WRITE);
  eshkol_mark_offset = ESHKOL_NURSERY + TAG_MARK;
  Address start = (address + SOFT_GUARD_BYTES - 1) & ~(Address)(SOFT_GUARD_BYTES - 1);
  r->soft_limit = r->limit;
  if (start + SOFT_GUARD_BYTES > r->limit) return;
  r->soft_limit = start;
  protect(start, SOFT_GUARD_BYTES, PROT_NONE);
}

void eshkol_restore_soft_limit(void) {
  struct Reservation *r = &eshkol_reservation;
  if (is_urgent() && hp_address() + SOFT_GUARD_BYTES <= r->soft_limit) eshkol_place_soft_limit(r->soft_limit);
}

/* A part of the guard, for what handles the error. */
static void open_guard(void) {
  eshkol_reservation.exhausted = true;
  protect(eshkol_reservation.limit, LIMIT_GUARD_BYTES / 2, PROT_READ | PROT_WRITE);
}

/* Throws after memory has run out that look whether it is still full. What the first one leaves is usually all of it. */
#define THROWS_TO_RELIEVE 8
static unsigned throws_to_relieve;

void eshkol_relieve(Value *sp, size_t live) {
  const struct Reservation *r = &eshkol_reservation;
  if (throws_to_relieve == 0) return;
  throws_to_relieve--;
  if (hp_address() - r->ambient_start > (r->limit - r->ambient_start) / 2) {
    open_guard();
    eshkol_reclaim(sp, live);
  } else {
    throws_to_relieve = 0;
  }
}

void eshkol_open_emergency_memory(void) {
  throws_to_relieve = THROWS_TO_RELIEVE;
  open_guard();
}

static void close_emergency_memory(Address new_hp) {
  struct Reservation *r = &eshkol_reservation;
  if (!r->exhausted || new_hp > r->limit) return;
  protect(r->limit, LIMIT_GUARD_BYTES / 2, PROT_NONE);
  r->exhausted = false;
}

int eshkol_classify_address(const void *pointer) {
  const struct Reservation *r = &eshkol_reservation;
  Address address = (Address)pointer;
  if (has_soft_guard() && address - r->soft_limit < SOFT_GUARD_BYTES) return ADDRESS_SOFT_LIMIT;
  if (address - r->limit < LIMIT_GUARD_BYTES) return r->exhausted ? ADDRESS_MEMORY_EXHAUSTED : ADDRESS_MEMORY_LIMIT;
  if (address - r->explicit_start < r->ambient_start - r->explicit_start) return ADDRESS_DESTROYED_ARENA;
  return ADDRESS_UNKNOWN;
}

/* --- Giving pages back: what has been touched beyond what reclamations needed lately. --- */

struct Touched { Address high; size_t recent; };
static struct Touched touched_ambient, touched_copies, touched_work;

#define TRIM_SLACK (8 * MIB)

/* `used` bytes from start on have just been in use, of which `kept` must stay. */
static void trim(struct Touched *touched, Address start, size_t used, size_t kept) {
  if (start + used > touched->high) touched->high = start + used;
  touched->recent = used > touched->recent ? used : touched->recent - (touched->recent - used) / 4;
  size_t wanted = (touched->recent > kept ? touched->recent : kept) + TRIM_SLACK;
  Address end = (start + wanted + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
  if (touched->high <= end || touched->high - end < wanted / 2) return;
  madvise((void *)end, touched->high - end, MADV_DONTNEED);
  touched->high = end;
}

void eshkol_trim_ambient(Address old_hp, Address new_hp) {
  Address start = eshkol_reservation.ambient_start;
  trim(&touched_ambient, start, old_hp - start, new_hp - start);
  close_emergency_memory(new_hp);
}

void eshkol_trim_scratch(size_t copied_bytes, size_t work_bytes) {
  trim(&touched_copies, eshkol_reservation.scratch_start, copied_bytes, 0);
  trim(&touched_work, eshkol_reservation.work_start, work_bytes, 0);
}

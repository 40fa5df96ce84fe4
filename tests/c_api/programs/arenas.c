/* What arenas do when they are used well. */
#define _DEFAULT_SOURCE
#include "cases.h"

#include <errno.h>
#include <stdalign.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int ended[8], end_count;
static void note_end(void *data) { ended[end_count++] = (int)(intptr_t)data; }

static bool is_zero(const char *bytes, size_t size) {
  for (size_t i = 0; i < size; i++) {
    if (bytes[i] != 0) return false;
  }
  return true;
}

static void allocations_are_apart_aligned_and_zero(void) {
  Arena *arena = arena_create(100);
  static char *memory[2000];
  for (size_t i = 0; i < 2000; i++) {
    memory[i] = (char *)arena_alloc(arena, i % 200);
    CHECK((uintptr_t)memory[i] % alignof(max_align_t) == 0);
    CHECK(is_zero(memory[i], i % 200));
    memset(memory[i], (int)(i % 251), i % 200);
  }
  for (size_t i = 0; i < 2000; i++) {
    CHECK(i == 0 || memory[i] != memory[i - 1]);
    for (size_t k = 0; k < i % 200; k++) CHECK((unsigned char)memory[i][k] == i % 251);
  }
  CHECK(arena_statistics(arena).allocations == 2000);
  destroy_arena(arena);
}

static void blocks_double_and_statistics_add_up(void) {
  Arena *arena = create_arena(1000);
  ArenaStatistics first = arena_statistics(arena), now = first;
  CHECK(first.blocks == 1 && first.used == 0 && first.wasted == 0 && first.allocations == 0);
  CHECK(first.capacity >= 1000 && first.limit == SIZE_MAX);
  for (size_t blocks = 2; blocks < 8; blocks++) {
    while (arena_statistics(arena).blocks < blocks) CHECK(arena_alloc(arena, 48));
    size_t added = arena_statistics(arena).capacity - now.capacity;
    CHECK(added >= (first.capacity << (blocks - 1)) && added < (first.capacity << (blocks - 1)) + 4096 * blocks);
    now = arena_statistics(arena);
    CHECK(now.used == 48 * now.allocations && now.used + now.wasted <= now.capacity);
  }
  CHECK(arena_alloc(arena, 1 << 20)); /* more than twice the last block */
  CHECK(arena_statistics(arena).blocks == 8);
  arena_destroy(arena);
}

static void large_allocations(void) {
  Arena *arena = arena_create(0);
  size_t sizes[] = {511 << 10, 512 << 10, 513 << 10, 2 << 20, (2 << 20) + 1, 5 << 20, 100 << 20};
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    char *memory = (char *)arena_alloc(arena, sizes[i]);
    CHECK(memory[0] == 0 && memory[sizes[i] - 1] == 0);
    memory[0] = memory[sizes[i] - 1] = 1;
    CHECK(arena_contains(arena, memory) && arena_contains(arena, memory + sizes[i] - 1));
  }
  arena_destroy(arena);
}

static void alignments(void) {
  Arena *arena = arena_create(64);
  for (size_t alignment = 1; alignment <= (size_t)2 << 20; alignment *= 2) {
    char *memory = (char *)arena_alloc_aligned(arena, 33, alignment);
    CHECK((uintptr_t)memory % alignment == 0 && is_zero(memory, 33));
    memset(memory, 7, 33);
  }
  arena_destroy(arena);
}

static void zeroed_and_copied(void) {
  Arena *arena = arena_create(64);
  int *numbers = (int *)arena_alloc_zeroed(arena, 1000, sizeof(int));
  for (size_t i = 0; i < 1000; i++) CHECK(numbers[i] == 0);
  errno = 0;
  CHECK(!arena_alloc_zeroed(arena, SIZE_MAX / 2, 3) && errno == ENOMEM);
  char text[] = "to be copied";
  char *copy = arena_copy_string(arena, text);
  CHECK(copy != text && strcmp(copy, "to be copied") == 0);
  char *bytes = (char *)arena_copy(arena, "a\0b", 3);
  CHECK(memcmp(bytes, "a\0b", 3) == 0);
  CHECK(arena_copy(arena, NULL, 0));
  arena_destroy(arena);
}

static void limits(void) {
  Arena *arena = arena_create(1000);
  arena_set_limit(arena, 20000);
  size_t count = 0;
  errno = 0;
  while (arena_alloc(arena, 100)) count++;
  CHECK(errno == ENOMEM);
  CHECK(count > 100 && arena_statistics(arena).capacity <= 20000 && arena_statistics(arena).limit == 20000);
  CHECK(!arena_alloc(arena, 100));
  arena_set_limit(arena, SIZE_MAX);
  CHECK(arena_alloc(arena, 100));
  arena_set_limit(arena, 0); /* less than there is: only no further block */
  while (arena_alloc(arena, 100)) count++;
  arena_reset(arena);
  CHECK(!arena_alloc(arena, 1));
  arena_set_limit(arena, 1 << 20);
  CHECK(arena_alloc(arena, 1));
  arena_destroy(arena);
}

static void more_than_there_is(void) {
  Arena *arena = arena_create(1000);
  errno = 0;
  CHECK(!arena_alloc(arena, (size_t)1 << 40) && errno == ENOMEM);
  CHECK(!create_arena((size_t)1 << 40));
  CHECK(arena_alloc(arena, 1000));
  arena_destroy(arena);
}

static void reset_keeps_the_arena(void) {
  Arena *parent = arena_create(100), *arena = arena_create_child(parent, 3000), *child = arena_create_child(arena, 5);
  arena_set_limit(arena, 1 << 20);
  arena_add_cleanup(arena, note_end, (void *)1);
  for (int round = 0; round < 50; round++) {
    for (int i = 0; i < 1000; i++) {
      char *memory = (char *)arena_alloc(arena, 50);
      CHECK(is_zero(memory, 50));
      memset(memory, 1, 50);
    }
    arena_reset(arena);
    ArenaStatistics statistics = arena_statistics(arena);
    CHECK(statistics.blocks == 0 && statistics.allocations == 0 && statistics.used == 0 && statistics.capacity == 0);
  }
  CHECK(end_count == 1 && !arena_is_live(child) && arena_is_live(arena));
  CHECK(arena_parent(arena) == parent && arena_statistics(arena).limit == 1 << 20);
  arena_destroy(parent);
  CHECK(!arena_is_live(arena));
}

static void families(void) {
  Arena *root = arena_create(10), *children[5], *grandchildren[5];
  for (int i = 0; i < 5; i++) {
    children[i] = arena_create_child(root, 10);
    grandchildren[i] = arena_create_child(children[i], 10);
    CHECK(arena_parent(grandchildren[i]) == children[i] && arena_parent(children[i]) == root);
  }
  CHECK(arena_parent(root) == NULL);
  arena_destroy(children[2]);
  arena_destroy(grandchildren[4]);
  for (int i = 0; i < 5; i++) {
    CHECK(arena_is_live(children[i]) == (i != 2));
    CHECK(arena_is_live(grandchildren[i]) == (i != 2 && i != 4));
  }
  arena_destroy(root);
  for (int i = 0; i < 5; i++) CHECK(!arena_is_live(children[i]) && !arena_is_live(grandchildren[i]));
  arena_destroy(NULL);
  Arena *deep = root = arena_create(1);
  for (int i = 0; i < 20000; i++) deep = arena_create_child(deep, 1);
  arena_destroy(root);
  CHECK(!arena_is_live(deep));
}

static void cleanups_run_backwards(void) {
  Arena *arena = arena_create(10), *child = arena_create_child(arena, 10);
  arena_add_cleanup(arena, note_end, (void *)1);
  arena_add_cleanup(child, note_end, (void *)2);
  arena_add_cleanup(arena, note_end, (void *)3);
  arena_destroy(arena);
  CHECK(end_count == 3 && ended[0] == 2 && ended[1] == 3 && ended[2] == 1);
}

static void arenas_in_a_cleanup(void *data) {
  Arena *other = arena_create(100);
  memset(arena_alloc(other, 5000), 1, 5000);
  CHECK(strcmp((char *)data, "still there") == 0);
  arena_destroy(other);
  end_count++;
}

static void cleanups_may_use_memory(void) {
  Arena *arena = arena_create(10);
  arena_add_cleanup(arena, arenas_in_a_cleanup, arena_copy_string(arena, "still there"));
  arena_destroy(arena);
  CHECK(end_count == 1);
}

static void questions_about_any_address(void) {
  int variable = 0;
  Arena *arena = arena_create(100);
  char *memory = (char *)arena_alloc(arena, 10);
  CHECK(arena_is_live(arena) && !arena_is_live(NULL) && !arena_is_live((Arena *)&variable));
  CHECK(!arena_is_live((Arena *)memory) && !arena_is_live((Arena *)((char *)arena + 8)));
  CHECK(!arena_is_live((Arena *)((char *)arena + 128 * 100000)) && !arena_is_live((Arena *)-8));
  CHECK(arena_contains(arena, memory) && !arena_contains(arena, &variable) && !arena_contains(arena, NULL));
  arena_destroy(arena);
  CHECK(!arena_is_live(arena));
}

/* Functions of the names of the macros, for pointers to them. */
static void functions_behind_macros(void) {
  Arena *(*create)(size_t) = arena_create;
  void *(*allocate)(Arena *, size_t) = arena_alloc;
  void (*destroy)(Arena *) = destroy_arena;
  Arena *arena = create(100);
  CHECK(allocate(arena, 10));
  (arena_reset)(arena);
  destroy(arena);
  CHECK(!arena_is_live(arena));
}

static long resident(void) {
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file || fscanf(file, "%*d %ld", &pages) != 1) exit(97);
  fclose(file);
  return pages * (sysconf(_SC_PAGESIZE) >> 10);
}

/* Many arenas, among which one in a thousand stays for a while. */
static void memory_stays_flat(void) {
  Arena *kept[20] = {NULL};
  long before = 0;
  for (int i = 0; i < 60000; i++) {
    Arena *arena = arena_create(1000);
    memset(arena_alloc(arena, 500), 1, 500);
    if (i % 1000 == 0) {
      arena_destroy(kept[i / 1000 % 20]);
      kept[i / 1000 % 20] = arena;
    } else {
      arena_destroy(arena);
    }
    if (i == 20000) before = resident();
  }
  /* AddressSanitizer keeps an eighth of the address space in memory. */
  CHECK(resident() - before < (getenv("SANITIZED") ? 1 << 16 : 1 << 12));
  for (int i = 0; i < 20; i++) arena_destroy(kept[i]);
}

/* Many arenas that live at the same time, destroyed in an order that leaves holes. */
static void holes(void) {
  enum { COUNT = 20000 };
  static Arena *arenas[COUNT];
  for (int i = 0; i < COUNT; i++) {
    arenas[i] = arena_create(10);
    *(int *)arena_alloc(arenas[i], sizeof(int)) = i;
  }
  for (int step = 2; step > 0; step--) {
    for (int i = step - 1; i < COUNT; i += 2) {
      CHECK(arena_is_live(arenas[i]));
      arena_destroy(arenas[i]);
      CHECK(!arena_is_live(arenas[i]));
    }
  }
}

static void both_sides_of_a_fork(void) {
  Arena *arena = arena_create(100);
  strcpy((char *)arena_alloc(arena, 10), "before");
  pid_t child = fork();
  for (int i = 0; i < 1000; i++) arena_destroy(arena_create(10));
  memset(arena_alloc(arena, 10000), 1, 10000);
  arena_destroy(arena);
  if (child == 0) _exit(5);
  int status = 0;
  CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 5);
}

/* With little address space, addresses are used again: nothing fails because of them. */
static void little_address_space(void) {
  struct rlimit limit = {(rlim_t)1 << 30, (rlim_t)1 << 30};
  if (getenv("SANITIZED")) return; /* AddressSanitizer needs more */
  setrlimit(RLIMIT_AS, &limit);
  Arena *kept = arena_create(10);
  int *number = (int *)arena_alloc(kept, sizeof(int));
  *number = 5;
  for (int i = 0; i < 1000; i++) {
    Arena *arena = arena_create(3 << 20);
    char *memory = (char *)arena_alloc(arena, 3 << 20);
    CHECK(memory && memory[0] == 0);
    memory[0] = 1;
    arena_destroy(arena);
  }
  for (int i = 0; i < 100000; i++) {
    Arena *arena = arena_create(10);
    CHECK(arena);
    arena_destroy(arena);
  }
  CHECK(*number == 5);
  Arena *arena = arena_create(10);
  while (arena_alloc(arena, 1 << 20)) {
  }
  CHECK(errno == ENOMEM);
  arena_destroy(arena);
  CHECK((arena = arena_create(1 << 20)) != NULL);
}

CASES(CASE(allocations_are_apart_aligned_and_zero), CASE(blocks_double_and_statistics_add_up), CASE(large_allocations),
      CASE(alignments), CASE(zeroed_and_copied), CASE(limits), CASE(more_than_there_is), CASE(reset_keeps_the_arena),
      CASE(families), CASE(cleanups_run_backwards), CASE(cleanups_may_use_memory), CASE(questions_about_any_address),
      CASE(functions_behind_macros), CASE(memory_stays_flat), CASE(holes), CASE(both_sides_of_a_fork),
      CASE(little_address_space))

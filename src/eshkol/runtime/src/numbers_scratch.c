/* Scratch memory for big integer operations: a stack of malloc blocks that is empty between operations. */
#include "bigint.h"

#include <stdlib.h>

#include "stacks.h"

/* A block is followed by `capacity` bytes, of which the first `used` are given out. */
typedef struct Block { struct Block *below; size_t capacity, used; uint64_t padding; } Block;
_Static_assert(sizeof(Block) % 16 == 0, "what follows a block's head is 16-aligned");

#define FIRST_BLOCK ((size_t)1 << 16)

static Block *top_block;     /* NULL only before the first use */
static size_t allocations;   /* given out and not released */

static char *contents(Block *block) { return (char *)(block + 1); }
static size_t rounded(size_t bytes) { return (bytes + 15) & ~(size_t)15; }

static Block *push_block(size_t bytes) {
  size_t capacity = top_block ? 2 * top_block->capacity : FIRST_BLOCK;
  if (capacity < bytes) capacity = bytes;
  eshkol_begin_unbroken();
  Block *block = malloc(sizeof(Block) + capacity);
  eshkol_end_unbroken();
  if (!block) return NULL;
  *block = (Block){.below = top_block, .capacity = capacity};
  return top_block = block;
}

/* Keeps the first block only, so that memory is not held between operations. */
static void release_everything(void) {
  while (top_block->below) {
    Block *below = top_block->below;
    free(top_block);
    top_block = below;
  }
  top_block->used = 0;
  if (top_block->capacity > FIRST_BLOCK) {
    free(top_block);
    top_block = NULL;
  }
}

void *eshkol_scratch_allocate(size_t bytes) {
  if (bytes > SIZE_MAX / 4) return NULL;
  bytes = rounded(bytes);
  Block *block = top_block;
  if (!block || block->capacity - block->used < bytes) block = push_block(bytes);
  if (!block) return NULL;
  char *memory = contents(block) + block->used;
  block->used += bytes;
  allocations++;
  return memory;
}

void eshkol_scratch_release(void *memory, size_t bytes) {
  Block *block = top_block;
  size_t size = rounded(bytes);
  if (block->used >= size && contents(block) + (block->used - size) == (char *)memory) {
    block->used -= size;
    if (block->used == 0 && block->below) {
      top_block = block->below;
      free(block);
    }
  }
  if (--allocations == 0) release_everything();
}

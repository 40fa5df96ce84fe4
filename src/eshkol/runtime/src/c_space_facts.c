/* What is known of addresses in arenas: where an arena was made that lay there, and where it was destroyed. */
#include <stdlib.h>

#include "c_space_internal.h"

/* More places than so many are forgotten, those of the chunks that were used first before others. */
#define MOST_RUNS ((size_t)1 << 20)

/* --- Facts about retired chunks. --- */

void eshkol_c_forget_runs(Chunk *chunk) {
  if (chunk->state == RETIRED && chunk->run_count > 1) {
    eshkol_c_space.run_count -= chunk->run_count;
    free(chunk->runs);
  }
  chunk->run_count = 1;
  chunk->only = (PageFacts){PLACE_UNKNOWN, PLACE_UNKNOWN};
}

static void forget_old_runs(void) {
  for (size_t seen = 0; eshkol_c_space.run_count > MOST_RUNS && seen < eshkol_c_space.chunk_count; seen++) {
    Chunk *chunk = &eshkol_c_space.chunks[eshkol_c_space.forgetful];
    eshkol_c_space.forgetful = (eshkol_c_space.forgetful + 1) % eshkol_c_space.chunk_count;
    if (chunk->state == RETIRED && chunk->run_count > 1) eshkol_c_forget_runs(chunk);
  }
}

static bool same_facts(PageFacts a, PageFacts b) { return a.made == b.made && a.destroyed == b.destroyed; }

void eshkol_c_keep_runs(Chunk *chunk) {
  PageRow *pages = chunk->pages;
  size_t count = 1;
  for (size_t i = 1; i < chunk->taken_pages; i++) count += !same_facts(pages[i].facts, pages[i - 1].facts);
  Run *runs = count == 1 ? NULL : malloc(count * sizeof *runs);
  chunk->run_count = runs ? (uint16_t)count : 1;
  chunk->only = count == 1 ? pages[0].facts : (PageFacts){PLACE_UNKNOWN, PLACE_UNKNOWN};
  if (runs) {
    size_t run = 0;
    for (size_t i = 0; i < chunk->taken_pages; i++) {
      if (i == 0 || !same_facts(pages[i].facts, pages[i - 1].facts)) runs[run++] = (Run){(uint32_t)i, pages[i].facts};
    }
    chunk->runs = runs;
    eshkol_c_space.run_count += count;
  }
  free(pages);
  if (eshkol_c_space.run_count > MOST_RUNS) forget_old_runs();
}

static PageFacts page_facts(const Chunk *chunk, size_t page) {
  if (chunk->state == SHARED) return chunk->pages[page].facts;
  if (chunk->state == LARGE || chunk->state == LARGE_REST) return chunk->pages[0].facts;
  if (chunk->state != RETIRED || chunk->run_count <= 1) return chunk->only;
  size_t run = chunk->run_count - 1;
  while (run > 0 && chunk->runs[run].first > page) run--;
  return chunk->runs[run].facts;
}

static AddressFacts facts_at(size_t offset) {
  const Chunk *chunk = chunk_at(offset);
  AddressFacts facts = {ADDRESS_UNUSED, 0, 0};
  if (chunk->state == UNUSED) return facts;
  if (chunk->state == SHARED && page_in_chunk(offset) >= chunk->taken_pages) return facts;
  PageFacts page = page_facts(chunk, page_in_chunk(offset));
  facts.made = page.made;
  facts.destroyed = page.destroyed & ~WAS_RESET;
  facts.kind = page.destroyed & WAS_RESET ? ADDRESS_RESET : ADDRESS_DESTROYED;
  return facts;
}

AddressFacts eshkol_c_address_facts(const void *address) {
  AddressFacts facts = {ADDRESS_FOREIGN, 0, 0};
  if (!eshkol_c_space.start) return facts;
  if (!in_pages(address)) {
    if (slot_number(address) < page_count(eshkol_c_space.bytes)) facts.kind = ADDRESS_UNUSED;
    return facts;
  }
  if (offset_of(address) < CHUNK_BYTES) facts.kind = ADDRESS_NOWHERE;
  else if (eshkol_c_is_live(address)) facts.kind = ADDRESS_LIVE;
  else {
    /* The handler of a fault inside these functions must not wait for itself. */
    bool locked = eshkol_c_try_lock();
    facts = facts_at(offset_of(address));
    if (locked) eshkol_c_unlock();
  }
  return facts;
}

AddressFacts eshkol_c_slot_facts(const void *slot) {
  eshkol_c_lock();
  AddressFacts facts = facts_at(slot_number(slot) << eshkol_c_space.page_shift);
  eshkol_c_unlock();
  if (facts.kind == ADDRESS_RESET) facts.destroyed = PLACE_UNKNOWN;
  return facts;
}


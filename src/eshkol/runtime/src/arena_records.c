/* Where explicit arenas were made and destroyed: what is remembered of retired chunks, by intervals of addresses. */
#include <stdio.h>

#include "arenas_internal.h"
#include "program.h"

/* Invariant: sorted and disjoint; neighbours that touch have different records. */
static Interval *intervals;
static size_t interval_count, interval_capacity;

/* Beyond this many, the sites of the older half (by address) are forgotten. */
#define MOST_INTERVALS ((size_t)1 << 16)

static size_t first_interval_after(Address address) {
  size_t low = 0, high = interval_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (intervals[middle].start <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}

static bool joins(const Interval *a, const Interval *b) { return a->end == b->start && is_same_record(a->record, b->record); }

static void remove_interval(size_t at) {
  memmove(intervals + at, intervals + at + 1, (--interval_count - at) * sizeof *intervals);
}

static void forget_older_half(void) {
  size_t half = interval_count / 2;
  intervals[0].end = intervals[half - 1].end;
  intervals[0].record = (struct ArenaRecord){0, 0};
  memmove(intervals + 1, intervals + half, (interval_count - half) * sizeof *intervals);
  interval_count -= half - 1;
}

void eshkol_remember_interval(Interval interval) {
  if (interval_count >= MOST_INTERVALS) forget_older_half();
  size_t at = first_interval_after(interval.start);
  if (at > 0 && joins(&intervals[at - 1], &interval)) {
    intervals[--at].end = interval.end;
  } else {
    if (interval_count == interval_capacity) intervals = eshkol_grow_table(intervals, &interval_capacity, sizeof *intervals);
    memmove(intervals + at + 1, intervals + at, (interval_count++ - at) * sizeof *intervals);
    intervals[at] = interval;
  }
  if (at + 1 < interval_count && joins(&intervals[at], &intervals[at + 1])) {
    intervals[at].end = intervals[at + 1].end;
    remove_interval(at + 1);
  }
}

void eshkol_forget_intervals_in(Address start, Address end) {
  size_t first = first_interval_after(start), last = first;
  if (first > 0 && intervals[first - 1].end > start) first--;
  while (last < interval_count && intervals[last].start < end) last++;
  if (first == last) return;
  Interval before = intervals[first], after = intervals[last - 1];
  memmove(intervals + first, intervals + last, (interval_count - last) * sizeof *intervals);
  interval_count -= last - first;
  before.end = start;
  after.start = end;
  if (before.start < before.end) eshkol_remember_interval(before);
  if (after.start < after.end) eshkol_remember_interval(after);
}

const struct ArenaRecord *eshkol_remembered_record(Address address) {
  size_t after = first_interval_after(address);
  return after > 0 && intervals[after - 1].end > address ? &intervals[after - 1].record : NULL;
}

const char *eshkol_arena_site_text(uint32_t number) {
  static char buffers[2][512];
  static unsigned turn;
  char *text = buffers[turn++ % 2];
  const EshkolSite *site = eshkol_find_site(number);
  if (site == NULL) return "an unknown place";
  snprintf(text, sizeof buffers[0], "%s:%u:%u", site->file, (unsigned)site->line, (unsigned)site->column);
  return text;
}

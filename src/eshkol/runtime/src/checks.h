/* Checks of arguments that many primitives share: indices, sizes, ranges. */
#ifndef ESHKOL_CHECKS_H
#define ESHKOL_CHECKS_H

#include "errors.h"
#include "values.h"

/* No object may have more elements than this: its size must fit a header's 32 bits of words. */
#define MAXIMAL_WORDS ((uint64_t)0xFFFFFFFF)

/* An index below length. */
static inline size_t check_index(const char *who, int argument, Value k, size_t length) {
  if (__builtin_expect(!is_fixnum(k), 0)) eshkol_raise_type(who, argument, "an index (an exact integer, not negative)", k);
  if (__builtin_expect((uint64_t)to_fixnum(k) >= length, 0)) eshkol_raise_index(who, argument, k, length);
  return (size_t)to_fixnum(k);
}

/* A count of elements, at most `maximum`: the size argument of constructors. */
static inline size_t check_size(const char *who, int argument, Value k, uint64_t maximum) {
  if (__builtin_expect(!is_fixnum(k) || to_fixnum(k) < 0, 0))
    eshkol_raise_type(who, argument, "a size (an exact integer, not negative)", k);
  if (__builtin_expect((uint64_t)to_fixnum(k) > maximum, 0))
    eshkol_raise_type(who, argument, "a size that memory can hold", k);
  return (size_t)to_fixnum(k);
}

/* The optional arguments start (number `argument`) and end of a sequence of this length. */
typedef struct { size_t start, end; } Range;
static inline size_t check_bound(const char *who, int argument, Value k, size_t length) {
  if (!is_fixnum(k)) eshkol_raise_type(who, argument, "an index (an exact integer, not negative)", k);
  if ((uint64_t)to_fixnum(k) > length) eshkol_raise_index(who, argument, k, length);
  return (size_t)to_fixnum(k);
}
static inline Range check_range(const char *who, int argument, Value start, Value end, size_t length) {
  Range r = {0, length};
  if (end != ABSENT) r.end = check_bound(who, argument + 1, end, length);
  if (start != ABSENT) {
    r.start = check_bound(who, argument, start, length);
    if (r.start > r.end) eshkol_raise_index(who, argument, start, r.end);
  }
  return r;
}

/* The same for a start whose end the sequence itself gives: room for `count` elements. */
static inline size_t check_room(const char *who, int argument, Value at, size_t length, size_t count) {
  size_t start = check_bound(who, argument, at, length);
  if (count > length - start) eshkol_raise_index(who, argument, from_fixnum((int64_t)(start + count)), length);
  return start;
}

#endif

/* Included before the library's own sources: the system has no guard pages, like Linux before 6.13. */
#pragma once
#define _GNU_SOURCE
#include <errno.h>
#include <stddef.h>
#include <sys/mman.h>

static inline int old_madvise(void *start, size_t bytes, int advice) {
  if (advice != 102) return madvise(start, bytes, advice);
  errno = EINVAL;
  return -1;
}

#define madvise old_madvise

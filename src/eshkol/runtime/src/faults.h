/* In builds for fault injection, included before everything else: calls of the system that can fail do so when chosen. */
#ifndef ESHKOL_FAULTS_H
#define ESHKOL_FAULTS_H

/* Builds of other kinds never see this file, so it costs them nothing (build/flags.py, feature "faults"). In a build of
 * this kind, each call below is a site, named by its place, such as ports.c:40. The environment variable
 *
 *     ESHKOL_FAULT=SITE:HITS[:KIND],...
 *
 * makes calls at sites fail. HITS is a number from 1 on, a range 3-5, 3- (that one and all later ones), or `sweep`. KIND
 * is the name of an error, such as EIO, or `short` for reads and writes of a part; without it, the call fails as it
 * usually does. The site `any` is every call at all sites together; the site `allocation` is every allocation in the
 * ambient arena. With ESHKOL_FAULT_REPORT=FILE a line "SITE CALL HITS FAILURES" for each site is added to the file when
 * the process ends. With ESHKOL_SYSTEM_FILES=FOLDER, files of the
 * system, such as /proc/self/cgroup, are looked for below that folder.
 *
 * A sweep makes each call of some work fail once, in one process. The work begins when the program asks for the
 * environment variable ESHKOL_SWEEP and ends when it asks for ESHKOL_SWEEP_END, or with the failure: the first time the
 * first call fails, the next time the second, and so on. A program that repeats the work until it succeeds is through. Whether
 * something has failed since the work began ESHKOL_SWEEP_FAILED tells: it is "1" then. */

/* What the files below may ask for, before a system header is read. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Sites lie side by side in a section of their own. Invariant: failures <= hits. */
struct FaultSite {
  const char *file, *call;
  uint64_t line, hits, failures;
  uint64_t swept, next; /* of a sweep: hits since it began, and the one that fails */
  int error;                           /* how the call usually fails */
  int padding;
};

/* How often the program has asked for ESHKOL_SWEEP or ESHKOL_SWEEP_END. */
extern uint64_t eshkol_sweeps_begun;
/* Counts a call. True: it is to fail, and errno says how. */
bool eshkol_call_fails(struct FaultSite *site);
/* Counts an allocation in the ambient arena, and raises "out of memory" when it is to fail. */
void eshkol_count_allocation(void);
/* Counts as an allocation itself. Those in the next so many bytes do not. */
void eshkol_grant_room(size_t bytes);

#define ESHKOL_FAULT_SITE(name, reason) \
  ({ static struct FaultSite fault_site __attribute__((section("eshkol_fault_sites"), used, aligned(8))) = \
       {.file = __FILE__, .call = name, .line = __LINE__, .next = 1, .error = reason}; \
     &fault_site; })

/* The call, or `failure` with errno set. */
#define ESHKOL_FALLIBLE(call, failure, reason, ...) \
  (eshkol_call_fails(ESHKOL_FAULT_SITE(#call, reason)) ? (failure) : (call)(__VA_ARGS__))

/* Calls that do more than fail: see faults.c, which writes (read)(...) where it means the system's. */
ssize_t eshkol_faulty_read(struct FaultSite *site, int descriptor, void *buffer, size_t count);
ssize_t eshkol_faulty_write(struct FaultSite *site, int descriptor, const void *buffer, size_t count);
int eshkol_faulty_close(struct FaultSite *site, int descriptor);
int eshkol_faulty_open(struct FaultSite *site, const char *path, int flags, ...);
FILE *eshkol_faulty_fopen(struct FaultSite *site, const char *path, const char *mode);
void *eshkol_faulty_allocate(struct FaultSite *site, void *old, size_t count, size_t bytes);
char *eshkol_faulty_strdup(struct FaultSite *site, const char *text);
void eshkol_counted_free(void *memory);
char *eshkol_watched_getenv(const char *name);
__attribute__((noreturn)) void eshkol_reporting_exit(int status);
__attribute__((noreturn)) void eshkol_reporting_abort(void);

#define mmap(...) ESHKOL_FALLIBLE(mmap, MAP_FAILED, ENOMEM, __VA_ARGS__)
#define munmap(...) ESHKOL_FALLIBLE(munmap, -1, EINVAL, __VA_ARGS__)
#define mprotect(...) ESHKOL_FALLIBLE(mprotect, -1, ENOMEM, __VA_ARGS__)
#define madvise(...) ESHKOL_FALLIBLE(madvise, -1, ENOMEM, __VA_ARGS__)
#define sigaction(...) ESHKOL_FALLIBLE(sigaction, -1, EINVAL, __VA_ARGS__)
#define sigaltstack(...) ESHKOL_FALLIBLE(sigaltstack, -1, ENOMEM, __VA_ARGS__)
#define signal(...) ESHKOL_FALLIBLE(signal, SIG_ERR, EINVAL, __VA_ARGS__)
#define pthread_getattr_np(...) ESHKOL_FALLIBLE(pthread_getattr_np, ENOMEM, ENOMEM, __VA_ARGS__)
#define pthread_atfork(...) ESHKOL_FALLIBLE(pthread_atfork, ENOMEM, ENOMEM, __VA_ARGS__)
#define fstat(...) ESHKOL_FALLIBLE(fstat, -1, EIO, __VA_ARGS__)
#define fcntl(...) ESHKOL_FALLIBLE(fcntl, -1, EBADF, __VA_ARGS__)
#define access(...) ESHKOL_FALLIBLE(access, -1, EIO, __VA_ARGS__)
#define unlink(...) ESHKOL_FALLIBLE(unlink, -1, EACCES, __VA_ARGS__)
#define readlink(...) ESHKOL_FALLIBLE(readlink, -1, EACCES, __VA_ARGS__)
#define poll(...) ESHKOL_FALLIBLE(poll, -1, EINTR, __VA_ARGS__)
#define isatty(...) ESHKOL_FALLIBLE(isatty, 0, EBADF, __VA_ARGS__)
#define sysconf(...) ESHKOL_FALLIBLE(sysconf, -1, EINVAL, __VA_ARGS__)
#define getrlimit(...) ESHKOL_FALLIBLE(getrlimit, -1, EINVAL, __VA_ARGS__)
#define clock_gettime(...) ESHKOL_FALLIBLE(clock_gettime, -1, EINVAL, __VA_ARGS__)
#define fclose(...) ESHKOL_FALLIBLE(fclose, EOF, EIO, __VA_ARGS__)
#define fopen(...) eshkol_faulty_fopen(ESHKOL_FAULT_SITE("fopen", EMFILE), __VA_ARGS__)
#define open(...) eshkol_faulty_open(ESHKOL_FAULT_SITE("open", EMFILE), __VA_ARGS__)
#define close(descriptor) eshkol_faulty_close(ESHKOL_FAULT_SITE("close", EIO), descriptor)
#define read(...) eshkol_faulty_read(ESHKOL_FAULT_SITE("read", EIO), __VA_ARGS__)
#define write(...) eshkol_faulty_write(ESHKOL_FAULT_SITE("write", ENOSPC), __VA_ARGS__)
#define malloc(bytes) eshkol_faulty_allocate(ESHKOL_FAULT_SITE("malloc", ENOMEM), NULL, 1, bytes)
#define calloc(count, bytes) eshkol_faulty_allocate(ESHKOL_FAULT_SITE("calloc", ENOMEM), NULL, count, bytes)
#define realloc(old, bytes) eshkol_faulty_allocate(ESHKOL_FAULT_SITE("realloc", ENOMEM), old, 1, bytes)
#define strdup(text) eshkol_faulty_strdup(ESHKOL_FAULT_SITE("strdup", ENOMEM), text)
#define free(memory) eshkol_counted_free(memory)
#define getenv(name) eshkol_watched_getenv(name)
#define _exit(status) eshkol_reporting_exit(status)
#define abort() eshkol_reporting_abort()

#endif

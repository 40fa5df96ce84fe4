/* Fault injection: which calls are to fail, how the special ones do, and the report. Empty in builds of other kinds.
 *
 * Depends on no other part of the runtime but host_memory.c, in libraries: programs of eshkol.h's part A use it, too. */
#ifdef ESHKOL_FAULT_INJECTION
#ifndef ESHKOL_FAULTS_H
#error "faults.h is to be included first: see build/flags.py"
#endif
#include <stdarg.h>

#ifdef ESHKOL_LIBRARY
#include "host_memory.h"
#define SYSTEM(function) eshkol_recorded_##function
#else
#define SYSTEM(function) (function)
#endif

extern struct FaultSite __start_eshkol_fault_sites[], __stop_eshkol_fault_sites[];

/* --- The order in ESHKOL_FAULT. --- */

/* Hits `first` to `last` at the site fail, or a sweep's next one. error 0: as usual. */
struct Order { const char *site; size_t length; uint64_t first, last; int error; bool sweep, part; };
#define MOST_ORDERS 64
static struct { struct Order orders[MOST_ORDERS]; size_t count; bool read, sweeping, has_failed; } plan;

static const struct { const char *name; int error; } errors[] = {
  {"ENOMEM", ENOMEM}, {"EINTR", EINTR}, {"EIO", EIO}, {"EAGAIN", EAGAIN}, {"EBADF", EBADF}, {"ENOSPC", ENOSPC},
  {"EPIPE", EPIPE}, {"EMFILE", EMFILE}, {"EACCES", EACCES}, {"EINVAL", EINVAL}, {"ENOENT", ENOENT}, {"EISDIR", EISDIR},
};

__attribute__((noreturn)) static void reject(const char *text) {
  fprintf(stderr, "error: ESHKOL_FAULT\n  expected: SITE:HITS[:KIND],... as faults.h says\n  got: %s\n", text);
  (_exit)(2);
}

static const char *read_kind(const char *text, struct Order *order) {
  size_t length = strcspn(text, ",");
  if (length == 5 && memcmp(text, "short", 5) == 0) {
    order->part = true;
    return text + length;
  }
  for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
    if (strlen(errors[i].name) != length || memcmp(text, errors[i].name, length) != 0) continue;
    order->error = errors[i].error;
    return text + length;
  }
  reject(text);
}

static const char *read_hits(const char *text, struct Order *order) {
  if (strncmp(text, "sweep", 5) == 0) {
    order->sweep = true;
    return text + 5;
  }
  char *end;
  order->first = order->last = strtoull(text, &end, 10);
  if (end == text || order->first == 0) reject(text);
  if (*end != '-') return end;
  const char *last = end + 1;
  order->last = strtoull(last, &end, 10);
  if (end == last) order->last = UINT64_MAX;
  return end;
}

/* A site is a word, or FILE:LINE. */
static size_t site_length(const char *text) {
  size_t name = strcspn(text, ":,");
  if (text[name] != ':' || !memchr(text, '.', name)) return name;
  return name + 1 + strcspn(text + name + 1, ":,");
}

static void read_plan(void) {
  const char *text = (getenv)("ESHKOL_FAULT");
  plan.read = true;
  while (text && *text) {
    if (plan.count == MOST_ORDERS) reject(text);
    struct Order *order = &plan.orders[plan.count++];
    *order = (struct Order){.site = text, .length = site_length(text)};
    text += order->length;
    if (*text != ':') reject(order->site);
    text = read_hits(text + 1, order);
    if (*text == ':') text = read_kind(text + 1, order);
    if (*text == ',') text++;
    else if (*text) reject(order->site);
  }
}

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* SITE as orders and reports name it. */
static int write_name(char *name, size_t size, const struct FaultSite *site) {
  if (site->line == 0) return snprintf(name, size, "%s", site->file);
  return snprintf(name, size, "%s:%llu", base_name(site->file), (unsigned long long)site->line);
}

static bool is_swept(struct FaultSite *site) {
  if (!plan.sweeping || ++site->swept < site->next) return false;
  site->next++;
  plan.sweeping = false;
  plan.has_failed = true;
  return true;
}

/* Every call at any site. */
static struct FaultSite any_site __attribute__((section("eshkol_fault_sites"), used, aligned(8))) = {
  .file = "any", .call = "any", .next = 1};

/* The order that makes the present hit of the site fail, or NULL. */
static const struct Order *matching_order(struct FaultSite *site) {
  if (!plan.read) read_plan();
  char name[200];
  size_t length = plan.count > 0 ? (size_t)write_name(name, sizeof name, site) : 0;
  for (size_t i = 0; i < plan.count; i++) {
    const struct Order *order = &plan.orders[i];
    if (order->length != length || memcmp(order->site, name, length) != 0) continue;
    if (order->sweep ? is_swept(site) : site->hits >= order->first && site->hits <= order->last) return order;
  }
  return NULL;
}

/* Sites that are no calls have no line. */
static const struct Order *order_for_hit(struct FaultSite *site) {
  site->hits++;
  const struct Order *order = matching_order(site);
  if (site->line == 0) return order;
  any_site.hits++;
  const struct Order *for_any = matching_order(&any_site);
  if (order || !for_any) return order;
  any_site.failures++;
  return for_any;
}

static void report_one(const struct FaultSite *site, uint64_t hits, uint64_t failures);
static bool reported;

static bool is_hit(struct FaultSite *site, bool *part) {
  const struct Order *order = order_for_hit(site);
  if (reported) report_one(site, 1, order != NULL);
  if (!order) return false;
  site->failures++;
  *part = order->part;
  errno = order->error ? order->error : site->error;
  return true;
}

bool eshkol_call_fails(struct FaultSite *site) {
  bool part;
  return is_hit(site, &part);
}

/* --- Calls that do more than fail. --- */

ssize_t eshkol_faulty_read(struct FaultSite *site, int descriptor, void *buffer, size_t count) {
  bool part = false;
  if (is_hit(site, &part) && !part) return -1;
  return (read)(descriptor, buffer, part && count > 1 ? 1 : count);
}

ssize_t eshkol_faulty_write(struct FaultSite *site, int descriptor, const void *buffer, size_t count) {
  bool part = false;
  if (is_hit(site, &part) && !part) return -1;
  return (write)(descriptor, buffer, part && count > 1 ? 1 : count);
}

/* Files and memory that have been got from the system and not been given back. */
static int64_t open_files, live_allocations;

/* Linux closes the file even when it reports an error. */
int eshkol_faulty_close(struct FaultSite *site, int descriptor) {
  bool fails = eshkol_call_fails(site);
  int error = errno, result = (close)(descriptor);
  if (result == 0) open_files--;
  if (!fails) return result;
  errno = error;
  return -1;
}

/* `path` below ESHKOL_SYSTEM_FILES if it is one of the system's. */
static const char *substitute(const char *path, char *room, size_t size) {
  const char *folder = (getenv)("ESHKOL_SYSTEM_FILES");
  if (!folder || (strncmp(path, "/proc/", 6) != 0 && strncmp(path, "/sys/", 5) != 0)) return path;
  snprintf(room, size, "%s%s", folder, path);
  return room;
}

int eshkol_faulty_open(struct FaultSite *site, const char *path, int flags, ...) {
  char room[4096];
  va_list more;
  va_start(more, flags);
  unsigned mode = flags & O_CREAT ? va_arg(more, unsigned) : 0;
  va_end(more);
  if (eshkol_call_fails(site)) return -1;
  int descriptor = (open)(substitute(path, room, sizeof room), flags, mode);
  if (descriptor >= 0) open_files++;
  return descriptor;
}

FILE *eshkol_faulty_fopen(struct FaultSite *site, const char *path, const char *mode) {
  char room[4096];
  return eshkol_call_fails(site) ? NULL : (fopen)(substitute(path, room, sizeof room), mode);
}

/* All of malloc, calloc and realloc: cleared when there is no old memory. */
void *eshkol_faulty_allocate(struct FaultSite *site, void *old, size_t count, size_t bytes) {
  if (eshkol_call_fails(site)) return NULL;
  bool cleared = strcmp(site->call, "calloc") == 0;
  void *memory = old ? SYSTEM(realloc)(old, bytes) : cleared ? SYSTEM(calloc)(count, bytes) : SYSTEM(malloc)(bytes);
  if (memory && !old) live_allocations++;
  return memory;
}

char *eshkol_faulty_strdup(struct FaultSite *site, const char *text) {
  char *copy = eshkol_call_fails(site) ? NULL : SYSTEM(strdup)(text);
  if (copy) live_allocations++;
  return copy;
}

void eshkol_counted_free(void *memory) {
  if (memory) live_allocations--;
  SYSTEM(free)(memory);
}

/* --- Sweeps. --- */

uint64_t eshkol_sweeps_begun;

char *eshkol_watched_getenv(const char *name) {
  if (strcmp(name, "ESHKOL_SWEEP_FAILED") == 0) return plan.has_failed ? (char *)"1" : NULL;
  if (strcmp(name, "ESHKOL_SWEEP") == 0 || strcmp(name, "ESHKOL_SWEEP_END") == 0) {
    plan.sweeping = strcmp(name, "ESHKOL_SWEEP") == 0;
    plan.has_failed = false;
    eshkol_sweeps_begun++;
    for (struct FaultSite *site = __start_eshkol_fault_sites; site < __stop_eshkol_fault_sites; site++) {
      site->swept = 0;
      if (!plan.sweeping) site->next = 1;
    }
  }
  return (getenv)(name);
}

/* --- The report. --- */

static FILE *open_report(void) {
  const char *path = (getenv)("ESHKOL_FAULT_REPORT");
  return path ? (fopen)(path, "a") : NULL;
}

static void write_counts(FILE *file, const struct FaultSite *site, uint64_t hits, uint64_t failures) {
  char name[200];
  write_name(name, sizeof name, site);
  fprintf(file, "%s %s %llu %llu\n", name, site->call, (unsigned long long)hits, (unsigned long long)failures);
}

/* Other destructors can come later. */
static void report_one(const struct FaultSite *site, uint64_t hits, uint64_t failures) {
  FILE *file = open_report();
  if (!file) return;
  write_counts(file, site, hits, failures);
  (fclose)(file);
}

__attribute__((destructor)) static void report(void) {
  FILE *file = open_report();
  reported = true;
  if (!file) return;
  for (struct FaultSite *site = __start_eshkol_fault_sites; site < __stop_eshkol_fault_sites; site++)
    write_counts(file, site, site->hits, site->failures);
  fprintf(file, "live memory %lld 0\nlive files %lld 0\n", (long long)live_allocations, (long long)open_files);
  (fclose)(file);
}

void eshkol_reporting_exit(int status) {
  if (!reported) report();
  (_exit)(status);
}

void eshkol_reporting_abort(void) {
  if (!reported) report();
  (abort)();
}
#else
typedef int TranslationUnitIsNotEmpty;
#endif

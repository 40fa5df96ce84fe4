/* Reports about wrong use of the C API, on standard error; each ends the program. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "c_internal.h"

/* Where the C library has them. */
extern int backtrace(void **buffer, int size) __attribute__((weak));

#define MOST_FRAMES 32
#define SHOWN_FRAMES 8

/* A report is put together here and written at once. Handlers of faults must not allocate. */
typedef struct { size_t length; char text[4096]; } Report;

static void add(Report *report, const char *text) {
  size_t length = strlen(text), room = sizeof report->text - report->length;
  if (length > room) length = room;
  memcpy(report->text + report->length, text, length);
  report->length += length;
}

static void add_number(Report *report, uint64_t number, unsigned base) {
  char digits[24], *at = digits + sizeof digits;
  *--at = 0;
  do *--at = "0123456789abcdef"[number % base];
  while ((number /= base) != 0);
  if (base == 16) add(report, "0x");
  add(report, at);
}

/* What addr2line wants to hear: an offset, except in programs that are always loaded at one place. */
static uintptr_t offset_in_file(const void *code, const Dl_info *info) {
  const ElfW(Ehdr) *header = info->dli_fbase;
  return header->e_type == ET_EXEC ? (uintptr_t)code : (uintptr_t)code - (uintptr_t)header;
}

/* NAME in FILE+OFFSET, as far as it is known. */
static void add_code(Report *report, const void *code) {
  Dl_info info;
  if (!dladdr(code, &info) || !info.dli_fname) {
    add_number(report, (uintptr_t)code, 16);
    return;
  }
  if (info.dli_sname) {
    add(report, info.dli_sname);
    add(report, " in ");
  }
  add(report, info.dli_fname);
  add(report, "+");
  add_number(report, offset_in_file(code, &info), 16);
}

static void add_place(Report *report, Place place) {
  if (place.file) {
    add(report, place.file);
    add(report, ":");
    add_number(report, (uint64_t)place.line, 10);
  } else if (place.code) {
    add_code(report, place.code);
  } else {
    add(report, "an unknown place");
  }
}

void eshkol_c_describe_place(Place place, char *text, size_t size) {
  Report report = {.length = 0};
  add_place(&report, place);
  size_t length = report.length < size - 1 ? report.length : size - 1;
  memcpy(text, report.text, length);
  text[length] = 0;
}

static void add_facts(Report *report, AddressFacts facts) {
  if (facts.made == PLACE_OBJECTS) return;
  add(report, "arena made at ");
  add_place(report, eshkol_c_place(facts.made));
  add(report, facts.kind == ADDRESS_RESET ? ", reset at " : ", destroyed at ");
  add_place(report, eshkol_c_place(facts.destroyed));
  add(report, "\n");
}

/* The instruction at `code` and the calls that led to it. */
static void add_trace(Report *report, const void *code) {
  void *frames[MOST_FRAMES];
  int count = backtrace ? backtrace(frames, MOST_FRAMES) : 0, first = 0;
  while (first < count && frames[first] != code) first++;
  if (first < count) add(report, "  by the code at (addr2line tells the lines)\n");
  for (int i = first; i < count && i < first + SHOWN_FRAMES; i++) {
    add(report, "    ");
    /* A return address may be that of the next line. */
    add_code(report, (const char *)frames[i] - (i > first));
    add(report, "\n");
  }
}

static void write_all(const char *text, size_t length) {
  while (length > 0) {
    ssize_t written = write(STDERR_FILENO, text, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text += written;
    length -= (size_t)written;
  }
}

_Noreturn static void end(Report *report) {
  write_all(report->text, report->length);
  _exit(ESHKOL_WRONG_USE);
}

void eshkol_c_warn(const char *line) {
  static bool warned;
  if (!warned) write_all(line, strlen(line));
  warned = true;
}

void eshkol_c_wrong_use(const char *function, const char *problem, Place called, AddressFacts facts) {
  Report report = {.length = 0};
  fflush(NULL); /* what was printed before comes first; this is no signal handler */
  add(&report, "error: ");
  add(&report, function);
  add(&report, ": ");
  add(&report, problem);
  add(&report, "\n  used at ");
  add_place(&report, called);
  if (facts.kind == ADDRESS_DESTROYED || facts.kind == ADDRESS_RESET) {
    add(&report, "; ");
    add_facts(&report, facts);
  } else {
    add(&report, "\n");
  }
  end(&report);
}

static const char *problem_of(AddressFacts facts) {
  if (facts.kind == ADDRESS_NOWHERE || facts.made == PLACE_OBJECTS)
    return "use of an environment or a closure that has ended";
  switch (facts.kind) {
    case ADDRESS_DESTROYED: return "use of memory from a destroyed arena";
    case ADDRESS_RESET: return "use of memory from before an arena was reset";
    default: return "access to memory that no arena has handed out";
  }
}

void eshkol_c_report_fault(const void *address, AddressFacts facts, const char *access, const void *code) {
  static volatile sig_atomic_t reporting;
  Report report = {.length = 0};
  if (reporting) end(&report); /* the trace went astray */
  reporting = 1;
  add(&report, "error: ");
  add(&report, problem_of(facts));
  if (facts.made != PLACE_OBJECTS && (facts.kind == ADDRESS_DESTROYED || facts.kind == ADDRESS_RESET)) {
    add(&report, "\n  ");
    add_facts(&report, facts);
  } else {
    add(&report, "\n");
  }
  add(&report, "  ");
  add(&report, access);
  add(&report, " at address ");
  add_number(&report, (uintptr_t)address, 16);
  add(&report, "\n");
  write_all(report.text, report.length);
  report.length = 0;
  if (code != address) add_trace(&report, code);
  end(&report);
}

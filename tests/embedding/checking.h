/* What the hosts of these tests share: checks that say where they fail, and short ways to make and read values. */
#ifndef CHECKING_H
#define CHECKING_H

#include <eshkol.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                                                  \
  do {                                                                                                    \
    if (!(condition)) {                                                                                   \
      printf("%s:%d: not so: %s (%s)\n", __FILE__, __LINE__, #condition, eshkol_last_failure()->message); \
      exit(1);                                                                                            \
    }                                                                                                     \
  } while (0)
#define OK(call) CHECK((call) == ESHKOL_OK)
#define FAILS(expected, text, call)                                                     \
  do {                                                                                  \
    CHECK((call) == (expected));                                                        \
    if (!strstr(eshkol_last_failure()->message, text)) {                                \
      printf("%s:%d: %s\n", __FILE__, __LINE__, eshkol_last_failure()->message);        \
      exit(1);                                                                          \
    }                                                                                   \
  } while (0)

static inline eshkol_value integer(int64_t number) {
  eshkol_value value;
  OK(eshkol_from_int64(number, &value));
  return value;
}
static inline eshkol_value text(const char *utf8) {
  eshkol_value value;
  OK(eshkol_from_utf8(utf8, strlen(utf8), &value));
  return value;
}
static inline int64_t number_of(eshkol_value value) {
  int64_t number;
  OK(eshkol_to_int64(value, &number));
  return number;
}
/* Whether (write value) prints this. */
static inline bool shows(eshkol_value value, const char *expected) {
  static char buffer[4096];
  size_t size;
  OK(eshkol_to_text(value, buffer, sizeof buffer, &size));
  if (size < sizeof buffer && strcmp(buffer, expected) == 0) return true;
  printf("shown: %s\n", buffer);
  return false;
}
static inline eshkol_value global(const char *name) {
  eshkol_value value;
  OK(eshkol_find_global(name, &value));
  return value;
}

#endif

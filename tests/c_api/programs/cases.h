/* The frame of the test programs: cases by name, of which the command line chooses one. */
#pragma once
#include <eshkol.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { const char *name; void (*run)(void); } Case;

/* Each program ends with CASES(...): what it can do. */
#define CASE(name) {#name, name}
#define CASES(...)                                                    \
  int main(int count, char **arguments) {                             \
    static const Case cases[] = {__VA_ARGS__};                        \
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {     \
      if (count < 2) {                                                \
        puts(cases[i].name);                                          \
      } else if (strcmp(cases[i].name, arguments[1]) == 0) {          \
        cases[i].run();                                               \
        puts("end");                                                  \
        return 0;                                                     \
      }                                                               \
    }                                                                 \
    return count < 2 ? 0 : 99;                                        \
  }

/* Ends the program when something is not so. */
#define CHECK(condition)                                                        \
  do {                                                                          \
    if (!(condition)) {                                                         \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);   \
      exit(98);                                                                 \
    }                                                                           \
  } while (0)

/* A host that keeps many raw values in C variables while Eshkol, which it calls and which calls it, reclaims. */
#include "library.h"

#include "checking.h"

static uint32_t state = 12345;
static uint32_t random_below(uint32_t bound) {
  state = state * 1664525u + 1013904223u;
  return (state >> 8) % bound;
}

/* A value and what it must look like. */
struct Kept { eshkol_value value; char shown[64]; };
#define KEPT 24

static void make(struct Kept *kept) {
  int number = (int)random_below(1000);
  eshkol_value a = integer(number), b, c;
  switch (random_below(5)) {
    case 0:
      snprintf(kept->shown, sizeof kept->shown, "\"text %d λ\"", number);
      char utf8[32];
      snprintf(utf8, sizeof utf8, "text %d λ", number);
      kept->value = text(utf8);
      break;
    case 1:
      OK(library_numbers(&kept->value, a, integer(number + 3)));
      snprintf(kept->shown, sizeof kept->shown, "(%d %d %d)", number, number + 1, number + 2);
      break;
    case 2:
      OK(eshkol_from_double(number * 1e300, &b));
      OK(eshkol_from_vector(2, (eshkol_value[]){a, eshkol_from_null()}, &kept->value));
      snprintf(kept->shown, sizeof kept->shown, "#(%d ())", number);
      break;
    case 3:
      OK(eshkol_from_pair(a, eshkol_from_null(), &b));
      OK(eshkol_from_pair(b, b, &c));
      OK(eshkol_from_pair(c, a, &kept->value));
      snprintf(kept->shown, sizeof kept->shown, "(((%d) %d) . %d)", number, number, number);
      break;
    default:
      OK(eshkol_from_int64(INT64_MAX - number, &kept->value));
      snprintf(kept->shown, sizeof kept->shown, "%lld", (long long)(INT64_MAX - number));
  }
}

static eshkol_value self;

/* Makes values, calls Eshkol, which may call this again, and checks that all values are what they were. Fails sometimes,
 * and handles failures of inner calls sometimes. */
static eshkol_status visit(void *context, size_t count, const eshkol_value *arguments, eshkol_value *result) {
  struct Kept kept[KEPT];
  size_t kept_count = 0;
  int64_t depth = number_of(arguments[0]);
  bool in_scope = random_below(3) == 0;
  (void)context;
  CHECK(count == 2 && shows(arguments[1], "(1 2 3)"));
  if (in_scope) OK(eshkol_begin_scope());
  for (int step = 0; step < 6; step++) {
    eshkol_value r, list;
    for (int i = 0; i < 3 && kept_count < KEPT; i++) make(&kept[kept_count++]);
    OK(library_numbers(&list, integer(1), integer(4)));
    OK(library_garbage(&r, integer(random_below(300))));
    if (depth > 0 && random_below(3) == 0) {
      const char *through = random_below(2) ? "call-inside-winds" : "call";
      eshkol_status status = eshkol_call_global(through, 3, (eshkol_value[]){self, integer(depth - 1), list}, &r);
      if (status != ESHKOL_OK && random_below(2)) return status;
    }
    for (size_t i = 0; i < kept_count; i++) CHECK(shows(kept[i].value, kept[i].shown));
  }
  if (random_below(4) == 0) return eshkol_fail("sometimes", arguments[1]);
  *result = kept[random_below((uint32_t)kept_count)].value;
  if (in_scope && random_below(2)) OK(eshkol_end_scope(result));
  return ESHKOL_OK;
}

/* To a depth of many calls in turn, each with values of its own. */
static eshkol_status descend(void *context, size_t count, const eshkol_value *arguments, eshkol_value *result) {
  int64_t depth = number_of(arguments[0]);
  eshkol_value r, kept;
  (void)count;
  if (depth == 0) return eshkol_from_int64(0, result);
  eshkol_status status = eshkol_from_vector(1, arguments, &kept);
  if (status == ESHKOL_OK) status = library_garbage(&r, integer(50));
  if (status == ESHKOL_OK) status = library_call(&r, 2, (eshkol_value[]){*(eshkol_value *)context, integer(depth - 1)});
  if (status != ESHKOL_OK) return status;
  char expected[32];
  snprintf(expected, sizeof expected, "#(%lld)", (long long)depth);
  CHECK(shows(kept, expected));
  return eshkol_from_int64(number_of(r) + 1, result);
}

int main(int argument_count, char **arguments) {
  int rounds = argument_count > 1 ? atoi(arguments[1]) : 100;
  eshkol_value r, list, deep;
  struct Kept outer[KEPT];
  OK(eshkol_start(NULL));
  OK(eshkol_make_procedure(visit, NULL, 2, false, "visit", &self));
  OK(library_numbers(&list, integer(1), integer(4)));
  for (size_t i = 0; i < KEPT; i++) make(&outer[i]);
  int good = 0, failed = 0;
  for (int round = 0; round < rounds; round++) {
    OK(eshkol_begin_scope());
    eshkol_status status = library_call(&r, 3, (eshkol_value[]){self, integer(5), list});
    *(status == ESHKOL_OK ? &good : &failed) += 1;
    for (size_t i = 0; i < KEPT; i++) CHECK(shows(outer[i].value, outer[i].shown));
    OK(eshkol_end_scope(NULL));
  }
  CHECK(rounds < 50 || (good > 0 && failed > 0));
  OK(eshkol_make_procedure(descend, &deep, 1, false, "descend", &deep));
  OK(library_call(&r, 2, (eshkol_value[]){deep, integer(1000)}));
  CHECK(number_of(r) == 1000);
  eshkol_status status = library_call(&r, 2, (eshkol_value[]){deep, integer(1000000)});
  CHECK(status != ESHKOL_OK && strstr(eshkol_last_failure()->message, "too deep"));
  OK(library_add(&r, integer(1), integer(2)));
  puts("good");
  return 0;
}

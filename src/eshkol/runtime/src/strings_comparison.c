/* Comparison of strings, by characters or after case folding. */
#include "characters.h"
#include "pairs.h"
#include "primitives.h"
#include "strings_internal.h"

/* The position of a string that yields its fully folded characters one by one. */
typedef struct { StringView view; size_t next, have, given; uint32_t characters[3]; } FoldedReader;
static bool read_folded(FoldedReader *r, uint32_t *c) {
  while (r->given == r->have) {
    if (r->next == r->view.length) return false;
    r->have = eshkol_full_foldcase(view_ref(r->view, r->next++), r->characters);
    r->given = 0;
  }
  *c = r->characters[r->given++];
  return true;
}

static int compare_folded(StringView a, StringView b) {
  FoldedReader x = {a, 0, 0, 0, {0}}, y = {b, 0, 0, 0, {0}};
  for (;;) {
    uint32_t c, d;
    bool more_a = read_folded(&x, &c), more_b = read_folded(&y, &d);
    if (!more_a || !more_b) return (int)more_a - (int)more_b;
    if (c != d) return c < d ? -1 : 1;
  }
}

typedef int CompareStrings(StringView, StringView);

/* Does `accepts[order + 1]` hold between all neighbours? Every argument is checked, even after the answer is known. */
static inline Value ordered(const char *who, CompareStrings *compare, const bool accepts[3], Value a, Value b, Value more) {
  StringView x = check_string(who, 1, a), y = check_string(who, 2, b);
  int argument = 2;
  bool result = true;
  for (;;) {
    if (result) {
      int order = compare(x, y);
      result = accepts[(order > 0) - (order < 0) + 1];
    }
    if (more == NIL) return from_boolean(result);
    x = y;
    y = check_string(who, ++argument, pair_car(more));
    more = pair_cdr(more);
  }
}

static const bool less[3] = {true, false, false}, less_equal[3] = {true, true, false}, same[3] = {false, true, false},
                  greater_equal[3] = {false, true, true}, greater[3] = {false, false, true};

Value eshkol_string_equal_p(Value a, Value b, Value more) {
  if (more == NIL)
    return from_boolean(views_equal(check_string("string=?", 1, a), check_string("string=?", 2, b)));
  return ordered("string=?", eshkol_compare_views, same, a, b, more);
}
#define STRING_ORDER(function, name, compare, accepts) \
  Value function(Value a, Value b, Value more) { return ordered(name, compare, accepts, a, b, more); }
STRING_ORDER(eshkol_string_less_p, "string<?", eshkol_compare_views, less)
STRING_ORDER(eshkol_string_greater_p, "string>?", eshkol_compare_views, greater)
STRING_ORDER(eshkol_string_less_equal_p, "string<=?", eshkol_compare_views, less_equal)
STRING_ORDER(eshkol_string_greater_equal_p, "string>=?", eshkol_compare_views, greater_equal)
STRING_ORDER(eshkol_string_ci_equal_p, "string-ci=?", compare_folded, same)
STRING_ORDER(eshkol_string_ci_less_p, "string-ci<?", compare_folded, less)
STRING_ORDER(eshkol_string_ci_greater_p, "string-ci>?", compare_folded, greater)
STRING_ORDER(eshkol_string_ci_less_equal_p, "string-ci<=?", compare_folded, less_equal)
STRING_ORDER(eshkol_string_ci_greater_equal_p, "string-ci>=?", compare_folded, greater_equal)

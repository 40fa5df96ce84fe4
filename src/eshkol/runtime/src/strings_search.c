/* Searches in strings, and what follows from them: splitting, trimming, padding. */
#include "characters.h"
#include "pairs.h"
#include "primitives.h"
#include "strings_internal.h"

/* The first place from `from` on where `pattern` stands in v, or SIZE_MAX. */
static size_t find_view(StringView v, StringView pattern, size_t from) {
  if (pattern.length > v.length) return SIZE_MAX;
  if (pattern.length == 0) return from <= v.length ? from : SIZE_MAX;
  uint32_t first = view_ref(pattern, 0);
  for (size_t k = from; k <= v.length - pattern.length; k++) {
    if (!v.wide) {
      if (first > 255) return SIZE_MAX;
      const char *start = (const char *)v.characters;
      const char *found = memchr(start + k, (int)first, v.length - pattern.length - k + 1);
      if (!found) return SIZE_MAX;
      k = (size_t)(found - start);
    } else if (view_ref(v, k) != first) {
      continue;
    }
    if (views_equal(view_part(v, k, k + pattern.length), pattern)) return k;
  }
  return SIZE_MAX;
}

static Value place_or_false(size_t place) { return place == SIZE_MAX ? FALSE : from_fixnum((int64_t)place); }

Value eshkol_string_contains(Value s, Value pattern) {
  return place_or_false(find_view(check_string("string-contains", 1, s), check_string("string-contains", 2, pattern), 0));
}

Value eshkol_string_search_forward(Value pattern, Value s, Value start) {
  StringView p = check_string("string-search-forward", 1, pattern), v = check_string("string-search-forward", 2, s);
  size_t from = start == ABSENT ? 0 : check_bound("string-search-forward", 3, start, v.length);
  return place_or_false(find_view(v, p, from));
}

Value eshkol_string_search_backward(Value pattern, Value s, Value end) {
  StringView p = check_string("string-search-backward", 1, pattern), v = check_string("string-search-backward", 2, s);
  size_t limit = end == ABSENT ? v.length : check_bound("string-search-backward", 3, end, v.length);
  if (p.length > limit) return FALSE;
  for (size_t k = limit - p.length + 1; k-- > 0;)
    if (views_equal(view_part(v, k, k + p.length), p)) return from_fixnum((int64_t)(k + p.length));
  return FALSE;
}

Value eshkol_string_search_all(Value pattern, Value s) {
  StringView p = check_string("string-search-all", 1, pattern), v = check_string("string-search-all", 2, s);
  ListBuilder b = EMPTY_LIST_BUILDER;
  for (size_t k = find_view(v, p, 0); k != SIZE_MAX; k = find_view(v, p, k + 1))
    list_builder_add(&b, from_fixnum((int64_t)k));
  return b.first;
}

Value eshkol_sys_string_index(Value s, Value c, Value start, Value end) {
  StringView v = check_string("string-index", 1, s);
  uint32_t code = check_character("string-index", 2, c);
  Range r = check_range("string-index", 3, start, end, v.length);
  for (size_t k = r.start; k < r.end; k++)
    if (view_ref(v, k) == code) return from_fixnum((int64_t)k);
  return FALSE;
}

Value eshkol_sys_string_index_right(Value s, Value c, Value start, Value end) {
  StringView v = check_string("string-index-right", 1, s);
  uint32_t code = check_character("string-index-right", 2, c);
  Range r = check_range("string-index-right", 3, start, end, v.length);
  for (size_t k = r.end; k-- > r.start;)
    if (view_ref(v, k) == code) return from_fixnum((int64_t)k);
  return FALSE;
}

Value eshkol_string_prefix_p(Value prefix, Value s) {
  StringView p = check_string("string-prefix?", 1, prefix), v = check_string("string-prefix?", 2, s);
  return from_boolean(p.length <= v.length && views_equal(view_part(v, 0, p.length), p));
}

Value eshkol_string_suffix_p(Value suffix, Value s) {
  StringView p = check_string("string-suffix?", 1, suffix), v = check_string("string-suffix?", 2, s);
  return from_boolean(p.length <= v.length && views_equal(view_part(v, v.length - p.length, v.length), p));
}

Value eshkol_sys_string_split(Value s, Value delimiter) {
  StringView v = check_string("string-split", 1, s);
  if (is_character(delimiter)) {
    uint32_t c = to_character(delimiter);
    ListBuilder b = EMPTY_LIST_BUILDER;
    size_t start = 0;
    for (size_t k = 0; k <= v.length; k++)
      if (k == v.length || view_ref(v, k) == c) {
        list_builder_add(&b, eshkol_string_of_view(view_part(v, start, k)));
        start = k + 1;
      }
    return b.first;
  }
  if (!is_string(delimiter) || string_view(delimiter).length == 0)
    eshkol_raise_type("string-split", 2, "a character or a string that is not empty", delimiter);
  StringView d = string_view(delimiter);
  ListBuilder b = EMPTY_LIST_BUILDER;
  size_t start = 0;
  for (size_t k; (k = find_view(v, d, start)) != SIZE_MAX; start = k + d.length)
    list_builder_add(&b, eshkol_string_of_view(view_part(v, start, k)));
  list_builder_add(&b, eshkol_string_of_view(view_part(v, start, v.length)));
  return b.first;
}

static Value trim(const char *who, Value s, bool left, bool right) {
  StringView v = check_string(who, 1, s);
  size_t start = 0, end = v.length;
  while (left && start < end && eshkol_is_whitespace(view_ref(v, start))) start++;
  while (right && start < end && eshkol_is_whitespace(view_ref(v, end - 1))) end--;
  return eshkol_string_of_view(view_part(v, start, end));
}

Value eshkol_sys_string_trim(Value s) { return trim("string-trim", s, true, false); }
Value eshkol_sys_string_trim_right(Value s) { return trim("string-trim-right", s, false, true); }
Value eshkol_sys_string_trim_both(Value s) { return trim("string-trim-both", s, true, true); }

/* Pads with `fill` or cuts, on the left or on the right, to exactly the length asked for. */
static Value pad(const char *who, Value s, Value size, Value fill, bool left) {
  StringView v = check_string(who, 1, s);
  size_t length = check_size(who, 2, size, MAXIMAL_STRING);
  uint32_t c = fill == ABSENT ? ' ' : check_character(who, 3, fill);
  if (v.length >= length)
    return eshkol_string_of_view(left ? view_part(v, v.length - length, v.length) : view_part(v, 0, length));
  size_t extra = length - v.length;
  Value result = eshkol_allocate_string(length, c > 255 || needs_wide(v));
  if (left) {
    eshkol_fill_part(result, 0, extra, c);
    eshkol_put_view(result, extra, v);
  } else {
    eshkol_put_view(result, 0, v);
    eshkol_fill_part(result, v.length, length, c);
  }
  return result;
}

Value eshkol_string_pad_left(Value s, Value length, Value fill) { return pad("string-pad-left", s, length, fill, true); }
Value eshkol_string_pad_right(Value s, Value length, Value fill) {
  return pad("string-pad-right", s, length, fill, false);
}

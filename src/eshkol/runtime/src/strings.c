/* Strings: making, reading and changing them, comparison, search, conversion to lists, vectors and UTF-8. */
#include "strings.h"

#include "characters.h"
#include "checks.h"
#include "pairs.h"
#include "primitives.h"
#include "vectors.h"

/* Characters that fit an object's size, even at 4 bytes each. */
#define MAXIMAL_STRING ((uint64_t)1 << 33)

/* --- Helpers declared in strings.h. --- */

Value eshkol_allocate_string(size_t length, bool wide) {
  if (length > MAXIMAL_STRING) eshkol_raise_kind("memory", "string", "a string this long cannot be", NIL);
  size_t bytes = wide ? 4 * length : length, words = (bytes + 7) / 8;
  uint32_t auxiliary = (uint32_t)(8 * words - bytes) | (wide && length ? STRING_WIDE : 0);
  Object *o = eshkol_allocate_object(TYPE_STRING, auxiliary, words);
  if (words) o->words[words - 1] = 0;
  return from_object(o);
}

/* The largest character, or any one above 255. */
static uint32_t largest_character(StringView v) {
  uint32_t largest = 0;
  if (!v.wide) return 255;
  for (size_t k = 0; k < v.length && largest < 256; k++)
    if (view_ref(v, k) > largest) largest = view_ref(v, k);
  return largest;
}

/* Copies a view to place `at` of a string that is wide or whose characters are all narrow. */
static void put_view(Value s, size_t at, StringView v) {
  StringView to = string_view(s);
  if (to.wide == v.wide) {
    size_t width = v.wide ? 4 : 1;
    if (v.length) memmove((char *)(uintptr_t)to.characters + at * width, v.characters, v.length * width);
  } else if (to.wide) {
    uint32_t *out = (uint32_t *)(uintptr_t)to.characters + at;
    for (size_t k = 0; k < v.length; k++) out[k] = view_ref(v, k);
  } else {
    uint8_t *out = (uint8_t *)(uintptr_t)to.characters + at;
    for (size_t k = 0; k < v.length; k++) out[k] = (uint8_t)view_ref(v, k);
  }
}

Value eshkol_string_of_view(StringView v) {
  Value s = eshkol_allocate_string(v.length, largest_character(v) > 255);
  put_view(s, 0, v);
  return s;
}

size_t eshkol_utf8_decode(const uint8_t *bytes, size_t count, uint32_t *character) {
  uint32_t c = bytes[0];
  if (c < 0x80) {
    *character = c;
    return 1;
  }
  size_t size = c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 0;
  if (size == 0 || size > count) return 0;
  c &= 0xFFu >> (size + 1);
  for (size_t k = 1; k < size; k++) {
    if ((bytes[k] & 0xC0) != 0x80) return 0;
    c = c << 6 | (bytes[k] & 0x3Fu);
  }
  if ((size == 3 && c < 0x800) || (size == 4 && c < 0x10000) || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return 0;
  *character = c;
  return size;
}

Value eshkol_string_from_utf8(const char *text, size_t count) {
  const uint8_t *bytes = (const uint8_t *)text;
  size_t length = 0;
  bool wide = false;
  uint32_t c;
  for (size_t k = 0; k < count; length++) {
    size_t size = eshkol_utf8_decode(bytes + k, count - k, &c);
    wide = wide || size == 0 || c > 255;
    k += size ? size : 1;
  }
  Value s = eshkol_allocate_string(length, wide);
  for (size_t k = 0, at = 0; k < count; at++) {
    size_t size = eshkol_utf8_decode(bytes + k, count - k, &c);
    if (size == 0) c = 0xFFFD;
    if (wide) wide_characters(s)[at] = c;
    else narrow_characters(s)[at] = (uint8_t)c;
    k += size ? size : 1;
  }
  return s;
}

Value eshkol_string_from_c(const char *text) { return eshkol_string_from_utf8(text, strlen(text)); }

size_t eshkol_view_utf8_size(StringView v) {
  size_t size = v.length;
  for (size_t k = 0; k < v.length; k++) {
    uint32_t c = view_ref(v, k);
    size += (c >= 0x80) + (c >= 0x800) + (c >= 0x10000);
  }
  return size;
}

char *eshkol_view_to_utf8(StringView v, char *out) {
  for (size_t k = 0; k < v.length; k++) out = utf8_encode(view_ref(v, k), out);
  return out;
}

int eshkol_compare_views(StringView a, StringView b) {
  size_t common = a.length < b.length ? a.length : b.length;
  if (!a.wide && !b.wide) {
    int order = memcmp(a.characters, b.characters, common);
    if (order) return order;
  } else {
    for (size_t k = 0; k < common; k++) {
      uint32_t x = view_ref(a, k), y = view_ref(b, k);
      if (x != y) return x < y ? -1 : 1;
    }
  }
  return (a.length > b.length) - (a.length < b.length);
}

uint64_t eshkol_hash_view(StringView v) {
  uint64_t hash = 0xCBF29CE484222325u;
  for (size_t k = 0; k < v.length; k++) {
    char bytes[4];
    char *end = utf8_encode(view_ref(v, k), bytes);
    for (char *p = bytes; p < end; p++) hash = (hash ^ (uint8_t)*p) * 0x100000001B3u;
  }
  return hash;
}

const char *eshkol_name_for_message(Value name) {
  static char text[256];
  if (has_type(name, TYPE_SYMBOL)) name = object_of(name)->words[1];
  if (!is_string(name)) return "?";
  StringView v = string_view(name);
  char *out = text;
  for (size_t k = 0; k < v.length && out < text + sizeof text - 8; k++) out = utf8_encode(view_ref(v, k), out);
  *out = 0;
  return text;
}

/* --- Making. --- */

static uint32_t check_character(const char *who, int argument, Value c) {
  if (!is_character(c)) eshkol_raise_type(who, argument, "a character", c);
  return to_character(c);
}

static void fill_part(Value s, size_t start, size_t end, uint32_t c) {
  StringView v = string_view(s);
  if (v.wide)
    for (size_t k = start; k < end; k++) ((uint32_t *)(uintptr_t)v.characters)[k] = c;
  else if (end > start)
    memset((uint8_t *)(uintptr_t)v.characters + start, (int)c, end - start);
}

Value eshkol_string_p(Value x) { return from_boolean(is_string(x)); }

Value eshkol_make_string(Value size, Value fill) {
  size_t length = check_size("make-string", 1, size, MAXIMAL_STRING);
  uint32_t c = fill == ABSENT ? ' ' : check_character("make-string", 2, fill);
  Value s = eshkol_allocate_string(length, c > 255);
  fill_part(s, 0, length, c);
  return s;
}

/* The string of a proper list's characters; errors are reported for argument `argument`, or, if that is 0, for the
 * argument that the element is. */
static Value string_of_list(const char *who, int argument, Value list) {
  size_t length = eshkol_list_length(who, argument, list), position = 0;
  bool wide = false;
  for (Value x = list; x != NIL; x = pair_cdr(x)) {
    position++;
    if (!is_character(pair_car(x))) {
      if (argument) eshkol_raise_type(who, argument, "a list of characters", list);
      eshkol_raise_type(who, (int)position, "a character", pair_car(x));
    }
    wide = wide || to_character(pair_car(x)) > 255;
  }
  Value s = eshkol_allocate_string(length, wide);
  size_t k = 0;
  for (Value x = list; x != NIL; x = pair_cdr(x), k++) {
    if (wide) wide_characters(s)[k] = to_character(pair_car(x));
    else narrow_characters(s)[k] = (uint8_t)to_character(pair_car(x));
  }
  return s;
}

Value eshkol_string(Value characters) { return string_of_list("string", 0, characters); }
Value eshkol_list_to_string(Value list) { return string_of_list("list->string", 1, list); }

Value eshkol_string_length(Value s) { return from_fixnum((int64_t)check_string("string-length", 1, s).length); }

Value eshkol_string_ref(Value s, Value k) {
  StringView v = check_string("string-ref", 1, s);
  return from_character(view_ref(v, check_index("string-ref", 2, k, v.length)));
}

/* --- Changing. --- */

static StringView check_mutable_string(const char *who, int argument, Value s) {
  StringView v = check_string(who, argument, s);
  if (auxiliary_of_header(header_of(s)) & AUXILIARY_LITERAL)
    eshkol_raise_error(who, "cannot change a literal string", eshkol_make_pair(s, NIL));
  return v;
}

/* Makes a narrow string of at least one character able to hold any: it becomes indirect. */
static void widen(Value s) {
  StringView v = string_view(s);
  if (v.wide) return;
  Value wide = eshkol_allocate_string(v.length, true);
  put_view(wide, 0, v);
  Object *o = object_of(s);
  eshkol_store(&o->words[0], wide);
  o->header = HEADER(TYPE_STRING, STRING_INDIRECT, words_of_header(o->header));
}

static void fill_mutable(Value s, size_t start, size_t end, uint32_t c) {
  if (start == end) return;
  if (c > 255) widen(s);
  fill_part(s, start, end, c);
}

Value eshkol_string_set_x(Value s, Value k, Value c) {
  StringView v = check_mutable_string("string-set!", 1, s);
  size_t at = check_index("string-set!", 2, k, v.length);
  fill_mutable(s, at, at + 1, check_character("string-set!", 3, c));
  return UNSPECIFIED;
}

Value eshkol_string_fill_x(Value s, Value c, Value start, Value end) {
  StringView v = check_mutable_string("string-fill!", 1, s);
  uint32_t code = check_character("string-fill!", 2, c);
  Range r = check_range("string-fill!", 3, start, end, v.length);
  fill_mutable(s, r.start, r.end, code);
  return UNSPECIFIED;
}

Value eshkol_string_copy_x(Value to, Value at, Value from, Value start, Value end) {
  StringView target = check_mutable_string("string-copy!", 1, to);
  StringView source = check_string("string-copy!", 3, from);
  Range r = check_range("string-copy!", 4, start, end, source.length);
  size_t place = check_room("string-copy!", 2, at, target.length, r.end - r.start);
  StringView part = view_part(source, r.start, r.end);
  if (!target.wide && largest_character(part) > 255) widen(to); /* then to is not from: that one is wide */
  put_view(to, place, part);
  return UNSPECIFIED;
}

/* --- Parts and joins. --- */

static Value copy_part(const char *who, Value s, Value start, Value end) {
  StringView v = check_string(who, 1, s);
  Range r = check_range(who, 2, start, end, v.length);
  return eshkol_string_of_view(view_part(v, r.start, r.end));
}

Value eshkol_substring(Value s, Value start, Value end) { return copy_part("substring", s, start, end); }
Value eshkol_string_copy(Value s, Value start, Value end) { return copy_part("string-copy", s, start, end); }

/* Joins a proper list of strings with `between`. Errors are reported as in string_of_list. */
static Value join(const char *who, int argument, Value strings, StringView between) {
  size_t length = 0, count = eshkol_list_length(who, argument, strings), position = 0;
  bool wide = count > 1 && largest_character(between) > 255;
  for (Value x = strings; x != NIL; x = pair_cdr(x)) {
    position++;
    if (!is_string(pair_car(x))) {
      if (argument) eshkol_raise_type(who, argument, "a list of strings", strings);
      eshkol_raise_type(who, (int)position, "a string", pair_car(x));
    }
    StringView v = string_view(pair_car(x));
    length += v.length + (position > 1 ? between.length : 0);
    wide = wide || largest_character(v) > 255;
  }
  Value s = eshkol_allocate_string(length, wide);
  size_t at = 0;
  for (Value x = strings; x != NIL; x = pair_cdr(x)) {
    if (at > 0 || x != strings) {
      put_view(s, at, between);
      at += between.length;
    }
    StringView v = string_view(pair_car(x));
    put_view(s, at, v);
    at += v.length;
  }
  return s;
}

Value eshkol_string_append(Value strings) { return join("string-append", 0, strings, (StringView){"", 0, false}); }

Value eshkol_string_concatenate(Value strings) {
  return join("string-concatenate", 1, strings, (StringView){"", 0, false});
}

Value eshkol_string_join(Value strings, Value between) {
  StringView v = {" ", 1, false};
  if (between != ABSENT) v = check_string("string-join", 2, between);
  return join("string-join", 1, strings, v);
}

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
  Value result = eshkol_allocate_string(length, c > 255 || largest_character(v) > 255);
  if (left) {
    fill_part(result, 0, extra, c);
    put_view(result, extra, v);
  } else {
    put_view(result, 0, v);
    fill_part(result, v.length, length, c);
  }
  return result;
}

Value eshkol_string_pad_left(Value s, Value length, Value fill) { return pad("string-pad-left", s, length, fill, true); }
Value eshkol_string_pad_right(Value s, Value length, Value fill) {
  return pad("string-pad-right", s, length, fill, false);
}

Value eshkol_string_null_p(Value s) { return from_boolean(check_string("string-null?", 1, s).length == 0); }

Value eshkol_string_reverse(Value s) {
  StringView v = check_string("string-reverse", 1, s);
  Value result = eshkol_allocate_string(v.length, largest_character(v) > 255);
  bool wide = string_view(result).wide;
  for (size_t k = 0; k < v.length; k++) {
    uint32_t c = view_ref(v, v.length - 1 - k);
    if (wide) wide_characters(result)[k] = c;
    else narrow_characters(result)[k] = (uint8_t)c;
  }
  return result;
}

/* --- Comparison. --- */

typedef int CompareStrings(StringView, StringView);

/* Compares characters after simple case folding. */
static int compare_folded(StringView a, StringView b);

/* Does `accepts[order + 1]` hold between all neighbours? Every argument is checked, even after the answer is known. */
static Value ordered(const char *who, CompareStrings *compare, const bool accepts[3], Value a, Value b, Value more) {
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

/* --- Case. A character may become up to three (full case conversion: sharp s becomes SS). --- */

/* Writes the characters to out (3 places) and returns their number. */
typedef size_t ConvertCharacter(uint32_t c, uint32_t *out);

static Value convert(StringView v, ConvertCharacter *convert_character) {
  size_t length = 0;
  bool wide = false;
  uint32_t out[3];
  for (size_t k = 0; k < v.length; k++) {
    size_t count = convert_character(view_ref(v, k), out);
    for (size_t i = 0; i < count; i++) wide = wide || out[i] > 255;
    length += count;
  }
  Value s = eshkol_allocate_string(length, wide);
  size_t at = 0;
  for (size_t k = 0; k < v.length; k++) {
    size_t count = convert_character(view_ref(v, k), out);
    for (size_t i = 0; i < count; i++, at++) {
      if (wide) wide_characters(s)[at] = out[i];
      else narrow_characters(s)[at] = (uint8_t)out[i];
    }
  }
  return s;
}

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

Value eshkol_string_upcase(Value s) { return convert(check_string("string-upcase", 1, s), eshkol_full_upcase); }
Value eshkol_string_foldcase(Value s) { return convert(check_string("string-foldcase", 1, s), eshkol_full_foldcase); }

#define CAPITAL_SIGMA 0x3A3
#define FINAL_SIGMA 0x3C2

/* A capital sigma at the end of a word of at least two letters becomes a final small sigma. */
static bool ends_word(StringView v, size_t k) {
  return k > 0 && eshkol_is_alphabetic(view_ref(v, k - 1)) &&
         (k + 1 == v.length || !eshkol_is_alphabetic(view_ref(v, k + 1)));
}

Value eshkol_string_downcase(Value s) {
  StringView v = check_string("string-downcase", 1, s);
  Value result = convert(v, eshkol_full_downcase);
  StringView converted = string_view(result);
  if (!converted.wide || converted.length != v.length) return result;
  for (size_t k = 0; k < v.length; k++)
    if (view_ref(v, k) == CAPITAL_SIGMA && ends_word(v, k)) wide_characters(result)[k] = FINAL_SIGMA;
  return result;
}

/* --- Conversions. --- */

Value eshkol_string_to_list(Value s, Value start, Value end) {
  StringView v = check_string("string->list", 1, s);
  Range r = check_range("string->list", 2, start, end, v.length);
  Value list = NIL;
  for (size_t k = r.end; k-- > r.start;) list = eshkol_make_pair(from_character(view_ref(v, k)), list);
  return list;
}

Value eshkol_string_to_vector(Value s, Value start, Value end) {
  StringView v = check_string("string->vector", 1, s);
  Range r = check_range("string->vector", 2, start, end, v.length);
  Object *o = eshkol_allocate_object(TYPE_VECTOR, 0, r.end - r.start);
  for (size_t k = r.start; k < r.end; k++) o->words[k - r.start] = from_character(view_ref(v, k));
  return from_object(o);
}

Value eshkol_vector_to_string(Value vector, Value start, Value end) {
  VectorView v = check_vector("vector->string", 1, vector);
  Range r = check_range("vector->string", 2, start, end, v.length);
  bool wide = false;
  for (size_t k = r.start; k < r.end; k++) {
    if (!is_character(v.elements[k])) eshkol_raise_type("vector->string", 1, "a vector of characters", vector);
    wide = wide || to_character(v.elements[k]) > 255;
  }
  Value s = eshkol_allocate_string(r.end - r.start, wide);
  for (size_t k = r.start; k < r.end; k++) {
    uint32_t c = to_character(v.elements[k]);
    if (wide) wide_characters(s)[k - r.start] = c;
    else narrow_characters(s)[k - r.start] = (uint8_t)c;
  }
  return s;
}

Value eshkol_string_to_utf8(Value s, Value start, Value end) {
  StringView v = check_string("string->utf8", 1, s);
  Range r = check_range("string->utf8", 2, start, end, v.length);
  StringView part = view_part(v, r.start, r.end);
  Value bytes = eshkol_allocate_bytevector(eshkol_view_utf8_size(part));
  eshkol_view_to_utf8(part, (char *)object_of(bytes)->words);
  return bytes;
}

Value eshkol_utf8_to_string(Value bytevector, Value start, Value end) {
  ByteView v = check_bytevector("utf8->string", 1, bytevector);
  Range r = check_range("utf8->string", 2, start, end, v.length);
  uint32_t c;
  for (size_t k = r.start; k < r.end;) {
    size_t size = eshkol_utf8_decode(v.bytes + k, r.end - k, &c);
    if (size == 0)
      eshkol_raise_error("utf8->string", "malformed UTF-8 at byte", eshkol_make_pair(from_fixnum((int64_t)k), NIL));
    k += size;
  }
  return eshkol_string_from_utf8((const char *)v.bytes + r.start, r.end - r.start);
}

/* --- A buffer that grows at its end: a vector of a string and the number of characters in use. --- */

enum { BUFFER_STRING, BUFFER_LENGTH, BUFFER_WORDS };

Value eshkol_sys_make_string_buffer(void) {
  Value s = eshkol_allocate_string(16, false);
  fill_part(s, 0, 16, ' ');
  Object *o = eshkol_new_object(TYPE_VECTOR, 0, BUFFER_WORDS);
  o->words[BUFFER_STRING] = s;
  o->words[BUFFER_LENGTH] = from_fixnum(0);
  return from_object(o);
}

/* Makes room for `count` more characters. */
static void grow_buffer(Object *buffer, size_t length, size_t count, bool wide) {
  StringView v = string_view(buffer->words[BUFFER_STRING]);
  wide = wide || v.wide;
  if (length + count <= v.length && wide == v.wide) return;
  size_t capacity = length + count <= v.length ? v.length : 2 * (length + count);
  Value s = eshkol_allocate_string(capacity, wide);
  put_view(s, 0, view_part(v, 0, length));
  fill_part(s, length, capacity, ' ');
  eshkol_store(&buffer->words[BUFFER_STRING], s);
}

Value eshkol_sys_string_buffer_add_x(Value buffer, Value addition) {
  Object *o = object_of(buffer);
  size_t length = (size_t)to_fixnum(o->words[BUFFER_LENGTH]);
  uint32_t c;
  StringView v;
  if (is_character(addition)) {
    c = to_character(addition);
    v = (StringView){&c, 1, true};
  } else {
    if (!is_string(addition)) eshkol_raise_type("string-builder", 1, "a character or a string", addition);
    v = string_view(addition);
  }
  grow_buffer(o, length, v.length, largest_character(v) > 255 && v.length > 0);
  put_view(o->words[BUFFER_STRING], length, v);
  o->words[BUFFER_LENGTH] = from_fixnum((int64_t)(length + v.length));
  return UNSPECIFIED;
}

Value eshkol_sys_string_buffer_contents(Value buffer) {
  Object *o = object_of(buffer);
  size_t length = (size_t)to_fixnum(o->words[BUFFER_LENGTH]);
  return eshkol_string_of_view(view_part(string_view(o->words[BUFFER_STRING]), 0, length));
}

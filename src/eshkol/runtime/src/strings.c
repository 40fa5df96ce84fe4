/* Strings: making them, access by index, changing, parts, joins. */
#include "pairs.h"
#include "primitives.h"
#include "strings_internal.h"

Value eshkol_string_p(Value x) { return from_boolean(is_string(x)); }

Value eshkol_make_string(Value size, Value fill) {
  size_t length = check_size("make-string", 1, size, MAXIMAL_STRING);
  uint32_t c = fill == ABSENT ? ' ' : check_character("make-string", 2, fill);
  Value s = eshkol_allocate_string(length, c > 255);
  eshkol_fill_part(s, 0, length, c);
  return s;
}

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
  eshkol_put_view(wide, 0, v);
  Object *o = object_of(s);
  eshkol_store(&o->words[0], wide);
  o->header = HEADER(TYPE_STRING, STRING_INDIRECT, words_of_header(o->header));
}

static void fill_mutable(Value s, size_t start, size_t end, uint32_t c) {
  if (start == end) return;
  if (c > 255) widen(s);
  eshkol_fill_part(s, start, end, c);
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
  if (!target.wide && needs_wide(part)) widen(to); /* then to is not from: that one is wide */
  eshkol_put_view(to, place, part);
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

/* Joins a proper list of strings with `between`. Errors are reported for argument `argument`, or, if that is 0, for the
 * argument that the element is. */
static Value join(const char *who, int argument, Value strings, StringView between) {
  size_t length = 0, position = 0;
  eshkol_list_length(who, argument, strings);
  bool wide = strings != NIL && pair_cdr(strings) != NIL && needs_wide(between);
  for (Value x = strings; x != NIL; x = pair_cdr(x)) {
    position++;
    if (!is_string(pair_car(x))) {
      if (argument) eshkol_raise_type(who, argument, "a list of strings", strings);
      eshkol_raise_type(who, (int)position, "a string", pair_car(x));
    }
    StringView v = string_view(pair_car(x));
    length += v.length + (position > 1 ? between.length : 0);
    wide = wide || needs_wide(v);
  }
  Value s = eshkol_allocate_string(length, wide);
  size_t at = 0;
  for (Value x = strings; x != NIL; x = pair_cdr(x)) {
    if (between.length > 0 && x != strings) {
      eshkol_put_view(s, at, between);
      at += between.length;
    }
    StringView v = string_view(pair_car(x));
    eshkol_put_view(s, at, v);
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

Value eshkol_string_null_p(Value s) { return from_boolean(check_string("string-null?", 1, s).length == 0); }

Value eshkol_string_reverse(Value s) {
  StringView v = check_string("string-reverse", 1, s);
  Value result = eshkol_allocate_string(v.length, needs_wide(v));
  bool wide = string_view(result).wide;
  for (size_t k = 0; k < v.length; k++) {
    uint32_t c = view_ref(v, v.length - 1 - k);
    if (wide) wide_characters(result)[k] = c;
    else narrow_characters(result)[k] = (uint8_t)c;
  }
  return result;
}

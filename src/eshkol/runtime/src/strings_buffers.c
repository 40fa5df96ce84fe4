/* A buffer for characters that grows at its end: a vector of a string and the number of characters in use. */
#include "primitives.h"
#include "strings_internal.h"

enum { BUFFER_STRING, BUFFER_LENGTH, BUFFER_WORDS };

Value eshkol_sys_make_string_buffer(void) {
  Value s = eshkol_allocate_string(16, false);
  eshkol_fill_part(s, 0, 16, ' ');
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
  eshkol_put_view(s, 0, view_part(v, 0, length));
  eshkol_fill_part(s, length, capacity, ' ');
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
  grow_buffer(o, length, v.length, needs_wide(v) && v.length > 0);
  eshkol_put_view(o->words[BUFFER_STRING], length, v);
  o->words[BUFFER_LENGTH] = from_fixnum((int64_t)(length + v.length));
  return UNSPECIFIED;
}

Value eshkol_sys_string_buffer_contents(Value buffer) {
  Object *o = object_of(buffer);
  size_t length = (size_t)to_fixnum(o->words[BUFFER_LENGTH]);
  return eshkol_string_of_view(view_part(string_view(o->words[BUFFER_STRING]), 0, length));
}

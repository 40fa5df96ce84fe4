/* Views of strings, and strings made from them: allocation, filling, comparison, hashes. */
#include "strings_internal.h"

Value eshkol_allocate_string(size_t length, bool wide) {
  if (length > MAXIMAL_STRING) eshkol_raise_kind("memory", "string", "a string this long cannot be", NIL);
  size_t bytes = wide ? 4 * length : length, words = (bytes + 7) / 8;
  uint32_t auxiliary = (uint32_t)(8 * words - bytes) | (wide && length ? STRING_WIDE : 0);
  Object *o = eshkol_allocate_object(TYPE_STRING, auxiliary, words);
  if (words) o->words[words - 1] = 0;
  return from_object(o);
}

bool eshkol_holds_wide(StringView v) {
  for (size_t k = 0; k < v.length; k++)
    if (view_ref(v, k) > 255) return true;
  return false;
}

void eshkol_put_view(Value s, size_t at, StringView v) {
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

void eshkol_fill_part(Value s, size_t start, size_t end, uint32_t c) {
  StringView v = string_view(s);
  if (v.wide)
    for (size_t k = start; k < end; k++) ((uint32_t *)(uintptr_t)v.characters)[k] = c;
  else if (end > start)
    memset((uint8_t *)(uintptr_t)v.characters + start, (int)c, end - start);
}

Value eshkol_string_of_view(StringView v) {
  Value s = eshkol_allocate_string(v.length, needs_wide(v));
  eshkol_put_view(s, 0, v);
  return s;
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

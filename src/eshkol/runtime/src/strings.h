/* How strings are stored, and helpers to read, make and convert them in runtime code. */
#ifndef ESHKOL_STRINGS_H
#define ESHKOL_STRINGS_H

#include "errors.h"
#include "memory.h"

/* A string object's auxiliary:
 *   bits 0-2  unused bytes in the last word (for wide strings 0 or 4)
 *   bit 3     wide: 4 bytes a character; otherwise narrow: 1 byte a character, all below 256
 *   bit 4     indirect: words[0] is the string that holds the characters, wide and not indirect itself. A narrow
 *             string becomes indirect when a character above 255 is stored into it; it keeps its size in words, of
 *             which only the first counts (the others are not read).
 *   AUXILIARY_LITERAL  must not be changed
 * An empty string has no words and is narrow. A wide string may hold narrow characters only. */
#define STRING_WIDE 0x8u
#define STRING_INDIRECT 0x10u

static inline bool is_string(Value v) { return has_type(v, TYPE_STRING); }

/* The characters of a string. Valid until the next allocation by a safe point or store into the string. */
typedef struct { const void *characters; size_t length; bool wide; } StringView;

/* Requires is_string(s). */
static inline StringView string_view(Value s) {
  uint64_t header = header_of(s);
  if (__builtin_expect(auxiliary_of_header(header) & STRING_INDIRECT, 0)) {
    s = object_of(s)->words[0];
    header = header_of(s);
  }
  bool wide = auxiliary_of_header(header) & STRING_WIDE;
  return (StringView){object_of(s)->words, bytes_of_header(header) >> (wide ? 2 : 0), wide};
}
static inline uint32_t view_ref(StringView v, size_t k) {
  return v.wide ? ((const uint32_t *)v.characters)[k] : ((const uint8_t *)v.characters)[k];
}
static inline StringView view_part(StringView v, size_t start, size_t end) {
  const char *first = (const char *)v.characters + (v.wide ? 4 * start : start);
  return (StringView){first, end - start, v.wide};
}
/* The view of argument number `argument`, which must be a string. */
static inline StringView check_string(const char *who, int argument, Value s) {
  if (__builtin_expect(!is_string(s), 0)) eshkol_raise_type(who, argument, "a string", s);
  return string_view(s);
}

/* A fresh string whose characters the caller fills in before anything else happens: through narrow_characters or
 * wide_characters. `length` has been checked by the caller or comes from existing strings; too much memory raises. */
Value eshkol_allocate_string(size_t length, bool wide);
static inline uint8_t *narrow_characters(Value s) { return (uint8_t *)object_of(s)->words; }
static inline uint32_t *wide_characters(Value s) { return (uint32_t *)object_of(s)->words; }

/* A fresh string with the characters of a view (narrow where possible). The view must not lie in freed memory. */
Value eshkol_string_of_view(StringView v);
/* What a string from these bytes would be: its length in characters, where the first malformed byte stands (count: none
 * is malformed), whether it would hold characters above 255. */
typedef struct { size_t length, malformed; bool wide; } Utf8Measure;
Utf8Measure eshkol_measure_utf8(const uint8_t *bytes, size_t count);
/* A fresh string from measured UTF-8; each malformed byte becomes U+FFFD. */
Value eshkol_string_of_measured_utf8(const uint8_t *bytes, size_t count, Utf8Measure measure);
Value eshkol_string_from_utf8(const char *bytes, size_t count);
Value eshkol_string_from_c(const char *text);

/* UTF-8. */
size_t eshkol_view_utf8_size(StringView v);
/* Writes exactly eshkol_view_utf8_size bytes, no final zero; returns the end. */
char *eshkol_view_to_utf8(StringView v, char *out);
/* Writes 1 to 4 bytes. */
static inline char *utf8_encode(uint32_t c, char *out) {
  if (c < 0x80) {
    *out++ = (char)c;
  } else if (c < 0x800) {
    *out++ = (char)(0xC0 | c >> 6);
    *out++ = (char)(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    *out++ = (char)(0xE0 | c >> 12);
    *out++ = (char)(0x80 | (c >> 6 & 0x3F));
    *out++ = (char)(0x80 | (c & 0x3F));
  } else {
    *out++ = (char)(0xF0 | c >> 18);
    *out++ = (char)(0x80 | (c >> 12 & 0x3F));
    *out++ = (char)(0x80 | (c >> 6 & 0x3F));
    *out++ = (char)(0x80 | (c & 0x3F));
  }
  return out;
}
/* Reads one character from at least one byte. Returns the number of bytes it takes, or 0 when they are malformed
 * (overlong, surrogate, above 0x10FFFF, truncated, stray). */
size_t eshkol_utf8_decode(const uint8_t *bytes, size_t count, uint32_t *character);

/* <0, 0, >0: by characters' numbers. */
int eshkol_compare_views(StringView a, StringView b);
static inline bool views_equal(StringView a, StringView b) {
  if (a.length != b.length) return false;
  if (a.wide == b.wide) return memcmp(a.characters, b.characters, a.wide ? 4 * a.length : a.length) == 0;
  return eshkol_compare_views(a, b) == 0;
}

/* FNV-1a, 64 bits, over the UTF-8 bytes: offset basis 0xCBF29CE484222325, prime 0x100000001B3. The compiler computes the
 * same for static symbols (its value stands in a symbol's words[0]). */
uint64_t eshkol_hash_view(StringView v);

/* The text of a symbol's or string's name for messages, as C text in a static buffer (cut after some 200 bytes). */
const char *eshkol_name_for_message(Value symbol_or_string);

#endif

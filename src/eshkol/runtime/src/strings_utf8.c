/* Strings from UTF-8 and as UTF-8. */
#include "pairs.h"
#include "primitives.h"
#include "strings_internal.h"
#include "vectors.h"

#define REPLACEMENT_CHARACTER 0xFFFD

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

#define HIGH_BITS 0x8080808080808080u
static bool eight_ascii(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return (word & HIGH_BITS) == 0;
}

Utf8Measure eshkol_measure_utf8(const uint8_t *bytes, size_t count) {
  Utf8Measure m = {.length = 0, .malformed = count, .wide = false};
  for (size_t k = 0; k < count;) {
    if (count - k >= 8 && eight_ascii(bytes + k)) {
      k += 8;
      m.length += 8;
      continue;
    }
    uint32_t c;
    size_t size = eshkol_utf8_decode(bytes + k, count - k, &c);
    if (size == 0 && m.malformed == count) m.malformed = k;
    m.wide = m.wide || size == 0 || c > 255;
    k += size ? size : 1;
    m.length++;
  }
  return m;
}

/* Characters that are not all ASCII. */
static void put_decoded(Value s, const uint8_t *bytes, size_t count, bool wide) {
  for (size_t k = 0, at = 0; k < count; at++) {
    uint32_t c;
    size_t size = eshkol_utf8_decode(bytes + k, count - k, &c);
    if (size == 0) c = REPLACEMENT_CHARACTER;
    if (wide) wide_characters(s)[at] = c;
    else narrow_characters(s)[at] = (uint8_t)c;
    k += size ? size : 1;
  }
}

Value eshkol_string_of_measured_utf8(const uint8_t *bytes, size_t count, Utf8Measure measure) {
  Value s = eshkol_allocate_string(measure.length, measure.wide);
  if (measure.length != count) put_decoded(s, bytes, count, measure.wide);
  else if (measure.wide) put_decoded(s, bytes, count, true); /* malformed bytes, each a character */
  else if (count) memcpy(narrow_characters(s), bytes, count);
  return s;
}

Value eshkol_string_from_utf8(const char *text, size_t count) {
  const uint8_t *bytes = (const uint8_t *)text;
  return eshkol_string_of_measured_utf8(bytes, count, eshkol_measure_utf8(bytes, count));
}

Value eshkol_string_from_c(const char *text) { return eshkol_string_from_utf8(text, strlen(text)); }

size_t eshkol_view_utf8_size(StringView v) {
  size_t size = v.length;
  if (!v.wide) {
    for (size_t k = 0; k < v.length; k++) size += ((const uint8_t *)v.characters)[k] >> 7;
    return size;
  }
  for (size_t k = 0; k < v.length; k++) {
    uint32_t c = view_ref(v, k);
    size += (size_t)(c >= 0x80) + (c >= 0x800) + (c >= 0x10000);
  }
  return size;
}

static char *narrow_to_utf8(const uint8_t *characters, size_t length, char *out) {
  for (size_t k = 0; k < length;) {
    if (length - k >= 8 && eight_ascii(characters + k)) {
      memcpy(out, characters + k, 8);
      out += 8;
      k += 8;
    } else {
      out = utf8_encode(characters[k++], out);
    }
  }
  return out;
}

char *eshkol_view_to_utf8(StringView v, char *out) {
  if (!v.wide) return narrow_to_utf8(v.characters, v.length, out);
  const uint32_t *characters = v.characters;
  for (size_t k = 0; k < v.length; k++) out = utf8_encode(characters[k], out);
  return out;
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
  const uint8_t *bytes = v.bytes + r.start;
  Utf8Measure measure = eshkol_measure_utf8(bytes, r.end - r.start);
  if (measure.malformed < r.end - r.start) {
    Value place = from_fixnum((int64_t)(r.start + measure.malformed));
    eshkol_raise_error("utf8->string", "malformed UTF-8 at byte", eshkol_make_pair(place, NIL));
  }
  return eshkol_string_of_measured_utf8(bytes, r.end - r.start, measure);
}

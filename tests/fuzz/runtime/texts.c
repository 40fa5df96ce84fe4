/* Random text: parts of programs and numbers, mutated; and what ports and UTF-8 make of random bytes. */
#include "fuzz.h"

#include "ports.h"
#include "strings.h"

/* --- Building. --- */

static void add(FuzzText *text, const char *bytes, size_t count) {
  if (count > FUZZ_TEXT - text->length) count = FUZZ_TEXT - text->length;
  memcpy(text->bytes + text->length, bytes, count);
  text->length += count;
}

static const char *const tokens[] = {
  "(", ")", "[", "]", "#(", "#u8(", "'", "`", ",", ",@", "#;", "#|", "|#", ";", "\n", "\r\n", "\"", "\\", "\\x41;", "\\n", "\\\n  ", "#\\",
  "#\\x3bb", "#\\space", "#\\nul", "#0=", "#0#", "#1=", "#1#", "#99999999999=", ".", " . ", "...", "|", "|a b|", "#t", "#false", "#!fold-case",
  "#!no-fold-case", "#!eof", "#!", "#d", "#x", "#e", "#i", "#b", "1/2", "-1", "+i", "-i", "1@2", "+inf.0", "-nan.0", "1e400", "1e-400", "1.5e3",
  "123456789012345678901234567890", "λ", "é", "\xF0\x9F\x98\x80", "\xC3", "\xFF", "\x80", "\xED\xA0\x80", "\xEF\xBB\xBF", "\x00z", "\t", " ", "define", "lambda", "quote", "255",
  "256", "\\x110000;", "\\xD800;", "#u8", "#vu8(", "#s16(", "1e", "1/0", "0/0", "#e1.2e3", "#x-1F/ab", "abc|def", "+", "-", "..", "1+", "a\\x41;"};

static void add_token(FuzzText *text) {
  const char *token = tokens[fuzz_below(sizeof tokens / sizeof *tokens)];
  add(text, token, token[0] ? strlen(token) : 2);
}

static void add_from_corpus(FuzzText *text, unsigned most) {
  size_t start = (size_t)fuzz_below((unsigned)fuzz_corpus_size), count = 1 + fuzz_below(most);
  if (fuzz_one_in(2)) /* whole data are more often well-formed */
    for (unsigned i = 0; i < 200 && start > 0 && !(fuzz_corpus[start] == '(' && fuzz_corpus[start - 1] == '\n'); i++) start--;
  if (count > fuzz_corpus_size - start) count = fuzz_corpus_size - start;
  add(text, fuzz_corpus + start, count);
}

static void remove_part(FuzzText *text) {
  size_t at = fuzz_below((unsigned)text->length), count = 1 + fuzz_below(8);
  if (count > text->length - at) count = text->length - at;
  memmove(text->bytes + at, text->bytes + at + count, text->length - at - count);
  text->length -= count;
}

static void insert_part(FuzzText *text) {
  FuzzText rest = {.length = 0};
  size_t at = fuzz_below((unsigned)text->length + 1);
  add(&rest, text->bytes + at, text->length - at);
  text->length = at;
  if (fuzz_one_in(4)) add_from_corpus(text, 20);
  else add_token(text);
  add(text, rest.bytes, rest.length);
}

static void mutate(FuzzText *text) {
  for (unsigned count = fuzz_below(5); count > 0 && text->length > 0; count--) {
    char *byte = &text->bytes[fuzz_below((unsigned)text->length)];
    switch (fuzz_below(4)) {
      case 0: *byte ^= (char)(1u << fuzz_below(8)); break;
      case 1: *byte = (char)(32 + fuzz_below(95)); break;
      case 2: remove_part(text); break;
      default: insert_part(text);
    }
  }
}

/* Exact numbers of millions of digits take seconds: exponents are either short or so long that they are refused. */
static void shorten_exponents(FuzzText *text) {
  for (size_t at = 0; at < text->length; at++) {
    if (text->bytes[at] != 'e' && text->bytes[at] != 'E') continue;
    size_t end = at + 1;
    if (end < text->length && (text->bytes[end] == '-' || text->bytes[end] == '+')) end++;
    size_t first = end;
    while (end < text->length && text->bytes[end] >= '0' && text->bytes[end] <= '9') end++;
    if (end - first > 3 && end - first < 12) text->bytes[first + 3] = ' ';
  }
}

void fuzz_program_text(FuzzText *text) {
  text->length = 0;
  unsigned kind = fuzz_below(8);
  if (kind < 5) add_from_corpus(text, fuzz_one_in(8) ? 600 : 80);
  if (kind >= 5) for (unsigned count = 1 + fuzz_below(12); count > 0; count--) add_token(text);
  if (fuzz_one_in(4000)) /* as deep as the text allows */
    while (text->length < FUZZ_TEXT - 8) add(text, "(#(", fuzz_one_in(2) ? 1 : 3);
  mutate(text);
  shorten_exponents(text);
}

void fuzz_number_text(FuzzText *text) {
  static const char *const parts[] = {"-", "+", ".", "/", "e", "@", "i", "#x", "#b", "#e", "#i", "inf.0", "nan.0", "E", "a", "f"};
  text->length = 0;
  for (unsigned count = 1 + fuzz_below(5); count > 0; count--) {
    if (fuzz_one_in(3)) {
      const char *part = parts[fuzz_below(sizeof parts / sizeof *parts)];
      add(text, part, strlen(part));
      continue;
    }
    unsigned digits = fuzz_one_in(20) ? 1 + fuzz_below(60) : 1 + fuzz_below(6);
    while (digits-- > 0) add(text, &"0123456789"[fuzz_below(10)], 1);
  }
  shorten_exponents(text);
}

void fuzz_random_text(FuzzText *text) {
  text->length = 0;
  switch (fuzz_below(3)) {
    case 0:
      for (unsigned count = fuzz_below(60); count > 0; count--) add(text, &(char){(char)fuzz_bits()}, 1);
      break;
    case 1:
      for (unsigned count = fuzz_below(20); count > 0; count--) {
        char bytes[4] = {0};
        uint32_t code = fuzz_below(4) ? fuzz_below(0x800) : fuzz_below(0x110000);
        add(text, bytes, (size_t)(utf8_encode(code, bytes) - bytes));
      }
      break;
    default: add_from_corpus(text, 100);
  }
  mutate(text);
}

/* --- UTF-8, decoded by the book. --- */

/* The length in bytes of the well-formed character at `at`, or 0. */
static size_t decode(const unsigned char *at, size_t left, uint32_t *code) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  size_t length = at[0] < 0x80 ? 1 : at[0] >> 5 == 6 ? 2 : at[0] >> 4 == 14 ? 3 : at[0] >> 3 == 30 ? 4 : 0;
  if (length == 0 || length > left) return 0;
  *code = length == 1 ? at[0] : at[0] & (0x7Fu >> length);
  for (size_t i = 1; i < length; i++) {
    if (at[i] >> 6 != 2) return 0;
    *code = *code << 6 | (at[i] & 0x3F);
  }
  return *code < least[length] || *code > 0x10FFFF || *code >> 11 == 0x1B ? 0 : length;
}

typedef struct { uint32_t codes[FUZZ_TEXT]; size_t count, valid_bytes; } Decoded;

/* The characters up to the first malformed byte. */
static void decode_all(const FuzzText *text, Decoded *decoded) {
  const unsigned char *bytes = (const unsigned char *)text->bytes;
  decoded->count = 0;
  size_t at = 0, length;
  while (at < text->length && (length = decode(bytes + at, text->length - at, &decoded->codes[decoded->count])) > 0) {
    decoded->count++;
    at += length;
  }
  decoded->valid_bytes = at;
}

static void check_string_is(Value string, const uint32_t *codes, size_t count, const char *what) {
  FUZZ_CHECK(is_string(string), "%s gives no string", what);
  StringView view = string_view(string);
  FUZZ_CHECK(view.length == count, "%s: %zu characters became %zu", what, count, view.length);
  for (size_t i = 0; i < count; i++)
    FUZZ_CHECK(view_ref(view, i) == codes[i], "%s: character %zu is %x, not %x", what, i, view_ref(view, i), codes[i]);
}

/* --- Conversions between bytes and strings. --- */

static FuzzText text;
static Decoded decoded;
static Value bytes_of_text(void) {
  Value bytes = eshkol_make_bytevector(from_fixnum((int64_t)text.length), from_fixnum(0));
  memcpy(object_of(bytes)->words, text.bytes, text.length);
  return bytes;
}

static void convert(void *result) { *(Value *)result = eshkol_utf8_to_string(bytes_of_text(), ABSENT, ABSENT); }

static void fuzz_conversion(void) {
  fuzz_note("utf8->string");
  Value string = FALSE;
  bool converted = fuzz_catch(convert, &string);
  if (!converted) {
    fuzz_progress->raised++;
    FUZZ_CHECK(decoded.valid_bytes < text.length, "utf8->string refuses well-formed bytes");
    return;
  }
  FUZZ_CHECK(decoded.valid_bytes == text.length, "utf8->string takes malformed bytes");
  check_string_is(string, decoded.codes, decoded.count, "utf8->string");
  Value back = eshkol_string_to_utf8(string, ABSENT, ABSENT);
  FUZZ_CHECK(bytes_of_header(header_of(back)) == text.length && memcmp(object_of(back)->words, text.bytes, text.length) == 0,
             "string->utf8 gives other bytes");
}

/* --- Reading characters, lines and strings from a port. --- */

/* The next line according to the decoded text: its end, and where the next one begins. */
static size_t line_end(size_t start, size_t *next) {
  size_t end = start;
  while (end < decoded.count && decoded.codes[end] != '\n' && decoded.codes[end] != '\r') end++;
  *next = end;
  if (end == decoded.count) return end;
  bool two = decoded.codes[end] == '\r' && end + 1 < decoded.count && decoded.codes[end + 1] == '\n';
  *next = end + (two ? 2 : 1);
  return end;
}

static void read_part(Value port, size_t *at) {
  size_t next = *at, end;
  switch (fuzz_below(4)) {
    case 0:
      end = line_end(*at, &next);
      check_string_is(eshkol_read_line(port), decoded.codes + *at, end - *at, "read-line");
      break;
    case 1: {
      size_t wanted = 1 + fuzz_below(9);
      next = *at + wanted < decoded.count ? *at + wanted : decoded.count;
      check_string_is(eshkol_read_string(from_fixnum((int64_t)wanted), port), decoded.codes + *at, next - *at, "read-string");
      break;
    }
    case 2:
      FUZZ_CHECK(eshkol_peek_char(port) == from_character(decoded.codes[*at]), "peek-char gives another character");
      FUZZ_CHECK(eshkol_char_ready_p(port) == TRUE, "char-ready? is false for a port in memory");
      break;
    default:
      FUZZ_CHECK(eshkol_read_char(port) == from_character(decoded.codes[*at]), "read-char gives another character");
      next = *at + 1;
  }
  *at = next;
}

static void read_all(void *port) {
  for (size_t at = 0; at < decoded.count;) read_part(*(Value *)port, &at);
  Value last = eshkol_read_char(*(Value *)port);
  FUZZ_CHECK(decoded.valid_bytes == text.length, "a port gives malformed bytes as characters");
  FUZZ_CHECK(last == END_OF_FILE, "there is more than the port was made of");
}

static void fuzz_port(void) {
  fuzz_note("read-line");
  Value port = fuzz_port_on(text.bytes, text.length);
  if (fuzz_catch(read_all, &port)) return;
  fuzz_progress->raised++;
  FUZZ_CHECK(decoded.valid_bytes < text.length, "well-formed text cannot be read: %s", fuzz_show(fuzz_condition));
}

void fuzz_texts(void *unused) {
  (void)unused;
  fuzz_random_text(&text);
  decode_all(&text, &decoded);
  if (fuzz_explain) fprintf(stderr, "  text of %zu bytes: %.*s\n", text.length, (int)text.length, text.bytes);
  if (fuzz_one_in(2)) fuzz_conversion();
  else fuzz_port();
}

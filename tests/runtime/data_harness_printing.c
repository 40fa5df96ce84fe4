/* Values and errors as the harness for data primitives prints them. */
#include "data_harness.h"

#include "records.h"
#include "strings.h"
#include "symbols.h"

FILE *out_file;
jmp_buf line_end;

static void write_text(StringView v) {
  char bytes[4];
  for (size_t k = 0; k < v.length; k++) fwrite(bytes, 1, (size_t)(utf8_encode(view_ref(v, k), bytes) - bytes), out_file);
}
static void write_string(StringView v) {
  fputc('"', out_file);
  for (size_t k = 0; k < v.length; k++) {
    uint32_t c = view_ref(v, k);
    if (c < 32 || c == 127) fprintf(out_file, "\\x%x;", c);
    else {
      if (c == '"' || c == '\\') fputc('\\', out_file);
      write_text(view_part(v, k, k + 1));
    }
  }
  fputc('"', out_file);
}
static void write_character(uint32_t c) {
  fputs("#\\", out_file);
  if (c == ' ') fputs("space", out_file);
  else if (c < 33 || c == 127) fprintf(out_file, "x%x", c);
  else write_text((StringView){&c, 1, true});
}
static void write_elements(const Value *elements, uint64_t count, int depth) {
  for (uint64_t k = 0; k < count; k++) {
    if (k) fputc(' ', out_file);
    write_value(elements[k], depth);
  }
}
static void write_list(Value v, int depth) {
  fputc('(', out_file);
  int count = 0;
  for (Value x = v; x != NIL; x = pair_of(x)->cdr, count++) {
    if (count) fputc(' ', out_file);
    if (!is_pair(x)) {
      fputs(". ", out_file);
      write_value(x, depth);
      break;
    }
    if (count == 100000) { fputs("...", out_file); break; }
    write_value(pair_of(x)->car, depth);
  }
  fputc(')', out_file);
}
static void write_object(Value v, int depth) {
  uint64_t header = header_of(v);
  const Value *words = object_of(v)->words;
  switch (type_of_header(header)) {
    case TYPE_STRING: write_string(string_view(v)); break;
    case TYPE_SYMBOL: write_text(string_view(symbol_name(v))); break;
    case TYPE_VECTOR: fputs("#(", out_file); write_elements(words, words_of_header(header), depth); fputc(')', out_file); break;
    case TYPE_BYTEVECTOR:
      fputs("#u8(", out_file);
      for (size_t k = 0; k < bytes_of_header(header); k++)
        fprintf(out_file, k ? " %d" : "%d", ((const uint8_t *)words)[k]);
      fputc(')', out_file);
      break;
    case TYPE_FLONUM: fprintf(out_file, "%.17g", to_double(v)); break;
    case TYPE_RATIONAL: fprintf(out_file, "%" PRId64 "/%" PRId64, numerator(v), denominator(v)); break;
    case TYPE_RECORD:
      fputs("#<", out_file);
      write_value(object_of(words[0])->words[RECORD_TYPE_NAME], depth);
      fputc(' ', out_file);
      write_elements(words + 1, words_of_header(header) - 1, depth);
      fputc('>', out_file);
      break;
    default: fprintf(out_file, "#<object %u>", type_of_header(header) >> 3); break;
  }
}
void write_value(Value v, int depth) {
  if (depth > 50) fputs("...", out_file);
  else if (is_fixnum(v)) fprintf(out_file, "%" PRId64, to_fixnum(v));
  else if (is_self_tagged_flonum(v)) fprintf(out_file, "%.17g", to_double(v));
  else if (is_character(v)) write_character(to_character(v));
  else if (is_pair(v)) write_list(v, depth + 1);
  else if (is_object(v)) write_object(v, depth + 1);
  else {
    static const char *const names[] = {"#f", "#t", "()", "#<eof>", "#<unspecified>", "#<dead>", "#<uninitialized>", "#<absent>"};
    fputs(v >> 8 < 8 ? names[v >> 8] : "#<?>", out_file);
  }
}

/* --- Errors end the line. --- */

static Value kept_irritants;

static bool is_stale(Value v) {
  if (is_pair(v)) return pair_of(v)->car == DEAD;
  return is_object(v) && type_of_header(header_of(v)) == TYPE_DEAD;
}
void eshkol_raise_dead(Value x) {
  (void)x;
  END_WITH("use of memory from a destroyed arena");
  longjmp(line_end, 1);
}
void eshkol_raise_type(const char *who, int argument, const char *expected, Value got) {
  if (is_stale(got)) eshkol_raise_dead(got);
  (void)argument;
  END_WITH("%s: expected %s, got ", who, expected);
  write_value(got, 0);
  longjmp(line_end, 1);
}
void eshkol_raise_index(const char *who, int argument, Value index, uint64_t length) {
  (void)argument;
  END_WITH("%s: index ", who);
  write_value(index, 0);
  fprintf(out_file, " out of range for a length of %" PRIu64, length);
  longjmp(line_end, 1);
}
void eshkol_raise_error(const char *who, const char *message, Value irritants) {
  eshkol_raise_kind("", who, message, irritants);
}
void eshkol_raise_kind(const char *kind, const char *who, const char *message, Value irritants) {
  (void)kind;
  END_WITH("%s: %s", who, message);
  for (kept_irritants = irritants; is_pair(irritants); irritants = pair_of(irritants)->cdr) {
    fputs(irritants == kept_irritants ? ": " : " ", out_file);
    write_value(pair_of(irritants)->car, 0);
  }
  longjmp(line_end, 1);
}

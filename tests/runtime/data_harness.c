/* Evaluates expressions over data primitives from standard input, for test_data*.py: a stand-in for compiled code, the
 * printer and the memory manager. One expression a line, one line of answer each. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "characters.h"
#include "hashtables.h"
#include "inline_data.h"
#include "numbers.h"
#include "symbols.h"

static void fail(const char *message, const char *detail) {
  fprintf(stderr, "data_harness: %s: %s\n", message, detail);
  exit(2);
}

/* --- Memory: literals below, the ambient arena above. --- */

#define LITERALS ((size_t)1 << 30)
#define MEMORY ((size_t)64 << 30)
#define ALLOCATION_LIMIT ((uint64_t)1 << 28)
char *eshkol_hp, *eshkol_arena_region_start, *eshkol_arena_region_end;
static char *literal_hp;
Here eshkol_here;
static Value stack[16];

Object *eshkol_allocate_object(unsigned type, uint32_t auxiliary, uint64_t words) {
  if (words > ALLOCATION_LIMIT) eshkol_raise_kind("memory", "allocate", "out of memory", NIL);
  return eshkol_new_object(type, auxiliary, words);
}
Value eshkol_box_flonum(double d) {
  Object *o = eshkol_new_object(TYPE_FLONUM, 0, 1);
  memcpy(o->words, &d, 8);
  return from_object(o);
}

/* What the barrier was told. */
static Value *remembered[1 << 16];
static size_t remembered_count;
void eshkol_remember(Value *slot) {
  if (remembered_count < sizeof remembered / sizeof *remembered) remembered[remembered_count++] = slot;
}

static void start_memory(void) {
  char *p = mmap(NULL, LITERALS + MEMORY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED) fail("no memory", "mmap");
  literal_hp = p;
  eshkol_hp = eshkol_arena_region_start = p + LITERALS;
  eshkol_arena_region_end = p + LITERALS + MEMORY;
}

/* --- Numbers: fixnums, flonums, small rationals. --- */

bool eshkol_eqv_numbers(Value a, Value b) {
  if (is_flonum(a)) {
    double x = to_double(a), y = to_double(b);
    return memcmp(&x, &y, 8) == 0;
  }
  return object_of(a)->words[0] == object_of(b)->words[0] && object_of(a)->words[1] == object_of(b)->words[1];
}
uint64_t eshkol_hash_number(Value v) {
  if (!is_flonum(v)) return object_of(v)->words[0];
  double x = to_double(v);
  uint64_t bits;
  memcpy(&bits, &x, 8);
  return bits;
}

static int64_t numerator(Value v) { return is_fixnum(v) ? to_fixnum(v) : to_fixnum(object_of(v)->words[0]); }
static int64_t denominator(Value v) { return is_fixnum(v) ? 1 : to_fixnum(object_of(v)->words[1]); }
static Value make_rational(int64_t n, int64_t d) {
  int64_t a = n, b = d;
  while (b) { int64_t r = a % b; a = b; b = r; }
  if (a < 0) a = -a;
  if (d / a == 1) return from_fixnum(n / a);
  Object *o = eshkol_new_object(TYPE_RATIONAL, 0, 2);
  o->words[0] = from_fixnum(n / a);
  o->words[1] = from_fixnum(d / a);
  return from_object(o);
}
static double as_double(Value v) { return is_flonum(v) ? to_double(v) : (double)numerator(v) / (double)denominator(v); }
Value eshkol_sys_add2(Value a, Value b) {
  if (is_flonum(a) || is_flonum(b)) return from_double(as_double(a) + as_double(b));
  return make_rational(numerator(a) * denominator(b) + numerator(b) * denominator(a), denominator(a) * denominator(b));
}
Value eshkol_sys_multiply2(Value a, Value b) {
  if (is_flonum(a) || is_flonum(b)) return from_double(as_double(a) * as_double(b));
  return make_rational(numerator(a) * numerator(b), denominator(a) * denominator(b));
}

/* --- Printing. --- */

static char *out;
static size_t out_size;
static FILE *out_file;

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
static void write_value(Value v, int depth);
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
    default: fprintf(out_file, "#<object %u>", type_of_header(header) >> 3); break;
  }
}
static void write_value(Value v, int depth) {
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

static jmp_buf line_end;
static Value kept_irritants;
#define END_WITH(...) do { rewind(out_file); fprintf(out_file, "error: " __VA_ARGS__); } while (0)

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

/* --- Variables are the roots. --- */

enum { MAXIMAL_VARIABLES = 4096 };
static struct { char name[64]; Value value; } variables[MAXIMAL_VARIABLES];
static size_t variable_count;

static void bind(const char *name, Value v) {
  if (variable_count == MAXIMAL_VARIABLES) fail("too many variables", name);
  snprintf(variables[variable_count].name, sizeof variables[0].name, "%s", name);
  variables[variable_count++].value = v;
}

/* --- Reclamation of everything from `mark` on, when a line says (%reclaim): copies what the variables reach, in the
 * order of discovery, so that addresses change their order, too. --- */

static char *mark;
static Value registered[1 << 16];
static size_t registered_count;
static RegistryCallbacks callbacks[REGISTRY_KINDS];
void eshkol_registry_define(enum RegistryKind kind, RegistryCallbacks c) { callbacks[kind] = c; }
void eshkol_registry_add(enum RegistryKind kind, Value object) {
  if (kind != REGISTRY_SYMBOL || registered_count == sizeof registered / sizeof *registered) fail("registry", "full");
  registered[registered_count++] = object;
}

uint64_t eshkol_reclamation_epoch = 1;
static struct { uint64_t epoch; uintptr_t lo; } epochs[1 << 16];
static size_t epoch_count;
Value eshkol_lowest_moved_since(uint64_t epoch) {
  Value lowest = UINT64_MAX;
  for (size_t k = 0; k < epoch_count; k++)
    if (epochs[k].epoch > epoch && epochs[k].lo < lowest) lowest = epochs[k].lo;
  return lowest;
}

/* Everything that is reachable: old value, new value. */
static struct { Value before, after; } *found;
static size_t found_count, found_capacity;
static size_t *places, place_capacity; /* hash table of indices + 1 */

static size_t *place_of(Value v) {
  size_t k = (size_t)(v * 0x9E3779B97F4A7C15u >> 24) & (place_capacity - 1);
  while (places[k] && found[places[k] - 1].before != v) k = (k + 1) & (place_capacity - 1);
  return &places[k];
}
static void discover(Value v, char **next) {
  if (!is_pointer(v) || eshkol_is_literal_address((void *)(uintptr_t)v)) return;
  if (2 * (found_count + 1) > place_capacity) {
    place_capacity *= 2;
    places = realloc(places, place_capacity * sizeof *places);
    memset(places, 0, place_capacity * sizeof *places);
    for (size_t k = 0; k < found_count; k++) *place_of(found[k].before) = k + 1;
  }
  size_t *place = place_of(v);
  if (*place) return;
  if (found_count == found_capacity) {
    found_capacity = found_capacity ? 2 * found_capacity : 1024;
    found = realloc(found, found_capacity * sizeof *found);
  }
  Value after = v;
  if ((char *)(uintptr_t)v >= mark) {
    after = (Value)(uintptr_t)*next | (v & TAG_MASK);
    *next += is_pair(v) ? 16 : 8 + 8 * words_of_header(header_of(v));
  }
  found[found_count].before = v;
  found[found_count++].after = after;
  *place = found_count;
}
static Value moved(Value v) {
  if (!is_pointer(v) || eshkol_is_literal_address((void *)(uintptr_t)v)) return v;
  size_t place = *place_of(v);
  return place ? found[place - 1].after : v;
}

/* The words of an object or pair that hold values. */
typedef struct { Value *first; uint64_t count; } Fields;
static Fields fields_of(Value v) {
  if (is_pair(v)) return (Fields){&pair_of(v)->car, 2};
  uint64_t header = header_of(v);
  Value *words = object_of(v)->words;
  switch (type_of_header(header)) {
    case TYPE_STRING: return (Fields){words, auxiliary_of_header(header) & STRING_INDIRECT ? 1 : 0};
    case TYPE_SYMBOL: case TYPE_CLOSURE: return (Fields){words + 1, words_of_header(header) - 1};
    case TYPE_BYTEVECTOR: case TYPE_FLONUM: case TYPE_RAW_WORDS: return (Fields){words, 0};
    default: return (Fields){words, words_of_header(header)};
  }
}

static void reclaim(void) {
  char *next = mark;
  found_count = 0;
  memset(places, 0, place_capacity * sizeof *places);
  for (size_t k = 0; k < variable_count; k++) discover(variables[k].value, &next);
  for (size_t k = 0; k < found_count; k++) {
    Fields f = fields_of(found[k].before);
    for (uint64_t i = 0; i < f.count; i++) discover(f.first[i], &next);
  }
  size_t kept = 0;
  for (size_t k = 0; k < registered_count; k++) {
    bool dies = (char *)(uintptr_t)registered[k] >= mark && !*place_of(registered[k]);
    if (dies) callbacks[REGISTRY_SYMBOL].died(registered[k]);
    else registered[kept++] = registered[k];
  }
  registered_count = kept;
  size_t size = (size_t)(next - mark);
  char *scratch = malloc(size + 1);
  for (size_t k = 0; k < found_count; k++) {
    Fields f = fields_of(found[k].before);
    for (uint64_t i = 0; i < f.count; i++) f.first[i] = moved(f.first[i]);
  }
  for (size_t k = 0; k < found_count; k++) {
    Value before = found[k].before;
    char *from = (char *)(uintptr_t)(before & ~(Value)TAG_MASK), *to = (char *)(uintptr_t)(found[k].after & ~(Value)TAG_MASK);
    if (from >= mark) memcpy(scratch + (to - mark), from, is_pair(before) ? 16 : 8 + 8 * words_of_header(header_of(before)));
  }
  memcpy(mark, scratch, size);
  free(scratch);
  memset(mark + size, 0xEE, (size_t)(eshkol_hp - next));
  eshkol_hp = next;
  for (size_t k = 0; k < variable_count; k++) variables[k].value = moved(variables[k].value);
  epochs[epoch_count].epoch = ++eshkol_reclamation_epoch;
  epochs[epoch_count++].lo = (uintptr_t)mark;
  for (size_t k = 0; k < registered_count; k++) {
    Value after = moved(registered[k]);
    if (after != registered[k]) callbacks[REGISTRY_SYMBOL].moved(registered[k], after);
    registered[k] = after;
  }
}

/* --- The primitives: rows.inc is made from the tables. --- */

typedef struct {
  const char *name;
  int required, optional, rest;
  Value (*plain)(Value *arguments);
  Value (*quick)(Value *arguments); /* the inline fast path, for exactly quick_count arguments */
  int quick_count;
} Row;
#include "rows.inc"

static bool use_quick;
static const Row *find_row(const char *name) {
  for (const Row *row = rows; row->name; row++)
    if (strcmp(row->name, name) == 0) return row;
  return NULL;
}

static Value call_row(const Row *row, Value *arguments, int count) {
  if (count < row->required || (!row->rest && count > row->required + row->optional)) fail("wrong number of arguments", row->name);
  if (use_quick && row->quick && row->quick_count == count) return row->quick(arguments);
  Value full[8];
  int fixed = row->required + row->optional;
  for (int k = 0; k < fixed; k++) full[k] = k < count ? arguments[k] : ABSENT;
  if (row->rest) {
    full[fixed] = NIL;
    for (int k = count; k-- > fixed;) full[fixed] = eshkol_make_pair(arguments[k], full[fixed]);
  }
  return row->plain(full);
}

/* What only this harness has. */
static Value kill(Value v) {
  if (is_pair(v)) pair_of(v)->car = pair_of(v)->cdr = DEAD;
  else object_of(v)->header = HEADER(TYPE_DEAD, 0, words_of_header(header_of(v)));
  return UNSPECIFIED;
}
static Value call_special(const char *name, Value *a, int count) {
  if (!strcmp(name, "=") && count == 2) return from_boolean(a[0] == a[1]);
  if (!strcmp(name, "<") && count == 2) return from_boolean((int64_t)a[0] < (int64_t)a[1]);
  if (!strcmp(name, "%kill")) return kill(a[0]);
  if (!strcmp(name, "%valid?")) return from_boolean(eshkol_hash_table_is_valid(a[0]));
  if (!strcmp(name, "%symbol-count")) {
    int64_t dynamic = 0;
    for (size_t k = 0; k < registered_count; k++) dynamic += !eshkol_is_literal_address((void *)(uintptr_t)registered[k]);
    return from_fixnum(dynamic);
  }
  if (!strcmp(name, "%words")) return from_fixnum((int64_t)words_of_header(header_of(a[0])));
  if (!strcmp(name, "%used-bytes")) return from_fixnum(eshkol_hp - eshkol_arena_region_start);
  if (!strcmp(name, "%is-wide")) return from_boolean(string_view(a[0]).wide);
  if (!strcmp(name, "%epoch")) return from_fixnum((int64_t)eshkol_reclamation_epoch);
  if (!strcmp(name, "%raw-hash")) {
    static char digits[32];
    snprintf(digits, sizeof digits, "%016" PRIx64, symbol_hash(a[0]));
    return eshkol_string_from_c(digits);
  }
  END_WITH("no such primitive: %s", name);
  longjmp(line_end, 1);
}

/* --- Reading: everything read is a literal. --- */

static const char *input;

static void skip_space(void) { while (*input == ' ') input++; }
static Value read_datum(void);

static Value read_elements(void) {
  ListBuilder b = EMPTY_LIST_BUILDER;
  for (skip_space(); *input != ')'; skip_space()) {
    if (!*input) fail("unfinished", "list");
    if (input[0] == '.' && input[1] == ' ') {
      input++;
      list_builder_end(&b, read_datum());
    } else {
      list_builder_add(&b, read_datum());
    }
  }
  input++;
  return b.first;
}
static Value make_literal(Value v) {
  object_of(v)->header |= (uint64_t)AUXILIARY_LITERAL << 8;
  return v;
}
static Value read_string(void) {
  char *text = malloc(strlen(input)), *end = text;
  while (*input != '"') {
    if (*input == '\\') input++;
    if (*input == 'x' && input[-1] == '\\') {
      end = utf8_encode((uint32_t)strtoul(input + 1, (char **)(uintptr_t)&input, 16), end);
      input++;
    } else {
      *end++ = *input++;
    }
  }
  input++;
  Value s = eshkol_string_from_utf8(text, (size_t)(end - text));
  free(text);
  return make_literal(s);
}
static Value read_character(void) {
  uint32_t c;
  input += 2;
  size_t size = eshkol_utf8_decode((const uint8_t *)input, strlen(input), &c);
  size_t word = size + strcspn(input + size, " ()");
  if (word > size && c == 'x') c = (uint32_t)strtoul(input + 1, NULL, 16);
  else if (!strncmp(input, "space", word) && word == 5) c = ' ';
  else if (word > size) fail("unknown character", input);
  input += word;
  return from_character(c);
}
static Value read_atom(void) {
  size_t length = strcspn(input, " ()");
  char *text = strndup(input, length), *end;
  input += length;
  Value v;
  int64_t n = strtoll(text, &end, 10);
  if (!*end) v = from_fixnum(n);
  else if (*end == '/' && end > text) v = make_rational(n, strtoll(end + 1, NULL, 10));
  else {
    double d = strtod(text, &end);
    if (!*end) v = from_double(d);
    else if (!strcmp(text, "#t")) v = TRUE;
    else if (!strcmp(text, "#f")) v = FALSE;
    else v = eshkol_intern_c(text); /* a literal, too: registered, but it never moves or dies */
  }
  free(text);
  return v;
}
static Value read_datum(void) {
  skip_space();
  if (*input == '(') { input++; return read_elements(); }
  if (*input == '"') { input++; return read_string(); }
  if (*input == '\'') {
    input++;
    Value quoted = eshkol_make_pair(read_datum(), NIL);
    return eshkol_make_pair(eshkol_intern_c("quote"), quoted);
  }
  if (!strncmp(input, "#(", 2)) { input += 2; return make_literal(eshkol_vector(read_elements())); }
  if (!strncmp(input, "#u8(", 4)) { input += 4; return make_literal(eshkol_bytevector(read_elements())); }
  if (!strncmp(input, "#\\", 2)) return read_character();
  return read_atom();
}
static Value read_literal(void) {
  char *ambient_hp = eshkol_hp;
  eshkol_hp = literal_hp;
  Value v = read_datum();
  literal_hp = eshkol_hp;
  eshkol_hp = ambient_hp;
  return v;
}

/* --- Evaluation: quote, define, let, let*, begin, primitive calls. --- */

/* Operands of the calls that are being evaluated. */
enum { MAXIMAL_OPERANDS = 1 << 16 };
static Value operands[MAXIMAL_OPERANDS];
static size_t operand_count;

static Value evaluate(Value x);
static bool is_named(Value x, const char *name) { return is_symbol(x) && strcmp(eshkol_name_for_message(x), name) == 0; }
static Value evaluate_body(Value body) {
  Value v = UNSPECIFIED;
  for (; body != NIL; body = pair_of(body)->cdr) v = evaluate(pair_of(body)->car);
  return v;
}
static Value evaluate_let(Value x) {
  size_t before = variable_count;
  for (Value b = eshkol_cadr(x); b != NIL; b = pair_of(b)->cdr) {
    Value v = evaluate(eshkol_cadar(b)); /* before the name, whose text is in a buffer of all such calls */
    bind(eshkol_name_for_message(eshkol_caar(b)), v);
  }
  Value v = evaluate_body(eshkol_cddr(x));
  variable_count = before;
  return v;
}
static Value evaluate_name(Value x) {
  const char *name = eshkol_name_for_message(x);
  for (size_t k = variable_count; k-- > 0;)
    if (strcmp(variables[k].name, name) == 0) return variables[k].value;
  if (!find_row(name)) {
    END_WITH("no such variable: %s", name);
    longjmp(line_end, 1);
  }
  Object *o = eshkol_new_object(TYPE_CLOSURE, 0, 1);
  o->words[0] = 0;
  return from_object(o);
}
static Value evaluate(Value x) {
  if (is_symbol(x)) return evaluate_name(x);
  if (!is_pair(x)) return x;
  Value head = pair_of(x)->car;
  if (is_named(head, "quote")) return eshkol_cadr(x);
  if (is_named(head, "begin")) return evaluate_body(pair_of(x)->cdr);
  if (is_named(head, "let") || is_named(head, "let*")) return evaluate_let(x);
  size_t first = operand_count;
  for (Value a = pair_of(x)->cdr; a != NIL; a = pair_of(a)->cdr) {
    Value v = evaluate(pair_of(a)->car);
    if (operand_count == MAXIMAL_OPERANDS) fail("too many operands", eshkol_name_for_message(head));
    operands[operand_count++] = v;
  }
  char name[256];
  strcpy(name, eshkol_name_for_message(head));
  const Row *row = find_row(name);
  int count = (int)(operand_count - first);
  Value v = row ? call_row(row, operands + first, count) : call_special(name, operands + first, count);
  operand_count = first;
  return v;
}

static Value evaluate_line(Value x) {
  if (is_pair(x) && is_named(pair_of(x)->car, "define")) {
    Value v = evaluate(eshkol_caddr(x));
    bind(eshkol_name_for_message(eshkol_cadr(x)), v);
    return UNSPECIFIED;
  }
  if (is_pair(x) && is_named(pair_of(x)->car, "%mark")) { mark = eshkol_hp; return UNSPECIFIED; }
  if (is_pair(x) && is_named(pair_of(x)->car, "%reclaim")) { reclaim(); return UNSPECIFIED; }
  if (is_pair(x) && is_named(pair_of(x)->car, "%forget")) { variable_count = 0; mark = eshkol_arena_region_start; reclaim(); return UNSPECIFIED; }
  if (is_pair(x) && is_named(pair_of(x)->car, "%quick")) { use_quick = evaluate(eshkol_cadr(x)) == TRUE; return UNSPECIFIED; }
  return evaluate(x);
}

int main(void) {
  static char *line;
  static size_t size;
  static size_t variables_before;
  start_memory();
  mark = eshkol_arena_region_start;
  places = calloc(place_capacity = 1024, sizeof *places);
  out_file = open_memstream(&out, &out_size);
  while (getline(&line, &size, stdin) > 0) {
    line[strcspn(line, "\n")] = 0;
    if (!*line) { fflush(stdout); continue; }
    rewind(out_file);
    variables_before = variable_count;
    if (setjmp(line_end) == 0) {
      input = line;
      Value x = read_literal();
      write_value(evaluate_line(x), 0);
    } else {
      variable_count = variables_before;
      operand_count = 0;
    }
    fflush(out_file);
    fwrite(out, 1, out_size, stdout);
    fputc('\n', stdout);
  }
  fclose(out_file);
  free(out);
  free(line);
  free(found);
  free(places);
  return 0;
}

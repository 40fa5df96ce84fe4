/* Runs number primitives on lines of standard input, for test_numbers*.py: a stand-in for compiled code and memory. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "bigint.h"
#include "errors.h"
#include "inline_numbers.h"
#include "numbers.h"
#include "stacks.h"
#include "strings.h"

/* --- Memory: one mapping, empty again after every line. --- */

char *eshkol_hp;
Here eshkol_here;
static char *memory_start;
#define MEMORY ((size_t)8 << 30)

Object *eshkol_allocate_object(unsigned type, uint32_t auxiliary, uint64_t words) {
  return eshkol_new_object(type, auxiliary, words);
}

Value eshkol_allocate_string(size_t length, bool wide) {
  size_t bytes = wide ? 4 * length : length, words = (bytes + 7) / 8;
  return from_object(eshkol_new_object(TYPE_STRING, (uint32_t)(words * 8 - bytes) | (wide ? STRING_WIDE : 0), words));
}

void eshkol_begin_unbroken(void) {}
void eshkol_end_unbroken(void) {}

Value eshkol_box_flonum(double d) {
  Object *o = eshkol_new_object(TYPE_FLONUM, 0, 1);
  memcpy(o->words, &d, 8);
  return from_object(o);
}

/* --- Errors end the line. --- */

static jmp_buf line_end;
static void write_value(Value v);

void eshkol_raise_type(const char *who, int argument, const char *expected, Value got) {
  printf("!type %s %d %s: ", who, argument, expected);
  write_value(got);
  longjmp(line_end, 1);
}
void eshkol_raise_index(const char *who, int argument, Value index, uint64_t length) {
  printf("!index %s %d %llu: ", who, argument, (unsigned long long)length);
  write_value(index);
  longjmp(line_end, 1);
}
void eshkol_raise_error(const char *who, const char *message, Value irritants) {
  printf("!error %s: %s", who, message);
  for (; is_pair(irritants); irritants = pair_of(irritants)->cdr) putchar(' '), write_value(pair_of(irritants)->car);
  longjmp(line_end, 1);
}
void eshkol_raise_kind(const char *kind, const char *who, const char *message, Value irritants) {
  (void)irritants;
  printf("!%s %s: %s", kind, who, message);
  longjmp(line_end, 1);
}
void eshkol_raise_division_by_zero(const char *who) {
  printf("!zero %s", who);
  longjmp(line_end, 1);
}
void eshkol_raise_dead(Value x) {
  (void)x;
  printf("!dead");
  longjmp(line_end, 1);
}

/* --- Values as words: iHEX (integer), qHEX/HEX, dHEX16 (bits of a double), cREAL,IMAGINARY (of these), sHEX (bytes of a
 * string), #t, #f, 'x. --- */

static void fail(const char *message, const char *word) {
  fprintf(stderr, "numbers_harness: %s: %s\n", message, word);
  exit(2);
}

static Value read_integer(const char *word, char **end) {
  bool negative = *word == '-';
  if (negative) word++;
  size_t digits = strspn(word, "0123456789abcdef"), limbs = (digits + 15) / 16;
  *end = (char *)word + digits;
  Object *o = eshkol_new_object(TYPE_BIGNUM, negative ? 8 : 0, limbs);
  for (size_t i = 0; i < limbs; i++) {
    char piece[17] = {0};
    size_t stop = digits - 16 * i, start = stop > 16 ? stop - 16 : 0;
    memcpy(piece, word + start, stop - start);
    o->words[i] = strtoull(piece, NULL, 16);
  }
  if (limbs > 1 || o->words[0] > (uint64_t)FIXNUM_MAX + negative) return from_object(o);
  eshkol_hp = (char *)o;
  return from_fixnum(negative ? -(int64_t)o->words[0] : (int64_t)o->words[0]);
}

static Value read_rational(const char *word) {
  char *slash, *end;
  Value numerator = read_integer(word, &slash), denominator = read_integer(slash + 1, &end);
  Object *o = eshkol_new_object(TYPE_RATIONAL, 0, 2);
  o->words[0] = numerator;
  o->words[1] = denominator;
  return from_object(o);
}

static Value read_string(const char *word, bool wide) {
  size_t unit = wide ? 8 : 2, length = strlen(word) / unit;
  Value s = eshkol_allocate_string(length, wide);
  for (size_t i = 0; i < length; i++) {
    char piece[9] = {0};
    memcpy(piece, word + i * unit, unit);
    uint32_t c = (uint32_t)strtoul(piece, NULL, 16);
    if (wide) wide_characters(s)[i] = c;
    else narrow_characters(s)[i] = (uint8_t)c;
  }
  return s;
}

static Value read_double(const char *word) {
  uint64_t bits = strtoull(word, NULL, 16);
  double d;
  memcpy(&d, &bits, 8);
  return from_double(d);
}

static Value read_value(const char *word);

static Value read_complex(const char *word) {
  char *parts = strdup(word), *comma = strchr(parts, ',');
  *comma = 0;
  Value real = read_value(parts), imaginary = read_value(comma + 1);
  free(parts);
  Object *o = eshkol_new_object(TYPE_COMPLEX, 0, 2);
  o->words[0] = real;
  o->words[1] = imaginary;
  return from_object(o);
}

static Value read_value(const char *word) {
  char *end;
  switch (*word) {
  case 'i': return read_integer(word + 1, &end);
  case 'q': return read_rational(word + 1);
  case 'd': return read_double(word + 1);
  case 'c': return read_complex(word + 1);
  case 's': return read_string(word + 1, false);
  case 'w': return read_string(word + 1, true);
  case '#': return from_boolean(word[1] == 't');
  default: fail("bad word", word); return NIL;
  }
}

static void write_integer(Value v) {
  if (is_fixnum(v)) {
    int64_t n = to_fixnum(v);
    printf("%s%llx", n < 0 ? "-" : "", (unsigned long long)(n < 0 ? -(uint64_t)n : (uint64_t)n));
    return;
  }
  uint64_t header = header_of(v), limbs = words_of_header(header);
  bool negative = auxiliary_of_header(header) & 8;
  const uint64_t *words = object_of(v)->words;
  if (words[limbs - 1] == 0) fail("bignum with a leading zero limb", "");
  if (limbs == 1 && words[0] <= (uint64_t)FIXNUM_MAX + negative) fail("bignum that is a fixnum", "");
  printf("%s%llx", negative ? "-" : "", (unsigned long long)words[limbs - 1]);
  for (size_t i = limbs - 1; i-- > 0;) printf("%016llx", (unsigned long long)words[i]);
}

static void write_string(Value v) {
  StringView view = string_view(v);
  putchar('s');
  for (size_t i = 0; i < view.length; i++) printf("%02x", (unsigned)view_ref(view, i));
}

static void write_double(double d) {
  uint64_t bits;
  memcpy(&bits, &d, 8);
  if (d != d) bits = 0x7ff8000000000000u;
  printf("d%016llx", (unsigned long long)bits);
}

static void write_object(Value v) {
  switch (type_of_header(header_of(v))) {
  case TYPE_BIGNUM: putchar('i'), write_integer(v); break;
  case TYPE_RATIONAL:
    putchar('q'), write_integer(object_of(v)->words[0]);
    putchar('/'), write_integer(object_of(v)->words[1]);
    break;
  case TYPE_COMPLEX:
    putchar('c'), write_value(object_of(v)->words[0]);
    putchar(','), write_value(object_of(v)->words[1]);
    break;
  case TYPE_STRING: write_string(v); break;
  case TYPE_VALUES:
    for (uint64_t i = 0; i < words_of_header(header_of(v)); i++) {
      if (i) putchar(' ');
      write_value(object_of(v)->words[i]);
    }
    break;
  default: fail("unexpected object", "");
  }
}

static void write_value(Value v) {
  if (is_flonum(v)) write_double(to_double(v));
  else if (is_fixnum(v)) putchar('i'), write_integer(v);
  else if (is_object(v)) write_object(v);
  else printf("%s", v == TRUE ? "#t" : v == FALSE ? "#f" : v == UNSPECIFIED ? "#u" : "#?");
}

/* --- Primitives by name: rows.inc is made from numbers.esk. --- */

typedef struct {
  const char *name;
  int required, optional;
  bool rest;
  void (*function)(void);
  Value (*inline1)(Value *, uint32_t, Value);
  Value (*inline2)(Value *, uint32_t, Value, Value);
} Row;

static const Row rows[] = {
#include "rows.inc"
};

static Value call_function(const Row *row, const Value *a) {
  switch (row->required + row->optional + row->rest) {
  case 1: return ((Value(*)(Value))row->function)(a[0]);
  case 2: return ((Value(*)(Value, Value))row->function)(a[0], a[1]);
  default: fail("unexpected number of parameters", row->name); return NIL;
  }
}

static bool same(Value a, Value b) {
  return a == b || (eshkol_is_number(a) && eshkol_is_number(b) && eshkol_eqv_numbers(a, b));
}

static Value call(const Row *row, Value *a, int count) {
  Value parameters[4] = {ABSENT, ABSENT, ABSENT, ABSENT}, list = NIL;
  int positional = row->required + row->optional;
  for (int i = count; i-- > positional;) list = eshkol_make_pair(a[i], list);
  for (int i = 0; i < count && i < positional; i++) parameters[i] = a[i];
  if (row->rest) parameters[positional] = list;
  Value result = call_function(row, parameters), fast = result;
  if (row->inline1) fast = row->inline1(NULL, 0, a[0]);
  if (row->inline2) fast = row->inline2(NULL, 0, a[0], a[1]);
  if (!same(result, fast)) fail("the inline version gives something else", row->name);
  return result;
}

static void check_hash(Value a, Value b) {
  if (eshkol_eqv_numbers(a, b) && eshkol_hash_number(a) != eshkol_hash_number(b)) fail("eqv but other hash", "");
}

static void run(char *line) {
  Value a[64];
  int count = 0;
  char *name = strtok(line, " ");
  for (char *word; count < 64 && (word = strtok(NULL, " "));) a[count++] = read_value(word);
  if (strcmp(name, "eqv") == 0) {
    check_hash(a[0], a[1]);
    printf("%s", eshkol_eqv_numbers(a[0], a[1]) ? "#t" : "#f");
    return;
  }
  if (strcmp(name, "number-text") == 0) {
    StringView view = string_view(a[0]);
    printf("%s", eshkol_is_number_text(view.characters, view.length) ? "#t" : "#f");
    return;
  }
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    if (strcmp(rows[i].name, name)) continue;
    write_value(call(&rows[i], a, count));
    return;
  }
  fail("no such primitive", name);
}

int main(void) {
  memory_start = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory_start == MAP_FAILED) fail("no memory", "");
  char *line = NULL;
  size_t capacity = 0;
  ssize_t length;
  while ((length = getline(&line, &capacity, stdin)) > 0) {
    line[length - 1] = 0;
    if (!*line) {
      fflush(stdout);
      continue;
    }
    eshkol_hp = memory_start;
    if (!setjmp(line_end)) run(line);
    putchar('\n');
  }
  free(line);
  return 0;
}

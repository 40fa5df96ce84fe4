/* Random values of every kind for the fuzz harness, and what it may keep of the results. */
#include "fuzz.h"

#include <math.h>

#include "arenas.h"
#include "hashtables.h"
#include "pairs.h"
#include "ports.h"
#include "strings.h"
#include "symbols.h"

/* --- Numbers. --- */

static Value any_fixnum(void) {
  static const int64_t edges[] = {0, 1, -1, FIXNUM_MAX, FIXNUM_MIN, FIXNUM_MAX - 1, (int64_t)1 << 32, ((int64_t)1 << 31) - 1, 255, 256};
  switch (fuzz_below(4)) {
    case 0: return from_fixnum(edges[fuzz_below(sizeof edges / sizeof *edges)]);
    case 1: return from_fixnum((int64_t)(fuzz_bits() << 3) >> (3 + fuzz_below(60)));
    default: return from_fixnum((int64_t)fuzz_below(24) - 8);
  }
}

static double any_double(void) {
  static const double edges[] = {0.0, -0.0, 1.0, -1.5, 0.1, 1e21, 1e22, 1e300, 5e-324, 1.7976931348623157e308, 9007199254740993.0, INFINITY, -INFINITY, NAN};
  double d;
  uint64_t bits = fuzz_bits();
  switch (fuzz_below(4)) {
    case 0: return edges[fuzz_below(sizeof edges / sizeof *edges)];
    case 1: memcpy(&d, &bits, sizeof d); return d;
    case 2: return (double)(int64_t)(fuzz_below(2000)) - 1000;
    default: return ((double)fuzz_below(200000) - 100000) / 64;
  }
}
static Value any_flonum(void) { return from_double(any_double()); }

static Value any_integer(void) {
  if (!fuzz_one_in(4)) return any_fixnum();
  Value n = eshkol_sys_multiply2(any_fixnum(), any_fixnum());
  return fuzz_one_in(2) ? eshkol_sys_multiply2(n, n) : n;
}

static Value nonzero(Value n) { return n == from_fixnum(0) ? from_fixnum(7) : n; }
static Value any_rational(void) { return eshkol_sys_divide2(any_integer(), nonzero(any_integer())); }

static Value any_real(void) {
  switch (fuzz_below(4)) {
    case 0: return any_flonum();
    case 1: return any_rational();
    case 2: return any_integer();
    default: return any_fixnum();
  }
}

static Value any_number(void) {
  return fuzz_one_in(6) ? eshkol_make_rectangular(any_real(), any_real()) : any_real();
}

/* What costs time or memory in proportion to its size. */
static Value any_small(void) {
  switch (fuzz_below(4)) {
    case 0: return from_double(((double)fuzz_below(800) - 400) / 8);
    case 1: return eshkol_sys_divide2(from_fixnum((int64_t)fuzz_below(20) - 10), from_fixnum(1 + fuzz_below(8)));
    default: return from_fixnum((int64_t)fuzz_below(140) - 70);
  }
}

static Value any_index(void) {
  unsigned choice = fuzz_below(100);
  if (choice < 72) return from_fixnum(fuzz_below(8));
  if (choice < 90) return from_fixnum(fuzz_below(70));
  if (choice < 92) return from_fixnum(fuzz_below(3000));
  return choice == 99 && fuzz_one_in(8) ? any_integer() : from_fixnum((int64_t)fuzz_below(8) - 4);
}

/* --- Text. --- */

static uint32_t any_code(void) {
  static const uint32_t edges[] = {0, 7, 10, 13, 32, 127, 128, 160, 255, 256, 0x3BB, 0x130, 0xDF, 0x1E9E, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF};
  switch (fuzz_below(6)) {
    case 0: return edges[fuzz_below(sizeof edges / sizeof *edges)];
    case 1: return fuzz_below(0xD800);
    default: return 32 + fuzz_below(95);
  }
}
static Value any_character(void) { return from_character(any_code()); }

static Value any_string(void) {
  size_t length = fuzz_one_in(8) ? fuzz_below(200) : fuzz_below(9);
  bool wide = fuzz_one_in(4);
  Value s = eshkol_allocate_string(length, length > 0 && wide);
  for (size_t i = 0; i < length; i++) {
    uint32_t code = any_code();
    if (wide) wide_characters(s)[i] = code;
    else narrow_characters(s)[i] = (uint8_t)code;
  }
  /* A character that does not fit makes a narrow string indirect. */
  if (length > 0 && fuzz_one_in(8)) eshkol_string_set_x(s, from_fixnum(fuzz_below((unsigned)length)), any_character());
  return s;
}

static Value any_symbol(void) {
  static const char *const names[] = {"a", "b", "x y", "", "equal", "string", "eq", "eqv", "1+", ".", "type", "quote", "point"};
  switch (fuzz_below(8)) {
    case 0: return eshkol_string_to_symbol(any_string());
    case 1: return eshkol_string_to_uninterned_symbol(any_string());
    default: return eshkol_intern_c(names[fuzz_below(sizeof names / sizeof *names)]);
  }
}

static Value any_bytevector(void) {
  unsigned length = fuzz_one_in(8) ? fuzz_below(100) : fuzz_below(9);
  Value b = eshkol_make_bytevector(from_fixnum(length), from_fixnum(0));
  for (unsigned i = 0; i < length; i++)
    eshkol_bytevector_u8_set_x(b, from_fixnum(i), from_fixnum(fuzz_below(fuzz_one_in(2) ? 256 : 128)));
  return b;
}

/* --- Data. --- */

static Value any_list(void) {
  Value list = NIL;
  for (unsigned count = fuzz_below(6); count > 0; count--) list = eshkol_make_pair(fuzz_value(FUZZ_any), list);
  return list;
}

static Value list_of(enum FuzzKind kind) {
  Value list = NIL;
  for (unsigned count = fuzz_below(6); count > 0; count--) list = eshkol_make_pair(fuzz_value(kind), list);
  return list;
}

/* Lists as primitives want them: of anything, of one kind, of pairs, with a tail that is no list. */
static Value some_list(void) {
  static const enum FuzzKind kinds[] = {FUZZ_character, FUZZ_string, FUZZ_index, FUZZ_pair, FUZZ_symbol, FUZZ_list};
  switch (fuzz_below(4)) {
    case 0: return list_of(kinds[fuzz_below(sizeof kinds / sizeof *kinds)]);
    case 1: return fuzz_one_in(4) ? eshkol_make_pair(fuzz_value(FUZZ_any), fuzz_value(FUZZ_any)) : any_list();
    default: return any_list();
  }
}

static Value any_vector(void) {
  unsigned length = fuzz_below(7);
  Value v = eshkol_make_vector(from_fixnum(length), NIL);
  for (unsigned i = 0; i < length; i++) eshkol_store(&object_of(v)->words[i], fuzz_value(FUZZ_any));
  return v;
}

static Value any_hash_table(void) {
  static const char *const kinds[] = {"eq", "eqv", "equal", "string"};
  unsigned kind = fuzz_below(4);
  Value table = eshkol_sys_make_hash_table(eshkol_intern_c(kinds[kind]), ABSENT);
  for (unsigned count = fuzz_below(12); count > 0; count--)
    eshkol_sys_table_set_x(table, kind == 3 ? any_string() : fuzz_value(FUZZ_any), fuzz_value(FUZZ_any));
  return table;
}

static Value any_port(void) {
  switch (fuzz_below(6)) {
    case 0: return eshkol_open_input_bytevector(any_bytevector());
    case 1: return eshkol_open_output_string();
    case 2: return eshkol_open_output_bytevector();
    case 3: {
      Value bytes = any_bytevector();
      return fuzz_port_on((const char *)object_of(bytes)->words, bytes_of_header(header_of(bytes)));
    }
    default: return eshkol_open_input_string(any_string());
  }
}

static Value any_record_type(void) {
  return eshkol_sys_make_record_type(any_symbol());
}
static Value any_record(void) {
  Value type = any_record_type();
  return eshkol_sys_record(type, list_of(FUZZ_any));
}

static Value any_arena(void) {
  if (fuzz_one_in(8)) return eshkol_current_arena();
  Value parent = fuzz_pool[fuzz_below(FUZZ_POOL)];
  bool nested = has_type(parent, TYPE_ARENA) && eshkol_arena_live_p(parent) == TRUE;
  return eshkol_make_arena(from_fixnum(fuzz_below(fuzz_one_in(16) ? 100000 : 300)), nested ? parent : ABSENT, ABSENT);
}

/* --- Procedures, with the environments that compiled code gives closures. --- */

static Value identity(Value *sp, Value self, Value x) { return (void)sp, (void)self, x; }
static Value list_all(Value *sp, Value self, Value rest) { return (void)sp, (void)self, rest; }
static Value raise_all(Value *sp, Value self, Value rest) {
  (void)self;
  eshkol_at(sp, 1);
  eshkol_raise_error("fuzz", "raised on purpose", rest);
}
static Value reclaim_all(Value *sp, Value self, Value rest) {
  (void)self;
  Value kept = eshkol_make_pair(rest, rest);
  eshkol_make_vector(from_fixnum(fuzz_below(1000)), kept);
  sp[0] = kept;
  eshkol_reclaim(sp, 1);
  return sp[0];
}
static Value throw_to(Value *sp, Value self, Value k) {
  (void)self;
  eshkol_at(sp, 1);
  return eshkol_sys_throw(k, eshkol_make_pair(k, NIL));
}
#define CLOSURE(code, arity) {HEADER(TYPE_CLOSURE, arity, 1), (Value)(uintptr_t)(code)}
static const uint64_t closures[][2] = {CLOSURE(identity, 1), CLOSURE(list_all, ARITY_REST), CLOSURE(raise_all, ARITY_REST),
                                       CLOSURE(reclaim_all, ARITY_REST), CLOSURE(throw_to, 1)};

static Value any_environment(void) {
  Object *environment = eshkol_new_object(TYPE_ENVIRONMENT, 0, 4);
  environment->words[0] = 1;
  environment->words[1] = FALSE;
  environment->words[2] = NIL;
  environment->words[3] = NIL;
  Value v = from_object(environment);
  for (unsigned i = 2; i < 4; i++) eshkol_store(&object_of(v)->words[i], fuzz_value(FUZZ_any));
  return v;
}
static Value any_procedure(void) {
  if (!fuzz_one_in(4)) return OBJECT(closures[fuzz_below(sizeof closures / sizeof *closures)]);
  Value environment = any_environment();
  Object *closure = eshkol_new_object(TYPE_CLOSURE, 1, 2);
  closure->words[0] = (Value)(uintptr_t)identity;
  closure->words[1] = environment;
  return from_object(closure);
}

/* Harmless names in the scratch folder. */
static Value any_file(void) {
  static const char *const names[] = {"one", "two", "no/such", "", ".", "one/two"};
  return eshkol_string_from_c(names[fuzz_below(sizeof names / sizeof *names)]);
}

/* The codes of the kinds of elements of homogeneous vectors. */
static Value any_packed_integer(void) { return from_fixnum(fuzz_below(8)); }
static Value any_packed_flonum(void) { return from_fixnum(10 + fuzz_below(2)); }
static Value any_byte_order(void) { return from_fixnum(fuzz_below(3)); }
static Value any_packed(void) { return fuzz_one_in(4) ? any_packed_flonum() : any_packed_integer(); }

/* --- By kind. --- */

static Value any_immediate(void) {
  static const Value values[] = {FALSE, TRUE, NIL, END_OF_FILE, UNSPECIFIED};
  return values[fuzz_below(sizeof values / sizeof *values)];
}
static Value any_boolean(void) { return from_boolean(fuzz_one_in(2)); }
static Value any_pair(void) { return eshkol_make_pair(fuzz_value(FUZZ_any), fuzz_value(FUZZ_any)); }
static Value any_promise(void) { return eshkol_sys_make_promise(any_pair()); }
static Value any_condition(void) { return eshkol_sys_make_condition(any_symbol(), fuzz_value(FUZZ_any), any_list()); }
static Value any_weak_reference(void) { return eshkol_make_weak_ref(fuzz_value(FUZZ_any)); }
static Value from_pool(void) { return fuzz_pool[fuzz_below(FUZZ_POOL)]; }

static Value anything(void) {
  static Value (*const makers[])(void) = {
    any_immediate, any_immediate, any_fixnum, any_fixnum, any_number, any_character, any_string, any_symbol, any_pair, some_list,
    any_vector, any_bytevector, any_hash_table, any_port, any_record, any_record_type, any_promise, any_arena, any_procedure,
    any_condition, any_weak_reference, any_environment};
  if (!fuzz_one_in(3)) return from_pool();
  return makers[fuzz_below(sizeof makers / sizeof *makers)]();
}

static Value end_of_file(void) { return END_OF_FILE; }
static Value unspecified(void) { return UNSPECIFIED; }

static Value (*const makers_of_kinds[FUZZ_KIND_COUNT])(void) = {
  [FUZZ_any] = anything, [FUZZ_number] = any_number, [FUZZ_integer] = any_integer, [FUZZ_rational] = any_rational,
  [FUZZ_real] = any_real, [FUZZ_fixnum] = any_fixnum, [FUZZ_flonum] = any_flonum, [FUZZ_index] = any_index,
  [FUZZ_boolean] = any_boolean, [FUZZ_character] = any_character, [FUZZ_string] = any_string, [FUZZ_symbol] = any_symbol,
  [FUZZ_pair] = any_pair, [FUZZ_list] = some_list, [FUZZ_vector] = any_vector, [FUZZ_bytevector] = any_bytevector,
  [FUZZ_procedure] = any_procedure, [FUZZ_port] = any_port, [FUZZ_hash_table] = any_hash_table, [FUZZ_record] = any_record,
  [FUZZ_promise] = any_promise, [FUZZ_arena] = any_arena, [FUZZ_environment] = any_environment,
  [FUZZ_end_of_file] = end_of_file, [FUZZ_unspecified] = unspecified, [FUZZ_never] = unspecified, [FUZZ_small] = any_small,
  [FUZZ_file] = any_file, [FUZZ_packed] = any_packed, [FUZZ_packed_integer] = any_packed_integer,
  [FUZZ_packed_flonum] = any_packed_flonum, [FUZZ_byte_order] = any_byte_order};

/* Values made of values made of values ... end here. */
enum { DEEPEST = 5 };

Value fuzz_value(enum FuzzKind kind) {
  static unsigned depth;
  if (kind == FUZZ_any && depth >= DEEPEST) return any_immediate();
  if (kind != FUZZ_any && kind < FUZZ_small) {
    if (fuzz_one_in(12)) return anything();
    Value kept = fuzz_one_in(2) ? from_pool() : NIL;
    if (kept != NIL && fuzz_has_kind(kept, kind)) return kept;
  }
  unsigned before = depth;
  depth = before + 1;
  Value v = makers_of_kinds[kind]();
  depth = before;
  return v;
}

/* --- What a value is. --- */

bool fuzz_has_kind(Value v, enum FuzzKind kind) {
  if (eshkol_is_stale(v)) return false;
  switch (kind) {
    case FUZZ_any: return true;
    case FUZZ_number: return eshkol_number_p(v) == TRUE;
    case FUZZ_integer: return is_flonum(v) || eshkol_integer_p(v) == TRUE; /* what is too large is infinite */
    case FUZZ_rational: return is_flonum(v) || eshkol_rational_p(v) == TRUE;
    case FUZZ_real: return eshkol_real_p(v) == TRUE;
    case FUZZ_fixnum: return is_fixnum(v);
    case FUZZ_index: return is_fixnum(v) && (int64_t)v >= 0;
    case FUZZ_flonum: return is_flonum(v);
    case FUZZ_boolean: return v == TRUE || v == FALSE;
    case FUZZ_character: return is_character(v);
    case FUZZ_string: return is_string(v);
    case FUZZ_symbol: return has_type(v, TYPE_SYMBOL);
    case FUZZ_pair: return is_pair(v);
    case FUZZ_list: return eshkol_list_p(v) == TRUE;
    case FUZZ_vector: return has_type(v, TYPE_VECTOR);
    case FUZZ_bytevector: return has_type(v, TYPE_BYTEVECTOR);
    case FUZZ_procedure: return has_type(v, TYPE_CLOSURE);
    case FUZZ_port: return has_type(v, TYPE_PORT);
    case FUZZ_hash_table: return has_type(v, TYPE_HASH_TABLE);
    case FUZZ_record: return has_type(v, TYPE_RECORD);
    case FUZZ_promise: return has_type(v, TYPE_PROMISE);
    case FUZZ_arena: return has_type(v, TYPE_ARENA);
    case FUZZ_environment: return has_type(v, TYPE_ENVIRONMENT);
    case FUZZ_end_of_file: return v == END_OF_FILE;
    case FUZZ_unspecified: return v == UNSPECIFIED;
    default: return false;
  }
}

/* --- What may be kept. --- */

enum { MOST_PARTS = 400, MOST_WORDS = 1500, DEEPEST_DATUM = 150 };

/* Counts the parts of v, shared ones as often as they occur: false when there are too many, as in cyclic data. */
static bool count_parts(Value v, unsigned depth, unsigned *left) {
  if (*left == 0 || depth > DEEPEST_DATUM) return false;
  --*left;
  if (!is_pointer(v) || eshkol_is_stale(v)) return true;
  if (is_pair(v)) return count_parts(pair_of(v)->car, depth + 1, left) && count_parts(pair_of(v)->cdr, depth, left);
  uint64_t first = 0, end = words_of_header(header_of(v));
  if (end > MOST_WORDS) return false;
  switch (type_of_header(header_of(v))) {
    case TYPE_VECTOR: case TYPE_RECORD: case TYPE_VALUES: case TYPE_PROMISE: case TYPE_HASH_TABLE: case TYPE_CONDITION: break;
    case TYPE_CLOSURE: case TYPE_ENVIRONMENT: first = 1; break;
    default: return true;
  }
  for (uint64_t i = first; i < end; i++)
    if (!count_parts(object_of(v)->words[i], depth + 1, left)) return false;
  return true;
}

bool fuzz_is_small(Value v) {
  unsigned left = MOST_PARTS;
  return count_parts(v, 0, &left);
}

void fuzz_keep(Value v) {
  if (has_type(v, TYPE_VALUES) || v == ABSENT || v == UNINITIALIZED || v == DEAD || !fuzz_is_small(v)) return;
  fuzz_pool[fuzz_below(FUZZ_POOL)] = v;
}

Value fuzz_port_on(const char *bytes, size_t count) {
  struct Port *port = eshkol_new_port(-1, "fuzz", count + 1);
  port->input = true;
  memcpy(port->buffer, bytes, count);
  port->end = count;
  return eshkol_make_port_value(port);
}

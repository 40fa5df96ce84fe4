/* Vectors: making, reading, changing, copying, converting. */
#include "vectors.h"

#include "checks.h"
#include "pairs.h"
#include "primitives.h"

Value eshkol_allocate_vector(size_t length, Value fill) {
  Object *o = eshkol_allocate_object(TYPE_VECTOR, 0, length);
  for (size_t k = 0; k < length; k++) o->words[k] = fill;
  return from_object(o);
}

static VectorView check_mutable_vector(const char *who, int argument, Value v) {
  VectorView view = check_vector(who, argument, v);
  if (auxiliary_of_header(header_of(v)) & AUXILIARY_LITERAL)
    eshkol_raise_error(who, "cannot change a literal vector", eshkol_make_pair(v, NIL));
  return view;
}

/* A fresh vector of `length` whose first elements are these; the caller sets the others. */
static Value vector_of(const Value *elements, size_t count, size_t length) {
  Object *o = eshkol_allocate_object(TYPE_VECTOR, 0, length);
  if (count) memcpy(o->words, elements, 8 * count);
  return from_object(o);
}

Value eshkol_vector_p(Value x) { return from_boolean(has_type(x, TYPE_VECTOR)); }

Value eshkol_make_vector(Value size, Value fill) {
  size_t length = check_size("make-vector", 1, size, MAXIMAL_WORDS);
  return eshkol_allocate_vector(length, fill == ABSENT ? UNSPECIFIED : fill);
}

static Value vector_of_list(const char *who, Value list) {
  size_t length = eshkol_list_length(who, 1, list);
  Object *o = eshkol_allocate_object(TYPE_VECTOR, 0, length);
  for (size_t k = 0; k < length; k++, list = pair_cdr(list)) o->words[k] = pair_car(list);
  return from_object(o);
}

Value eshkol_vector(Value elements) { return vector_of_list("vector", elements); }
Value eshkol_list_to_vector(Value list) { return vector_of_list("list->vector", list); }

Value eshkol_vector_length(Value v) { return from_fixnum((int64_t)check_vector("vector-length", 1, v).length); }

Value eshkol_vector_ref(Value vector, Value k) {
  VectorView v = check_vector("vector-ref", 1, vector);
  return v.elements[check_index("vector-ref", 2, k, v.length)];
}

Value eshkol_vector_set_x(Value vector, Value k, Value value) {
  VectorView v = check_mutable_vector("vector-set!", 1, vector);
  eshkol_store(&v.elements[check_index("vector-set!", 2, k, v.length)], value);
  return UNSPECIFIED;
}

Value eshkol_vector_to_list(Value vector, Value start, Value end) {
  VectorView v = check_vector("vector->list", 1, vector);
  Range r = check_range("vector->list", 2, start, end, v.length);
  Value list = NIL;
  for (size_t k = r.end; k-- > r.start;) list = eshkol_make_pair(v.elements[k], list);
  return list;
}

Value eshkol_vector_fill_x(Value vector, Value fill, Value start, Value end) {
  VectorView v = check_mutable_vector("vector-fill!", 1, vector);
  Range r = check_range("vector-fill!", 3, start, end, v.length);
  for (size_t k = r.start; k < r.end; k++) eshkol_store(&v.elements[k], fill);
  return UNSPECIFIED;
}

static Value copy_part(const char *who, Value vector, Value start, Value end) {
  VectorView v = check_vector(who, 1, vector);
  Range r = check_range(who, 2, start, end, v.length);
  return vector_of(v.elements + r.start, r.end - r.start, r.end - r.start);
}

Value eshkol_vector_copy(Value vector, Value start, Value end) { return copy_part("vector-copy", vector, start, end); }
Value eshkol_subvector(Value vector, Value start, Value end) { return copy_part("subvector", vector, start, end); }

Value eshkol_vector_copy_x(Value to, Value at, Value from, Value start, Value end) {
  VectorView target = check_mutable_vector("vector-copy!", 1, to), source = check_vector("vector-copy!", 3, from);
  Range r = check_range("vector-copy!", 4, start, end, source.length);
  size_t count = r.end - r.start, place = check_room("vector-copy!", 2, at, target.length, count);
  const Value *first = source.elements + r.start;
  Value *out = target.elements + place;
  if (out <= first)
    for (size_t k = 0; k < count; k++) eshkol_store(&out[k], first[k]);
  else
    for (size_t k = count; k-- > 0;) eshkol_store(&out[k], first[k]);
  return UNSPECIFIED;
}

Value eshkol_vector_append(Value vectors) {
  size_t length = 0;
  int argument = 1;
  for (Value x = vectors; x != NIL; x = pair_cdr(x)) length += check_vector("vector-append", argument++, pair_car(x)).length;
  Object *o = eshkol_allocate_object(TYPE_VECTOR, 0, length);
  size_t at = 0;
  for (Value x = vectors; x != NIL; x = pair_cdr(x)) {
    VectorView v = check_vector("vector-append", 1, pair_car(x));
    if (v.length) memcpy(o->words + at, v.elements, 8 * v.length);
    at += v.length;
  }
  return from_object(o);
}

Value eshkol_vector_grow(Value vector, Value size) {
  VectorView v = check_vector("vector-grow", 1, vector);
  size_t length = check_size("vector-grow", 2, size, MAXIMAL_WORDS);
  if (length < v.length) eshkol_raise_type("vector-grow", 2, "a size not below the vector's length", size);
  Value result = vector_of(v.elements, v.length, length);
  for (size_t k = v.length; k < length; k++) object_of(result)->words[k] = UNSPECIFIED;
  return result;
}

/* Strings as lists and vectors of characters, and back. */
#include "pairs.h"
#include "primitives.h"
#include "strings_internal.h"
#include "vectors.h"

/* The string of a proper list's characters; errors are reported for argument `argument`, or, if that is 0, for the
 * argument that the element is. */
static Value string_of_list(const char *who, int argument, Value list) {
  size_t length = eshkol_list_length(who, argument, list), position = 0;
  bool wide = false;
  for (Value x = list; x != NIL; x = pair_cdr(x)) {
    position++;
    if (!is_character(pair_car(x))) {
      if (argument) eshkol_raise_type(who, argument, "a list of characters", list);
      eshkol_raise_type(who, (int)position, "a character", pair_car(x));
    }
    wide = wide || to_character(pair_car(x)) > 255;
  }
  Value s = eshkol_allocate_string(length, wide);
  size_t k = 0;
  for (Value x = list; x != NIL; x = pair_cdr(x), k++) {
    if (wide) wide_characters(s)[k] = to_character(pair_car(x));
    else narrow_characters(s)[k] = (uint8_t)to_character(pair_car(x));
  }
  return s;
}

Value eshkol_string(Value characters) { return string_of_list("string", 0, characters); }
Value eshkol_list_to_string(Value list) { return string_of_list("list->string", 1, list); }

Value eshkol_string_to_list(Value s, Value start, Value end) {
  StringView v = check_string("string->list", 1, s);
  Range r = check_range("string->list", 2, start, end, v.length);
  Value list = NIL;
  for (size_t k = r.end; k-- > r.start;) list = eshkol_make_pair(from_character(view_ref(v, k)), list);
  return list;
}

Value eshkol_string_to_vector(Value s, Value start, Value end) {
  StringView v = check_string("string->vector", 1, s);
  Range r = check_range("string->vector", 2, start, end, v.length);
  Object *o = eshkol_allocate_object(TYPE_VECTOR, 0, r.end - r.start);
  for (size_t k = r.start; k < r.end; k++) o->words[k - r.start] = from_character(view_ref(v, k));
  return from_object(o);
}

Value eshkol_vector_to_string(Value vector, Value start, Value end) {
  VectorView v = check_vector("vector->string", 1, vector);
  Range r = check_range("vector->string", 2, start, end, v.length);
  bool wide = false;
  for (size_t k = r.start; k < r.end; k++) {
    if (!is_character(v.elements[k])) eshkol_raise_type("vector->string", 1, "a vector of characters", vector);
    wide = wide || to_character(v.elements[k]) > 255;
  }
  Value s = eshkol_allocate_string(r.end - r.start, wide);
  for (size_t k = r.start; k < r.end; k++) {
    uint32_t c = to_character(v.elements[k]);
    if (wide) wide_characters(s)[k - r.start] = c;
    else narrow_characters(s)[k - r.start] = (uint8_t)c;
  }
  return s;
}

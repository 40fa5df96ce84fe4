/* Records and their types: what define-record-type expands to. */
#include "records.h"

#include "checks.h"
#include "pairs.h"
#include "primitives.h"
#include "strings.h"
#include "symbols.h"

Value eshkol_sys_make_record_type(Value name) {
  if (!is_symbol(name)) eshkol_raise_type("define-record-type", 1, "a symbol", name);
  Object *o = eshkol_new_object(TYPE_RECORD_TYPE, 0, RECORD_TYPE_WORDS);
  o->words[RECORD_TYPE_NAME] = name;
  return from_object(o);
}

Value eshkol_sys_record(Value type, Value fields) {
  size_t count = eshkol_list_length("%record", 2, fields);
  Object *o = eshkol_allocate_object(TYPE_RECORD, 0, count + 1);
  o->words[0] = type;
  for (size_t k = 1; k <= count; k++, fields = pair_cdr(fields)) o->words[k] = pair_car(fields);
  return from_object(o);
}

Value eshkol_sys_record_is_p(Value x, Value type) { return from_boolean(is_record_of(x, type)); }

/* "point-x: expected a record of type point, got 5" */
NO_RETURN static void raise_wrong_record(Value x, Value type, Value accessor) {
  static char who[256], expected[256 + 32];
  strcpy(who, eshkol_name_for_message(accessor));
  bool named = has_type(type, TYPE_RECORD_TYPE);
  strcpy(expected, "a record of type ");
  strcat(expected, named ? eshkol_name_for_message(object_of(type)->words[RECORD_TYPE_NAME]) : "?");
  eshkol_raise_type(who, 1, expected, x);
}

static Value *field(Value record, Value type, Value k, Value accessor) {
  if (!is_record_of(record, type)) raise_wrong_record(record, type, accessor);
  return &object_of(record)->words[1 + to_fixnum(k)];
}

Value eshkol_sys_record_ref(Value record, Value type, Value k, Value accessor) {
  return *field(record, type, k, accessor);
}

Value eshkol_sys_record_set_x(Value record, Value type, Value k, Value modifier, Value v) {
  eshkol_store(field(record, type, k, modifier), v);
  return UNSPECIFIED;
}

Value eshkol_record_p(Value x) { return from_boolean(has_type(x, TYPE_RECORD)); }

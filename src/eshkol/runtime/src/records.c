/* Records and their types: what define-record-type expands to. */
#include "records.h"

#include "checks.h"
#include "pairs.h"
#include "primitives.h"
#include "strings.h"
#include "symbols.h"
#include "vectors.h"

Value eshkol_sys_make_record_type(Value name, Value fields, Value parent) {
  static uint64_t serial;
  if (!is_symbol(name)) eshkol_raise_type("define-record-type", 1, "a symbol", name);
  VectorView own = check_vector("define-record-type", 2, fields);
  Value all = fields;
  if (has_type(parent, TYPE_RECORD_TYPE)) {
    VectorView above = check_vector("define-record-type", 3, object_of(parent)->words[RECORD_TYPE_FIELDS]);
    all = eshkol_allocate_vector(above.length + own.length, FALSE);
    for (size_t k = 0; k < above.length; k++) object_of(all)->words[k] = above.elements[k];
    for (size_t k = 0; k < own.length; k++) object_of(all)->words[above.length + k] = own.elements[k];
  } else if (parent != FALSE) {
    eshkol_raise_type("define-record-type", 3, "a record type or #f", parent);
  }
  Object *o = eshkol_new_object(TYPE_RECORD_TYPE, 0, RECORD_TYPE_WORDS);
  o->words[RECORD_TYPE_NAME] = name;
  o->words[RECORD_TYPE_FIELDS] = all;
  o->words[RECORD_TYPE_PARENT] = parent;
  o->words[RECORD_TYPE_SERIAL] = from_fixnum((int64_t)++serial);
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
  const char *name = has_type(type, TYPE_RECORD_TYPE) ? eshkol_name_for_message(object_of(type)->words[RECORD_TYPE_NAME]) : "?";
  strcpy(expected, "a record of type ");
  strcat(expected, name);
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

Value eshkol_sys_record_type_of(Value record) {
  if (!has_type(record, TYPE_RECORD)) eshkol_raise_type("record-type", 1, "a record", record);
  return object_of(record)->words[0];
}

Value eshkol_sys_record_type_p(Value x) { return from_boolean(has_type(x, TYPE_RECORD_TYPE)); }

static Object *check_record_type(const char *who, Value type) {
  if (!has_type(type, TYPE_RECORD_TYPE)) eshkol_raise_type(who, 1, "a record type", type);
  return object_of(type);
}

Value eshkol_sys_record_type_name(Value type) {
  return check_record_type("record-type-name", type)->words[RECORD_TYPE_NAME];
}

Value eshkol_sys_record_type_fields(Value type) {
  return check_record_type("record-type-fields", type)->words[RECORD_TYPE_FIELDS];
}

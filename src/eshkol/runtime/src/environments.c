/* What programs can see of environments and closures, and weak references. */
#include "arenas.h"
#include "errors.h"
#include "memory.h"
#include "numbers.h"
#include "primitives.h"

/* --- Environments. --- */

enum { ENVIRONMENT_COUNT, ENVIRONMENT_PARENT, ENVIRONMENT_VARIABLES };

static const Object *check_environment(const char *who, Value v) {
  if (!has_type(v, TYPE_ENVIRONMENT)) eshkol_raise_type(who, 1, "an environment", v);
  return object_of(v);
}

Value eshkol_closure_environment(Value closure) {
  if (!has_type(closure, TYPE_CLOSURE)) eshkol_raise_type("closure-environment", 1, "a procedure", closure);
  const Object *object = object_of(closure);
  for (uint64_t i = 1; i < words_of_header(object->header); i++) {
    if (has_type(object->words[i], TYPE_ENVIRONMENT)) return object->words[i];
  }
  return FALSE;
}

Value eshkol_environment_variables(Value environment) {
  const Object *object = check_environment("environment-variables", environment);
  Value list = NIL;
  for (uint64_t i = words_of_header(object->header); i-- > ENVIRONMENT_VARIABLES;) {
    list = eshkol_make_pair(object->words[i], list);
  }
  return list;
}

Value eshkol_environment_parent(Value environment) {
  return check_environment("environment-parent", environment)->words[ENVIRONMENT_PARENT];
}

Value eshkol_environment_reference_count(Value environment) {
  return from_uint64(check_environment("environment-reference-count", environment)->words[ENVIRONMENT_COUNT]);
}

/* --- Weak references. --- */

Value eshkol_make_weak_ref(Value target) {
  Object *object = eshkol_new_object(TYPE_WEAK_REFERENCE, 0, 1);
  object->words[0] = target;
  if (is_pointer(target)) eshkol_registry_add(REGISTRY_WEAK_REFERENCE, from_object(object));
  return from_object(object);
}

Value eshkol_weak_ref_value(Value reference) {
  if (!has_type(reference, TYPE_WEAK_REFERENCE)) eshkol_raise_type("weak-ref-value", 1, "a weak reference", reference);
  Value target = object_of(reference)->words[0];
  return eshkol_is_stale(target) ? FALSE : target;
}

Value eshkol_weak_ref_p(Value x) { return from_boolean(has_type(x, TYPE_WEAK_REFERENCE)); }

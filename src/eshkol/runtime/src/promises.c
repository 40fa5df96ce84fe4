/* Promises: objects that refer to a box, a pair (state . content); see the library's promises.esk. */
#include "errors.h"
#include "memory.h"
#include "primitives.h"

Value eshkol_sys_make_promise(Value box) {
  Object *o = eshkol_new_object(TYPE_PROMISE, 0, 1);
  o->words[0] = box;
  return from_object(o);
}

Value eshkol_promise_p(Value x) { return from_boolean(has_type(x, TYPE_PROMISE)); }

static Value *box_of(Value promise) {
  if (!has_type(promise, TYPE_PROMISE)) eshkol_raise_type("force", 1, "a promise", promise);
  return &object_of(promise)->words[0];
}

Value eshkol_sys_promise_box(Value promise) { return *box_of(promise); }

Value eshkol_sys_set_promise_box_x(Value promise, Value box) {
  eshkol_store(box_of(promise), box);
  return UNSPECIFIED;
}

/* What can be asked about a procedure without calling it. */
#include "checks.h"
#include "primitives.h"

static bool arity_accepts(uint32_t arity, uint64_t count) {
  uint64_t required = arity & 0xFF;
  return arity & ARITY_REST ? count >= required : count == required;
}

Value eshkol_sys_accepts_p(Value procedure, Value count) {
  if (!has_type(procedure, TYPE_CLOSURE)) eshkol_raise_type("%accepts?", 1, "a procedure", procedure);
  uint64_t n = check_size("%accepts?", 2, count, FIXNUM_MAX);
  const Object *closure = object_of(procedure);
  if (!(auxiliary_of_header(closure->header) & ARITY_CASES))
    return from_boolean(arity_accepts(auxiliary_of_header(closure->header), n));
  for (uint64_t k = 1; k < words_of_header(closure->header); k++)
    if (arity_accepts(auxiliary_of_header(header_of(closure->words[k])), n)) return TRUE;
  return FALSE;
}

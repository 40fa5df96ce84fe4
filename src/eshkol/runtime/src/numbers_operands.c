/* Operands of arithmetic with a flonum that are none of the quick kinds. */
#include "errors.h"
#include "inline_typed.h"

double eshkol_double_of_operand(Value v, const char *who) {
  if (!eshkol_is_real(v)) eshkol_raise_type(who, 0, "a number", v);
  return eshkol_number_to_double(v);
}

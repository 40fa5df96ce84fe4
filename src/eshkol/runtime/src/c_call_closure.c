/* call_closure, in a file of its own: a program may define it itself. */
#include <stdio.h>

#include "c_internal.h"

void *call_closure(void *closure, void *argument) {
  if (!closure) {
    fprintf(stderr, "Error: NULL closure in call\n");
    return NULL;
  }
  if (eshkol_is_closure(closure)) return eshkol_closure_call(closure, (void *[]){argument});
  AddressFacts facts = eshkol_c_address_facts(closure);
  if (facts.kind == ADDRESS_DESTROYED || facts.kind == ADDRESS_RESET || eshkol_c_kind(closure) == OBJECT_ENDED)
    eshkol_c_wrong_use("call_closure", "the closure has ended", CALLER, facts);
  if (!eshkol_c_is_code(closure))
    eshkol_c_wrong_use("call_closure", "this is neither a closure nor a function", CALLER, facts);
  return ((void *(*)(void *))(uintptr_t)closure)(argument);
}

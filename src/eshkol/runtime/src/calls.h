/* The calling convention of compiled procedures, and calls of procedures that are not known at compile time. */
#ifndef ESHKOL_CALLS_H
#define ESHKOL_CALLS_H

#include "memory.h"

/* A procedure's code takes the value stack pointer, the closure itself and its arguments: the first four in registers,
 * the others in eshkol_arguments[0], [1] ..., which the callee empties at entry. A procedure with a rest list gets it
 * as its last argument. sp[-1] is the activation's mark; a tail call passes on its own sp. */
typedef Value (*Code0)(Value *sp, Value self);
typedef Value (*Code1)(Value *sp, Value self, Value a);
typedef Value (*Code2)(Value *sp, Value self, Value a, Value b);
typedef Value (*Code3)(Value *sp, Value self, Value a, Value b, Value c);
typedef Value (*Code4)(Value *sp, Value self, Value a, Value b, Value c, Value d);

#define ESHKOL_REGISTER_ARGUMENTS 4
#define ESHKOL_MAXIMAL_ARGUMENTS 1024
extern Value eshkol_arguments[ESHKOL_MAXIMAL_ARGUMENTS];

/* Calls `procedure`, whatever it is: anything but a closure is the error "attempt to call ...", the null value is
 * "Error: NULL closure in call". The caller has spilled its live values and pushed a mark at sp[-1]:
 *     sp[0] = live; sp[1] = ESHKOL_MARK(); result = eshkol_call_1(sp + 2, f, x); live = sp[0]; */
Value eshkol_call_0(Value *sp, Value procedure);
Value eshkol_call_1(Value *sp, Value procedure, Value a);
Value eshkol_call_2(Value *sp, Value procedure, Value a, Value b);
Value eshkol_call_3(Value *sp, Value procedure, Value a, Value b, Value c);
Value eshkol_call_4(Value *sp, Value procedure, Value a, Value b, Value c, Value d);
/* What a procedure is called in messages and when it is printed; "" when it has no name. */
const char *eshkol_procedure_name(Value closure);
/* The arguments are a proper list (checked). A sibling call: no C stack remains. */
Value eshkol_sys_apply(Value *sp, Value procedure, Value arguments);

#endif

"""Which variables are C doubles, and which may hold pointers, so that they need a place on the value stack."""

from __future__ import annotations

from eshkol.low import kinds
from eshkol.low.kinds import FLONUM
from eshkol.low.nodes import Labels, LowVariable, Procedure
from eshkol.low.walk import every_statement, writes

# How many parameters of a known procedure are passed in registers, where they can be doubles.
REGISTERS = 5


def unbox(procedure: Procedure) -> None:
    """Doubles for what only holds flonums. Parameters: where all calls are known and registers carry them."""
    variables = {v for s in every_statement(procedure.body) for v in writes(s)}
    for statement in every_statement(procedure.body):
        if isinstance(statement, Labels):
            variables.update(v for label, _ in statement.labels for v in label.parameters)
    if procedure.takes_closure:
        variables -= set(procedure.captures)
    variables -= set(procedure.parameters)
    if procedure.known_calls_only and not procedure.takes_closure:
        variables |= set((*procedure.captures, *procedure.parameters)[:REGISTERS])
    for variable in variables:
        variable.unboxed = variable.types != 0 and variable.types & ~FLONUM == 0


def may_be_pointer(variable: LowVariable) -> bool:
    """False when the variable needs no place on the value stack."""
    return not variable.unboxed and bool(variable.types & ~kinds.NOT_POINTERS)

"""Procedures and variables in C: their names, parameters and declarations."""

from __future__ import annotations

from eshkol.low.nodes import SELF, LowVariable, Procedure
from eshkol.names import c_identifier

REGISTER_ARGUMENTS = 4
REGISTER_ARGUMENTS_WITHOUT_CLOSURE = 5


def register_arguments(procedure: Procedure) -> int:
    """How many arguments the procedure takes in registers; the others stand in eshkol_arguments."""
    return REGISTER_ARGUMENTS if procedure.takes_closure else REGISTER_ARGUMENTS_WITHOUT_CLOSURE


def all_parameters(procedure: Procedure) -> tuple[LowVariable, ...]:
    """Lifted captures first, then the parameters proper."""
    return procedure.parameters if procedure.takes_closure else (*procedure.captures, *procedure.parameters)


def prototype(procedure: Procedure) -> str:
    """The C declaration, without semicolon."""
    parameters = ["Value *sp"]
    if procedure.takes_closure:
        parameters.append("Value self")
    for v in all_parameters(procedure)[: register_arguments(procedure)]:
        parameters.append(f"{'double' if v.unboxed else 'Value'} {c_name(v)}")
    return f"{_linkage(procedure)}Value {procedure.symbol}({', '.join(parameters)})"


def c_name(variable: LowVariable) -> str:
    """The C name of a local."""
    if variable is SELF:
        return "self"
    return (
        f"{c_identifier(variable.name)}_{variable.serial}"
        if variable.serial >= 0
        else (f"{c_identifier(variable.name)}_in{-variable.serial}")
    )


def generic_symbol(procedure: Procedure) -> str:
    """The C function with the generic body of a procedure that has a fixnum version."""
    return f"{procedure.symbol}_generic"


def _linkage(procedure: Procedure) -> str:
    return "" if procedure.visible else "static "


def generic_prototype(procedure: Procedure) -> str:
    """Its declaration: live variables come in eshkol_arguments, `point` says where to go on (0: at the start)."""
    return f"{_linkage(procedure)}Value {generic_symbol(procedure)}(Value *sp, unsigned point)"

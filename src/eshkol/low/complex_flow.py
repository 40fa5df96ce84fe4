"""Whether numbers that are not real can hide: in objects, globals, closures of unknown calls.

Where they cannot, whatever is loaded from such a place is real, and arithmetic of a flonum with it gives a flonum. Only
programs that store possibly complex numbers somewhere pay for them.
"""

from __future__ import annotations

from eshkol.low.kinds import ANY, BOOLEAN, COMPLEX, KINDS, NUMBER
from eshkol.low.nodes import (
    Atom,
    CallRuntime,
    CallUnknown,
    EnvironmentNew,
    EnvironmentStore,
    GlobalStore,
    Literal,
    LowProgram,
    LowVariable,
    Primitive,
    PrimitiveClosure,
    Procedure,
    Return,
    Statement,
)
from eshkol.low.number_types import MAKERS, ROOTS
from eshkol.low.walk import every_statement, reads
from eshkol.syntax.datum import Complex, PairConstant, VectorConstant
from eshkol.tables import primitive_rows

# These only look at their arguments, which may be anything.
OUTPUT = frozenset({"display", "write", "write-shared", "write-simple", "write-line", "number->string"})
# What such numbers are in already when the program reads data or looks into conditions.
READERS = frozenset({"read"})
CONDITION_READERS = frozenset({"error-object-irritants"})


def may_hide_complex(program: LowProgram) -> bool:
    """To be asked when all variables have their types, as they are when nothing hides."""
    names = set(_primitive_names(program))
    if names & READERS:
        return True
    in_conditions = bool(names & CONDITION_READERS)
    return any(
        _hides(procedure, statement, in_conditions=in_conditions)
        for procedure in program.procedures
        for statement in every_statement(procedure.body)
    )


def _primitive_names(program: LowProgram) -> list[str]:
    return [
        statement.name
        for procedure in program.procedures
        for statement in every_statement(procedure.body)
        if isinstance(statement, Primitive)
    ]


def _hides(procedure: Procedure, statement: Statement, *, in_conditions: bool) -> bool:
    atoms = reads(statement)
    if any(isinstance(a, PrimitiveClosure) and _is_source(a.name) for a in atoms):
        return True
    if any(isinstance(a, Literal) and _holds_complex(a) for a in atoms):
        return True
    match statement:
        case Primitive(name=name, arguments=arguments):
            return any(map(_is_complex, arguments)) and _keeps(name, in_conditions=in_conditions)
        case CallUnknown() | CallRuntime() | EnvironmentNew() | EnvironmentStore() | GlobalStore():
            return any(map(_is_complex, atoms))
        case Return(source=source):
            return not procedure.known_calls_only and _is_complex(source)
        case _:
            # The rest passes values to variables whose types are known, or to known procedures.
            tail = getattr(statement, "tail", False)
            return tail and not procedure.known_calls_only and bool(procedure.returns & COMPLEX)


def _is_source(name: str) -> bool:
    return name in MAKERS | ROOTS | READERS | CONDITION_READERS


def _is_complex(atom: Atom) -> bool:
    match atom:
        case LowVariable():
            return bool(atom.types & COMPLEX) and atom.serial != -1
        case Literal(value=value):
            return isinstance(value, Complex)
        case _:
            return False


def _holds_complex(literal: Literal) -> bool:
    """True for quoted data with such a number inside."""
    pending: list[object] = [literal.value]
    seen: set[int] = set()
    while pending:
        value = pending.pop()
        if id(value) in seen:
            continue
        if isinstance(value, Complex) and value is not literal.value:
            return True
        if isinstance(value, PairConstant):
            seen.add(id(value))
            pending += [value.car, value.cdr]
        elif isinstance(value, VectorConstant):
            seen.add(id(value))
            pending += value.elements
    return False


def _keeps(name: str, *, in_conditions: bool) -> bool:
    """Whether such a primitive may make an argument reachable, other than as a number that is its result."""
    if name in OUTPUT:
        return False
    row = primitive_rows()[name]
    if row.effect != "pure" or KINDS.get(row.result, ANY) & ~(NUMBER | BOOLEAN):
        return True
    return row.raises and in_conditions

"""Fixnum versions of recursive procedures.

Before: fib (n) { ... t = fib(n - 1) ... }
After:  fib (n) { if n is a fixnum: return fib_fixnum(n), else the generic body }
        fib_fixnum (n) { ... t = fib_fixnum(n - 1); if t is no fixnum: go on in the generic body right here ... }

In the fixnum version the parameters that arithmetic or comparison uses are fixnums, and so is every sum, difference,
product and result of a call of a specialised procedure; otherwise control leaves for the generic body, at the very
place behind that statement ("resume point"), with the live variables in eshkol_arguments. So fixnums are spilled
nowhere, and frames that hold nothing else push no mark.
"""

from __future__ import annotations

from dataclasses import replace

from eshkol.low import kinds
from eshkol.low.copy import Copier
from eshkol.low.kinds import FIXNUM, NUMBER
from eshkol.low.nodes import (
    CallKnown,
    If,
    Jump,
    Labels,
    LowVariable,
    Primitive,
    PrimitiveTest,
    Procedure,
    Specialised,
    Statement,
)
from eshkol.low.walk import every_statement

# Larger procedures are not copied.
MAXIMAL_STATEMENTS = 60
MAXIMAL_PARAMETERS = 4
SPECULATED_ARITHMETIC = frozenset({"%add2", "%subtract2", "%multiply2"})
_NUMERIC = kinds.ARITHMETIC | kinds.COMPARISONS | {"zero?", "positive?", "negative?", "quotient", "remainder", "modulo"}


def specialise(procedures: list[Procedure]) -> list[Procedure]:
    """Makes `fast` versions where they pay; gives these, not yet typed, with their parameters' types set."""
    made: list[Procedure] = []
    for procedure in procedures:
        parameters = _speculated_parameters(procedure)
        if parameters:
            made.append(_make(procedure, parameters))
    return made


def _speculated_parameters(procedure: Procedure) -> set[LowVariable]:
    """Which parameters to assume fixnums; none when the procedure is not worth it."""
    statements = list(every_statement(procedure.body))
    if (
        procedure.captures
        or procedure.rest
        or len(procedure.parameters) > MAXIMAL_PARAMETERS
        or len(statements) > MAXIMAL_STATEMENTS
        or not any(isinstance(s, CallKnown) and s.procedure is procedure and not s.tail for s in statements)
    ):
        return set()
    used: set[object] = set()
    for statement in statements:
        if isinstance(statement, Primitive) and statement.name in _NUMERIC:
            used.update(statement.arguments)
        elif isinstance(statement, If) and isinstance(statement.test, PrimitiveTest):
            used.update(statement.test.arguments if statement.test.name in _NUMERIC else ())
    inner = _loop_parameters(procedure)
    return {
        parameter
        for parameter in procedure.parameters
        if (parameter in used or inner.get(parameter) in used)
        and parameter.types & FIXNUM
        and parameter.types & ~FIXNUM
        and not parameter.unboxed
    }


def _loop_parameters(procedure: Procedure) -> dict[LowVariable, LowVariable]:
    """Where the body is one loop (see loops.py): the loop's variable for each parameter."""
    result: dict[LowVariable, LowVariable] = {}
    for statement in procedure.body:
        if isinstance(statement, Labels):
            for jump in every_statement(statement.entry):
                if isinstance(jump, Jump):
                    pairs = zip(jump.arguments, jump.label.parameters, strict=True)
                    result.update((a, p) for a, p in pairs if isinstance(a, LowVariable))
    return result


def _make(procedure: Procedure, speculated: set[LowVariable]) -> Procedure:
    copier = Copier()
    body = copier.block(procedure.body)
    fast = replace(
        procedure,
        symbol=f"{procedure.symbol}_fixnum",
        parameters=tuple(copier.variable(v) for v in procedure.parameters),
        body=body,
        variables=[copier.variable(v) for v in procedure.variables],
        known_calls_only=True,
        fast=None,
    )
    for parameter in procedure.parameters:
        copier.variable(parameter).types = FIXNUM if parameter in speculated else parameter.types
    procedure.fast = Specialised(
        fast,
        tuple(parameter in speculated for parameter in procedure.parameters),
        {copy: original for original, copy in copier.statements.items()},
        {copy: original for original, copy in copier.variables.items()},
    )
    fast.generic = procedure
    return fast


def is_speculated(statement: Statement, argument_types: list[int]) -> bool:
    """In a fast version: may the result of this statement be assumed a fixnum, and checked?"""
    match statement:
        case Primitive(name=name, target=target):
            if target is None or name not in SPECULATED_ARITHMETIC:
                return False
            return all(t & ~FIXNUM == 0 for t in argument_types)
        case CallKnown(procedure=callee, target=target, tail=tail):
            generic = callee.generic or callee
            return (
                target is not None
                and not tail
                and generic.fast is not None
                and generic.returns & FIXNUM != 0
                and generic.returns & ~NUMBER == 0
            )
        case _:
            return False

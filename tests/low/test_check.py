"""The checker of low finds each kind of mistake, in procedures that are right until the test breaks them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from eshkol.low import kinds
from eshkol.low.check import check_procedure, check_program
from eshkol.low.liveness import liveness
from eshkol.low.malformed import MalformedLow
from eshkol.low.nodes import (
    Assign,
    CallKnown,
    CallUnknown,
    Jump,
    Literal,
    LowProgram,
    LowVariable,
    Primitive,
    Procedure,
    Return,
    SafePoint,
    Statement,
)
from eshkol.low.walk import every_statement, rebuild_block
from tests.stages import own_procedures, result_of

PROGRAM = """
(define (f g x y)
  (let loop ((i 0) (l '()))
    (if (eq? i x) l (loop (g i) (cons y l)))))
(define (h n) (if (= n 0) 0 (+ 1 (h (- n 1)))))
(display (f (read) 1 2))
(display (h 10))
(display f)
"""

Change = Callable[[Statement], Statement | tuple[Statement, ...]]


def finished() -> LowProgram:
    program = result_of(PROGRAM, "safepoints", lambda low: low)
    assert isinstance(program, LowProgram)
    return program


def procedure_called(name: str) -> Procedure:
    return next(p for p in own_procedures(finished()) if p.name == name)


def changed(name: str, kind: type[Statement], change: Change) -> Procedure:
    """The procedure with `change` applied to its statements of a kind, of which there must be some."""
    procedure = procedure_called(name)
    assert any(isinstance(s, kind) for s in every_statement(procedure.body))
    procedure.body = rebuild_block(procedure.body, lambda s: change(s) if isinstance(s, kind) else s)
    return procedure


@pytest.mark.parametrize("kind", [CallUnknown, SafePoint])
def test_a_value_that_is_not_kept_over_a_reclamation(kind: type[Statement]) -> None:
    procedure = procedure_called("f")
    live = liveness(procedure)
    broken = next(s for s in live.after if isinstance(s, kind))
    assert live.after[broken]
    for variable in list(live.after[broken]):
        kept = live.after[broken]
        live.after[broken] = {v: None for v in kept if v is not variable}
        with pytest.raises(MalformedLow, match=f"{variable.name} .* without having been read back"):
            check_procedure(procedure, live)
        live.after[broken] = kept
    check_procedure(procedure, live)


def test_numbers_that_are_no_pointers_need_not_be_kept() -> None:
    procedure = procedure_called("f")
    live = liveness(procedure)
    safe_point = next(s for s in live.after if isinstance(s, SafePoint))
    variable = next(v for v in live.after[safe_point] if v.name == "y")
    live.after[safe_point] = {v: None for v in live.after[safe_point] if v is not variable}
    variable.types = kinds.FIXNUM
    for call in live.after:
        live.after[call] = {v: None for v in live.after[call] if v is not variable}
    check_procedure(procedure, live)


def test_a_variable_that_one_path_does_not_write() -> None:
    broken = changed("h", Primitive, lambda s: ())
    with pytest.raises(MalformedLow, match="before it is written"):
        check_procedure(broken)


def test_a_jump_with_too_few_arguments() -> None:
    def shorter(jump: Statement) -> Statement:
        assert isinstance(jump, Jump)
        return replace(jump, arguments=jump.arguments[1:])

    with pytest.raises(MalformedLow, match=r"a jump to .* with 1 arguments"):
        check_procedure(changed("f", Jump, shorter))


def test_a_jump_from_outside() -> None:
    procedure = procedure_called("f")
    jump = next(s for s in every_statement(procedure.body) if isinstance(s, Jump))
    procedure.body = (*procedure.body, jump)
    inside = procedure_called("h")
    inside.body = (jump,)
    with pytest.raises(MalformedLow, match="from outside"):
        check_procedure(inside)


def test_a_body_that_ends_nowhere() -> None:
    with pytest.raises(MalformedLow, match="falls out of the end"):
        check_procedure(changed("h", Return, lambda s: ()))


def test_a_call_with_too_few_arguments() -> None:
    def shorter(call: Statement) -> Statement:
        assert isinstance(call, CallKnown)
        return replace(call, arguments=())

    with pytest.raises(MalformedLow, match="does not take 0 arguments"):
        check_procedure(changed("h", CallKnown, shorter))


def test_a_primitive_that_does_not_exist() -> None:
    def renamed(statement: Statement) -> Statement:
        assert isinstance(statement, Primitive)
        return replace(statement, name="%nonsense", version=None, operands=())

    with pytest.raises(MalformedLow, match="there is no primitive %nonsense"):
        check_procedure(changed("h", Primitive, renamed))


def test_a_double_that_holds_something_else() -> None:
    procedure = procedure_called("h")
    target = LowVariable("x", 12345, kinds.ANY, unboxed=True)
    procedure.body = (Assign(procedure.span, target, Literal(1.5)), *procedure.body)
    with pytest.raises(MalformedLow, match="does not hold flonums only"):
        check_procedure(procedure)


def test_a_double_as_parameter_of_an_escaping_procedure() -> None:
    procedure = procedure_called("f")
    procedure.parameters[1].types = kinds.FLONUM
    procedure.parameters[1].unboxed = True
    with pytest.raises(MalformedLow, match="an unboxed parameter"):
        check_procedure(procedure)


def test_a_variable_of_two_procedures() -> None:
    program = finished()
    one, other = own_procedures(program)[:2]
    other.body = (Assign(other.span, one.parameters[0], Literal(1)), *other.body)
    with pytest.raises(MalformedLow, match="is also one of"):
        check_program(program)


def test_a_procedure_that_is_not_in_the_program() -> None:
    program = finished()
    program.procedures = [p for p in program.procedures if p.name != "h"]
    with pytest.raises(MalformedLow, match="is not in the program"):
        check_program(program)


def test_a_fixnum_version_that_lacks_what_the_generic_body_needs() -> None:
    text = "(define (f n) (if (= n 0) 0 (+ n (f (- n 1)))))\n(display (f (read)))"
    program = result_of(text, "safepoints", lambda low: low)
    fast = next(p for p in program.procedures if p.generic is not None)
    check_procedure(fast)
    speculated = [s for s in every_statement(fast.body) if isinstance(s, CallKnown) and s.speculated]
    live = liveness(fast)
    for parameter in fast.parameters:
        parameter.types = kinds.ANY
    live.after[speculated[0]] = {}
    with pytest.raises(MalformedLow, match="without a value"):
        check_procedure(fast, live)

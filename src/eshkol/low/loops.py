"""Self tail calls become jumps to a label at the head of the procedure, and labels learn whether they loop.

Before: procedure f (x) { ... return f(y) }
After:  procedure f (x') { jump f(x'); f (x): ... jump f(y) }
"""

from __future__ import annotations

from eshkol.low.copy import Copier
from eshkol.low.nodes import (
    SELF,
    Block,
    CallKnown,
    CaptureLoad,
    If,
    Jump,
    Label,
    Labels,
    LowProgram,
    LowVariable,
    Primitive,
    Procedure,
    Return,
    Statement,
)
from eshkol.low.walk import every_statement, rebuild_block
from eshkol.passes.graph import components


def loops(program: LowProgram) -> LowProgram:
    """Changes the procedures' bodies; the number of procedures stays."""
    for procedure in program.procedures:
        if any(_is_self_call(s, procedure) for s in every_statement(procedure.body)):
            _make_loop(procedure)
        _mark_loops(procedure.body)
    return program


def _is_self_call(statement: Statement, procedure: Procedure) -> bool:
    return (
        isinstance(statement, CallKnown)
        and statement.tail
        and statement.procedure is procedure
        and (not procedure.takes_closure or not procedure.captures or statement.closure is SELF)
    )


def _make_loop(procedure: Procedure) -> None:
    lifted = () if procedure.takes_closure else procedure.captures
    old = (*lifted, *procedure.parameters)
    new = tuple(LowVariable(v.name, -2 - i) for i, v in enumerate(old))
    procedure.variables.extend(old if not set(old) <= set(procedure.variables) else ())
    label = Label("again", old, loops=True)
    prefix: list[Statement] = []
    rest = list(procedure.body)
    while rest and isinstance(rest[0], CaptureLoad):
        prefix.append(rest.pop(0))

    def change(statement: Statement) -> Statement:
        if _is_self_call(statement, procedure):
            assert isinstance(statement, CallKnown)
            return Jump(statement.span, label, statement.arguments)
        return statement

    body = rebuild_block(tuple(rest), change)
    procedure.captures = procedure.captures if procedure.takes_closure else new[: len(lifted)]
    procedure.parameters = new[len(lifted) :]
    procedure.body = (*prefix, Labels(procedure.span, ((label, body),), _entry(procedure, label, body, new)))


def _entry(procedure: Procedure, label: Label, body: Block, new: tuple[LowVariable, ...]) -> Block:
    """Goes to the loop, but tries a small case that returns at once first: C compilers save no registers for it."""
    jump = Jump(procedure.span, label, new)
    first = body[0] if body else None
    if not isinstance(first, If):
        return (jump,)
    loaded = {v: v for v in procedure.captures} if procedure.takes_closure else {}
    copier = Copier({**loaded, **dict(zip(label.parameters, new, strict=True))})
    consequent: Block = (jump,)
    alternative: Block = (jump,)
    if _returns_soon(first.consequent):
        consequent = copier.block(first.consequent)
    elif _returns_soon(first.alternative):
        alternative = copier.block(first.alternative)
    else:
        return (jump,)
    test = copier.test(first.test)
    for variable in copier.variables.values():
        if variable not in new and variable not in loaded:
            variable.serial = len(procedure.variables)
            procedure.variables.append(variable)
    return (If(first.span, test, consequent, alternative),)


def _returns_soon(block: Block) -> bool:
    return 1 <= len(block) <= 2 and isinstance(block[-1], Return) and all(isinstance(s, Primitive) for s in block[:-1])


def _mark_loops(body: Block) -> None:
    """A label loops when a jump inside its own block, or inside a label that this reaches, leads back to it."""
    for statement in every_statement(body):
        if isinstance(statement, Labels):
            inside = {
                label: [s.label for s in every_statement(block) if isinstance(s, Jump)]
                for label, block in statement.labels
            }
            for component in components(inside):
                for label in component:
                    label.loops = label.loops or len(component) > 1 or label in inside[label]

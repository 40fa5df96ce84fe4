"""Liveness: which variables are needed after each call and at each safe point. Exact: a dead root is a leak.

Backward over the structured statements; loops are iterated until the sets at labels no longer grow.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from eshkol.low.nodes import (
    Block,
    CallKnown,
    CallRuntime,
    CallUnknown,
    If,
    Jump,
    Label,
    Labels,
    LowVariable,
    Procedure,
    Return,
    SafePoint,
    Statement,
)
from eshkol.low.walk import reads, writes

Variables = dict[LowVariable, None]  # a set that keeps its order, so that the C text is always the same


@dataclass(slots=True)
class Liveness:
    """`after[statement]`: live after a call (its own target not counted) or at a safe point.

    `resume[statement]`: live behind one of the statements that were asked for, its target included.
    """

    after: dict[Statement, Variables] = field(default_factory=dict)
    resume: dict[Statement, Variables] = field(default_factory=dict)
    labels: dict[Label, Variables] = field(default_factory=dict)
    grown: bool = False


def liveness(procedure: Procedure, resume: Iterable[Statement] = ()) -> Liveness:
    """Analyses one procedure. `resume`: statements behind which everything live is wanted."""
    result = Liveness(resume={statement: {} for statement in resume})
    while True:
        result.grown = False
        _block(procedure.body, {}, result)
        if not result.grown:
            return result


def _block(block: Block, live: Variables, result: Liveness) -> Variables:
    """What is live before `block`, given what is live after it."""
    live = dict(live)
    for statement in reversed(block):
        live = _statement(statement, live, result)
    return live


def _statement(statement: Statement, live: Variables, result: Liveness) -> Variables:
    if statement in result.resume:
        result.resume[statement] = dict(live)
    match statement:
        case If(consequent=consequent, alternative=alternative):
            live = _block(consequent, live, result) | _block(alternative, live, result)
        case Labels(labels=labels, entry=entry):
            for label, body in reversed(labels):
                before = _block(body, live, result)
                for parameter in label.parameters:
                    before.pop(parameter, None)
                known = result.labels.setdefault(label, {})
                if not before.keys() <= known.keys():
                    known |= before
                    result.grown = True
            live = _block(entry, live, result)
        case Jump(label=label):
            live = dict(result.labels.get(label, {}))
        case CallKnown() | CallUnknown() | CallRuntime():
            for target in writes(statement):
                live.pop(target, None)
            if statement.tail:
                live = {}
            result.after[statement] = dict(live)
        case Return():
            live = {}
        case SafePoint():
            result.after[statement] = dict(live)
        case _:
            for target in writes(statement):
                live.pop(target, None)
    for atom in reads(statement):
        if isinstance(atom, LowVariable):
            live[atom] = None
    return live

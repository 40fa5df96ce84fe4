"""Contification: which local procedures become labels, and which of the others are only ever called.

A procedure whose calls all have the same continuation can be a label in the procedure around it: Kennedy, "Compiling
with Continuations, Continued", 2007; Fluet and Weeks 2001.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from eshkol.core.nodes import (
    Call,
    Clause,
    Conditional,
    Lambda,
    Let,
    LetRecursive,
    LocalReference,
    Node,
    Receive,
    Sequence,
    Variable,
)
from eshkol.core.walk import children
from eshkol.low.closure_facts import ClosureFacts


def contify(form: Node, facts: ClosureFacts) -> None:
    """Notes labels, lifted procedures, and the lambdas that variables are bound to."""
    _Contification(facts).visit(form, _Continuation())


class _Continuation:
    """What happens to a value: an identity. `owner`: the clause from whose body it returns."""

    __slots__ = ("owner",)

    def __init__(self, owner: Clause | None = None) -> None:
        self.owner = owner


@dataclass(slots=True, eq=False)
class _Candidate:
    clause: Clause
    arguments: int
    continuations: list[_Continuation] = field(default_factory=list)
    escapes: bool = False


class _Contification:
    """Finds labels, lifted procedures and escaping ones."""

    def __init__(self, facts: ClosureFacts) -> None:
        self.facts = facts
        self.candidates: dict[Variable, _Candidate] = {}
        self.resolved: dict[Clause, _Continuation] = {}

    def visit(self, node: Node, continuation: _Continuation) -> None:
        match node:
            case LocalReference(variable=variable):
                if variable in self.candidates:
                    self.candidates[variable].escapes = True
            case Call(operator=operator, operands=operands):
                self.visit_call(operator, operands, continuation)
            case Conditional(test=test, consequent=consequent, alternative=alternative):
                self.visit(test, _Continuation())
                self.visit(consequent, continuation)
                self.visit(alternative, continuation)
            case Sequence(expressions=expressions):
                for expression in expressions[:-1]:
                    self.visit(expression, _Continuation())
                self.visit(expressions[-1], continuation)
            case Let(bindings=bindings, body=body):
                for _, value in bindings:
                    self.visit(value, _Continuation())
                self.visit(body, continuation)
            case Receive(producer=producer, body=body):
                self.visit(producer, _Continuation())
                self.visit(body, continuation)
            case Lambda(clauses=clauses):
                for clause in clauses:
                    self.visit(clause.body, _Continuation(clause))
            case LetRecursive():
                self.visit_letrec(node, continuation)
            case _:
                for child in children(node):
                    self.visit(child, _Continuation())

    def visit_call(self, operator: Node, operands: tuple[Node, ...], continuation: _Continuation) -> None:
        for operand in operands:
            self.visit(operand, _Continuation())
        candidate = self.candidates.get(operator.variable) if isinstance(operator, LocalReference) else None
        if candidate is not None and candidate.arguments == len(operands):
            candidate.continuations.append(continuation)
        else:
            self.visit(operator, _Continuation())

    def visit_letrec(self, node: LetRecursive, continuation: _Continuation) -> None:
        members: dict[Variable, _Candidate] = {}
        for variable, value in node.bindings:
            assert isinstance(value, Lambda)
            self.facts.bound_lambdas[variable] = value
            if len(value.clauses) == 1 and value.clauses[0].rest is None:
                clause = value.clauses[0]
                members[variable] = self.candidates[variable] = _Candidate(clause, len(clause.required))
        for _, value in node.bindings:
            self.visit(value, _Continuation())
        self.visit(node.body, continuation)
        own = {candidate.clause for candidate in members.values()}
        outer = self.resolve(continuation)
        if len(members) == len(node.bindings) and all(self.fits(c, own, outer) for c in members.values()):
            self.facts.labels.update(members)
            self.resolved.update((clause, continuation) for clause in own)
        else:
            self.facts.lifted.update(v for v, c in members.items() if not c.escapes)

    def fits(self, candidate: _Candidate, own: set[Clause], outer: _Continuation) -> bool:
        if candidate.escapes:
            return False
        for continuation in candidate.continuations:
            resolved = self.resolve(continuation)
            if resolved is not outer and resolved.owner not in own:
                return False
        return True

    def resolve(self, continuation: _Continuation) -> _Continuation:
        while continuation.owner is not None and continuation.owner in self.resolved:
            continuation = self.resolved[continuation.owner]
        return continuation

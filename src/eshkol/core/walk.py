"""Generic traversal of core nodes: children, rebuilding, free variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from eshkol.core.nodes import (
    Call,
    Clause,
    Conditional,
    Constant,
    GlobalAssignment,
    GlobalDefinition,
    GlobalReference,
    Lambda,
    Let,
    LetRecursive,
    LocalAssignment,
    LocalReference,
    Node,
    PrimitiveReference,
    Receive,
    Sequence,
    Variable,
)
from eshkol.source import Span


def _none(_: Node) -> tuple[Node, ...]:
    return ()


def _value(node: LocalAssignment | GlobalAssignment | GlobalDefinition) -> tuple[Node, ...]:
    return (node.value,)


def _bound_and_body(node: Let | LetRecursive) -> tuple[Node, ...]:
    return (*[value for _, value in node.bindings], node.body)


# A table rather than a match: every pass spends much of its time here.
_CHILDREN: dict[type, Callable[[Any], tuple[Node, ...]]] = {
    LocalReference: _none,
    GlobalReference: _none,
    PrimitiveReference: _none,
    Constant: _none,
    Call: lambda node: (node.operator, *node.operands),
    Conditional: lambda node: (node.test, node.consequent, node.alternative),
    Sequence: lambda node: node.expressions,
    Let: _bound_and_body,
    LetRecursive: _bound_and_body,
    Lambda: lambda node: tuple([clause.body for clause in node.clauses]),
    Receive: lambda node: (node.producer, node.body),
    LocalAssignment: _value,
    GlobalAssignment: _value,
    GlobalDefinition: _value,
}


def children(node: Node) -> tuple[Node, ...]:
    """The expressions directly inside `node`, in order of evaluation (for lambdas: the clauses' bodies)."""
    return _CHILDREN[type(node)](node)


def rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """`node` with `change` applied to each of its children."""
    match node:
        case Call(span=span, operator=operator, operands=operands):
            return Call(span, change(operator), tuple(change(operand) for operand in operands))
        case Conditional(span=span, test=test, consequent=consequent, alternative=alternative):
            return Conditional(span, change(test), change(consequent), change(alternative))
        case Sequence(span=span, expressions=expressions):
            return Sequence(span, tuple(change(expression) for expression in expressions))
        case Let(span=span, bindings=bindings, body=body):
            return Let(span, tuple((variable, change(value)) for variable, value in bindings), change(body))
        case LetRecursive(span=span, bindings=bindings, body=body):
            return LetRecursive(span, tuple((variable, change(value)) for variable, value in bindings), change(body))
        case Lambda(span=span, name=name, clauses=clauses):
            return Lambda(span, name, tuple(Clause(c.required, c.rest, change(c.body)) for c in clauses))
        case Receive(span=span, required=required, rest=rest, producer=producer, body=body):
            return Receive(span, required, rest, change(producer), change(body))
        case LocalAssignment(span=span, variable=variable, value=value):
            return LocalAssignment(span, variable, change(value))
        case GlobalAssignment(span=span, variable=target, value=value):
            return GlobalAssignment(span, target, change(value))
        case GlobalDefinition(span=span, variable=target, value=value):
            return GlobalDefinition(span, target, change(value))
        case _:
            return node


def every_node(node: Node) -> Iterator[Node]:
    """`node` and everything inside it, outermost first; iterative, so that depth does not matter."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        inside = _CHILDREN[type(current)](current)
        if inside:
            pending.extend(inside[::-1])


def with_call_site(node: Node, call: Span) -> Node:
    """A copy of `node` all of whose places say that they were expanded at `call`, like the output of a macro."""

    def change(inner: Node) -> Node:
        span = Span(inner.span.source, inner.span.start, inner.span.end, call)
        return replace(rebuild(inner, change), span=span)

    return change(node)


def clause_parameters(clause: Clause) -> tuple[Variable, ...]:
    """The variables that a clause binds, the rest list last."""
    return clause.required if clause.rest is None else (*clause.required, clause.rest)


def receive_parameters(node: Receive) -> tuple[Variable, ...]:
    """The variables that a Receive binds, the rest list last."""
    return node.required if node.rest is None else (*node.required, node.rest)


def bound_variables(node: Node) -> tuple[Variable, ...]:
    """The variables that this very node binds."""
    match node:
        case Let(bindings=bindings) | LetRecursive(bindings=bindings):
            return tuple(variable for variable, _ in bindings)
        case Lambda(clauses=clauses):
            return tuple(variable for clause in clauses for variable in clause_parameters(clause))
        case Receive():
            return receive_parameters(node)
        case _:
            return ()


def free_variables(node: Node) -> dict[Variable, None]:
    """Local variables used in `node` and bound outside of it, in order of first use (a dict for its order)."""
    bound: set[Variable] = set()
    used: dict[Variable, None] = {}
    for inner in every_node(node):
        bound.update(bound_variables(inner))
        if isinstance(inner, LocalReference | LocalAssignment):
            used.setdefault(inner.variable)
    return {variable: None for variable in used if variable not in bound}


def assigned_variables(*nodes: Node) -> set[Variable]:
    """Local variables that are the target of a `set!` somewhere inside."""
    return {n.variable for node in nodes for n in every_node(node) if isinstance(n, LocalAssignment)}

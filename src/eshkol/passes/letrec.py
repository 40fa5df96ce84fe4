"""Sorts out letrec*: afterwards a LetRecursive binds only lambdas that are never assigned.

Before: (letrec* ((a 1) (f (lambda () (g a))) (g (lambda (x) (f))) (b (f))) body)
After:  (let ((a 1)) (letrec ((f (lambda () (g a))) (g (lambda (x) (f)))) (let ((b (f))) body)))

Source: Ghuloum and Dybvig, "Fixing Letrec (reloaded)", 2009: strongly connected components of the bindings, with an
edge from each binding that may have effects to the one before it, so that their order is kept.
"""

from __future__ import annotations

from eshkol.core.nodes import (
    Call,
    Constant,
    Lambda,
    Let,
    LetRecursive,
    LocalAssignment,
    LocalReference,
    Node,
    PrimitiveReference,
    Program,
    Sequence,
    Variable,
)
from eshkol.core.walk import assigned_variables, free_variables, rebuild
from eshkol.passes.graph import components
from eshkol.syntax.datum import Symbol

UNINITIALIZED_PRIMITIVE = "%uninitialized"
CHECK_PRIMITIVE = "%check-initialized"


def letrec(program: Program) -> Program:
    """Rewrites every LetRecursive of the program."""
    assigned = assigned_variables(*program.forms)
    return Program(tuple(_rewrite(form, assigned) for form in program.forms))


def _rewrite(node: Node, assigned: set[Variable]) -> Node:
    node = rebuild(node, lambda child: _rewrite(child, assigned))
    if isinstance(node, Let) and any(isinstance(v, Lambda) and x not in assigned for x, v in node.bindings):
        return _separate_lambdas(node, assigned)
    if isinstance(node, LetRecursive):
        return _fix(node, assigned)
    return node


def _separate_lambdas(node: Let, assigned: set[Variable]) -> Node:
    """A let-bound lambda is a letrec-bound one that happens not to be recursive."""
    lambdas = tuple((x, v) for x, v in node.bindings if isinstance(v, Lambda) and x not in assigned)
    others = tuple((x, v) for x, v in node.bindings if not (isinstance(v, Lambda) and x not in assigned))
    inner: Node = node.body
    for binding in reversed(lambdas):
        inner = LetRecursive(node.span, (binding,), inner)
    return Let(node.span, others, inner) if others else inner


def _fix(node: LetRecursive, assigned: set[Variable]) -> Node:
    values = dict(node.bindings)
    graph: dict[Variable, list[Variable]] = {}
    previous: Variable | None = None
    for variable, value in node.bindings:
        edges = [v for v in free_variables(value) if v in values]
        if not _is_simple(value, assigned):
            if previous is not None:
                edges.append(previous)
            previous = variable
        graph[variable] = edges
    body = node.body
    for component in reversed(components(graph)):
        body = _bind_component(node, component, values, graph, assigned, body)
    return body


def _bind_component(
    node: LetRecursive,
    component: list[Variable],
    values: dict[Variable, Node],
    graph: dict[Variable, list[Variable]],
    assigned: set[Variable],
    body: Node,
) -> Node:
    members = [v for v in values if v in component]
    if all(isinstance(values[v], Lambda) and v not in assigned for v in members):
        return LetRecursive(node.span, tuple((v, values[v]) for v in members), body)
    if len(members) == 1 and members[0] not in free_variables(values[members[0]]):
        return Let(node.span, ((members[0], values[members[0]]),), body)
    return _bind_complex(node, members, values, assigned, body)


def _bind_complex(
    node: LetRecursive, members: list[Variable], values: dict[Variable, Node], assigned: set[Variable], body: Node
) -> Node:
    """Recursion through something that is not a lambda: null values, then assignments, with checked references."""
    lambdas = {v for v in members if isinstance(values[v], Lambda) and v not in assigned}
    variables = [v for v in members if v not in lambdas]
    null = Call(node.span, PrimitiveReference(node.span, UNINITIALIZED_PRIMITIVE), ())
    checked = set(variables)
    inits = [LocalAssignment(values[v].span, v, _check(values[v], checked)) for v in variables]
    inner: Node = Sequence(node.span, (*inits, _check(body, checked)))
    if lambdas:
        inner = LetRecursive(node.span, tuple((v, _check(values[v], checked)) for v in members if v in lambdas), inner)
    return Let(node.span, tuple((v, null) for v in variables), inner)


def _check(node: Node, variables: set[Variable]) -> Node:
    if isinstance(node, LocalReference) and node.variable in variables:
        name = Constant(node.span, Symbol(node.variable.name))
        return Call(node.span, PrimitiveReference(node.span, CHECK_PRIMITIVE), (node, name))
    return rebuild(node, lambda child: _check(child, variables))


def _is_simple(node: Node, assigned: set[Variable]) -> bool:
    """True for expressions without effects whose order does not matter."""
    if isinstance(node, LocalReference):
        return node.variable not in assigned
    return isinstance(node, Lambda | Constant | PrimitiveReference)

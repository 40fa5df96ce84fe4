"""Scopes in which definitions and expressions are mixed: what is collected of them, and core nodes for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from eshkol.core.nodes import (
    Constant,
    GlobalVariable,
    LetRecursive,
    LocalAssignment,
    LocalReference,
    Node,
    Receive,
    Variable,
)
from eshkol.core.nodes import Sequence as SequenceNode
from eshkol.expand.bindings import Environment, Key
from eshkol.record import record
from eshkol.source import Span
from eshkol.syntax.datum import UNSPECIFIED, Symbol, Syntax


@record(frozen=True, slots=True)
class Definition:
    """A variable and how to make its value, once everything around is defined."""

    target: Variable | GlobalVariable
    make_value: Callable[[], Node]
    span: Span


@record(frozen=True, slots=True)
class ValuesDefinition:
    """Several variables that are the values of one expression."""

    required: tuple[Variable | GlobalVariable, ...]
    rest: Variable | GlobalVariable | None
    make_producer: Callable[[], Node]
    span: Span

    @property
    def targets(self) -> tuple[Variable | GlobalVariable, ...]:
        """All variables, the rest list last."""
        return self.required if self.rest is None else (*self.required, self.rest)


@record(frozen=True, slots=True)
class Expression:
    """An expression between definitions."""

    make: Callable[[], Node]
    span: Span


Item = Definition | ValuesDefinition | Expression


@dataclass(slots=True)
class Block:
    """Definitions and expressions in one scope, collected before any of them is expanded.

    `declare` makes the variable for a defined name and binds it in the scope; `abandon` is told of wrong forms.
    """

    environment: Environment
    declare: Callable[[Symbol, Span], Variable | GlobalVariable]
    at_top_level: bool
    abandon: Callable[[Syntax], None] | None = None
    items: list[Item] = field(default_factory=list)
    spans: dict[Key, Span] = field(default_factory=dict)


def targets(items: Sequence[Item]) -> list[Variable | GlobalVariable]:
    """The variables that the items define."""
    found: list[Variable | GlobalVariable] = []
    for item in items:
        match item:
            case Definition(target=target):
                found.append(target)
            case ValuesDefinition():
                found.extend(item.targets)
            case _:
                pass
    return found


def maker(item: Item) -> Callable[[], Node]:
    """What makes the core node of the item."""
    match item:
        case Definition(make_value=make) | ValuesDefinition(make_producer=make) | Expression(make=make):
            return make


# --- core nodes ---


def make_sequence(span: Span, nodes: Sequence[Node]) -> Node:
    """`nodes` in order, flat."""
    if len(nodes) == 1:
        return nodes[0]
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, SequenceNode):
            flat.extend(node.expressions)
        else:
            flat.append(node)
    return SequenceNode(span, tuple(flat)) if flat else Constant(span, UNSPECIFIED)


def recursive(span: Span, reversed_bindings: Sequence[tuple[Variable, Node]], body: Node) -> Node:
    """`letrec*`, if there are bindings."""
    return LetRecursive(span, tuple(reversed(reversed_bindings)), body) if reversed_bindings else body


def for_effect(node: Node) -> Node:
    """An expression whose values, however many, are dropped."""
    return make_sequence(node.span, [node, Constant(node.span, UNSPECIFIED)])


def temporaries(item: ValuesDefinition) -> tuple[tuple[Variable, ...], Variable | None]:
    """Fresh variables that receive the values, one for each of the definition's variables."""
    required = tuple([Variable(target.name, item.span) for target in item.required])
    return required, None if item.rest is None else Variable(item.rest.name, item.span)


def receive_values(item: ValuesDefinition, producer: Node, body: Node) -> Node:
    """Binds the local variables of `item` in `body`, which alone uses them."""
    required = tuple([v for v in item.required if isinstance(v, Variable)])
    return Receive(item.span, required, item.rest if isinstance(item.rest, Variable) else None, producer, body)


def assigning_bindings(item: ValuesDefinition, producer: Node) -> list[tuple[Variable, Node]]:
    """letrec* bindings for variables that the code before their definition mentions."""
    required, rest = temporaries(item)
    received = required if rest is None else (*required, rest)
    targets = [v for v in item.targets if isinstance(v, Variable)]
    assignments: list[Node] = [
        LocalAssignment(item.span, target, LocalReference(item.span, value))
        for target, value in zip(targets, received, strict=True)
    ]
    assign = make_sequence(item.span, [*assignments, Constant(item.span, UNSPECIFIED)])
    bindings: list[tuple[Variable, Node]] = [(target, Constant(item.span, UNSPECIFIED)) for target in targets]
    return [*bindings, (Variable("ignored", item.span), Receive(item.span, required, rest, producer, assign))]

"""The core language: a dozen node kinds, what the expander gives and the passes in `passes/` rewrite."""

from __future__ import annotations

from dataclasses import field
from itertools import count
from typing import TYPE_CHECKING

from eshkol.record import record

if TYPE_CHECKING:
    from eshkol.source import Span
    from eshkol.syntax.datum import Constant as ConstantValue

_serial = count()


def restart_serial_numbers(start: int = 0) -> None:
    """Number variables from `start` again, so that the same input gives the same names."""
    global _serial
    _serial = count(start)


@record(frozen=True, slots=True, eq=False)
class Variable:
    """A local variable. Identity is what counts; `name` is for people."""

    name: str
    span: Span
    serial: int = field(default_factory=lambda: next(_serial))


# The label of the standard library. Those of shipped library files begin with it, as in "eshkol (srfi 1)"; those of
# other libraries with a parenthesis.
STANDARD_LIBRARY = "eshkol"


@record(frozen=True, slots=True)
class GlobalVariable:
    """A top-level variable of a library (`library` is "" for the program itself)."""

    name: str
    library: str

    @property
    def comes_with_eshkol(self) -> bool:
        """True for variables of the standard library and of shipped library files."""
        return self.library.startswith(STANDARD_LIBRARY)


@record(frozen=True, slots=True, eq=False)
class Node:
    """Any core expression."""

    span: Span


@record(frozen=True, slots=True, eq=False)
class Constant(Node):
    """A literal: quoted or self-evaluating."""

    value: ConstantValue


@record(frozen=True, slots=True, eq=False)
class LocalReference(Node):
    variable: Variable


@record(frozen=True, slots=True, eq=False)
class LocalAssignment(Node):
    """`(set! variable value)`; its own value is unspecified."""

    variable: Variable
    value: Node


@record(frozen=True, slots=True, eq=False)
class GlobalReference(Node):
    variable: GlobalVariable


@record(frozen=True, slots=True, eq=False)
class GlobalAssignment(Node):
    variable: GlobalVariable
    value: Node


@record(frozen=True, slots=True, eq=False)
class GlobalDefinition(Node):
    """Only as a form of a Program. Of several for one variable, each replaces the one before."""

    variable: GlobalVariable
    value: Node


@record(frozen=True, slots=True, eq=False)
class PrimitiveReference(Node):
    """A procedure of `tables/primitives`, called or as a value. The expander gives it; arity is checked later."""

    name: str


@record(frozen=True, slots=True, eq=False)
class Conditional(Node):
    test: Node
    consequent: Node
    alternative: Node


@record(frozen=True, slots=True, eq=False)
class Sequence(Node):
    """At least one expression; the value is the last one's."""

    expressions: tuple[Node, ...]


@record(frozen=True, slots=True, eq=False)
class Clause:
    """One parameter list with its body. `rest` takes the remaining arguments as a fresh list."""

    required: tuple[Variable, ...]
    rest: Variable | None
    body: Node


@record(frozen=True, slots=True, eq=False)
class Lambda(Node):
    """A procedure: one clause, or several for `case-lambda`. `name` is for people and may be empty."""

    name: str
    clauses: tuple[Clause, ...]


@record(frozen=True, slots=True, eq=False)
class Let(Node):
    """Evaluates every value, in order, then binds all."""

    bindings: tuple[tuple[Variable, Node], ...]
    body: Node


@record(frozen=True, slots=True, eq=False)
class LetRecursive(Node):
    """`letrec*`: binds all, then initialises one after the other."""

    bindings: tuple[tuple[Variable, Node], ...]
    body: Node


@record(frozen=True, slots=True, eq=False)
class Receive(Node):
    """Binds the multiple values of `producer`."""

    required: tuple[Variable, ...]
    rest: Variable | None
    producer: Node
    body: Node


@record(frozen=True, slots=True, eq=False)
class Call(Node):
    """Operator and operands are evaluated from left to right."""

    operator: Node
    operands: tuple[Node, ...]


@record(frozen=True, slots=True, eq=False)
class Program:
    """All reachable libraries' forms in dependency order, then the program's own."""

    forms: tuple[Node, ...]

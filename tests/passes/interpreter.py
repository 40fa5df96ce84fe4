"""Runs core programs directly: what the passes over core must not change, whatever they do.

The meaning of a program is here what it displays and whether it ends in an error. Only the primitives that the
generated programs use are known.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from typing import Any

from eshkol.core.nodes import (
    Call,
    Clause,
    Conditional,
    Constant,
    GlobalAssignment,
    GlobalDefinition,
    GlobalReference,
    GlobalVariable,
    Lambda,
    Let,
    LetRecursive,
    LocalAssignment,
    LocalReference,
    Node,
    PrimitiveReference,
    Program,
    Receive,
    Sequence,
    Variable,
)
from eshkol.syntax.datum import NIL, UNSPECIFIED, Special

LONGEST_RUN = 20_000


class SchemeError(Exception):
    """The program has reported an error."""


class EndlessRun(Exception):
    """The program has taken too many steps to be of use."""


@dataclass(eq=False)
class Cell:
    """A pair."""

    car: Any
    cdr: Any


@dataclass(eq=False)
class Values:
    """Other than one value."""

    items: tuple[Any, ...]


@dataclass(eq=False)
class Closure:
    """A lambda with the locations of the variables around it."""

    clauses: tuple[Clause, ...]
    locations: dict[Variable, list[Any]]


@dataclass(eq=False)
class PrimitiveProcedure:
    """A primitive as a value."""

    name: str


_UNINITIALIZED = object()


@dataclass
class Interpreter:
    """`shown` collects what the program displays."""

    shown: list[str] = field(default_factory=list)
    globals: dict[GlobalVariable, Any] = field(default_factory=dict)
    steps: int = 0

    def run(self, program: Program) -> list[str]:
        """What the program displays, with `error` at the end if that is how it ends."""
        try:
            for form in program.forms:
                self.evaluate(form, {})
        except SchemeError:
            self.shown.append("error")
        return self.shown

    def evaluate(self, node: Node, locations: dict[Variable, list[Any]]) -> Any:
        self.steps += 1
        if self.steps > LONGEST_RUN:
            raise EndlessRun
        match node:
            case Constant(value=value):
                return value
            case LocalReference(variable=variable):
                return _initialized(locations[variable][0])
            case GlobalReference(variable=target):
                return _initialized(self.globals.get(target, _UNINITIALIZED))
            case PrimitiveReference(name=name):
                return PrimitiveProcedure(name)
            case Lambda(clauses=clauses):
                return Closure(clauses, locations)
            case LocalAssignment(variable=variable, value=value):
                locations[variable][0] = self.evaluate(value, locations)
                return UNSPECIFIED
            case GlobalAssignment(variable=target, value=value) | GlobalDefinition(variable=target, value=value):
                self.globals[target] = self.evaluate(value, locations)
                return UNSPECIFIED
            case Conditional(test=test, consequent=yes, alternative=no):
                return self.evaluate(no if self.evaluate(test, locations) is False else yes, locations)
            case Sequence(expressions=expressions):
                return [self.evaluate(e, locations) for e in expressions][-1]
            case Let(bindings=bindings, body=body):
                values = {v: [self.evaluate(n, locations)] for v, n in bindings}
                return self.evaluate(body, {**locations, **values})
            case LetRecursive(bindings=bindings, body=body):
                inner = {**locations, **{v: [_UNINITIALIZED] for v, _ in bindings}}
                for variable, value in bindings:
                    inner[variable][0] = self.evaluate(value, inner)
                return self.evaluate(body, inner)
            case Receive(required=required, rest=rest, producer=producer, body=body):
                produced = self.evaluate(producer, locations)
                arguments = produced.items if isinstance(produced, Values) else (produced,)
                return self.evaluate(body, self.bind(Clause(required, rest, body), arguments, locations))
            case Call(operator=function, operands=operands):
                if isinstance(function, PrimitiveReference) and function.name == "%check-initialized":
                    return self.evaluate(operands[0], locations)
                procedure = self.evaluate(function, locations)
                return self.apply(procedure, tuple(self.evaluate(o, locations) for o in operands))
            case _:
                raise AssertionError(f"unknown node {node!r}")

    def bind(
        self, clause: Clause, arguments: tuple[Any, ...], locations: dict[Variable, list[Any]]
    ) -> dict[Variable, list[Any]]:
        count = len(clause.required)
        if len(arguments) < count or (len(arguments) > count and clause.rest is None):
            raise SchemeError
        bound = {v: [a] for v, a in zip(clause.required, arguments, strict=False)}
        if clause.rest is not None:
            bound[clause.rest] = [_list(arguments[count:])]
        return {**locations, **bound}

    def apply(self, procedure: Any, arguments: tuple[Any, ...]) -> Any:
        match procedure:
            case Closure(clauses=clauses, locations=locations):
                for clause in clauses:
                    if len(arguments) == len(clause.required) or (
                        clause.rest is not None and len(arguments) > len(clause.required)
                    ):
                        return self.evaluate(clause.body, self.bind(clause, arguments, locations))
                raise SchemeError
            case PrimitiveProcedure(name="display"):
                self.shown.append(_written(arguments[0]))
                return UNSPECIFIED
            case PrimitiveProcedure(name="%uninitialized"):
                return _UNINITIALIZED
            case PrimitiveProcedure(name="values"):
                return arguments[0] if len(arguments) == 1 else Values(arguments)
            case PrimitiveProcedure(name=name):
                return _call(PRIMITIVES[name], arguments)
            case _:
                raise SchemeError


def _initialized(value: Any) -> Any:
    if value is _UNINITIALIZED:
        raise SchemeError
    return value


def _call(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """Python's objections are the program's errors."""
    try:
        return function(*arguments)
    except (TypeError, AttributeError):
        raise SchemeError from None


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SchemeError
    return value


def _arithmetic(function: Callable[[Any, Any], Any], start: int) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        numbers = [_number(a) for a in arguments]
        return reduce(function, numbers, start) if len(numbers) < 2 else reduce(function, numbers)

    return call


def _comparison(function: Callable[[Any, Any], bool]) -> Callable[..., bool]:
    def call(*arguments: Any) -> bool:
        numbers = [_number(a) for a in arguments]
        return all(function(a, b) for a, b in pairwise(numbers))

    return call


def _minus(first: Any, *others: Any) -> Any:
    return -_number(first) if not others else _arithmetic(operator.sub, 0)(first, *others)


def _same(a: Any, b: Any) -> bool:
    return a is b or (type(a) is type(b) and isinstance(a, int | bool | Special) and a == b)


def _list(items: tuple[Any, ...]) -> Any:
    result: Any = NIL
    for item in reversed(items):
        result = Cell(item, result)
    return result


def _written(value: Any) -> str:
    """As `display` does; pairs in dotted notation are told apart well enough without lists' notation."""
    match value:
        case bool():
            return "#t" if value else "#f"
        case Cell(car=car, cdr=cdr):
            return f"<{_written(car)},{_written(cdr)}>"
        case Closure() | PrimitiveProcedure():
            return "#<procedure>"
        case _:
            return str(value)


_TWO = {"%add2": operator.add, "%subtract2": operator.sub, "%multiply2": operator.mul}
_COMPARED = {"=": operator.eq, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge}
PRIMITIVES: dict[str, Callable[..., Any]] = {
    "%make-record-type": lambda name: (name,),  # the library makes some
    "+": _arithmetic(operator.add, 0),
    "*": _arithmetic(operator.mul, 1),
    "-": _minus,
    "%negate": _minus,
    **{name: (lambda a, b, f=f: f(_number(a), _number(b))) for name, f in _TWO.items()},
    **{name: _comparison(f) for name, f in _COMPARED.items()},
    "%number=2": _comparison(operator.eq),
    "%less2": _comparison(operator.lt),
    "%greater2": _comparison(operator.gt),
    "%less-equal2": _comparison(operator.le),
    "%greater-equal2": _comparison(operator.ge),
    "cons": lambda a, b: Cell(a, b),
    "car": lambda p: p.car,
    "cdr": lambda p: p.cdr,
    "list": lambda *items: _list(items),
    "not": lambda a: a is False,
    "pair?": lambda a: isinstance(a, Cell),
    "null?": lambda a: a is NIL or a == NIL,
    "eq?": _same,
    "procedure?": lambda a: isinstance(a, Closure | PrimitiveProcedure),
}

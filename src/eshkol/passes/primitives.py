"""What the simplifier knows of primitives beyond their rows: folding of n-ary calls and of constants, as tables."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction

from eshkol.syntax.datum import Character, Complex, Constant, Special, StringConstant, Symbol

# Variadic arithmetic in terms of two arguments at a time: (+ a b c) is (%add2 (%add2 a b) c).
LEFT_FOLDS = {"+": "%add2", "*": "%multiply2", "-": "%subtract2", "/": "%divide2"}
# Variadic comparisons that have a version for exactly two arguments.
TWO_ARGUMENT_VERSIONS = {
    "=": "%number=2",
    "<": "%less2",
    ">": "%greater2",
    "<=": "%less-equal2",
    ">=": "%greater-equal2",
}
# The value of a call without arguments; a call with one is a call of another primitive, behind a constant where it has
# two arguments.
NO_ARGUMENTS: dict[str, int] = {"+": 0, "*": 1}
ONE_ARGUMENT: dict[str, tuple[str, int | None]] = {"-": ("%negate", None), "/": ("%divide2", 1)}

SMALL = 1 << 60


def _floats_or_integers(function: Callable[..., Constant]) -> Callable[..., Constant | None]:
    def fold(*arguments: Constant) -> Constant | None:
        if all(type(a) is int and -SMALL <= a < SMALL for a in arguments) or all(type(a) is float for a in arguments):
            return function(*arguments)
        return None

    return fold


def _truth(value: Constant) -> Constant:
    return value


def _same(a: Constant, b: Constant) -> Constant | None:
    """`eq?` of constants where it does not depend on identity."""
    small = (bool, int, Symbol, Character, Special)
    if isinstance(a, small) and isinstance(b, small):
        return type(a) is type(b) and a == b
    return None


# Constant folding: each takes the arguments' values and gives the result, or None where it does not apply.
FOLDS: dict[str, Callable[..., Constant | None]] = {
    "%add2": _floats_or_integers(operator.add),
    "%subtract2": _floats_or_integers(operator.sub),
    "%multiply2": _floats_or_integers(operator.mul),
    "%negate": _floats_or_integers(operator.neg),
    "%number=2": _floats_or_integers(operator.eq),
    "%less2": _floats_or_integers(operator.lt),
    "%greater2": _floats_or_integers(operator.gt),
    "%less-equal2": _floats_or_integers(operator.le),
    "%greater-equal2": _floats_or_integers(operator.ge),
    "zero?": _floats_or_integers(lambda a: a == 0),
    "not": lambda a: _truth(a is False),
    "null?": lambda a: _truth(isinstance(a, Special) and a.name == "()"),
    "eq?": _same,
    "eqv?": _same,
    "symbol?": lambda a: _truth(isinstance(a, Symbol)),
    "string?": lambda a: _truth(isinstance(a, StringConstant)),
    "char?": lambda a: _truth(isinstance(a, Character)),
    "boolean?": lambda a: _truth(isinstance(a, bool)),
    "procedure?": lambda a: _truth(False),
    "integer?": lambda a: _truth(True) if type(a) is int else None,
    "number?": lambda a: _truth(type(a) in (int, float, Fraction, Complex)),
    "default-object?": lambda a: _truth(isinstance(a, Special) and a.name == "#<absent>"),
}

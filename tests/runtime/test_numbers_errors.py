"""Errors of number primitives name the procedure, the argument's position and what was expected."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from eshkol.syntax.datum import Complex
from eshkol.tables.primitives import PrimitiveRow
from tests.runtime.numbers_process import Argument, Failure, Harness, parameter_count, rows

OF_ANYTHING = {
    "number?", "complex?", "real?", "rational?", "integer?", "exact-integer?", "exact-rational?",
    "exact-nonnegative-integer?", "fixnum?", "flonum?",
}  # fmt: skip
SHOWN_NAMES = {
    "%add2": "+", "%subtract2": "-", "%multiply2": "*", "%divide2": "/", "%negate": "-", "%number=2": "=",
    "%less2": "<", "%greater2": ">", "%less-equal2": "<=", "%greater-equal2": ">=",
}  # fmt: skip


def arguments_for(row: PrimitiveRow, bad: Argument) -> list[list[Argument]]:
    """For each position, arguments of which only the one there is bad."""
    good: Argument = 1.0 if row.name.startswith("fl") and row.name[2] in "+-*/<=>" else 1
    count = parameter_count(row) + (row.rest is not None)
    lists: list[list[Argument]] = [[good] * count for _ in range(count)]
    for position, arguments in enumerate(lists):
        arguments[position] = bad
        if row.name == "string->number" and position != 0:
            arguments[0] = "1"
    return lists


@pytest.mark.parametrize("row", [row for row in rows() if row.name not in OF_ANYTHING], ids=lambda row: row.name)
def test_every_argument_is_checked(numbers: Harness, row: PrimitiveRow) -> None:
    for bad in (False, "no number"):
        for position, arguments in enumerate(arguments_for(row, bad)):
            if row.name == "string->number" and position == 0 and isinstance(bad, str):
                continue
            result = numbers.call(row.name, *arguments)
            name = SHOWN_NAMES.get(row.name, row.name)
            assert isinstance(result, Failure), (arguments, result)
            assert result.text.startswith(f"type {name} {position + 1} a"), result.text


@pytest.mark.parametrize("name", sorted(OF_ANYTHING))
def test_predicates_of_anything(numbers: Harness, name: str) -> None:
    assert numbers.batch([(name, True), (name, "5")]) == [False, False]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (("+", 1, 2, "a"), "type + 3 a number: s61"),
        (("<", 3, 2, 1, "a"), "type < 4 a real number: s61"),
        (("max", 1, "a"), "type max 2 a real number: s61"),
        (("gcd", 1, 1.5), "type gcd 2 an integer"),
        (("quotient", 7.5, 2), "type quotient 1 an integer"),
        (("modulo", 7, math.inf), "type modulo 2 an integer"),
        (("odd?", math.nan), "type odd? 1 an integer"),
        (("even?", Fraction(1, 2)), "type even? 1 an integer"),
        (("exact", math.nan), "type exact 1 a finite number"),
        (("numerator", math.inf), "type numerator 1 a rational number"),
        (("exact-integer-sqrt", -1), "type exact-integer-sqrt 1 an exact integer, not negative"),
        (("exact-integer-sqrt", 4.0), "type exact-integer-sqrt 1 an exact integer, not negative"),
        (("bitwise-and", 1, 2.0), "type bitwise-and 2 an exact integer"),
        (("arithmetic-shift", 1, 0.5), "type arithmetic-shift 2 an exact integer"),
        (("number->string", 1, 37), "type number->string 2 a radix (an exact integer from 2 to 36)"),
        (("number->string", 1, 1), "type number->string 2 a radix (an exact integer from 2 to 36)"),
        (("number->string", Complex(1, 2), 19), "error number->string: numbers that are not real can only be written"),
        (("string->number", "1", 2.0), "type string->number 2 a radix"),
        (("string->number", "#e1e99999999999"), "error string->number: integer too large"),
        (("string->number", "#e1e-99999999999"), "error string->number: integer too large"),
        (("/", 1, 0), "zero /"),
        (("/", 0), "zero /"),
        (("/", Fraction(1, 2), 0), "zero /"),
    ],
)
def test_messages(numbers: Harness, call: tuple[Argument, ...], message: str) -> None:
    result = numbers.batch([call])[0]
    assert isinstance(result, Failure)
    assert result.text.startswith(message)


def test_the_largest_integers_are_refused(numbers: Harness) -> None:
    half = 2 ** (2**20)
    assert numbers.call("arithmetic-shift", half, 2**32) == Failure("error arithmetic-shift: integer too large")
    assert numbers.call("expt", half, 2**13) == Failure("error expt: integer too large")

"""What type inference says of the results of number primitives holds for the results that they give."""

from __future__ import annotations

import random
from fractions import Fraction

from eshkol.low.kinds import ANY, KINDS
from eshkol.low.literal_types import literal_type
from eshkol.low.nodes import Atom, Literal, LowVariable
from eshkol.low.number_types import number_result
from eshkol.syntax.datum import Complex
from eshkol.syntax.numbers import make_rectangular
from eshkol.tables.primitives import PrimitiveRow
from tests.runtime.numbers_process import Harness, Number, rows
from tests.runtime.numbers_samples import DOUBLES, random_double, random_integer, simplest

SMALL_SECOND = {"expt", "arithmetic-shift", "number->string", "string->number"}
TEXTS = ["+i", "1@2", "-5", "1.5", "x", "-2/3", "1e400"]
EXACTS: list[Number] = [0, 1, -1, 2, -8, 10**30, -(10**30), Fraction(1, 2), Fraction(-2, 3)]


def random_number(source: random.Random) -> Number | Complex:
    kind = source.randrange(12)
    if kind == 0:
        return make_rectangular(source.choice(EXACTS), source.choice(EXACTS))
    if kind == 1:
        return Complex(random_double(source), source.choice(DOUBLES))
    if kind < 5:
        return source.choice(EXACTS)
    if kind < 7:
        return simplest(Fraction(random_integer(source) % 10**9 - 10**8, source.randrange(1, 99)))
    return source.choice([source.choice(DOUBLES), random_double(source), source.uniform(-2, 2)])


def random_arguments(source: random.Random, row: PrimitiveRow) -> list[Number | Complex | str]:
    count = source.randrange(row.required, len(row.parameters) + (source.randrange(3) if row.rest else 0) + 1)
    arguments: list[Number | Complex | str] = [random_number(source) for _ in range(count)]
    if row.name in SMALL_SECOND and count > 1:
        small: list[Number] = [-3, 0.5, Fraction(1, 2), 3] if row.name == "expt" else [2, 10, 16]
        arguments[1] = source.choice(small)
    if row.name == "string->number":
        arguments[0] = source.choice(TEXTS)
    if count == 2 and source.random() < 0.2:
        arguments[1] = arguments[0]
    return arguments


def literal(value: object) -> Literal:
    return Literal(value)  # type: ignore[arg-type]


def atoms_of(arguments: list[Number | Complex | str], *, as_variables: bool) -> tuple[Atom, ...]:
    """Literals, or variables: the same one where the arguments are the same object."""
    if not as_variables:
        return tuple(map(literal, arguments))
    variables = {id(argument): LowVariable(f"x{k}", k) for k, argument in enumerate(arguments)}
    return tuple(variables[id(argument)] for argument in arguments)


def test_results_are_of_the_types_inferred(numbers: Harness) -> None:
    source = random.Random(20)
    for row in rows():
        lists = [random_arguments(source, row) for _ in range(250)]
        answered = 0
        for arguments, result in zip(lists, numbers.batch([(row.name, *a) for a in lists]), strict=True):
            if not isinstance(result, bool | int | Fraction | float | Complex):
                continue
            answered += 1
            types = [literal_type(literal(a)) if not isinstance(a, str) else KINDS["string"] for a in arguments]
            kind = KINDS.get(row.result, ANY)
            for as_variables in (False, True):
                inferred = number_result(row.name, atoms_of(arguments, as_variables=as_variables), types, kind)
                assert literal_type(literal(result)) & ~inferred == 0, (row.name, arguments, result, as_variables)
        assert answered or row.result in ("any", "string", "unspecified"), row.name

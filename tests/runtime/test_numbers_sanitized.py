"""A mixture of all number primitives under AddressSanitizer, UndefinedBehaviorSanitizer and Zig's safety checks."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from eshkol.syntax.numbers import make_rectangular
from tests.runtime.numbers_process import Argument, Failure, Harness, Number, rows
from tests.runtime.numbers_samples import DOUBLES, EDGES, random_double, random_integer, simplest

pytestmark = pytest.mark.slow

# Powers and shifts by random long integers are only too large; the others take anything.
SMALL_SECOND = {"expt": 40, "arithmetic-shift": 300, "number->string": 34, "string->number": 34}


def random_real(source: random.Random) -> Number:
    kind = source.randrange(5)
    if kind == 0:
        return source.choice(DOUBLES)
    if kind == 1:
        return random_double(source)
    if kind == 2:
        return simplest(Fraction(random_integer(source), random_integer(source) or 1))
    return source.choice(EDGES) if kind == 3 else random_integer(source)


def random_number(source: random.Random) -> Argument:
    if source.randrange(6):
        return random_real(source)
    return make_rectangular(random_real(source), random_real(source))


def random_call(source: random.Random, name: str, count: int) -> tuple[Argument, ...]:
    arguments = [random_number(source) for _ in range(count)]
    if name in SMALL_SECOND and count > 1:
        arguments[1] = source.randrange(2, 2 + SMALL_SECOND[name])
    if name == "string->number" and count:
        arguments[0] = "".join(source.choices("0123456789+-./eE#xi@i", k=source.randrange(200)))
    return name, *arguments


def test_no_undefined_behaviour(sanitized_numbers: Harness) -> None:
    source = random.Random(13)
    calls = [
        random_call(
            source, row.name, source.randrange(row.required, len(row.parameters) + 2 * (row.rest is not None) + 1)
        )
        for row in rows()
        for _ in range(80)
    ]
    results = sanitized_numbers.batch(calls)
    answered = sum(not isinstance(result, Failure) for result in results)
    assert answered > len(calls) // 3


def test_long_numbers(sanitized_numbers: Harness) -> None:
    source = random.Random(14)
    for _ in range(10):
        a, b = source.getrandbits(40_000), source.getrandbits(6_000) | 1
        text = sanitized_numbers.call("number->string", a)
        calls: list[tuple[Argument, ...]] = [
            ("string->number", str(text)),
            ("%multiply2", a, b),
            ("floor/", -a, b),
            ("gcd", a * 15, b * 21),
        ]
        back, product, divided, divisor = sanitized_numbers.batch(calls)
        assert back == a
        assert product == a * b
        assert divided == divmod(-a, b)
        assert isinstance(divisor, int)
        assert a * 15 % divisor == 0 == b * 21 % divisor

"""+ - * / and comparisons of all kinds of numbers against Python's int, Fraction and float."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings

from tests.runtime.numbers_process import Failure, Harness, Number
from tests.runtime.numbers_samples import (
    DOUBLES,
    EDGES,
    all_numbers,
    doubles,
    random_integer,
    same,
    show,
    simplest,
    to_double,
)

ARITHMETIC: dict[str, Callable[[Number, Number], Number]] = {
    "%add2": lambda a, b: a + b,
    "%subtract2": lambda a, b: a - b,
    "%multiply2": lambda a, b: a * b,
}
COMPARISONS: dict[str, Callable[[Number, Number], bool]] = {
    "%number=2": lambda a, b: a == b,
    "%less2": lambda a, b: a < b,
    "%greater2": lambda a, b: a > b,
    "%less-equal2": lambda a, b: a <= b,
    "%greater-equal2": lambda a, b: a >= b,
}
USER_NAMES = {
    "%add2": "+", "%subtract2": "-", "%multiply2": "*", "%divide2": "/",
    "%number=2": "=", "%less2": "<", "%greater2": ">", "%less-equal2": "<=", "%greater-equal2": ">=",
}  # fmt: skip


def expected(name: str, a: Number, b: Number) -> Number | Failure:
    """What the primitive gives: a flonum when one operand is one."""
    if isinstance(a, float) or isinstance(b, float):
        x, y = to_double(a), to_double(b)
        return divide_doubles(x, y) if name == "%divide2" else ARITHMETIC[name](x, y)
    if name == "%divide2":
        return simplest(Fraction(a) / Fraction(b)) if b else Failure("zero /")
    return simplest(Fraction(ARITHMETIC[name](a, b)))


def divide_doubles(x: float, y: float) -> float:
    """IEEE division, where Python raises."""
    if y != 0:
        return x / y
    if x == 0 or math.isnan(x) or math.isnan(y):
        return math.nan
    return math.copysign(math.inf, x) * math.copysign(1, y)


def check_pair(harness: Harness, a: Number, b: Number) -> None:
    """All operations on one pair, by the compiler's names and by the user's."""
    wanted: list[tuple[str, object]] = [(name, expected(name, a, b)) for name in (*ARITHMETIC, "%divide2")]
    wanted += [(name, compare(a, b)) for name, compare in COMPARISONS.items()]
    results = harness.batch([(name, a, b) for name, _ in wanted] + [(USER_NAMES[name], a, b) for name, _ in wanted])
    for (name, answer), result in zip(wanted * 2, results, strict=True):
        assert same(result, answer), f"{name} {show(a)} {show(b)}: {result!r}, not {answer!r}"  # type: ignore[arg-type]


@settings(max_examples=400, deadline=None)
@given(all_numbers, all_numbers)
def test_any_two_numbers(numbers: Harness, a: Number, b: Number) -> None:
    check_pair(numbers, a, b)


def test_edges(numbers: Harness) -> None:
    values: list[Number] = [*EDGES[::3], *DOUBLES, Fraction(1, 3), Fraction(-(2**64), 3), Fraction(1, 2**1080)]
    for a in values:
        for b in values[::2]:
            check_pair(numbers, a, b)


def test_integers_of_all_lengths(numbers: Harness) -> None:
    source = random.Random(1)
    pairs = [(random_integer(source), random_integer(source)) for _ in range(4000)]
    for name, operation in ARITHMETIC.items():
        results = numbers.batch([(name, a, b) for a, b in pairs])
        assert results == [operation(a, b) for a, b in pairs]


def test_products_beyond_the_schoolbook_method(numbers: Harness) -> None:
    source = random.Random(2)
    for bits_a, bits_b in [(10_000, 10_000), (100_000, 7_000), (50_000, 3_200), (40_000, 64), (64 * 200, 64 * 49)]:
        for _ in range(4):
            a, b = source.getrandbits(bits_a), -source.getrandbits(bits_b)
            assert numbers.call("%multiply2", a, b) == a * b
        sparse = (1 << bits_a) + (1 << bits_a // 2)
        assert numbers.call("%multiply2", sparse, b) == sparse * b


@settings(max_examples=200, deadline=None)
@given(doubles)
def test_doubles_are_compared_exactly_with_their_neighbours(numbers: Harness, d: float) -> None:
    if math.isfinite(d):
        for exact in (Fraction(d), Fraction(d) + Fraction(1, 10**400), Fraction(d) - Fraction(1, 10**400), round(d)):
            check_pair(numbers, d, simplest(Fraction(exact)))


@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    [
        ("+", (), 0),
        ("*", (), 1),
        ("+", (5,), 5),
        ("*", (Fraction(1, 2),), Fraction(1, 2)),
        ("-", (5,), -5),
        ("-", (0.0,), -0.0),
        ("-", (-(2**60),), 2**60),
        ("/", (2,), Fraction(1, 2)),
        ("/", (0.0,), math.inf),
        ("/", (-Fraction(1, 3),), -3),
        ("+", (1, 2, 3.5, Fraction(1, 2)), 7.0),
        ("-", (10, 1, 2, 3), 4),
        ("/", (60, 3, 4, 5), 1),
        ("=", (1,), True),
        ("<", (1, 2, 3), True),
        ("<", (1, 3, 2), False),
        ("<=", (1, 1, 2), True),
        (">=", (2, 2, 3), False),
        ("=", (1, 1.0, 1), True),
        ("=", (0.0, -0.0, 0), True),
        ("=", (math.nan,), True),
        ("max", (1, 3, 2), 3),
        ("max", (1, 3, 2.0), 3.0),
        ("max", (1, math.nan, 2), math.nan),
        ("max", (math.nan, 1), math.nan),
        ("min", (2**70, 2**61, Fraction(2**80, 3)), 2**61),
        ("min", (1, 2, 3.0), 1.0),
        ("min", (-0.5,), -0.5),
        ("abs", (-(2**60),), 2**60),
        ("abs", (-0.0,), 0.0),
        ("magnitude", (Fraction(-2, 3),), Fraction(2, 3)),
        ("square", (2**40,), 2**80),
        ("1+", (2**60 - 1,), 2**60),
        ("1-", (-(2**60),), -(2**60) - 1),
        ("add1", (0.5,), 1.5),
        ("sub1", (Fraction(1, 2),), Fraction(-1, 2)),
        ("%negate", (2**60,), -(2**60)),
        ("%negate", (-(2**60),), 2**60),
        ("%negate", (0.0,), -0.0),
    ],
)
def test_calls(numbers: Harness, name: str, arguments: tuple[Number, ...], answer: Number) -> None:
    assert same(numbers.call(name, *arguments), answer)


@settings(max_examples=200, deadline=None)
@given(all_numbers, all_numbers)
def test_eqv_and_hashing(numbers: Harness, a: Number, b: Number) -> None:
    """The harness itself checks that eqv numbers have the same hash."""
    assert numbers.call("eqv", a, b) is same(a, b)
    assert numbers.call("eqv", a, a) is True


@settings(max_examples=200, deadline=None)
@given(all_numbers)
def test_predicates(numbers: Harness, a: Number) -> None:
    finite = not isinstance(a, float) or math.isfinite(a)
    integer = finite and a == math.floor(a)
    wanted = {
        "number?": True, "complex?": True, "real?": True, "rational?": finite, "integer?": integer,
        "exact?": not isinstance(a, float), "inexact?": isinstance(a, float), "flonum?": isinstance(a, float),
        "exact-integer?": isinstance(a, int), "exact-rational?": not isinstance(a, float),
        "exact-nonnegative-integer?": isinstance(a, int) and a >= 0,
        "fixnum?": isinstance(a, int) and -(2**60) <= a < 2**60,
        "finite?": finite, "infinite?": isinstance(a, float) and math.isinf(a), "nan?": a != a,
        "zero?": a == 0, "positive?": a > 0, "negative?": a < 0,
    }  # fmt: skip
    if integer:
        wanted |= {"odd?": int(a) % 2 == 1, "even?": int(a) % 2 == 0}
    results = numbers.batch([(name, a) for name in wanted])
    assert dict(zip(wanted, results, strict=True)) == wanted

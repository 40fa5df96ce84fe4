"""Integer division of all families, gcd, lcm, fractions and rounding against Python."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.runtime.numbers_process import Failure, Harness
from tests.runtime.numbers_samples import (
    EDGES,
    exacts,
    integers,
    nonzero_integers,
    random_integer,
    rationals,
    same,
    simplest,
    to_double,
)

FLOOR = ("floor-quotient", "floor-remainder", "floor/", "modulo")
Divided = int | tuple[int, int]
TRUNCATE = ("truncate-quotient", "truncate-remainder", "truncate/", "quotient", "remainder")


def divided(n: int, d: int) -> dict[str, Divided]:
    """Every division primitive's result."""
    down, rest = divmod(n, d)
    towards_zero = abs(n) // abs(d) * (1 if (n < 0) == (d < 0) else -1)
    left = n - towards_zero * d
    floored: tuple[Divided, ...] = (down, rest, (down, rest), rest)
    truncated: tuple[Divided, ...] = (towards_zero, left, (towards_zero, left), towards_zero, left)
    return dict(zip((*FLOOR, *TRUNCATE), (*floored, *truncated), strict=True))


def check_division(harness: Harness, n: int, d: int) -> None:
    wanted = divided(n, d)
    results = harness.batch([(name, n, d) for name in wanted])
    assert dict(zip(wanted, results, strict=True)) == wanted, f"{n:#x} by {d:#x}"


@settings(max_examples=150, deadline=None)
@given(integers, nonzero_integers)
def test_division_families(numbers: Harness, n: int, d: int) -> None:
    check_division(numbers, n, d)


def test_division_at_edges(numbers: Harness) -> None:
    for n in EDGES:
        for d in EDGES[::4]:
            if d:
                check_division(numbers, n, d)


def test_division_of_long_integers(numbers: Harness) -> None:
    source = random.Random(3)
    for _ in range(500):
        d = random_integer(source) or 1
        quotient, remainder = random_integer(source), source.randrange(abs(d))
        check_division(numbers, quotient * d + remainder, d)
    # Quotients whose digits must be corrected, and shared trailing zero limbs.
    for a, b in [(2**128 - 1, 2**64 - 1), (2**192 - 2**64, 2**128 - 1), (2**640, 2**320 + 2**64), (3 * 2**256, 2**192)]:
        check_division(numbers, a, b)
        check_division(numbers, -a, b + 1)


@settings(max_examples=120, deadline=None)
@given(st.integers(-(2**90), 2**90), st.integers(-(2**70), 2**70).filter(bool))
def test_inexact_integers_are_divided_exactly(numbers: Harness, n: int, d: int) -> None:
    x, y = float(n), float(d)
    for name, answer in divided(int(x), int(y)).items():
        wanted = tuple(map(float, answer)) if isinstance(answer, tuple) else float(answer)
        assert same(numbers.call(name, x, y), wanted), name


@pytest.mark.parametrize("name", [*FLOOR, *TRUNCATE])
def test_division_by_zero(numbers: Harness, name: str) -> None:
    assert numbers.batch([(name, 5, 0), (name, 2**70, 0), (name, 5.0, 0.0)]) == [Failure(f"zero {name}")] * 3


def test_gcd_and_lcm(numbers: Harness) -> None:
    source = random.Random(4)
    for _ in range(1500):
        common = random_integer(source)
        a, b = (random_integer(source) * common for _ in range(2))
        assert numbers.batch([("gcd", a, b), ("lcm", a, b)]) == [math.gcd(a, b), math.lcm(a, b)], f"{a:#x} {b:#x}"
    assert numbers.batch([("gcd",), ("lcm",), ("gcd", -4), ("lcm", -4), ("gcd", 12, 18, 27)]) == [0, 1, 4, 4, 3]
    assert same(numbers.call("gcd", 32.0, -36), 4.0)
    assert same(numbers.call("lcm", 32.0, -36), 288.0)


@settings(max_examples=120, deadline=None)
@given(rationals)
def test_parts_and_rounding_of_fractions(numbers: Harness, q: int | Fraction) -> None:
    wanted = {
        "numerator": Fraction(q).numerator, "denominator": Fraction(q).denominator, "floor": math.floor(q),
        "ceiling": math.ceil(q), "truncate": math.trunc(q), "round": round(q),
    }  # fmt: skip
    results = numbers.batch([(name, q) for name in wanted])
    assert dict(zip(wanted, results, strict=True)) == wanted


@settings(max_examples=120, deadline=None)
@given(st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-99, 99).map(lambda n: n / 2)))
def test_parts_and_rounding_of_doubles(numbers: Harness, d: float) -> None:
    wanted = {
        "floor": math.floor(d), "ceiling": math.ceil(d), "truncate": math.trunc(d), "round": round(d),
        "numerator": d.as_integer_ratio()[0],
    }  # fmt: skip
    if abs(d) > 1e-300:
        wanted["denominator"] = d.as_integer_ratio()[1]
    for name, answer in wanted.items():
        result = numbers.call(name, d)
        assert isinstance(result, float), name
        assert result == to_double(answer), name


def test_halves_round_to_even(numbers: Harness) -> None:
    halves = [Fraction(n, 2) for n in (-5, -3, -1, 1, 3, 5, 7)]
    assert numbers.batch([("round", half) for half in halves]) == [-2, -2, 0, 0, 2, 2, 4]
    assert numbers.batch([("round", float(half)) for half in halves]) == [-2.0, -2.0, 0.0, 0.0, 2.0, 2.0, 4.0]
    assert same(numbers.call("round", -0.5), -0.0)


def simplest_by_search(low: Fraction, high: Fraction) -> Fraction:
    """The fraction with the least denominator, then the least numerator, in an interval: tries denominators."""
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -simplest_by_search(-high, -low)
    denominator = 1
    while math.ceil(low * denominator) > high * denominator:
        denominator += 1
    return Fraction(math.ceil(low * denominator), denominator)


@settings(max_examples=120, deadline=None)
@given(st.fractions(max_denominator=2000), st.fractions(max_denominator=300))
def test_rationalize(numbers: Harness, x: Fraction, tolerance: Fraction) -> None:
    answer = simplest_by_search(x - abs(tolerance), x + abs(tolerance))
    assert numbers.call("rationalize", simplest(x), simplest(tolerance)) == simplest(answer)


@settings(max_examples=100, deadline=None)
@given(exacts, rationals)
def test_rationalize_of_long_numbers(numbers: Harness, x: int | Fraction, tolerance: int | Fraction) -> None:
    assume(tolerance)
    result = numbers.call("rationalize", x, tolerance)
    assert isinstance(result, int | Fraction)
    assert abs(Fraction(result) - Fraction(x)) <= abs(Fraction(tolerance))
    assert Fraction(result).denominator <= Fraction(x).denominator


def test_rationalize_of_doubles(numbers: Harness) -> None:
    assert same(numbers.call("rationalize", 0.3, Fraction(1, 10)), 1 / 3)
    assert same(numbers.call("rationalize", 3, math.inf), 0.0)
    assert same(numbers.call("rationalize", math.inf, 3), math.inf)
    assert same(numbers.call("rationalize", math.inf, math.inf), math.nan)

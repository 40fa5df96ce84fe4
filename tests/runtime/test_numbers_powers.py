"""Roots, powers, exponential and trigonometric functions: exact where they should be, else as close as Python's."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.runtime.numbers_process import Failure, Harness, Number, Result
from tests.runtime.numbers_samples import EDGES, exacts, integers, random_integer, same, simplest


def close(result: Result, answer: float) -> bool:
    """Within a few units in the last place."""
    return isinstance(result, float) and (result == answer or math.isclose(result, answer, rel_tol=1e-14))


def test_square_roots_of_integers(numbers: Harness) -> None:
    source = random.Random(10)
    values = [abs(n) for n in (*EDGES, *(random_integer(source) for _ in range(500)))]
    values += [n * n + step for n in values[:300] for step in (-1, 0, 1) if n]
    answers = [(math.isqrt(n), n - math.isqrt(n) ** 2) for n in values]
    assert numbers.batch([("exact-integer-sqrt", n) for n in values]) == answers
    for n, (root, rest), result in zip(values, answers, numbers.batch([("sqrt", n) for n in values]), strict=True):
        assert same(result, root) if rest == 0 else close(result, to_sqrt(n)), n


def to_sqrt(n: int) -> float:
    """The square root of a number of any size."""
    shift = max(0, n.bit_length() - 200) // 2
    root = math.isqrt(n >> 2 * shift << 200) / 2**100
    try:
        return root * 2.0**shift
    except OverflowError:
        return math.inf


@settings(max_examples=80, deadline=None)
@given(exacts)
def test_squares_have_exact_roots(numbers: Harness, x: int | Fraction) -> None:
    assert same(numbers.call("sqrt", simplest(Fraction(x) ** 2)), simplest(abs(Fraction(x))))
    assert same(numbers.call("square", x), simplest(Fraction(x) ** 2))


@pytest.mark.parametrize(
    ("z", "root"),
    [
        (16, 4), (0, 0), (Fraction(1, 4), Fraction(1, 2)), (Fraction(1, 2), math.sqrt(0.5)), (2, math.sqrt(2)),
        (16.0, 4.0), (-0.0, -0.0), (math.inf, math.inf), (math.nan, math.nan), (10**400, 10**200),
        (Fraction(1, 10**700), Fraction(1, 10**350)), (10**401, 3.1622776601683794e200), (10**2000 + 1, math.inf),
        (Fraction(1, 10**601), 3.162277660168379e-301), (Fraction(3, 10**2000), 0.0),
    ],
)  # fmt: skip
def test_sqrt(numbers: Harness, z: Number, root: Number) -> None:
    result = numbers.call("sqrt", z)
    assert same(result, root) or (isinstance(root, float) and close(result, root))


@settings(max_examples=100, deadline=None)
@given(exacts, st.integers(-40, 40))
def test_exact_powers(numbers: Harness, base: int | Fraction, exponent: int) -> None:
    if base == 0 and exponent < 0:
        assert numbers.call("expt", base, exponent) == Failure("zero expt")
    else:
        assert same(numbers.call("expt", base, exponent), simplest(Fraction(base) ** exponent))


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 2**70), st.integers(2, 12), st.integers(1, 5), st.integers(1, 2**40))
def test_exact_roots(numbers: Harness, root: int, degree: int, power: int, denominator: int) -> None:
    fraction = Fraction(root, denominator)
    exponent = simplest(Fraction(power, degree))
    assert same(numbers.call("expt", simplest(fraction**degree), exponent), simplest(fraction**power))
    beside = root**degree + 1
    assert close(numbers.call("expt", beside, Fraction(1, degree)), float(beside) ** (1 / degree))


@settings(max_examples=100, deadline=None)
@given(st.floats(0, 1e10), st.floats(-20, 20))
def test_inexact_powers(numbers: Harness, base: float, exponent: float) -> None:
    try:
        answer = base**exponent
    except OverflowError:
        answer = math.inf
    except ZeroDivisionError:
        answer = math.inf
    assert same(numbers.call("expt", base, exponent), answer)


@pytest.mark.parametrize(
    ("base", "exponent", "power"),
    [
        (2, 100, 2**100), (2.0, 3, 8.0), (4, Fraction(1, 2), 2), (8, Fraction(-2, 3), Fraction(1, 4)), (0, 0, 1),
        (0.0, 0, 1.0), (0, 5, 0), (0, 2**70, 0), (1, 2**70, 1), (-1, 2**70, 1), (-1, 2**70 + 1, -1), (-1, -(2**70), 1),
        (0, 0.0, 1.0), (0, 2.5, 0.0), (0, Fraction(1, 2), 0), (2, 0.5, math.sqrt(2)), (2, Fraction(1, 2), math.sqrt(2)),
        (10**400, 0.5, 1e200), (Fraction(1, 10**400), 0.5, 1e-200), (-2.0, 3, -8.0), (-2.0, -3, -0.125),
        (-2.0, 3.0, -8.0), (-1.0, 2**70 + 1, -1.0), (-1.0, 2**70, 1.0), (0.0, -1, math.inf),
        (-0.0, -1, -math.inf), (-0.0, 3, -0.0),
        (math.nan, 0, 1.0), (math.inf, -1, 0.0), (Fraction(1, 2), 2.0, 0.25), (10, -400, Fraction(1, 10**400)),
        (7, 1, 7), (-7, 3, -343), (2**64, 3, 2**192), (-(2**60), 2, 2**120), (2.0, Fraction(1, 2), math.sqrt(2)),
        (3, 5000, 3**5000), (Fraction(-2, 3), 5, Fraction(-32, 243)), (10**20, Fraction(1, 20), 10),
        (2, Fraction(1, 2**70), 1.0),
    ],
)  # fmt: skip
def test_expt(numbers: Harness, base: Number, exponent: Number, power: Number) -> None:
    result = numbers.call("expt", base, exponent)
    assert same(result, power) or (isinstance(power, float) and close(result, power))


@pytest.mark.parametrize(
    ("base", "exponent", "message"),
    [
        (0, -1, "zero expt"), (0, Fraction(-1, 2), "zero expt"),
        (0, -0.5, "zero expt"),
        (2, 2**70, "error expt: integer too large"), (2, 2**33, "error expt: integer too large"),
        (10, -(2**40), "error expt: integer too large"), (Fraction(1, 3), 2**40, "error expt: integer too large"),
    ],
)  # fmt: skip
def test_powers_that_do_not_exist(numbers: Harness, base: Number, exponent: Number, message: str) -> None:
    result = numbers.call("expt", base, exponent)
    assert isinstance(result, Failure)
    assert result.text.startswith(message)


FUNCTIONS: dict[str, Callable[[float], float]] = {
    "exp": math.exp, "sin": math.sin, "cos": math.cos, "tan": math.tan, "atan": math.atan,
    "asin": math.asin, "acos": math.acos,
}  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.floats(-1, 1), st.fractions(-1, 1).map(simplest)))
def test_functions(numbers: Harness, x: Number) -> None:
    for name, function in FUNCTIONS.items():
        assert close(numbers.call(name, x), function(float(x))), name


def test_functions_of_special_numbers(numbers: Harness) -> None:
    calls = [
        ("exp", 0),
        ("exp", -math.inf),
        ("exp", 10**400),
        ("sin", 0),
        ("cos", 0),
        ("atan", math.inf),
        ("sin", math.inf),
    ]
    answers = [1.0, 0.0, math.inf, 0.0, 1.0, math.pi / 2, math.nan]
    assert all(map(same, numbers.batch(calls), answers))


@settings(max_examples=100, deadline=None)
@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_atan_with_two_arguments(numbers: Harness, y: float, x: float) -> None:
    assert close(numbers.call("atan", y, x), math.atan2(y, x))


def test_atan_of_zeros(numbers: Harness) -> None:
    calls = [("atan", 0, 1), ("atan", 0, -1), ("atan", 1, 0), ("atan", -0.0, -1), ("atan", 0, 0)]
    assert numbers.batch(calls) == [0.0, math.pi, math.pi / 2, -math.pi, Failure("zero atan")]


@settings(max_examples=80, deadline=None)
@given(integers.map(abs).filter(lambda n: n > 1), integers.map(abs).filter(lambda n: n > 1))
def test_logarithms(numbers: Harness, n: int, base: int) -> None:
    assert close(numbers.call("log", n), math.log(n))
    assert close(numbers.call("log", Fraction(1, n)), -math.log(n))
    result = numbers.call("log", n, base)
    assert isinstance(result, float)
    assert math.isclose(result, math.log(n) / math.log(base), rel_tol=1e-13)


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ((1,), 0.0), ((0.0,), -math.inf), ((math.inf,), math.inf), ((math.nan,), math.nan), ((8, 2), 3.0),
        ((1024, 2.0), 10.0),
        ((2**5000, 2), 5000.0), ((10**500, 10), 500.0), ((1000, 10), 3.0), ((Fraction(1, 8), 2), -3.0), ((9, 3), 2.0),
    ],
)  # fmt: skip
def test_log(numbers: Harness, arguments: tuple[Number, ...], answer: float) -> None:
    assert same(numbers.call("log", *arguments), answer)


def test_logarithms_that_do_not_exist(numbers: Harness) -> None:
    for result in numbers.batch([("log", 0), ("log", 5, 0), ("log", -1, 0)]):
        assert isinstance(result, Failure)
        assert result.text.startswith("error log: the logarithm of an exact 0")

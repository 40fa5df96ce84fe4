"""Bitwise operations, fx and fl operations and random numbers."""

from __future__ import annotations

import math
import operator
import random
from collections.abc import Callable
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.runtime.numbers_process import Failure, Harness, Number
from tests.runtime.numbers_samples import EDGES, doubles, integers, random_integer, same

BITWISE = {"bitwise-and": (operator.and_, -1), "bitwise-ior": (operator.or_, 0), "bitwise-xor": (operator.xor, 0)}


@pytest.mark.parametrize("name", BITWISE)
def test_bitwise_operations(numbers: Harness, name: str) -> None:
    operation, neutral = BITWISE[name]
    source = random.Random(11)
    pairs = [(a, b) for a in EDGES[::3] for b in EDGES[::3]]
    pairs += [(random_integer(source), random_integer(source)) for _ in range(2000)]
    assert numbers.batch([(name, a, b) for a, b in pairs]) == [operation(a, b) for a, b in pairs]
    several = [random_integer(source) for _ in range(9)]
    assert numbers.call(name, *several) == reduce(operation, several)
    assert numbers.batch([(name,), (name, -5)]) == [neutral, -5]


def bits_that_differ_from_sign(n: int) -> int:
    return (n if n >= 0 else ~n).bit_count()


@settings(max_examples=200, deadline=None)
@given(integers, st.integers(-500, 500))
def test_shifts_and_counts(numbers: Harness, n: int, count: int) -> None:
    shifted = n << count if count >= 0 else n >> -count
    calls = [("arithmetic-shift", n, count), ("bitwise-not", n), ("bit-count", n), ("integer-length", n)]
    wanted = [shifted, ~n, bits_that_differ_from_sign(n), (n if n >= 0 else ~n).bit_length()]
    assert numbers.batch(calls) == wanted


def test_shifts_of_all_lengths(numbers: Harness) -> None:
    source = random.Random(12)
    for _ in range(1500):
        n, count = random_integer(source), source.randrange(0, 7000)
        assert numbers.batch([("arithmetic-shift", n, count), ("arithmetic-shift", n, -count)]) == [
            n << count,
            n >> count,
        ]
    powers = [-(2**k) for k in (59, 60, 61, 63, 64, 65, 128, 192)]
    assert numbers.batch([("integer-length", n) for n in powers]) == [59, 60, 61, 63, 64, 65, 128, 192]
    assert numbers.batch([("bit-count", n) for n in powers]) == [59, 60, 61, 63, 64, 65, 128, 192]


def test_absurd_shifts(numbers: Harness) -> None:
    calls = [("arithmetic-shift", n, count) for n in (0, 5, -5) for count in (2**50, -(2**50), 2**80, -(2**80))]
    too_large = Failure("error arithmetic-shift: integer too large")
    assert numbers.batch(calls) == [0, 0, 0, 0, too_large, 0, too_large, 0, too_large, -1, too_large, -1]


# --- fx and fl ---


def truncated(a: int, b: int) -> int:
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


FIXNUM: dict[str, Callable[[int, int], int | bool]] = {
    "fx+": operator.add, "fx-": operator.sub, "fx*": operator.mul, "fx<": operator.lt, "fx=": operator.eq,
    "fx>": operator.gt, "fx<=": operator.le, "fx>=": operator.ge, "fxquotient": truncated,
    "fxremainder": lambda a, b: a - b * truncated(a, b),
}  # fmt: skip
FLONUM: dict[str, Callable[[float, float], float | bool]] = {
    "fl+": operator.add, "fl-": operator.sub, "fl*": operator.mul, "fl<": operator.lt, "fl=": operator.eq,
    "fl>": operator.gt, "fl<=": operator.le, "fl>=": operator.ge,
}  # fmt: skip
fixnums = st.one_of(st.integers(-(2**60), 2**60 - 1), st.sampled_from([n for n in EDGES if -(2**60) <= n < 2**60]))


@settings(max_examples=200, deadline=None)
@given(fixnums, fixnums)
def test_fixnum_operations(numbers: Harness, a: int, b: int) -> None:
    for name, operation in FIXNUM.items():
        result = numbers.call(name, a, b)
        if name in ("fxquotient", "fxremainder") and b == 0:
            assert result == Failure(f"zero {name}")
        elif -(2**60) <= operation(a, b) < 2**60:
            assert result == operation(a, b), name
        else:
            assert isinstance(result, Failure)
            assert result.text.startswith(f"error {name}: the result is not a fixnum")


@settings(max_examples=200, deadline=None)
@given(doubles, doubles)
def test_flonum_operations(numbers: Harness, a: float, b: float) -> None:
    for name, operation in FLONUM.items():
        assert same(numbers.call(name, a, b), operation(a, b)), name
    if b:
        assert same(numbers.call("fl/", a, b), a / b)


@pytest.mark.parametrize("name", [*FIXNUM, *FLONUM, "fl/"])
def test_only_one_kind_of_number(numbers: Harness, name: str) -> None:
    good: Number = 1 if name.startswith("fx") else 1.0
    kind = "a fixnum" if name.startswith("fx") else "a flonum"
    for bad in (2**60, 1.0 if name.startswith("fx") else 1, "text"):
        for place, arguments in ((1, (bad, good)), (2, (good, bad))):
            result = numbers.call(name, *arguments)
            assert isinstance(result, Failure)
            assert result.text.startswith(f"type {name} {place} {kind}")


# --- random ---


@settings(max_examples=200, deadline=None)
@given(st.one_of(integers.map(abs).filter(bool), st.floats(1e-300, 1e300)))
def test_random_is_below_its_limit(numbers: Harness, limit: Number) -> None:
    for result in numbers.batch([("random", limit)] * 5):
        assert type(result) is type(limit)
        assert isinstance(result, int | float)
        assert 0 <= result < limit


def test_random_is_spread_evenly(numbers: Harness) -> None:
    for limit in (6, 3 * 2**58, 3 * 2**100, 1.0):
        draws = [r for r in numbers.batch([("random", limit)] * 6000) if isinstance(r, int | float)]
        counts = [0] * 6
        for draw in draws:
            counts[int(draw * 6 // limit)] += 1
        assert all(850 < count < 1150 for count in counts), (limit, counts)
    assert {numbers.call("random", 2) for _ in range(100)} == {0, 1}


def test_seeds_choose_the_sequence(numbers: Harness) -> None:
    def draws(seed: int) -> list[object]:
        return list(numbers.batch([("random-seed!", seed), *[("random", 10**30)] * 5]))

    assert draws(1) == draws(1)
    assert draws(2**80) == draws(2**80)
    assert len({str(draws(seed)) for seed in (0, 1, -1, 2, 2**80)}) == 5


@pytest.mark.parametrize("limit", [0, -1, -(2**70), 0.0, -1.0, math.inf, math.nan, "text"])
def test_random_needs_a_positive_limit(numbers: Harness, limit: Number | str) -> None:
    result = numbers.call("random", limit)
    assert isinstance(result, Failure)
    assert result.text.startswith("type random 1 a positive exact integer or")

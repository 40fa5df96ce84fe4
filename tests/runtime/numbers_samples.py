"""Numbers to test with: edges of the representations first, then everything else."""

from __future__ import annotations

import math
import random
import struct
from fractions import Fraction

from hypothesis import strategies as st

from eshkol.syntax.datum import Complex
from tests.runtime.numbers_process import Number, Result, encode

FIXNUM_MAX = 2**60 - 1
EDGES = sorted(
    sign * (power + step)
    for power in (0, 1, 2**31, 2**32, 2**52, 2**53, 2**54, 2**59, 2**60, 2**61, 2**62, 2**63, 2**64, 2**128, 10**19)
    for step in (-1, 0, 1)
    for sign in (1, -1)
)
DOUBLES = [
    0.0, -0.0, 0.5, -0.5, 1.0, 1.5, 2.5, -3.5, 0.1, 1e21, 1e22, 1e-7, 1e100, 2.0**53, 2.0**60, -(2.0**60), 2.0**63,
    5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, math.inf, -math.inf, math.nan, 2.0**256, 2.0**-256,
]  # fmt: skip

integers = st.one_of(st.sampled_from(EDGES), st.integers(), st.integers(-(2**400), 2**400), st.integers(-99, 99))
nonzero_integers = integers.filter(bool)
rationals = st.builds(lambda n, d: simplest(Fraction(n, d)), integers, nonzero_integers)
doubles = st.one_of(st.sampled_from(DOUBLES), st.floats(), st.integers(-(2**70), 2**70).map(float))
exacts = st.one_of(integers, rationals)
all_numbers = st.one_of(integers, rationals, doubles)


def simplest(value: Fraction) -> int | Fraction:
    """As the runtime represents it: an integer when it is one."""
    return value.numerator if value.denominator == 1 else value


def to_double(value: Number) -> float:
    """The nearest double; infinite when too large."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def same(a: Result, b: Result) -> bool:
    """Equal and of the same kind; NaNs are equal, zeros of different signs are not."""
    if isinstance(a, float) and isinstance(b, float):
        return (math.isnan(a) and math.isnan(b)) or struct.pack(">d", a) == struct.pack(">d", b)
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, Complex) and isinstance(b, Complex):
        return same(a.real, b.real) and same(a.imaginary, b.imaginary)
    return type(a) is type(b) and a == b


def random_integer(source: random.Random) -> int:
    """Of any length up to 6000 bits, often at an edge."""
    if source.random() < 0.2:
        return source.choice(EDGES)
    bits = source.choice([1, 5, 30, 59, 60, 61, 62, 63, 64, 65, 100, 127, 128, 129, 200, 500, 1000, 6000])
    return source.choice([1, -1]) * (source.getrandbits(bits) + source.choice([-1, 0, 1]))


def random_double(source: random.Random) -> float:
    """Any bit pattern, or a number that people write."""
    if source.random() < 0.3:
        return round(source.uniform(-1000, 1000), source.randrange(6))
    value: float = struct.unpack(">d", source.randbytes(8))[0]
    return value


def show(value: Number) -> str:
    """For assertion messages."""
    return encode(value)

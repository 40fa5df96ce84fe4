"""Whatever `write_constant` writes, the reader reads back as the same datum."""

from __future__ import annotations

import math
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from eshkol.expand.constants import to_constant
from eshkol.source import Source
from eshkol.syntax import read
from eshkol.syntax.datum import (
    NIL,
    BytesConstant,
    Character,
    Constant,
    PairConstant,
    StringConstant,
    Symbol,
    VectorConstant,
)
from eshkol.syntax.write import write_constant

CODES = st.integers(0, 0x10FFFF).filter(lambda code: not 0xD800 <= code <= 0xDFFF)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
ATOMS: st.SearchStrategy[Constant] = st.one_of(
    st.booleans(),
    st.integers(),
    st.fractions().map(lambda f: f.numerator if f.denominator == 1 else f),
    st.floats(),
    TEXTS.map(Symbol),
    st.sampled_from(["a", "1+", "-", "+i", "...", ".", "1a", "+inf.0", "-1x", "", "A b", "|", "#t", "a#"]).map(Symbol),
    CODES.map(Character),
    TEXTS.map(StringConstant),
    st.binary(max_size=5).map(BytesConstant),
    st.just(NIL),
)
DATA: st.SearchStrategy[Constant] = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds(PairConstant, inner, inner),
        st.lists(inner, max_size=4).map(lambda items: VectorConstant(tuple(items))),
    ),
    max_leaves=20,
)


def same(one: Constant, other: Constant) -> bool:
    """`equal?`, with NaN equal to itself, exactness and the sign of zero told apart."""
    match one, other:
        case PairConstant(), PairConstant():
            return same(one.car, other.car) and same(one.cdr, other.cdr)
        case VectorConstant(elements=first), VectorConstant(elements=second):
            return len(first) == len(second) and all(same(a, b) for a, b in zip(first, second, strict=True))
        case StringConstant(text=first_text), StringConstant(text=second_text):
            return first_text == second_text
        case BytesConstant(data=first_data), BytesConstant(data=second_data):
            return first_data == second_data
        case float(), float():
            return repr(one) == repr(other) or (math.isnan(one) and math.isnan(other))
        case _:
            return type(one) is type(other) and one == other


@settings(max_examples=100, deadline=None)
@given(DATA)
def test_written_data_read_back(value: Constant) -> None:
    (datum,) = read(Source("t", write_constant(value)))
    assert same(to_constant(datum), value)


def test_shared_and_circular_data_read_back() -> None:
    (datum,) = read(Source("t", "#0=(a #1=#(b #0#) . #1#)"))
    value = to_constant(datum)
    assert isinstance(value, PairConstant)
    rest = value.cdr
    assert isinstance(rest, PairConstant)
    assert rest.car is rest.cdr
    assert isinstance(rest.car, VectorConstant)
    assert rest.car.elements[1] is value
    assert write_constant(value) == "#0=(a #1=#(b #0#) . #1#)"


def test_long_numbers_are_written() -> None:
    value = 3**40_000
    (datum,) = read(Source("t", write_constant(Fraction(value, 2))))
    assert to_constant(datum) == Fraction(value, 2)

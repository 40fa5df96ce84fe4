"""The types of constants."""

from __future__ import annotations

from fractions import Fraction

from eshkol.low import kinds
from eshkol.low.kinds import FALSE, FIXNUM, FLONUM, IMMEDIATE, OBJECT, PAIR
from eshkol.low.nodes import Literal
from eshkol.syntax.datum import (
    NIL,
    BytesConstant,
    Character,
    Complex,
    PairConstant,
    Special,
    StringConstant,
    Symbol,
    VectorConstant,
)


def literal_type(atom: Literal) -> int:
    """The type of a constant."""
    match atom.value:
        case bool():
            return kinds.TRUE if atom.value else FALSE
        case int():
            return _signed(FIXNUM if -(1 << 60) <= atom.value < 1 << 60 else kinds.OTHER_NUMBER, atom.value)
        case float():
            return _signed(FLONUM, atom.value)
        case Fraction():
            return _signed(kinds.OTHER_NUMBER, atom.value)
        case Complex():
            return kinds.COMPLEX
        case Character():
            return kinds.CHARACTER
        case Symbol():
            return kinds.SYMBOL
        case Special():
            return kinds.EMPTY if atom.value is NIL or atom.value == NIL else IMMEDIATE
        case StringConstant():
            return kinds.STRING
        case PairConstant():
            return PAIR
        case VectorConstant():
            return kinds.VECTOR
        case BytesConstant():
            return OBJECT


def _signed(kind: int, value: int | float | Fraction) -> int:
    return kind & kinds.NEGATIVE if value < 0 else kind & ~kinds.NEGATIVE

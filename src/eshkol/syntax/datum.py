"""Data as the reader gives them: every datum is a Syntax with a span; constants are plain Python values."""

from __future__ import annotations

from fractions import Fraction

from eshkol.record import record
from eshkol.source import Span


@record(frozen=True, slots=True)
class Symbol:
    name: str


@record(frozen=True, slots=True)
class Character:
    code: int


@record(frozen=True, slots=True)
class Special:
    """(), the end-of-file object, the unspecified value, the absent optional argument."""

    name: str

    def __reduce__(self) -> str:
        """Pickle as the one object of this name, so that `is` keeps working."""
        return _SPECIAL_NAMES[self.name]


NIL = Special("()")
END_OF_FILE = Special("#<eof>")
UNSPECIFIED = Special("#<unspecified>")
ABSENT = Special("#<absent>")
_SPECIAL_NAMES = {"()": "NIL", "#<eof>": "END_OF_FILE", "#<unspecified>": "UNSPECIFIED", "#<absent>": "ABSENT"}


@record(frozen=True, slots=True)
class Complex:
    """A number that is not real: two floats, or two exact parts of which the imaginary one is not 0."""

    real: int | Fraction | float
    imaginary: int | Fraction | float


@record(frozen=True, slots=True, eq=False)
class PairConstant:
    """A quoted pair. Identity matters: a literal may be shared or circular (datum labels)."""

    car: Constant
    cdr: Constant


@record(frozen=True, slots=True, eq=False)
class VectorConstant:
    elements: tuple[Constant, ...]


@record(frozen=True, slots=True, eq=False)
class StringConstant:
    text: str


@record(frozen=True, slots=True, eq=False)
class BytesConstant:
    data: bytes


# What quote gives and core.nodes.Constant holds. Exact integers are int, rationals Fraction, reals float.
Constant = (
    bool
    | int
    | Fraction
    | float
    | Complex
    | Symbol
    | Character
    | Special
    | PairConstant
    | VectorConstant
    | StringConstant
    | BytesConstant
)


@record(frozen=True, slots=True, eq=False)
class SyntaxList:
    """A list or (with `tail`) a dotted one, still with spans inside."""

    items: tuple[Syntax, ...]
    tail: Syntax | None
    span: Span


@record(frozen=True, slots=True, eq=False)
class SyntaxVector:
    items: tuple[Syntax, ...]
    span: Span


@record(frozen=True, slots=True, eq=False)
class SyntaxAtom:
    """Anything else: a symbol, number, string, character, boolean, bytevector."""

    value: bool | int | Fraction | float | Complex | Symbol | Character | Special | StringConstant | BytesConstant
    span: Span


@record(frozen=True, slots=True, eq=False)
class SyntaxLabelled:
    """`#0=datum`: only quoted data may contain it."""

    label: int
    datum: Syntax
    span: Span


@record(frozen=True, slots=True, eq=False)
class SyntaxLabelReference:
    """`#0#`: the datum labelled 0 in the same outermost datum."""

    label: int
    span: Span


Syntax = SyntaxList | SyntaxVector | SyntaxAtom | SyntaxLabelled | SyntaxLabelReference

"""The types of numeric results: which are flonums, which of these cannot be negative, and which need not be real."""

from __future__ import annotations

from fractions import Fraction

from eshkol.low.kinds import (
    ARITHMETIC,
    COMPARISONS,
    COMPLEX,
    EXACT,
    FIXNUM,
    FIXNUM_PRESERVING,
    FLONUM,
    FLONUM_PRESERVING,
    NEGATIVE,
    NUMBER,
    REAL,
    TO_FLONUM,
)
from eshkol.low.nodes import Atom, Literal

# These may give numbers that are not real whatever their arguments, the others below only for some real ones.
MAKERS = frozenset({"make-rectangular", "make-polar", "string->number"})
ROOTS = frozenset({"sqrt", "log", "expt", "asin", "acos"})
NEVER_NEGATIVE = frozenset({"sqrt", "exp", "abs", "magnitude", "square"})
SIGN_KEEPING = TO_FLONUM | {"exact", "inexact->exact", "floor", "ceiling", "round", "truncate", "%add2", "%multiply2"}


def number_result(name: str, arguments: tuple[Atom, ...], types: list[int], row: int) -> int:
    """The type of a primitive's result: `row` is what its row says, which is kept where nothing better is known."""
    if name in MAKERS:
        return row | COMPLEX
    if row & ~NUMBER:
        return row
    may_be_complex = row & COMPLEX and _may_be_complex(name, arguments, types)
    result = _real_result(name, types)
    if result is None:
        result = row & ~COMPLEX
    if _is_never_negative(name, arguments, types):
        result &= ~NEGATIVE
    return result | COMPLEX if may_be_complex else result


def _real_result(name: str, types: list[int]) -> int | None:
    """The type of a result that is real, where it depends on the arguments."""
    if name in ARITHMETIC:
        if any(_only(t, FLONUM) for t in types):
            return FLONUM
        return REAL if any(t & FLONUM for t in types) else EXACT
    if name in TO_FLONUM or (name in FLONUM_PRESERVING and all(_only(t, FLONUM) for t in types)):
        return FLONUM
    if name in FIXNUM_PRESERVING and all(_only(t, FIXNUM) for t in types):
        return FIXNUM
    return None


def _may_be_complex(name: str, arguments: tuple[Atom, ...], types: list[int]) -> bool:
    if any(t & COMPLEX for t in types) or name not in ROOTS:
        return any(t & COMPLEX for t in types)
    match name:
        case "asin" | "acos":
            return not _is_within_one(arguments[0])
        case "expt":
            return not _only(types[1], FIXNUM) and not is_nonnegative(types[0])
        case _:
            return not all(map(is_nonnegative, types))


def is_nonnegative(types: int) -> bool:
    """True for what is no negative number. (NaN and -0.0 are none.)"""
    return types & NEGATIVE == 0


def _is_within_one(atom: Atom) -> bool:
    return isinstance(atom, Literal) and isinstance(atom.value, int | float | Fraction) and -1 <= atom.value <= 1


def _is_never_negative(name: str, arguments: tuple[Atom, ...], types: list[int]) -> bool:
    if any(t & COMPLEX for t in types):
        return name == "magnitude"
    if name in NEVER_NEGATIVE or (name == "%multiply2" and arguments[0] is arguments[1]):
        return True
    if name in SIGN_KEEPING:
        return all(map(is_nonnegative, types))
    if name == "%divide2":
        # Not by what may be -0.0.
        return isinstance(arguments[1], Literal) and arguments[1].value != 0 and all(map(is_nonnegative, types))
    return name == "max" and any(map(is_nonnegative, types))


def _only(types: int, mask: int) -> bool:
    return types != 0 and types & ~mask == 0


# --- What comparisons with a literal that is not negative tell of the other side. ---

# For (P x literal) and (P literal x): whether x is not negative when the test holds (True) or when it does not (False).
_LITERAL_SECOND = {"%less2": False, "%less-equal2": False, "%greater2": True, "%greater-equal2": True}
_LITERAL_FIRST = {"%less2": True, "%less-equal2": True, "%greater2": False, "%greater-equal2": False}
_SIGN_TESTS = {"negative?": False, "positive?": True}


def nonnegative_when(name: str, arguments: tuple[Atom, ...]) -> tuple[Atom, bool] | None:
    """The argument of a test that is not negative (NaN included) in the branch given; None: the test says nothing."""
    if name in _SIGN_TESTS:
        return arguments[0], _SIGN_TESTS[name]
    if name not in COMPARISONS or name == "%number=2":
        return None
    first, second = arguments
    if _is_limit(second):
        return first, _LITERAL_SECOND[name]
    return (second, _LITERAL_FIRST[name]) if _is_limit(first) else None


def _is_limit(atom: Atom) -> bool:
    return isinstance(atom, Literal) and isinstance(atom.value, int | float | Fraction) and atom.value >= 0

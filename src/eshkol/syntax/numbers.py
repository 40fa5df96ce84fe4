"""The number syntax of R7RS section 7.1.1: text to exact integers, rationals, floating-point and complex numbers."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from eshkol.record import record
from eshkol.syntax.datum import Complex

Real = int | Fraction | float
Number = Real | Complex

# An exact number with a larger decimal exponent would need absurd amounts of memory.
MAXIMAL_EXACT_EXPONENT = 100_000
# Python converts no longer decimal text at once (sys.set_int_max_str_digits); longer ones are read in halves.
_DIGITS_AT_ONCE = 4000

_DIGITS = {2: "[01]", 8: "[0-7]", 10: "[0-9]", 16: "[0-9a-fA-F]"}
_RADIX_LETTERS = {"b": 2, "o": 8, "d": 10, "x": 16}
_PREFIX = re.compile(r"#[bodxieBODXIE]")
# What begins like this is a number or a mistake, with a few names excepted that are too common to be refused.
_LIKE_A_NUMBER = re.compile(r"[+-]?\.?[0-9]")
_NUMBER_LIKE_NAMES = frozenset({"1+", "-1+", "1-"})
_INTEGER = re.compile(r"[+-]?[0-9]+")


@record(frozen=True, slots=True)
class NumberProblem:
    """Text that is meant as a number but gives none: what is wrong with it, which follows it in a
    sentence, and perhaps what to do."""

    says: str
    hint: str | None = None


def _unsigned_pattern(radix: int) -> str:
    digit = _DIGITS[radix]
    rational = f"{digit}+(?:/{digit}+)?"
    return r"(?:[0-9]+/[0-9]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)" if radix == 10 else f"(?:{rational})"


_SPECIAL = r"(?:[iI][nN][fF]|[nN][aA][nN])\.0"


def _real_pattern(radix: int) -> str:
    return rf"(?:[+-]?{_unsigned_pattern(radix)}|[+-]{_SPECIAL})"


def _rectangular_pattern(radix: int) -> re.Pattern[str]:
    return re.compile(rf"({_real_pattern(radix)})?([+-](?:{_unsigned_pattern(radix)}|{_SPECIAL})?)[iI]")


_REAL = {radix: re.compile(_real_pattern(radix)) for radix in _DIGITS}
_RECTANGULAR = {radix: _rectangular_pattern(radix) for radix in _DIGITS}
_POLAR = {radix: re.compile(rf"({_real_pattern(radix)})@({_real_pattern(radix)})") for radix in _DIGITS}


def parse_number(text: str) -> Number | NumberProblem | None:
    """The number that `text` denotes; None when it is no number at all (it may then be an identifier)."""
    if _INTEGER.fullmatch(text):
        return parse_integer(text)
    radix, exactness, body = 10, "", text
    seen: set[str] = set()
    while _PREFIX.match(body):
        letter = body[1].lower()
        kind = "exactness" if letter in "ie" else "radix"
        if kind in seen:
            return NumberProblem(f"gives its {kind} twice")
        seen.add(kind)
        if kind == "radix":
            radix = _RADIX_LETTERS[letter]
        else:
            exactness = letter
        body = body[2:]
    try:
        number = _parse_body(body, radix, exactness)
    except _NoValue as problem:
        return problem.problem
    if number is None and seen:
        return NumberProblem(f"is not a number in radix {radix}")
    return number


class _NoValue(Exception):
    """Text with the form of a number that denotes none."""

    def __init__(self, says: str, hint: str | None = None) -> None:
        super().__init__(says)
        self.problem = NumberProblem(says, hint)


def _parse_body(body: str, radix: int, exactness: str) -> Number | None:
    """The number without its prefixes; None when it does not have the form of one."""
    if _REAL[radix].fullmatch(body):
        return _real(body, radix, exactness)
    if rectangular := _RECTANGULAR[radix].fullmatch(body):
        return _rectangular(rectangular[1] or "0", rectangular[2], radix, exactness)
    if polar := _POLAR[radix].fullmatch(body):
        return _polar(polar[1], polar[2], radix, exactness)
    return None


def looks_like_number(text: str) -> bool:
    """True for text that cannot be a name without bars, because it begins like a number."""
    return _LIKE_A_NUMBER.match(text) is not None and text not in _NUMBER_LIKE_NAMES


def parse_integer(text: str, radix: int = 10) -> int:
    """`text` (an optional sign and digits) as an integer, however long it is."""
    if len(text) <= _DIGITS_AT_ONCE or radix != 10:
        return int(text, radix)
    if text[0] in "+-":
        magnitude = parse_integer(text[1:])
        return -magnitude if text[0] == "-" else magnitude
    half = len(text) // 2
    shift: int = 10**half
    return parse_integer(text[:-half]) * shift + parse_integer(text[-half:])


def make_rectangular(real: Real, imaginary: Real) -> Number:
    """The number with these parts; real when the imaginary part is an exact 0. One inexact part makes both so."""
    if not isinstance(imaginary, float) and imaginary == 0:
        return real
    if isinstance(real, float) or isinstance(imaginary, float):
        return Complex(_to_float(real), _to_float(imaginary))
    return Complex(real, imaginary)


def _rectangular(real: str, imaginary: str, radix: int, exactness: str) -> Number:
    first = 0 if real == "0" else _real(real, radix, exactness)
    second = _real(imaginary + "1" if len(imaginary) == 1 else imaginary, radix, exactness)
    return make_rectangular(first, second)


def _polar(magnitude: str, angle: str, radix: int, exactness: str) -> Number:
    first, second = _real(magnitude, radix, exactness), _real(angle, radix, exactness)
    if any(not isinstance(part, float) and part == 0 for part in (first, second)):
        return first
    length, radians = _to_float(first), _to_float(second)
    if math.isinf(radians):
        radians = math.nan
    parts = (length * math.cos(radians), length * math.sin(radians))
    if exactness != "e":
        return Complex(*parts)
    if not all(map(math.isfinite, parts)):
        raise _NoValue("has no exact value")
    real, imaginary = (_simplest(Fraction(part)) for part in parts)
    return make_rectangular(real, imaginary)


def _real(text: str, radix: int, exactness: str) -> Real:
    lowered = text.lower()
    if lowered[1:] in ("inf.0", "nan.0"):
        if exactness == "e":
            raise _NoValue("has no exact value")
        return float(lowered[:-2]) if lowered[1] == "i" else float("nan")
    if "/" in text:
        return _rational(text, radix, exactness)
    if radix == 10 and (set(lowered) & {".", "e"}):
        return _exact_decimal(lowered) if exactness == "e" else float(lowered)
    value = parse_integer(text, radix)
    return _to_float(value) if exactness == "i" else value


def _rational(text: str, radix: int, exactness: str) -> Real:
    numerator, denominator = (parse_integer(part, radix) for part in text.split("/"))
    if denominator == 0:
        raise _NoValue("divides by zero")
    value = Fraction(numerator, denominator)
    return _to_float(value) if exactness == "i" else _simplest(value)


def _exact_decimal(text: str) -> Real:
    mantissa, _, exponent = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    power = parse_integer(exponent) if exponent else 0
    if abs(power) > MAXIMAL_EXACT_EXPONENT:
        raise _NoValue("is too large an exact number", f"the largest exponent in a program is {MAXIMAL_EXACT_EXPONENT}")
    return _simplest(Fraction(parse_integer(whole + fraction)) * Fraction(10) ** (power - len(fraction)))


def _simplest(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def _to_float(value: Real) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")

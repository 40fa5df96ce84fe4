"""Random cases for number primitives, with what CPython says: texts and long integers."""

from __future__ import annotations

import math
import random
import struct
import sys
from collections.abc import Callable
from fractions import Fraction

from tests.runtime.numbers_process import Argument, Failure, Result
from tests.runtime.numbers_samples import simplest, to_double

sys.set_int_max_str_digits(0)

Case = tuple[tuple[Argument, ...], Result]
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
PREFIXES = {2: "#b", 8: "#o", 10: "#d", 16: "#x"}


def in_radix(n: int, radix: int) -> str:
    """Digits of an integer, in time that is all right for some hundred digits."""
    sign, n = ("-", -n) if n < 0 else ("", n)
    digits = []
    while n:
        n, digit = divmod(n, radix)
        digits.append(DIGITS[digit])
    return sign + ("".join(reversed(digits)) or "0")


# --- Texts. ---


def any_double(source: random.Random) -> float:
    """A finite one: any bit pattern, a short decimal, or a neighbour of a power of two."""
    kind = source.randrange(4)
    if kind == 0:
        return round(source.uniform(-1000, 1000), source.randrange(8))
    if kind == 1:
        return math.nextafter(
            source.choice([1, -1]) * 2.0 ** source.randrange(-1074, 1024), source.choice([0, math.inf])
        )
    while True:
        value: float = struct.unpack("<d", source.randbytes(8))[0]
        if math.isfinite(value):
            return value


def any_integer(source: random.Random, bits: int = 400) -> int:
    return source.choice([1, -1]) * source.getrandbits(source.randrange(1, bits))


def decimal_text(source: random.Random) -> str:
    """Digits with a point, an exponent or both; often close to halfway between two doubles."""
    if source.random() < 0.3:
        d = abs(any_double(source))
        middle = (Fraction(d) + Fraction(min(math.nextafter(d, math.inf), sys.float_info.max))) / 2
        text = middle_text(middle) if middle else "0.0"
        return text + source.choice(["", "0", "1", "0000000000000000000001"])
    whole = "".join(source.choices("0123456789", k=source.randrange(0, 25)))
    fraction = "".join(source.choices("0123456789", k=source.randrange(0 if whole else 1, 25)))
    exponent = source.choice(["", "e", "E"])
    if exponent:
        exponent += source.choice(["", "+", "-"]) + str(source.randrange(400))
    point = "." if fraction or not exponent else source.choice(["", "."])
    return whole + point + fraction + exponent


def middle_text(value: Fraction) -> str:
    """The exact decimal expansion of a positive fraction whose denominator is a power of two."""
    places = value.denominator.bit_length() - 1
    digits = str(value.numerator * 5**places).rjust(places + 1, "0")
    return digits[: len(digits) - places] + "." + digits[len(digits) - places :]


def significand(text: str) -> tuple[int, int]:
    mantissa, _, exponent = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    value, power = int(whole + fraction), int(exponent or 0) - len(fraction)
    while value and value % 10 == 0:
        value, power = value // 10, power + 1
    return (value, power) if value else (0, 0)


def double_to_text(source: random.Random) -> Case:
    d = any_double(source)
    return ("number->string", d), repr(d)


def double_from_text(source: random.Random) -> Case:
    text = source.choice(["", "-", "+"]) + decimal_text(source)
    prefix = source.choice(["", "", "#i", "#d", "#d#i", "#I#D"])
    return ("string->number", prefix + text), float(text)


def exact_from_text(source: random.Random) -> Case:
    text = source.choice(["", "-", "+"]) + decimal_text(source)
    return ("string->number", source.choice(["#e", "#E#d", "#d#e"]) + text), simplest(Fraction(text))


def integer_text(source: random.Random) -> Case:
    n, radix = any_integer(source), source.randrange(2, 37)
    if source.random() < 0.5:
        return ("number->string", n, radix), in_radix(n, radix)
    text = source.choice([str.upper, str.lower])(in_radix(n, radix))
    if radix not in PREFIXES or source.random() < 0.4:
        return ("string->number", text, radix), n
    exactness = source.choice(["", "#e", "#i"])
    prefixes = [PREFIXES[radix], exactness]
    source.shuffle(prefixes)
    return ("string->number", "".join(prefixes) + text, source.choice([2, 10, 16])), to_double(
        n
    ) if exactness == "#i" else n


def fraction_text(source: random.Random) -> Case:
    n, d, radix = any_integer(source, 200), abs(any_integer(source, 200)), source.choice([2, 8, 10, 16])
    text = f"{in_radix(n, radix)}/{in_radix(d, radix)}"
    if d == 0:
        return ("string->number", text, radix), False
    if source.random() < 0.5:
        return ("string->number", "#i" + text, radix), to_double(Fraction(n, d))
    if source.random() < 0.5:
        return ("inexact", simplest(Fraction(n, d))), to_double(Fraction(n, d))
    return ("string->number", text, radix), simplest(Fraction(n, d))


TEXTS: list[Callable[[random.Random], Case]] = [
    double_to_text, double_to_text, double_from_text, double_from_text, exact_from_text, integer_text, fraction_text
]  # fmt: skip


def text_case(source: random.Random) -> Case:
    """A conversion between a number and a text, and its result."""
    return source.choice(TEXTS)(source)


def right_text(result: Result, wanted: Result) -> bool:
    """Doubles are written with the digits that repr chooses, but a point or exponent elsewhere."""
    if isinstance(result, str) and isinstance(wanted, str) and result != wanted:
        return result.startswith("-") == wanted.startswith("-") and significand(result) == significand(wanted)
    if isinstance(result, float) and isinstance(wanted, float):
        return struct.pack("<d", result) == struct.pack("<d", wanted)
    return type(result) is type(wanted) and result == wanted


# --- Long integers. ---


def truncated(a: int, b: int) -> tuple[int, int]:
    quotient = abs(a) // abs(b)
    quotient = quotient if (a < 0) == (b < 0) else -quotient
    return quotient, a - b * quotient


BINARY: dict[str, Callable[[int, int], Result]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
    "quotient": lambda a, b: truncated(a, b)[0], "remainder": lambda a, b: truncated(a, b)[1],
    "modulo": lambda a, b: a % b, "floor/": divmod, "truncate/": truncated, "floor-quotient": lambda a, b: a // b,
    "gcd": math.gcd, "lcm": math.lcm, "bitwise-and": lambda a, b: a & b, "bitwise-ior": lambda a, b: a | b,
    "bitwise-xor": lambda a, b: a ^ b, "<": lambda a, b: a < b, "=": lambda a, b: a == b,
    "/": lambda a, b: simplest(Fraction(a, b)),
}  # fmt: skip
DIVISIONS = {"quotient", "remainder", "modulo", "floor/", "truncate/", "floor-quotient", "/"}


def long_integer(source: random.Random, digits: int) -> int:
    """Up to so many decimal digits; limbs of zeros and ones among them."""
    bits = int(source.choice([1, 0.5, 0.1, 0.01]) * source.random() * digits * 3.3219) + 1
    n = source.getrandbits(bits)
    if source.random() < 0.2:
        n = (1 << bits) - source.choice([0, 1, 1 << bits // 2])
    return source.choice([1, -1]) * n


def integer_case(source: random.Random, digits: int) -> Case:
    """An operation on integers of up to so many digits, and its result."""
    a, b = long_integer(source, digits), long_integer(source, digits)
    kind = source.randrange(7)
    if kind < 3:
        name = source.choice(sorted(BINARY))
        if name in DIVISIONS and b == 0:
            return (name, a, b), Failure(f"zero {name}")
        return (name, a, b), BINARY[name](a, b)
    if kind == 3:
        root = math.isqrt(abs(a))
        return ("exact-integer-sqrt", abs(a)), (root, abs(a) - root * root)
    if kind == 4:
        base, exponent = long_integer(source, digits // 20), source.randrange(20)
        return ("expt", base, exponent), base**exponent
    if kind == 5:
        count = source.randrange(-digits, digits)
        return ("arithmetic-shift", a, count), a << count if count >= 0 else a >> -count
    return integer_text_case(source, a)


def integer_text_case(source: random.Random, n: int) -> Case:
    """Texts of long integers: Python itself converts in these radices only."""
    radix = source.choice([2, 8, 10, 16])
    text = format(n, {2: "b", 8: "o", 10: "d", 16: "x"}[radix])
    return (("number->string", n, radix), text) if source.random() < 0.5 else (("string->number", text, radix), n)

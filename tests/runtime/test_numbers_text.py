"""number->string and string->number: every radix, shortest doubles, correct rounding, what is and is not a number."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eshkol.syntax.numbers import NumberProblem, parse_number
from tests.runtime.numbers_process import Failure, Harness, Wide
from tests.runtime.numbers_samples import (
    DOUBLES,
    EDGES,
    doubles,
    integers,
    random_double,
    random_integer,
    rationals,
    same,
    simplest,
    to_double,
)

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
DECIMAL_ALPHABET = "0123456789"


def digits_of(n: int, radix: int) -> str:
    """The oracle for any radix."""
    if n < 0:
        return "-" + digits_of(-n, radix)
    text = ""
    while n >= radix:
        n, digit = divmod(n, radix)
        text = DIGITS[digit] + text
    return DIGITS[n] + text


def double_text(d: float) -> str:
    """Python's digits, laid out as Scheme programs expect them."""
    if math.isnan(d) or math.isinf(d):
        return "+nan.0" if d != d else "+inf.0" if d > 0 else "-inf.0"
    mantissa, _, exponent = f"{abs(d)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0") or "0"
    point = int(exponent or 0) - len(fraction) + len(digits)
    digits = digits.rstrip("0") or "0"
    sign = "-" if math.copysign(1, d) < 0 else ""
    if d == 0:
        return sign + "0.0"
    if not -6 < point <= 21:
        return f"{sign}{digits[0]}{'.' if digits[1:] else ''}{digits[1:]}e{point - 1}"
    padded = "0" * (1 - point) + digits.ljust(point, "0")
    split = max(point, 1)
    return f"{sign}{padded[:split]}.{padded[split:] or '0'}"


@pytest.mark.parametrize("radix", range(2, 37))
def test_integers_in_every_radix(numbers: Harness, radix: int) -> None:
    source = random.Random(radix)
    values = [
        *EDGES,
        *(random_integer(source) for _ in range(20)),
        radix**100,
        radix**100 - 1,
        source.getrandbits(9000),
    ]
    texts = [digits_of(n, radix) for n in values]
    assert numbers.batch([("number->string", n, radix) for n in values]) == texts
    assert numbers.batch([("string->number", text, radix) for text in texts]) == values
    assert numbers.batch([("string->number", "+" + text.upper().lstrip("-"), radix) for text in texts]) == list(
        map(abs, values)
    )


def test_long_decimal_integers(numbers: Harness) -> None:
    source = random.Random(5)
    for length in (151, 152, 153, 304, 305, 1000, 2000, 4000):
        text = "9" + "".join(source.choices(DECIMAL_ALPHABET, k=length - 1))
        assert numbers.call("string->number", text) == int(text)
        assert numbers.call("number->string", int(text)) == text
        assert numbers.call("number->string", 10**length) == "1" + "0" * length
        assert numbers.call("string->number", "-0000" + text) == -int(text)


def test_a_hundred_thousand_digits_and_back(numbers: Harness) -> None:
    n = random.Random(6).getrandbits(332_193)
    text = numbers.call("number->string", n)
    assert isinstance(text, str)
    assert len(text) in (99_999, 100_000, 100_001)
    assert int(text[-30:]) == n % 10**30
    assert numbers.call("string->number", text) == n


@settings(max_examples=200, deadline=None)
@given(rationals, st.integers(2, 36))
def test_fractions(numbers: Harness, q: int | Fraction, radix: int) -> None:
    value = Fraction(q)
    text = digits_of(value.numerator, radix)
    if value.denominator > 1:
        text += "/" + digits_of(value.denominator, radix)
    assert numbers.call("number->string", q, radix) == text
    assert numbers.call("string->number", text, radix) == q
    unreduced = f"{value.numerator * 6}/{value.denominator * 6}"
    assert numbers.call("string->number", unreduced) == q
    assert same(numbers.call("string->number", "#i" + unreduced), to_double(value))


def check_double(harness: Harness, d: float) -> None:
    text = harness.call("number->string", d)
    assert text == double_text(d)
    assert same(harness.call("string->number", text), d)


@settings(max_examples=200, deadline=None)
@given(doubles)
def test_doubles_are_written_shortest(numbers: Harness, d: float) -> None:
    check_double(numbers, d)


def test_random_doubles_round_trip(numbers: Harness) -> None:
    source = random.Random(7)
    values = [random_double(source) for _ in range(8000)]
    texts = numbers.batch([("number->string", d) for d in values])
    assert texts == [double_text(d) for d in values]
    for d, back in zip(values, numbers.batch([("string->number", str(text)) for text in texts]), strict=True):
        assert same(back, d)


def test_powers_and_edges_of_doubles(numbers: Harness) -> None:
    for d in [*DOUBLES, *(10.0**n for n in range(-30, 31)), *(2.0**n for n in range(-1074, 1024, 7))]:
        for neighbour in (d, math.nextafter(d, 0), math.nextafter(d, math.inf)):
            check_double(numbers, neighbour)


@pytest.mark.parametrize(
    ("d", "text"),
    [
        (1.0, "1.0"), (0.1, "0.1"), (-0.0, "-0.0"), (1e100, "1e100"), (1.5e-10, "1.5e-10"), (1e21, "1e21"),
        (1e20, "100000000000000000000.0"), (123456.789, "123456.789"), (1e-7, "1e-7"), (0.000001, "0.000001"),
        (5e-324, "5e-324"), (math.inf, "+inf.0"), (-math.inf, "-inf.0"), (math.nan, "+nan.0"), (-math.nan, "+nan.0"),
    ],
)  # fmt: skip
def test_how_doubles_look(numbers: Harness, d: float, text: str) -> None:
    assert numbers.call("number->string", d) == text


def test_decimals_are_rounded_correctly(numbers: Harness) -> None:
    source = random.Random(8)
    texts = [
        f"{''.join(source.choices(DECIMAL_ALPHABET, k=source.randrange(1, 40)))}"
        f"{source.choice(['', '.', '.' + ''.join(source.choices(DECIMAL_ALPHABET, k=source.randrange(1, 40)))])}"
        f"{source.choice(['e', 'E'])}{source.choice(['', '+', '-'])}{source.randrange(330)}"
        for _ in range(3000)
    ]
    # Halfway between two doubles, and a little beside: needs every digit.
    for _ in range(300):
        d = abs(random_double(source))
        if math.isfinite(d) and 0 < d < 1e300:
            middle = (Fraction(d) + Fraction(math.nextafter(d, math.inf))) / 2
            scaled = middle * 10**1100
            texts += [f"{scaled.numerator // scaled.denominator + step}e-1100" for step in (-1, 0, 1)]
    for text, result in zip(texts, numbers.batch([("string->number", text) for text in texts]), strict=True):
        assert same(result, float(text)), text
    exact = [("string->number", "#e" + text) for text in texts[:1500]]
    for text, result in zip(texts, numbers.batch(exact), strict=False):
        assert same(result, simplest(Fraction(text))), text


@settings(max_examples=200, deadline=None)
@given(st.one_of(rationals, integers))
def test_exact_to_inexact_is_correctly_rounded(numbers: Harness, q: int | Fraction) -> None:
    assert same(numbers.call("inexact", q), to_double(q))
    tiny = simplest(Fraction(q) / 2**1060)
    assert same(numbers.call("exact->inexact", tiny), to_double(tiny))


def test_rounding_at_the_edges_of_doubles(numbers: Harness) -> None:
    source = random.Random(9)
    values: list[int | Fraction] = [2**1024 - 2**970, 2**1024 - 2**970 - 1, 2**1024 - 2**970 + 1, -(2**1024)]
    for exponent in (-1074, -1073, -1060, -1022, -1021, -500, 0, 500, 970):
        for _ in range(40):
            mantissa = source.getrandbits(54) | 1 << 53
            for extra in (0, 1, -1):
                values.append(simplest((Fraction(mantissa) + Fraction(extra, 2**90)) * Fraction(2) ** exponent / 4))
                values.append(simplest((Fraction(mantissa) + Fraction(extra, 2**90)) * Fraction(2) ** exponent / 2**53))
    for q in values:
        assert same(numbers.call("inexact", q), to_double(q)), q


@settings(max_examples=200, deadline=None)
@given(doubles)
def test_inexact_to_exact(numbers: Harness, d: float) -> None:
    if math.isfinite(d):
        assert numbers.batch([("exact", d), ("inexact->exact", d)]) == [simplest(Fraction(d))] * 2
    else:
        assert isinstance(numbers.call("exact", d), Failure)


NUMBER_PIECES = [
    *(
        "#e",
        "#i",
        "#x",
        "#b",
        "1",
        "0",
        "12",
        "a",
        "1/2",
        "3/0",
        "1.5",
        ".25",
        "1e2",
        "-0.0",
        "1e400",
        "+inf.0",
        "-nan.0",
    ),
    *("+", "-", "i", "I", "@", "+i", "-i", "+2i", "-3.5i", "+inf.0i"),
]

NO_NUMBERS = [
    "-", "+", ".", "...", "-.", "+.", "1/", "/2", "1/0", "0/0", "1//2", "1/2/3", "1/-2", "1e", "e1", "1e+", "1e-",
    ".e1", "1.2.3", "1e1.5", "1e1e1", "--", "+-1", "1-", "1+", "1_000", "1,5", "0x10", "abc", "#x", "#e", "#xg",
    "#b2", "#o8", "#d1a", "#x1.5", "#b1e1", "#e#e1", "#x#b1", "#e1#x", "#e+inf.0", "#e-nan.0", "inf.0", "+inf",
    "+inf.00", "+inf.0e1", "nan.0", "i", "1i", "1@", "@2", "1@2i", "1@2@3", "1+2", "1+2ii", "+.i", "+1/0i", "1/0+i",
    "1ei", "+ei", "1+1ei", "1++i", "1+i+", "+i+i", "1+i2", "#x1@g", "#e1+inf.0i", "#e1@+inf.0", "#b1+2i",
    "infinity", "nan", "inf", "NaN", "1.5/2", "1/2.5",
    "1/2e3", "1f0", "1d0", "١", "½",
]  # fmt: skip


def test_what_is_no_number(numbers: Harness) -> None:
    narrow = [text for text in NO_NUMBERS if text.isascii()]
    spaced = ["", " 1", "1 ", "1\n", "1\0", "\0", "#", "# 1"]
    assert numbers.batch([("string->number", text) for text in [*narrow, *spaced]]) == [False] * (
        len(narrow) + len(spaced)
    )
    assert numbers.batch([("string->number", Wide(text)) for text in NO_NUMBERS]) == [False] * len(NO_NUMBERS)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("#xFF", 255), ("#b-101", -5), ("#o17", 15), ("#d10", 10), ("#e1.5", Fraction(3, 2)), ("#i5", 5.0),
        ("#x#e1F", 31), ("#e#x1F", 31), ("#I#X-a/A", -1.0), ("#E1E3", 1000), ("#e-.5e-1", Fraction(-1, 20)), ("007", 7),
        ("-0", 0), ("-0.0", -0.0), ("#e-0.0", 0), ("#i-0", -0.0), (".5", 0.5), ("5.", 5.0), ("+5.E+2", 500.0),
        ("1e400", math.inf), ("-1e400", -math.inf), ("1e-400", 0.0), ("1e99999999999999999999999", math.inf),
        ("0e99999999999999999999", 0.0),
        ("#e0e99999999999999999999", 0), ("+inf.0", math.inf), ("-INF.0", -math.inf), ("+NaN.0", math.nan),
        ("#i-inf.0", -math.inf), ("#x+inf.0", math.inf), ("10/4", Fraction(5, 2)), ("0/5", 0), ("#i1/3", 1 / 3),
    ],
)  # fmt: skip
def test_what_is_a_number(numbers: Harness, text: str, value: float) -> None:
    assert same(numbers.call("string->number", text), value)
    assert same(numbers.call("string->number", Wide(text)), value)


@settings(max_examples=600, deadline=None)
@given(
    st.one_of(
        st.text("0123456789+-./eExX#bBiInfaN@", max_size=12),
        st.lists(st.sampled_from(NUMBER_PIECES), max_size=6).map("".join),
    )
)
def test_runtime_and_compiler_read_alike(numbers: Harness, text: str) -> None:
    compiled = parse_number(text)
    if isinstance(compiled, NumberProblem) and "exponent" in str(compiled.hint):
        return
    wanted = False if compiled is None or isinstance(compiled, NumberProblem) else compiled
    assert same(numbers.call("string->number", text), wanted)
    if isinstance(compiled, NumberProblem) and text.startswith("#"):
        return  # with or without the form of a number
    assert numbers.call("number-text", text) is (compiled is not None)


def test_a_radix_argument_gives_way_to_a_prefix(numbers: Harness) -> None:
    calls = [
        ("string->number", "#x10", 8),
        ("string->number", "10", 8),
        ("string->number", "1e2", 16),
        ("string->number", "1.5", 8),
    ]
    assert numbers.batch(calls) == [16, 8, 0x1E2, False]

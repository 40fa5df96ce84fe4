"""Numbers that are not real: arithmetic against Python's Fraction and complex, functions and their cuts, text."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eshkol.syntax.datum import Complex
from eshkol.syntax.numbers import make_rectangular, parse_number
from eshkol.syntax.write import write_atom
from tests.runtime.numbers_process import Argument, Failure, Harness, Number, Result
from tests.runtime.numbers_samples import exacts, nonzero_integers, same, simplest

Any = int | Fraction | float | Complex

exact_complexes = st.builds(make_rectangular, exacts, st.one_of(exacts, st.just(1), st.just(-1)))
moderate = st.floats(-1e6, 1e6).filter(lambda x: x == 0 or abs(x) > 1e-6)
inexact_complexes = st.builds(Complex, moderate, moderate)
any_doubles = st.builds(Complex, st.floats(), st.floats())


def parts(z: Result) -> tuple[Fraction, Fraction]:
    """Of an exact number."""
    if isinstance(z, Complex):
        return Fraction(z.real), Fraction(z.imaginary)
    assert isinstance(z, int | Fraction)
    return Fraction(z), Fraction(0)


def exact(real: Fraction, imaginary: Fraction) -> Any:
    return make_rectangular(simplest(real), simplest(imaginary))


def as_python(z: Result) -> complex:
    if isinstance(z, Complex):
        return complex(float(z.real), float(z.imaginary))
    assert isinstance(z, int | Fraction | float)
    return complex(float(z))


def close(result: Result, answer: complex, tolerance: float = 1e-12) -> bool:
    return isinstance(result, Complex | float) and cmath.isclose(as_python(result), answer, rel_tol=tolerance)


def product(a: Any, b: Any) -> Any:
    (ar, ai), (br, bi) = parts(a), parts(b)
    return exact(ar * br - ai * bi, ar * bi + ai * br)


@settings(max_examples=150, deadline=None)
@given(exact_complexes, exact_complexes)
def test_exact_arithmetic(numbers: Harness, a: Any, b: Any) -> None:
    (ar, ai), (br, bi) = parts(a), parts(b)
    calls: list[tuple[Argument, ...]] = [("+", a, b), ("-", a, b), ("*", a, b), ("-", a), ("=", a, b), ("=", a, a)]
    answers = [exact(ar + br, ai + bi), exact(ar - br, ai - bi), product(a, b), exact(-ar, -ai), a == b, True]
    for call, result, answer in zip(calls, numbers.batch(calls), answers, strict=True):
        assert same(result, answer), call
    quotient = numbers.call("/", a, b)
    if br == bi == 0:
        assert quotient == Failure("zero /")
    else:
        assert isinstance(quotient, int | Fraction | Complex)
        assert same(product(quotient, b), a)


@settings(max_examples=150, deadline=None)
@given(inexact_complexes, st.one_of(inexact_complexes, moderate, exact_complexes))
def test_inexact_arithmetic(numbers: Harness, a: Complex, b: Any) -> None:
    try:
        x, y = as_python(a), as_python(b)
    except OverflowError:
        return
    assume(abs(y) < 1e100)
    assert close(numbers.call("+", a, b), x + y)
    assert close(numbers.call("-", b, a), y - x)
    if not (isinstance(b, int) and b == 0) and abs(y) > 1e-100:
        # Cancellation makes single parts less accurate than the whole.
        assert close(numbers.call("*", a, b), x * y)
        assert close(numbers.call("/", a, b), x / y)
        assert x == 0 or close(numbers.call("/", b, a), y / x)


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        (("+", Complex(1, 2), 1.5), Complex(2.5, 2.0)), (("+", Complex(1.0, -0.0), 1), Complex(2.0, -0.0)),
        (("-", 1, Complex(0.0, 0.0)), Complex(1.0, -0.0)), (("*", 2.0, Complex(3, 4)), Complex(6.0, 8.0)),
        (("*", Complex(0, 1), Complex(0, 1)), -1), (("*", Complex(math.inf, 2.0), 1.0), Complex(math.inf, 2.0)),
        (("/", Complex(1, 2), Complex(3, 4)), Complex(Fraction(11, 25), Fraction(2, 25))),
        (("/", Complex(1, 2), 0), Failure("zero /")), (("/", Complex(1.0, 2.0), 0), Complex(math.inf, math.inf)),
        (("/", Complex(0, 2)), Complex(0, Fraction(-1, 2))), (("square", Complex(1, 1)), Complex(0, 2)),
        (("make-rectangular", 1, 2), Complex(1, 2)), (("make-rectangular", 1.5, 0), 1.5),
        (("make-rectangular", 0, 1.5), Complex(0.0, 1.5)), (("make-rectangular", 1, 0.0), Complex(1.0, 0.0)),
        (("make-polar", 2, 0), 2), (("make-polar", 0, 5), 0), (("make-polar", 1.0, 0.0), Complex(1.0, 0.0)),
        (("real-part", 5), 5), (("imag-part", 5.5), 0), (("real-part", Complex(1, 2)), 1),
        (("imag-part", Complex(1.0, 2.0)), 2.0), (("magnitude", Complex(3, -4)), 5), (("magnitude", -5), 5),
        (("magnitude", Complex(3.0, 4.0)), 5.0), (("magnitude", Complex(-math.inf, math.nan)), math.inf),
        (("magnitude", Complex(3 * 10**400, 4 * 10**400)), 5 * 10**400), (("angle", 1), 0), (("angle", 1.5), 0.0),
        (("angle", -1), math.pi), (("angle", -1.0), math.pi), (("angle", Complex(0, 1)), math.pi / 2),
        (("angle", Complex(-1.0, -0.0)), -math.pi), (("angle", math.nan), math.nan),
        (("exact", Complex(1.5, 2.0)), Complex(Fraction(3, 2), 2)), (("exact", Complex(1.5, 0.0)), Fraction(3, 2)),
        (("inexact", Complex(Fraction(1, 2), 1)), Complex(0.5, 1.0)), (("exact?", Complex(1, 2)), True),
        (("inexact?", Complex(1.0, 2.0)), True), (("real?", Complex(-2.5, 0.0)), False),
        (("complex?", Complex(1, 2)), True), (("number?", Complex(1, 2)), True), (("rational?", Complex(1, 2)), False),
        (("integer?", Complex(1, 2)), False), (("exact-integer?", Complex(1, 2)), False),
        (("exact-rational?", Complex(1, 2)), False), (("flonum?", Complex(1.0, 2.0)), False),
        (("finite?", Complex(1.0, 2.0)), True), (("finite?", Complex(1.0, math.inf)), False),
        (("infinite?", Complex(3.0, math.inf)), True), (("infinite?", Complex(math.nan, 1.0)), False),
        (("nan?", Complex(math.nan, 5.0)), True), (("nan?", Complex(1, 2)), False),
        (("zero?", Complex(0.0, -0.0)), True), (("zero?", Complex(0, 1)), False),
        (("=", Complex(1, 2), Complex(1.0, 2.0)), True), (("=", Complex(1.0, 0.0), 1), True),
        (("=", Complex(1, 2), Complex(1, 2), 1), False), (("=", Complex(2**53 + 1, 1), Complex(2.0**53, 1.0)), False),
        (("eqv", Complex(1, 2), Complex(1, 2)), True), (("eqv", Complex(1, 2), Complex(1.0, 2.0)), False),
        (("eqv", Complex(0.0, 1.0), Complex(-0.0, 1.0)), False), (("eqv", Complex(2**70, 1), Complex(2**70, 1)), True),
        (("eqv", Complex(math.nan, 1.0), Complex(math.nan, 1.0)), True), (("eqv", Complex(1, 2), 1), False),
        (("add1", Complex(1, 2)), Complex(2, 2)),
    ],
)  # fmt: skip
def test_cases(numbers: Harness, call: tuple[Argument, ...], answer: Result) -> None:
    assert same(numbers.batch([call])[0], answer)


REAL_ONLY = [
    "<", ">", "<=", ">=", "max", "min", "abs", "floor", "ceiling", "round", "truncate", "numerator", "denominator",
    "positive?", "negative?", "odd?", "even?", "quotient", "modulo", "gcd", "rationalize", "exact-integer-sqrt",
    "make-rectangular", "make-polar", "bitwise-and", "random",
]  # fmt: skip


@pytest.mark.parametrize("name", REAL_ONLY)
def test_what_needs_real_numbers_refuses_others(numbers: Harness, name: str) -> None:
    two = name in ("<", ">", "<=", ">=", "quotient", "modulo", "rationalize", "make-rectangular", "make-polar")
    for z in (Complex(1, 2), Complex(1.0, 0.0)):
        result = numbers.call(name, z, 1) if two else numbers.call(name, z)
        assert isinstance(result, Failure), result
        assert result.text.startswith(f"type {name} 1 a"), result.text
        assert not result.text.startswith(f"type {name} 1 a number"), result.text


def test_the_arc_tangent_of_two_numbers_needs_real_ones(numbers: Harness) -> None:
    result = numbers.call("atan", 1, Complex(1, 2))
    assert isinstance(result, Failure)
    assert result.text.startswith("type atan 2 a real number")


# --- Functions. ---

FUNCTIONS: dict[str, Callable[[complex], complex]] = {
    "exp": cmath.exp, "log": cmath.log, "sin": cmath.sin, "cos": cmath.cos, "tan": cmath.tan, "asin": cmath.asin,
    "acos": cmath.acos, "atan": cmath.atan, "sqrt": cmath.sqrt,
}  # fmt: skip
small = st.builds(Complex, st.floats(-5, 5), st.floats(-5, 5))


@settings(max_examples=100, deadline=None)
@given(small)
def test_functions(numbers: Harness, z: Complex) -> None:
    x = as_python(z)
    for name, function in FUNCTIONS.items():
        try:
            answer = function(x)
        except ValueError:
            continue
        result = numbers.call(name, z)
        assert isinstance(result, Complex)
        assert close(result, answer) or abs(as_python(result) - answer) < 1e-14, name


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        (("asin", 2), complex(math.pi / 2, -1.3169578969248166)),
        (("asin", -2.0), complex(-math.pi / 2, 1.3169578969248166)),
        (("acos", 2.0), complex(0, 1.3169578969248166)), (("acos", -2), complex(math.pi, -1.3169578969248166)),
        (("asin", Complex(2.0, 0.0)), complex(math.pi / 2, 1.3169578969248166)),
        (("acos", Complex(2.0, -0.0)), complex(0, 1.3169578969248166)),
        (("atan", Complex(0, 2)), complex(math.pi / 2, 0.5493061443340549)),
        (("atan", Complex(0, -2)), complex(-math.pi / 2, -0.5493061443340549)),
        (("atan", Complex(-0.0, 2.0)), complex(-math.pi / 2, 0.5493061443340549)),
        (("log", -1), complex(0, math.pi)), (("log", Complex(-1.0, -0.0)), complex(0, -math.pi)),
        (("log", Complex(-1.0, 0.0)), complex(0, math.pi)), (("log", -8, 2), complex(3, math.pi / math.log(2))),
        (("log", 2, -1), cmath.log(2) / cmath.log(-1)), (("log", Complex(0, 1)), complex(0, math.pi / 2)),
        (("log", -(10**500)), complex(500 * math.log(10), math.pi)),
        (("log", Complex(10**500, 10**500)), complex(500 * math.log(10) + math.log(2) / 2, math.pi / 4)),
        (("exp", Complex(0, 1)), cmath.exp(1j)), (("sqrt", -2), complex(0, math.sqrt(2))),
        (("sqrt", -math.inf), complex(0, math.inf)), (("sqrt", Complex(1, 1)), cmath.sqrt(1 + 1j)),
        (("sqrt", Complex(-4.0, -0.0)), complex(0, -2)),
        (("sqrt", Complex(2 * 10**600, 10**300)), complex(math.sqrt(2) * 1e300, 0.35355339059327373)),
        (("expt", -8, Fraction(1, 3)), complex(1, math.sqrt(3))), (("expt", -8.0, 0.5), complex(0, math.sqrt(8))),
        (("expt", 2, Complex(0.5, 1.0)), 2 ** complex(0.5, 1)), (("expt", Complex(0, 1), 0.5), 1j**0.5),
        (("expt", Complex(0, 1), Complex(0, 1)), complex(math.exp(-math.pi / 2), 0)),
        (("expt", -1, 0.25), cmath.exp(0.25j * math.pi)),
        (("expt", Complex(1.0, 1.0), 10), 32j), (("expt", Complex(1.0, 0.0001), 2000), complex(1.0, 0.0001) ** 2000),
        (("expt", Complex(1.0, 1.0), -2), -0.5j), (("make-polar", 2, 3), cmath.rect(2, 3)),
    ],
)  # fmt: skip
def test_values_of_functions(numbers: Harness, call: tuple[Argument, ...], answer: complex) -> None:
    result = numbers.batch([call])[0]
    assert isinstance(result, Complex)
    value = as_python(result)
    for got, wanted in ((value.real, answer.real), (value.imag, answer.imag)):
        assert math.isclose(got, wanted, rel_tol=1e-12, abs_tol=1e-14), result


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        (("sqrt", -4), Complex(0, 2)), (("sqrt", -4.0), Complex(0.0, 2.0)), (("sqrt", Complex(3, 4)), Complex(2, 1)),
        (("sqrt", Complex(-3, -4)), Complex(1, -2)), (("sqrt", Fraction(-9, 4)), Complex(0, Fraction(3, 2))),
        (("sqrt", Complex(0, 2)), Complex(1, 1)), (("sqrt", -(10**800)), Complex(0, 10**400)),
        (("sqrt", Complex(0.0, 0.0)), Complex(0.0, 0.0)), (("expt", Complex(0, 1), 2), -1),
        (("expt", Complex(1, 1), 10), Complex(0, 32)),
        (("expt", Complex(0, 1), 10**30 + 3), Complex(0, -1)), (("expt", Complex(0, -1), -(10**30) - 1), Complex(0, 1)),
        (("expt", Complex(1, 2), -1), Complex(Fraction(1, 5), Fraction(-2, 5))), (("expt", Complex(1, 2), 0), 1),
        (("expt", Complex(1.0, 2.0), 0), 1.0), (("expt", 0, Complex(1, 1)), 0), (("expt", 0.0, Complex(1, 1)), 0.0),
        (("expt", 0, Complex(-1, 1)), Failure("zero expt")), (("expt", 0, Complex(0, 1)), Failure("zero expt")),
        (("expt", -4, Fraction(1, 2)), Complex(0, 2)), (("expt", -4, Fraction(3, 2)), Complex(0, -8)),
        (("expt", -4, Fraction(-1, 2)), Complex(0, Fraction(-1, 2))),
        (("expt", Complex(3, 4), Fraction(1, 2)), Complex(2, 1)),
        (("expt", -4.0, 0.5), Complex(0.0, 2.0)), (("expt", -4, 0.5), Complex(0.0, 2.0)),
        (("expt", Complex(1, 1), 2**70), Failure("error expt: integer too large")),
        (("expt", Complex(Fraction(3, 5), Fraction(4, 5)), 2**40), Failure("error expt: integer too large")),
    ],
)  # fmt: skip
def test_exact_values_of_functions(numbers: Harness, call: tuple[Argument, ...], answer: Result) -> None:
    result = numbers.batch([call])[0]
    assert same(result, answer), result


@settings(max_examples=100, deadline=None)
@given(exact_complexes, st.integers(0, 12))
def test_exact_powers_and_roots(numbers: Harness, z: Any, exponent: int) -> None:
    power: Any = 1
    for _ in range(exponent):
        power = product(power, z)
    assert same(numbers.call("expt", z, exponent), power)
    root = numbers.call("sqrt", product(z, z))
    real, imaginary = parts(z)
    principal = z if real > 0 or (real == 0 and imaginary >= 0) else exact(-real, -imaginary)
    assert same(root, principal)


# --- Text. ---


@settings(max_examples=150, deadline=None)
@given(st.one_of(exact_complexes, any_doubles), st.sampled_from([2, 3, 8, 10, 16, 18]))
def test_text(numbers: Harness, z: Number | Complex, radix: int) -> None:
    text = numbers.call("number->string", z, radix)
    assert isinstance(text, str)
    assert same(numbers.call("string->number", text, radix), z), text
    if radix == 10:
        for written in (text, write_atom(z)):
            parsed = parse_number(written)
            assert isinstance(parsed, int | Fraction | float | Complex)
            assert same(parsed, z)


@settings(max_examples=100, deadline=None)
@given(st.floats(), st.integers(2, 36))
def test_doubles_in_every_radix(numbers: Harness, d: float, radix: int) -> None:
    text = numbers.call("number->string", d, radix)
    assert isinstance(text, str)
    assert same(numbers.call("string->number", text, radix), d), text


@pytest.mark.parametrize(
    ("z", "radix", "text"),
    [
        (Complex(0, 1), 10, "+i"), (Complex(0, -1), 10, "-i"), (Complex(1, 2), 10, "1+2i"),
        (Complex(Fraction(1, 2), Fraction(-2, 3)), 10, "1/2-2/3i"), (Complex(0.0, 1.0), 10, "0.0+1.0i"),
        (Complex(-0.0, -0.0), 10, "-0.0-0.0i"), (Complex(math.nan, -math.inf), 10, "+nan.0-inf.0i"),
        (Complex(255, -255), 16, "ff-ffi"), (Complex(0.5, -0.0), 2, "#i1/10-0i"),
        (Complex(math.inf, 0.5), 2, "#i+inf.0+1/10i"), (255.0, 16, "#iff"), (-0.0, 2, "#i-0"), (math.nan, 2, "+nan.0"),
    ],
)  # fmt: skip
def test_texts(numbers: Harness, z: Number | Complex, radix: int, text: str) -> None:
    assert numbers.call("number->string", z, radix) == text


@pytest.mark.parametrize(
    ("text", "radix", "value"),
    [
        ("+i", 10, Complex(0, 1)), ("-I", 10, Complex(0, -1)), ("1+2i", 10, Complex(1, 2)), ("1@0", 10, 1),
        ("1@2", 10, Complex(math.cos(2), math.sin(2))), ("0@5", 10, 0), ("#e1.5+2i", 10, Complex(Fraction(3, 2), 2)),
        ("-inf.0+nan.0i", 10, Complex(-math.inf, math.nan)), ("+inf.0i", 10, Complex(0.0, math.inf)),
        ("1+0i", 10, 1), ("1.5+0i", 10, 1.5), ("1+0.0i", 10, Complex(1.0, 0.0)), ("#i1+2i", 10, Complex(1.0, 2.0)),
        ("#i+i", 10, Complex(0.0, 1.0)), ("#xa+bi", 10, Complex(10, 11)), ("a+bi", 16, Complex(10, 11)),
        ("#b#e101-1/10i", 10, Complex(5, Fraction(-1, 2))), ("1e2-1e-2i", 10, Complex(100.0, -0.01)),
        ("+1e2i", 10, Complex(0.0, 100.0)), ("-2/3i", 10, Complex(0, Fraction(-2, 3))), ("+i", 36, 18),
        ("1@+inf.0", 10, Complex(math.nan, math.nan)),
        ("#e1@0.5", 10, Complex(Fraction(math.cos(0.5)), Fraction(math.sin(0.5)))),
        ("1/2@0", 10, Fraction(1, 2)), ("-1-i", 10, Complex(-1, -1)), ("+5-.5i", 10, Complex(5.0, -0.5)),
    ],
)  # fmt: skip
def test_values_of_texts(numbers: Harness, text: str, radix: int, value: Number | Complex) -> None:
    assert same(numbers.call("string->number", text, radix), value)
    if radix == 10:
        parsed = parse_number(text)
        assert isinstance(parsed, int | Fraction | float | Complex)
        assert same(parsed, value)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(exact_complexes, any_doubles), min_size=2, max_size=5), nonzero_integers)
def test_equal_numbers_have_equal_hashes(numbers: Harness, values: list[Number | Complex], n: int) -> None:
    # The harness fails when numbers that are eqv have different hashes.
    calls: list[tuple[Argument, ...]] = [("eqv", a, b) for a in [*values, n] for b in [*values, n]]
    for (_, a, b), result in zip(calls, numbers.batch(calls), strict=True):
        assert result is same(a, b)  # type: ignore[arg-type]

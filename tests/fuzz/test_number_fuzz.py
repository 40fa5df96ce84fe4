"""Numbers against CPython: texts of all kinds, and every operation on integers of up to 10000 digits."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.c_compiler import c_compiler
from tests.fuzz.number_cases import Case, integer_case, right_text, text_case
from tests.runtime.numbers_process import Harness, Variant, executable

FEW_TEXTS, MANY_TEXTS = 4_000, 1_000_000
FEW_INTEGERS, MANY_INTEGERS = 150, 20_000
"""Cases of `make test` and of `make fuzz`."""
PARTS = 8
AT_ONCE = 2_000
DIGITS = 10_000


@pytest.fixture(scope="module")
def numbers() -> Iterator[Harness]:
    harness = Harness(executable(Variant(c_compiler(), ("-O2",), "ReleaseFast")))
    yield harness
    assert harness.close() == 0


def check(numbers: Harness, cases: list[Case]) -> None:
    results = numbers.batch([call for call, _ in cases])
    wrong = [
        (call, result, wanted)
        for (call, wanted), result in zip(cases, results, strict=True)
        if not right_text(result, wanted)
    ]
    assert not wrong, [str(case)[:500] for case in wrong[:5]]


def check_texts(numbers: Harness, seed: int, count: int) -> None:
    source = random.Random(seed)
    for start in range(0, count, AT_ONCE):
        check(numbers, [text_case(source) for _ in range(min(AT_ONCE, count - start))])


def check_integers(numbers: Harness, seed: int, count: int) -> None:
    source = random.Random(seed)
    for start in range(0, count, AT_ONCE):
        check(numbers, [integer_case(source, DIGITS) for _ in range(min(AT_ONCE, count - start))])


def test_a_few_texts(numbers: Harness) -> None:
    check_texts(numbers, 0, FEW_TEXTS)


def test_a_few_long_integers(numbers: Harness) -> None:
    check_integers(numbers, 0, FEW_INTEGERS)


@pytest.mark.fuzz
@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_many_texts(numbers: Harness, part: int) -> None:
    check_texts(numbers, part, MANY_TEXTS // PARTS)


@pytest.mark.fuzz
@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_many_long_integers(numbers: Harness, part: int) -> None:
    check_integers(numbers, part, MANY_INTEGERS // PARTS)

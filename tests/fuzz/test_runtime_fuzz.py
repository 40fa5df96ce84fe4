"""The runtime under random calls, damaged programs, random numbers and random text: see runtime_harness.py."""

from __future__ import annotations

import pytest

from eshkol.tables import primitive_rows
from tests.c_compiler import needs_address_sanitizer
from tests.fuzz.runtime_harness import EXCLUDED, ITERATIONS, MODES, PLAIN, SANITIZED, SPECIAL_PARAMETERS, UNCHECKED, run

FEW = 4
"""Epochs of `make test`."""
MANY = {"calls": 1400, "reading": 500, "numbers": 350, "texts": 350}
"""Epochs of `make fuzz`: together 2 * 10^7 iterations and more."""
MANY_SANITIZED = 24
PARTS = 8


def test_tables_name_primitives() -> None:
    assert {*EXCLUDED, *UNCHECKED, *SPECIAL_PARAMETERS} <= set(primitive_rows())


def test_make_fuzz_is_long_enough() -> None:
    assert set(MANY) == set(MODES)
    assert sum(MANY.values()) * ITERATIONS >= 2 * 10**7


@pytest.mark.parametrize("mode", MODES)
def test_a_few_epochs(mode: str) -> None:
    outcome = run(mode, FEW, build=PLAIN)
    assert outcome.clean, outcome.report
    assert outcome.iterations == FEW * ITERATIONS


@pytest.mark.fuzz
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("mode", MODES)
def test_many_epochs(mode: str, part: int) -> None:
    count = -(-MANY[mode] // PARTS)
    outcome = run(mode, count, first=FEW + part * count, build=PLAIN)
    assert outcome.clean, outcome.report


@needs_address_sanitizer
@pytest.mark.instrumented
@pytest.mark.parametrize("mode", MODES)
def test_a_few_epochs_with_sanitizers(mode: str) -> None:
    outcome = run(mode, 2, build=SANITIZED)
    assert outcome.clean, outcome.report


@needs_address_sanitizer
@pytest.mark.fuzz
@pytest.mark.parametrize("mode", MODES)
def test_many_epochs_with_sanitizers(mode: str) -> None:
    outcome = run(mode, MANY_SANITIZED, first=1, build=SANITIZED)
    assert outcome.clean, outcome.report

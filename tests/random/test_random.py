"""Random programs do the same with and without reclamation, and what another implementation does."""

from __future__ import annotations

import pytest

from tests.random import expressions, programs
from tests.random.modes import NORMAL, TINY, TORTURE, VERIFIED, Mode, differences, run, units_of
from tests.random.oracle import GUILE

FEW = 3
"""Cases of memory programs of `make test`; the C compiler needs about a third of a second for each and mode."""
BATCH, BATCHES = 20, 50
"""Cases per program, and programs, of `make fuzz`."""

needs_guile = pytest.mark.skipif(not GUILE.installed, reason="Guile, which tells what is right, is not installed")


def test_programs_are_deterministic() -> None:
    assert programs.program(range(20), portable=False) == programs.program(range(20), portable=False)
    assert expressions.program(range(20)) == expressions.program(range(20))


@pytest.mark.parametrize("mode", [VERIFIED, TINY], ids=lambda mode: mode.name)
def test_a_few_memory_programs(mode: Mode) -> None:
    assert not differences(programs.program(range(FEW), portable=False), (NORMAL, mode))


@needs_guile
def test_a_few_memory_programs_against_guile() -> None:
    compare_with_guile(programs.program(range(FEW), portable=True), TORTURE)


@needs_guile
def test_a_few_expressions_against_guile() -> None:
    compare_with_guile(expressions.program(range(15)), NORMAL)


@pytest.mark.fuzz
@pytest.mark.parametrize("batch", range(BATCHES))
def test_many_memory_programs(batch: int) -> None:
    start = FEW + batch * BATCH
    text = programs.program(range(start, start + BATCH), portable=False)
    assert not differences(text, (NORMAL, TORTURE, VERIFIED, TINY))


@needs_guile
@pytest.mark.fuzz
@pytest.mark.parametrize("batch", range(BATCHES))
def test_many_programs_against_guile(batch: int) -> None:
    start = FEW + batch * BATCH
    compare_with_guile(programs.program(range(start, start + BATCH), portable=True), TORTURE)
    compare_with_guile(expressions.program(range(4 * start, 4 * start + 4 * BATCH)), TORTURE if batch % 2 else NORMAL)


def compare_with_guile(text: str, mode: Mode) -> None:
    """Fails where our output is not Guile's."""
    result = run(units_of(text), mode)
    assert result.output.splitlines() == GUILE.output(text).splitlines()
    assert result.status == 0

"""A hundred thousand random memory programs do the same without reclamation, with a tiny nursery and under torture."""

from __future__ import annotations

import pytest

from tests.random.machine import differences, digests
from tests.random.modes import NORMAL, TINY, TORTURE, VERIFIED, Mode

FEW = {TINY.name: 400, TORTURE.name: 12}
"""Programs of `make test`."""
MANY = {TINY.name: 100_000, TORTURE.name: 8_000, VERIFIED.name: 4_000}
"""Programs of `make fuzz`."""
PARTS = 8


def test_programs_differ_and_are_deterministic() -> None:
    first, again = digests(NORMAL, 0, 100), digests(NORMAL, 0, 100)
    assert first == again
    assert not first.problem
    assert len({line.split()[1] for line in first.lines}) > 90


@pytest.mark.parametrize("mode", [TINY, TORTURE], ids=lambda mode: mode.name)
def test_a_few_programs(mode: Mode) -> None:
    """Against the ordinary nursery, in which most programs end before anything is reclaimed."""
    assert not differences(mode, 0, FEW[mode.name], reference=NORMAL)


@pytest.mark.fuzz
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("mode", [TINY, TORTURE, VERIFIED], ids=lambda mode: mode.name)
def test_many_programs(mode: Mode, part: int) -> None:
    count = MANY[mode.name] // PARTS
    assert not differences(mode, part * count, (part + 1) * count)

"""Whatever the text, the compiler gives a program or diagnostics: never a traceback, raw C messages or a hang."""

from __future__ import annotations

import pytest

from tests.fuzz.campaign import failures, verdicts
from tests.fuzz.mutations import case

FEW, MANY = 160, 2_000
"""Cases of `make test` and of `make fuzz`."""
PARTS = 8


def test_cases_are_deterministic() -> None:
    assert [case(number) for number in range(30)] == [case(number) for number in range(30)]
    assert len({case(number) for number in range(100)}) > 95


def test_cases_are_of_both_kinds() -> None:
    found = [verdict for _, verdict in verdicts(range(40))]
    assert {"program", "diagnostics"} <= set(found)


@pytest.mark.parametrize("part", range(2))
def test_a_few_cases(part: int) -> None:
    assert not failures(range(part, FEW, 2))


@pytest.mark.fuzz
@pytest.mark.parametrize("part", range(PARTS))
def test_many_cases(part: int) -> None:
    assert not failures(range(FEW + part, MANY, PARTS))

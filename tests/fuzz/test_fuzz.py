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


@pytest.mark.parametrize("part", range(2))
def test_a_few_cases(part: int) -> None:
    found = list(verdicts(range(part, FEW, 2)))
    assert not failures(found)
    assert {verdict for _, verdict in found} == {"program", "diagnostics"}


@pytest.mark.fuzz
@pytest.mark.parametrize("part", range(PARTS))
def test_many_cases(part: int) -> None:
    assert not failures(verdicts(range(FEW + part, MANY, PARTS)))

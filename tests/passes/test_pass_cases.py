"""What each pass over the core language makes of small programs: `cases/PASS.txt` tells what is left after PASS."""

from __future__ import annotations

from pathlib import Path

import pytest

from eshkol.pipeline import PASSES
from tests.stages import shown
from tests.text_cases import Case, check_case, find_cases

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("case", find_cases(CASES), ids=str)
def test_case(case: Case) -> None:
    check_case(case, lambda text: shown(text, case.path.stem))


def test_every_pass_has_cases() -> None:
    """The second rounds of a pass excepted; the expander's cases stand in its own folder."""
    names = {p.name for p in PASSES if p.gives == "core"} - {"expand", "shake-again"}
    assert {path.stem for path in CASES.glob("*.txt")} == names - {"simplify"}

"""What the stages that make low procedures do with small programs: `cases/STAGE.txt` shows them after STAGE.

`cases/liveness.txt` shows what the analysis of the finished procedures says.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from eshkol.low.liveness import liveness
from eshkol.low.nodes import LowProgram, SafePoint
from eshkol.pipeline import PASSES
from tests.stages import own_procedures, result_of, shown
from tests.text_cases import Case, check_case, find_cases

CASES = Path(__file__).parent / "cases"


def show_liveness(program: LowProgram) -> str:
    """For every call and safe point: the variables that are needed afterwards."""
    lines: list[str] = []
    for procedure in own_procedures(program):
        for statement, live in liveness(procedure).after.items():
            what = "safe point" if isinstance(statement, SafePoint) else "call"
            names = ", ".join(sorted(v.name for v in live)) or "nothing"
            place = f"{statement.span.line}:{statement.span.column}"
            lines.append(f"{procedure.name}, {what} at {place}: {names}")
    return "\n".join(sorted(lines))


@pytest.mark.parametrize("case", find_cases(CASES), ids=str)
def test_case(case: Case) -> None:
    def give(text: str) -> str:
        if case.path.stem == "liveness":
            return result_of(text, "safepoints", show_liveness)
        return shown(text, case.path.stem)

    check_case(case, give)


def test_every_stage_has_cases() -> None:
    names = {p.name for p in PASSES if p.gives == "low"} | {"liveness"}
    assert {path.stem for path in CASES.glob("*.txt")} == names

"""Every pass gives a program that its language permits: benchmarks, examples and the programs that test the library."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.implementations import PLACE_OF_PROGRAM
from eshkol.deep_stack import run_deep
from tests.stages import stages

ROOT = Path(__file__).parent.parent.parent
PRELUDE = ROOT / "bench" / "preludes" / "eshkol.scm"
BENCHMARKS = sorted((ROOT / "bench" / "programs").glob("*.scm"))
PROGRAMS = [*BENCHMARKS, *sorted(ROOT.glob("examples/*.esk")), *sorted(ROOT.glob("tests/library/*.esk"))]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: str(p.relative_to(ROOT)))
def test_checked(program: Path) -> None:
    text = program.read_text(encoding="utf-8")
    if program in BENCHMARKS:
        text = PRELUDE.read_text(encoding="utf-8").replace(PLACE_OF_PROGRAM, text)
    names = run_deep(lambda: [name for name, _ in stages(text, program.as_posix())])
    assert names[-1] == "emit"

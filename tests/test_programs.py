"""Runs every program `tests/**/NAME.esk` that has an expectation beside it.

`NAME.out` is its standard output, `NAME.status` its exit status (0 without the file), and each line of `NAME.err` must
be part of its standard error (which must be empty without the file).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

TESTS = Path(__file__).parent
EXPECTATIONS = (".out", ".err", ".status")
ALL_PROGRAMS = sorted(p for p in TESTS.rglob("*.esk") if any(p.with_suffix(s).exists() for s in EXPECTATIONS))
TORTURE = "torture" in os.environ.get("ESHKOL_TEST_MODES", "")
# With a reclamation at every safe point, programs with much data take hours: those are for the other modes.
PROGRAMS = [p for p in ALL_PROGRAMS if not (TORTURE and p.stem.endswith("_large"))]
# An overflow of the whole stack would take hours as well; one of a small stack takes a second. Where every frame of
# the stack refers to data, an overflow of all of it takes half a minute in other modes, too.
SMALL_STACKS = {TESTS / "evaluation/programs/deep_large.esk": "128M"}
if TORTURE:
    SMALL_STACKS[TESTS / "programs/continuations/abandoned.esk"] = "1M"
# Programs here are nothing but cases for this file, so none may lack its expectation.
COMPLETE = ("library",)


def expected(program: Path, suffix: str) -> str | None:
    """The text of an expectation file, None when there is none."""
    path = program.with_suffix(suffix)
    return path.read_text(encoding="utf-8") if path.exists() else None


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: str(p.relative_to(TESTS)))
def test_program(
    program: Path, run_program: Callable[..., CompletedProcess[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    if program in SMALL_STACKS:
        monkeypatch.setenv("ESHKOL_MAX_STACK", SMALL_STACKS[program])
    result = run_program(program)
    errors = expected(program, ".err")
    if errors is None:
        assert result.stderr == ""
    for line in (errors or "").splitlines():
        assert line in result.stderr
    assert result.stdout == (expected(program, ".out") or "")
    assert result.returncode == int(expected(program, ".status") or 0)


def test_every_expectation_has_a_program() -> None:
    found = {p for suffix in EXPECTATIONS for p in TESTS.rglob(f"*{suffix}")}
    orphans = [p for p in found if not p.with_suffix(".esk").exists()]
    without = [p for folder in COMPLETE for p in (TESTS / folder).glob("*.esk") if p not in ALL_PROGRAMS]
    assert PROGRAMS
    assert set(ALL_PROGRAMS) >= set(SMALL_STACKS)
    assert not orphans
    assert not without

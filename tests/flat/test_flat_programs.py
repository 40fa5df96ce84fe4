"""Programs that run for ever must not grow: each runs with two counts, and its peak memory must stay where it is.

A program of `programs/` says in its first lines what its full count is, what it prints (in terms of the count), and,
if it keeps a lot, how many MiB are live. ESHKOL_FLAT_SCALE=1 runs the full counts; the default is a twentieth, or the
program's least count: garbage that only a full reclamation finds shows its peak late.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.esk"))
LIMIT_KIB = 64 * 1024
TINY_COUNT = 3000
"""For builds that check everything at every step, in which peaks say nothing."""
GROWTH_KIB = 4 * 1024
"""A peak may differ this much between counts: it depends on where reclamations happen to fall."""


@dataclass(frozen=True, slots=True)
class Case:
    """A program's first lines."""

    full_count: int
    least_count: int
    prints: str
    live_mib: int
    may_report: str | None

    def expected(self, count: int) -> str:
        return self.prints.format(
            count=count, count_minus_1=count - 1, count_plus_99=count + 99, entries=min(count, 1_000_000)
        )

    @property
    def limit_kib(self) -> int:
        """Three times what is live, and never less than the general limit."""
        return max(LIMIT_KIB, 3 * 1024 * self.live_mib)


def read_case(program: Path) -> Case:
    text = program.read_text()

    def field(name: str) -> str | None:
        found = re.search(rf"^;;; {name}: (.*)$", text, re.MULTILINE)
        return found.group(1) if found else None

    count, prints = field("full count"), field("prints")
    assert count is not None, f"{program}: lacks `;;; full count:`"
    assert prints is not None, f"{program}: lacks `;;; prints:`"
    return Case(int(count), int(field("least count") or 2000), prints, int(field("live MiB") or 0), field("may report"))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_memory_stays_flat(
    program: Path,
    measure_program: Callable[..., Any],
    scale: float,
    peaks_count: bool,  # noqa: FBT001
) -> None:
    case = read_case(program)
    large = max(case.least_count, int(case.full_count * scale)) if peaks_count else TINY_COUNT
    peaks = []
    for count in (large // 3, large):
        run = measure_program(program, str(count))
        assert (run.status, run.output.strip()) == (0, case.expected(count)), run.errors
        assert run.errors == "" or (case.may_report is not None and case.may_report in run.errors)
        peaks.append(run.peak)
    if peaks_count:
        assert peaks[1] < case.limit_kib
        assert peaks[1] <= peaks[0] * 1.1 + GROWTH_KIB


def test_old_data_is_not_looked_at_again(measure_program: Callable[..., Any], peaks_count: bool) -> None:  # noqa: FBT001
    users, requests = (1_000_000, 300_000) if peaks_count else (300, TINY_COUNT)
    run = measure_program(Path(__file__).with_name("old_data.esk"), str(users), str(requests))
    assert run.status == 0, run.errors
    used, copied_per_request, full_reclamations = map(int, run.output.strip("()").split())
    if peaks_count:
        assert used > 150_000_000
        assert run.peak * 1024 < 1.3 * used
        assert copied_per_request < 1000  # a request makes 1,300 bytes, of which 32 survive
        assert full_reclamations == 0


def test_deep_recursion(measure_program: Callable[..., Any], peaks_count: bool) -> None:  # noqa: FBT001
    depth = 1_000_000 if peaks_count else TINY_COUNT
    run = measure_program(
        "(define (count-up from to) (if (> from to) '() (cons from (count-up (+ from 1) to))))\n"
        "(define (sum list) (if (null? list) 0 (+ (car list) (sum (cdr list)))))\n"
        f"(display (sum (count-up 1 {depth})))\n"
    )
    assert (run.status, run.output) == (0, str(depth * (depth + 1) // 2)), run.errors
    assert run.peak < 512 * 1024


ENDLESS = """\
(define (descend n)
  (+ 1 (descend (+ n 1))))

(define (attempt)
  (guard (problem ((error-object? problem)
                   (display (condition/report-string problem))
                   (newline)
                   'caught))
    (descend 0)))

(display (attempt))
(display (attempt))
"""


def test_endless_recursion_is_an_error_that_can_be_caught(measure_program: Callable[..., Any]) -> None:
    run = measure_program(ENDLESS)
    assert run.status == 0, run.errors
    assert re.search(r"(?i)stack|recursion", run.output)
    assert run.output.endswith("caughtcaught") or run.output.count("caught") == 2


def test_endless_recursion_uncaught_says_where(measure_program: Callable[..., Any]) -> None:
    run = measure_program(ENDLESS.partition("(define (attempt)")[0] + "(descend 0)\n")
    assert run.status == 70
    assert "error:" in run.errors
    assert re.search(r"<test>:\d+", run.errors)
    assert "descend" in run.errors

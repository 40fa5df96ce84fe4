"""Small arenas are cheap: a million of them are made, used and destroyed in a second, in no more memory than a few."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass

import pytest

from eshkol.driver import executable
from tests.conftest import suite_options

PROGRAM = """\
(define (by-hand n used)
  (if (= n 0)
      used
      (let* ((arena (make-arena 128)) (size (bytevector-length (arena-alloc arena 100))))
        (destroy-arena arena)
        (by-hand (- n 1) (+ used size)))))
(define (by-form n used)
  (if (= n 0)
      used
      (by-form (- n 1) (+ used (with-arena (arena 128) (bytevector-length (arena-alloc arena 100)))))))
(define (stale n)
  (let* ((arena (make-arena 128)) (buffer (arena-alloc arena 100)))
    (destroy-arena arena)
    (by-hand n 0)
    (guard (e (#t (condition/report-string e))) (bytevector-u8-ref buffer 99))))
(define count (string->number (caddr (command-line))))
(display
 (case (string->symbol (cadr (command-line)))
   ((by-hand) (by-hand count 0))
   ((by-form) (by-form count 0))
   ((stale) (stale count))))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What a program printed, its processor time in seconds, its peak in KiB."""

    output: str
    seconds: float
    peak: int


@pytest.fixture(scope="module")
def program() -> str:
    return str(executable(PROGRAM.encode(), "small_arenas.esk", suite_options()))


def run(program: str, case: str, count: int) -> Run:
    process = subprocess.Popen([program, case, str(count)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return Run(output, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


def in_mode() -> bool:
    """Whether programs are built for something else than speed."""
    return re.search("torture|sanitize", os.environ.get("ESHKOL_TEST_MODES", "")) is not None


@pytest.mark.parametrize("case", ["by-hand", "by-form"])
def test_a_million_in_a_second(program: str, case: str) -> None:
    million = 1000 if in_mode() else 1_000_000
    best = min((run(program, case, million) for _ in range(3)), key=lambda result: result.seconds)
    assert best.output == str(100 * million)
    assert best.seconds < 1


@pytest.mark.parametrize("case", ["by-hand", "by-form"])
def test_memory_does_not_grow(program: str, case: str) -> None:
    few, many = run(program, case, 1000), run(program, case, 2000 if in_mode() else 3_000_000)
    assert many.peak < few.peak + 8 * 1024


def test_stale_use_is_found_however_many_arenas_were_made_since(program: str) -> None:
    for count in (0, 1, 100, 2000 if in_mode() else 300_000):
        assert run(program, "stale", count).output == "use of memory from a destroyed arena"

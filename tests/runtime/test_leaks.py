"""ESHKOL_LEAKS: arenas that a program does not destroy are reported or an error."""

from __future__ import annotations

import os
import subprocess

import pytest

from eshkol.driver import executable
from tests.conftest import suite_options

PROGRAM = """\
(import (eshkol))
(define (leave-one) (make-arena 1000) #t)
(define kept (make-arena 100))
(define (waste n) (if (> n 0) (begin (make-vector 1000 n) (waste (- n 1)))))
(case (string->symbol (cadr (command-line)))
  ((tidy) (with-arena (a 100) (make-arena 100 a)) (destroy-arena kept))
  ((lost) (do ((i 0 (+ i 1))) ((= i 5)) (leave-one)) (waste 10000))
  ((failing) (leave-one) (exit 3))
  ((error) (car (leave-one))))
(display "done")
"""


@pytest.fixture(scope="module")
def program() -> str:
    return str(executable(PROGRAM.encode(), "leaks.esk", suite_options()))


def run(program: str, case: str, policy: str, **environment: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ESHKOL_LEAKS": policy, **environment}
    return subprocess.run([program, case], capture_output=True, text=True, check=False, timeout=60, env=environment)


@pytest.mark.parametrize("policy", ["error", "report", "off"])
def test_a_tidy_program_leaks_nothing(program: str, policy: str) -> None:
    result = run(program, "tidy", policy)
    assert (result.returncode, result.stdout, result.stderr) == (0, "done", "")


def test_leaks_are_errors_with_their_places(program: str) -> None:
    result = run(program, "lost", "error")
    assert (result.returncode, result.stdout) == (70, "done")
    lines = result.stderr.splitlines()
    assert lines[0] == "error: 6 arenas that the program made and did not destroy"
    assert sorted(lines[1:3]) == ["  made at leaks.esk:2:21: 5", "  made at leaks.esk:3:14: 1"]
    assert lines[3].startswith("  hint: with-arena")


def test_leaks_can_be_only_reported(program: str) -> None:
    result = run(program, "lost", "report")
    assert result.returncode == 0
    assert result.stderr.startswith("warning: 6 arenas")
    assert run(program, "lost", "off").stderr == ""


def test_the_statistics_do_not_count_them_twice(program: str) -> None:
    errors = run(program, "lost", "report", ESHKOL_STATS="1").stderr
    assert "leaks.esk:2:21: 5" in errors
    assert errors.count("leaks.esk:2:21 ") == 1


@pytest.mark.parametrize(("case", "status"), [("failing", 3), ("error", 70)])
def test_another_exit_status_is_kept(program: str, case: str, status: int) -> None:
    result = run(program, case, "error")
    assert result.returncode == status
    assert "2 arenas" in result.stderr

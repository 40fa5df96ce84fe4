"""Every example of the documentation again, each of its allocations failing once: it must give the same in the end.

So each primitive and each procedure of the library runs out of memory at every allocation of its own, is left by the
error, and works afterwards.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from eshkol.driver import executable
from eshkol.options import Options
from tests.faults.injection import SECONDS
from tests.test_examples import GROUPS, MARK, Case, complaints

MOST_FAILURES = 300
"""Of one example: some build long lists."""

FRAME = f"""
(define (run thunk)
  (list 'value (parameterize ((current-output-port (open-output-string))) (thunk))))
(define (failed?) (get-environment-variable "ESHKOL_SWEEP_FAILED"))
(define (end-sweep) (get-environment-variable "ESHKOL_SWEEP_END"))
(define (attempt thunk)
  (guard (e (#t (cons 'error e)))  ; what fails on the way to the inner guard
    (guard (e (#t (if (not (failed?)) (end-sweep))  ; the example's own error
                  (cons 'error e)))
      (get-environment-variable "ESHKOL_SWEEP")
      (let ((outcome (run thunk)))
        (if (not (failed?)) (end-sweep))
        outcome))))
(define (of-memory? e) (and (error-object? e) (eq? (condition-kind e) 'memory)))
;; A failure is an error of memory, unless the example has caught it.
(define (sweep number thunk)
  (let loop ((failures 0))
    (if (= failures {MOST_FAILURES})
        (begin (end-sweep) (show-outcome number (guard (e (#t (cons 'error e))) (run thunk))))
        (let ((outcome (attempt thunk)))
          (if (and (failed?) (or (eq? (car outcome) 'value) (of-memory? (cdr outcome))))
              (loop (+ failures 1))
              (begin (end-sweep) (show-outcome number outcome)))))))
(define (show-outcome number outcome)
  (display "{MARK} ") (display number) (display " ") (display (car outcome)) (newline)
  (if (eq? (car outcome) 'value) (write (cadr outcome)) (write-condition (cdr outcome)))
  (newline))
(define (write-condition e)
  (if (error-object? e) (display (condition/report-string e)) (write e)))
"""


def program(portion: list[Case]) -> str:
    """Each example is repeated until nothing fails any more, and shown as in test_examples.py."""
    sweeps = [f"(sweep {i} (lambda () {case.example.expression}\n))" for i, case in enumerate(portion)]
    return FRAME + "\n".join(sweeps) + "\n"


@pytest.mark.instrumented
@pytest.mark.parametrize("group", GROUPS)
def test_every_allocation_of_the_examples_fails_once(group: str, tmp_path: Path) -> None:
    portion = GROUPS[group]
    made = executable(program(portion).encode(), "examples.esk", Options(faults=True))
    report = tmp_path / "report"
    variables = {"ESHKOL_FAULT": "allocation:sweep", "ESHKOL_FAULT_REPORT": str(report)}
    done = subprocess.run(
        [made], capture_output=True, text=True, timeout=SECONDS, check=False, env={**os.environ, **variables}
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout[-300:]
    assert complaints(portion, done.stdout, done.stderr) == []
    failures = next(line.split()[3] for line in report.read_text().splitlines() if line.startswith("allocation "))
    assert int(failures) > len(portion)

"""Programs that print facts, a name and a value in every line, so that one compilation serves many tests."""

from __future__ import annotations

import os
from collections.abc import Callable
from subprocess import CompletedProcess

RunProgram = Callable[..., "CompletedProcess[str]"]
Facts = dict[str, list[int]]

EVERYTHING_CHECKED = bool(os.environ.get("ESHKOL_TEST_MODES"))
"""Builds that reclaim and check at every step: sizes are smaller, and figures of resident memory say nothing."""

PRELUDE = """\
(define (fact name . numbers)
  (display name)
  (for-each (lambda (number) (display " ") (display (if (boolean? number) (if number 1 0) number))) numbers)
  (newline))
(define (stat arena name) (cdr (assq name (arena-stats arena))))
(define (memory name) (cdr (assq name (memory-stats))))
(define (resident-pages)
  (call-with-input-file "/proc/self/statm" (lambda (port) (read port) (read port))))
(define-syntax fails?
  (syntax-rules ()
    ((_ words expression)
     (guard (problem ((error-object? problem)
                      (if (string-search-forward words (condition/report-string problem) 0) #t #f)))
       expression
       #f))))
"""


def facts(run_program: RunProgram, program: str, *arguments: str) -> Facts:
    """What the program says with `(fact "name" number ...)`; booleans are 0 and 1."""
    done = run_program(PRELUDE + program, *arguments)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    found = {name: [int(number) for number in numbers] for name, *numbers in rows}
    assert len(found) == len(rows), "a fact has two values"
    return found

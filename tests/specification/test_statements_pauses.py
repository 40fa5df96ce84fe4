"""What the specification says of predictability: reclaiming depends on the program only, not on how much lives."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.specification.facts import EVERYTHING_CHECKED, Facts, RunProgram, facts

REQUESTS = 30 if EVERYTHING_CHECKED else 20_000
LITTLE, MUCH = (10, 100) if EVERYTHING_CHECKED else (1_000, 4_000_000)

PROGRAM = """
;; A server with as many old pairs as the first argument says, and requests as the second says.
(define old (iota (string->number (cadr (command-line)))))
(define requests (string->number (caddr (command-line))))
(define table (make-vector 100 '()))
(define (respond number) (fold + 0 (map (lambda (x) (* x x)) (iota 50 number))))
(define (serve number)
  (when (< number requests)
    (vector-set! table (modulo number 100) (list number (respond number)))
    (serve (+ number 1))))
(define counters '(scoped-reclamations full-reclamations declined-reclamations bytes-copied bytes-allocated))
(define before (map memory counters))
(serve 0)
(apply fact "serving" (map - (map memory counters) before))
(fact "old" (length old))
"""

Serve = Callable[[int], Facts]


@pytest.fixture(scope="module")
def serve(run_program: RunProgram) -> Serve:
    """What a run with so many old pairs counts."""
    return cache(lambda old: facts(run_program, PROGRAM, str(old), str(REQUESTS)))


def test_old_data_are_not_looked_at(serve: Serve) -> None:
    """With four thousand times as much old data the requests copy hardly more, and reclaim as often."""
    little, much = serve(LITTLE)["serving"], serve(MUCH)["serving"]
    assert much[4] == little[4] > 0, "the requests allocate the same"
    if not EVERYTHING_CHECKED:
        assert much[0] <= little[0] + 10
        assert much[3] < little[3] + 4_000_000 < MUCH * 16
        assert little[3] < little[4] / 20


def test_reclamations_come_at_the_same_points_in_every_run(serve: Serve, run_program: RunProgram) -> None:
    """Nothing depends on time or chance: all counters agree, run by run."""
    assert facts(run_program, PROGRAM, str(LITTLE), str(REQUESTS)) == serve(LITTLE)

"""What the specification says of memory problems: each symptom, what Eshkol says or does instead, and the remedy."""

from __future__ import annotations

import re

import pytest

from tests.specification.facts import Facts, RunProgram, facts

PROGRAM = """
;; Requests that put everything into an arena which outlives them, against one arena for each.
(define (process request arena) (copy-to-arena (list request 'done) arena))
(define everlasting (make-arena 1024))
(define (careless request) (process request everlasting))
(define (careful request)
  (let* ((arena (make-arena 1024)) (result (car (process request arena))))
    (destroy-arena arena)
    result))
(define (in-use rounds)
  (for-each careless (iota rounds))
  (stat everlasting 'bytes-used))
(fact "accumulates" (in-use 100) (in-use 100) (in-use 800))
(reset-arena everlasting)
(fact "after-reset" (stat everlasting 'bytes-used))
(define alive-before (- (memory 'arenas-made) (memory 'arenas-destroyed)))
(for-each careful (iota 500))
(fact "careful" (- (memory 'arenas-made) (memory 'arenas-destroyed) alive-before))

;; Every part of an arena that is gone says so.
(define (fill arena)
  (list (arena-alloc arena 100)
        (copy-to-arena (list 1 2) arena)
        (copy-to-arena (vector 1 2) arena)
        (copy-to-arena (string #\\a) arena)
        (let ((n 0)) (copy-to-arena (lambda () (set! n (+ n 1)) n) arena))))
(define (uses data)
  (define-values (buffer pair vector string closure) (apply values data))
  (list (lambda () (bytevector-u8-ref buffer 0)) (lambda () (bytevector-u8-set! buffer 0 1))
        (lambda () (car pair)) (lambda () (cdr pair)) (lambda () (length pair))
        (lambda () (vector-ref vector 0)) (lambda () (vector-length vector))
        (lambda () (string-ref string 0)) (lambda () (string-length string))
        (lambda () (closure)) (lambda () (call-with-output-string (lambda (port) (write pair port))))))
(define (refused uses)
  (count (lambda (use) (fails? "use of memory from a destroyed arena" (use))) uses))
(define doomed (make-arena 1024))
(define all-uses (uses (fill doomed)))
(fact "before-destruction" (length all-uses) (refused all-uses))
(destroy-arena doomed)
(fact "after-destruction" (refused all-uses) (refused all-uses))
(define again (make-arena 1024))
(define uses-again (uses (fill again)))
(reset-arena again)
(fact "after-reset-too" (refused uses-again))
(fact "copied-before" (with-arena (arena 1024)
  (let ((data (arena-alloc arena 100))) (bytevector-u8-set! data 0 42) (bytevector-u8-ref (bytevector-copy data) 0))))

;; Small first blocks are no reason to fail; what no machine has is refused, and the program goes on.
(define tiny (make-arena 1))
(define large (arena-alloc tiny 1000000))
(do ((i 0 (+ i 1))) ((= i 10000)) (arena-alloc tiny 8))
(fact "tiny" (stat tiny 'allocations) (bytevector-length large))
(fact "absurd"
  (fails? "make-arena: expected a size" (make-arena -1))
  (fails? "a size that memory can hold" (arena-alloc tiny (expt 10 15)))
  (fails? "a size that memory can hold" (make-arena (expt 10 18))))
(fact "goes-on" (bytevector-length (arena-alloc tiny 10)))
"""


@pytest.fixture(scope="module")
def found(run_program: RunProgram) -> Facts:
    return facts(run_program, PROGRAM)


def test_an_arena_that_outlives_its_data_grows_and_shows_it(found: Facts) -> None:
    first, second, third = found["accumulates"]
    assert second == 2 * first
    assert third == 10 * first
    assert found["after-reset"] == [0]


def test_an_arena_for_each_request_leaves_nothing(found: Facts) -> None:
    assert found["careful"] == [0]


def test_every_use_of_a_destroyed_arena_is_refused(found: Facts) -> None:
    uses, refused = found["before-destruction"]
    assert refused == 0
    assert found["after-destruction"] == [uses, uses]
    assert found["after-reset-too"] == [uses]


def test_what_was_copied_before_can_be_used(found: Facts) -> None:
    assert found["copied-before"] == [42]


def test_a_small_first_block_is_no_reason_to_fail(found: Facts) -> None:
    assert found["tiny"] == [10_001, 1_000_000]


def test_impossible_sizes_are_refused_and_the_program_goes_on(found: Facts) -> None:
    assert found["absurd"] == [1, 1, 1]
    assert found["goes-on"] == [10]


LEAKING = """\
(define (serve request)
  (let ((arena (make-arena 1024)))
    (bytevector-length (arena-alloc arena request))))
(define (loop n) (if (> n 0) (begin (serve n) (loop (- n 1)))))
(loop 50)
"""


def test_arenas_that_were_not_destroyed_are_reported_with_their_place(
    run_program: RunProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESHKOL_STATS", "1")
    done = run_program(LEAKING)
    assert done.returncode == 0
    assert re.search(r"made and did not destroy:\n +<test>:2:16 +50\n", done.stderr), done.stderr


def test_running_out_of_memory_is_an_error_that_can_be_handled(
    run_program: RunProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the abandoned work had taken is free again, as often as it happens."""
    monkeypatch.setenv("ESHKOL_MAX_MEMORY", "16777216")
    program = """
(define (hungry list) (hungry (cons (make-vector 50000 'more) list)))
(define (attempt) (fails? "out of memory" (hungry '())))
(fact "caught" (attempt) (attempt) (attempt) (length (iota 100000)))
"""
    assert facts(run_program, program) == {"caught": [1, 1, 1, 100_000]}

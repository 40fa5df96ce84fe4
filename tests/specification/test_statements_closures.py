"""What the specification says of closures and environments in Eshkol programs."""

from __future__ import annotations

import pytest

from tests.specification.facts import EVERYTHING_CHECKED, Facts, RunProgram, facts

GARBAGE = 300 if EVERYTHING_CHECKED else 300_000

PROGRAM = f"""
;; One environment for all closures of a scope; it has what they change.
(define (make-account balance)
  (list (lambda (n) (set! balance (+ balance n)) balance)
        (lambda () balance)
        (lambda () (set! balance 0))))
(define account (make-account 100))
((first account) 50)
(define environment (closure-environment (first account)))
(apply fact "captured" (environment-variables environment))
(fact "shared" (every (lambda (closure) (eq? (closure-environment closure) environment)) account)
  (environment-reference-count environment))
((third account))
(fact "invoked" ((second account)) (car (environment-variables environment)))

;; Environments of nested scopes: each within that of the scope around it.
(define (nested x)
  (let ((outer x))
    (list
      (lambda () (set! outer (+ outer 1)) outer)
      (let ((middle 10))
        (lambda ()
          (set! middle (+ middle 1))
          (let ((inner 100))
            (lambda () (set! inner (+ inner 1)) (set! middle (+ middle 1)) (set! outer (+ outer 1)) inner)))))))
(define (chain-of environment)
  (if environment
      (append (environment-variables environment) (chain-of (environment-parent environment)))
      '()))
(define two-scopes (nested 1))
(define innermost ((second two-scopes)))
(innermost)
((first two-scopes))
(apply fact "chain" (chain-of (closure-environment innermost)))
(fact "outermost"
  (eq? (closure-environment (first two-scopes))
       (environment-parent (environment-parent (closure-environment innermost))))
  (environment-reference-count (closure-environment (first two-scopes))))

;; A variable outlives the call that made it, and every call makes its own.
(define accounts (map make-account (iota 100)))
(for-each (lambda (account n) ((first account) n)) accounts (iota 100))
(fact "outlives" (every (lambda (account n) (= ((second account)) (* 2 n))) accounts (iota 100)))

;; Garbage of this activation, so that it reclaims.
(define-syntax churn
  (syntax-rules ()
    ((_) (do ((i 0 (+ i 1)) (last #f (make-vector 50 i))) ((= i {GARBAGE}) (vector-ref last 0))))))

;; A composition keeps its components, and nothing keeps them after it.
(define (make-adder n) (lambda (x) (set! n (+ n 0)) (+ x n)))
(define weak '())
(define (chain f g) (lambda (x) (f (g x))))
(define (make-chain)
  (let ((inner (make-adder 1)) (outer (make-adder 20)))
    (set! weak (map make-weak-ref (list inner outer)))
    (chain outer inner)))
(define (use-chain)
  (let ((both (make-chain)))
    (churn)
    (let ((components (count weak-ref-value weak)))
      (fact "composed" components (both 300))))
  (churn)
  (fact "decomposed" (count weak-ref-value weak)))
(use-chain)

;; Counts are exact again after a reclamation, and an environment goes with its last closure.
(define last-environment #f)
(define (use-some)
  (let* ((closures (make-account 7)) (rest (cdr closures)))
    (set! last-environment (make-weak-ref (closure-environment (car closures))))
    (fact "held" (environment-reference-count (weak-ref-value last-environment)))
    (set! closures #f)
    (churn)
    (fact "fewer" (environment-reference-count (weak-ref-value last-environment)) ((first rest))))
  (churn)
  (fact "gone" (not (weak-ref-value last-environment))))
(use-some)

;; A closure that is copied into an arena takes its environment with it.
(define arena (make-arena 1024))
(define kept (copy-to-arena (make-account 5) arena))
((first kept) 1)
(fact "in-arena" (> (stat arena 'allocations) 0) ((second kept))
  (environment-reference-count (closure-environment (first kept)))
  (eq? (closure-environment (first kept)) (closure-environment (second kept))))
(define kept-environment (closure-environment (second kept)))
(destroy-arena arena)
(fact "arena-gone" (fails? "use of memory from a destroyed arena" ((second kept)))
  (fails? "use of memory from a destroyed arena" (environment-variables kept-environment)))

;; What closures cost: bytes for making thousands of them, and for calling one as often.
(define (bytes thunk)
  (let ((before (memory 'bytes-allocated)))
    (thunk)
    (- (memory 'bytes-allocated) before)))
(define (cost thunk)
  (let ((nothing (bytes (lambda () #t))))
    (- (bytes thunk) nothing)))
(define last-made #f)
(define (keep! x) (set! last-made x))
(define (make-many n) (if (> n 0) (begin (keep! (lambda (x) (+ x n))) (make-many (- n 1)))))
(define (call-many f n) (if (> n 0) (begin (f n) (call-many f (- n 1)))))
(fact "cost" (cost (lambda () (make-many 1000)))
  (cost (lambda () (call-many last-made 1000))))

;; Four variables that three closures share, against three that have them for themselves.
(define (sharing)
  (let ((a 1) (b 2) (c 3) (d 4))
    (define (bump!) (set! a (+ a 1)) (set! b (+ b 1)) (set! c (+ c 1)) (set! d (+ d 1)) (+ a b c d))
    (keep! (list bump! (lambda () (bump!)) (lambda () (set! a (+ b 1)) (bump!))))))
(define (one-of-three)
  (let ((a 1) (b 2) (c 3) (d 4))
    (lambda () (set! a (+ a 1)) (set! b (+ b 1)) (set! c (+ c 1)) (set! d (+ d 1)) (+ a b c d))))
(define (not-sharing) (keep! (list (one-of-three) (one-of-three) (one-of-three))))
(fact "sharing-saves" (cost sharing) (cost not-sharing))

;; A value that is null or no procedure is refused where it is called.
(fact "checked-call" (fails? "expected a procedure, got 5" ((vector-ref (vector 5) 0) 1))
  (fails? "expected a procedure, got #f" ((vector-ref (vector #f) 0) 1)))

;; Circles of closures: by hand with cleanup, through a weak reference, or left alone.
(define (create-circular)
  (let ((a #f) (b #f))
    (set! a (lambda () b))
    (set! b (lambda () a))
    (cons a b)))
(define (weakly-circular)
  (let ((a #f) (b #f))
    (set! a (lambda () b))
    (set! b (let ((weak (make-weak-ref a))) (lambda () (weak-ref-value weak))))
    b))
(define (use-circles)
  (let* ((b (weakly-circular)) (circle (create-circular)) (watched (make-weak-ref circle)))
    (churn)
    (fact "circle-held" (pair? (weak-ref-value watched)) (eq? (cdr circle) ((car circle))))
    (set! circle #f)
    (churn)
    (fact "circle-gone" (not (weak-ref-value watched)) (not (b)))))
(use-circles)
"""


@pytest.fixture(scope="module")
def found(run_program: RunProgram) -> Facts:
    return facts(run_program, PROGRAM)


def test_an_environment_has_the_captured_variables(found: Facts) -> None:
    assert found["captured"] == [150]


def test_environments_lie_within_those_of_the_scopes_around(found: Facts) -> None:
    assert found["chain"] == [101, 12, 3]
    assert found["outermost"] == [1, 3]


def test_closures_of_one_scope_share_one_environment(found: Facts) -> None:
    assert found["shared"] == [1, 3]


def test_calls_see_what_other_closures_have_changed(found: Facts) -> None:
    assert found["invoked"] == [0, 0]


def test_captured_variables_outlive_the_call_that_made_them(found: Facts) -> None:
    assert found["outlives"] == [1]


def test_a_composition_keeps_its_components(found: Facts) -> None:
    assert found["composed"] == [2, 321]
    assert found["decomposed"] == [0]


def test_counts_are_exact_after_a_reclamation(found: Facts) -> None:
    assert found["held"] == [3]
    assert found["fewer"] == [2, 7]


def test_an_environment_goes_with_its_last_closure(found: Facts) -> None:
    assert found["gone"] == [1]


def test_closures_live_in_arenas_with_their_environments(found: Facts) -> None:
    assert found["in-arena"] == [1, 6, 3, 1]
    assert found["arena-gone"] == [1, 1]


def test_making_a_closure_takes_some_words_and_calling_it_none(found: Facts) -> None:
    made, called = found["cost"]
    tolerance = 1000 if EVERYTHING_CHECKED else 0
    assert abs(made - 1000 * 3 * 8) <= tolerance, "a header, the code, one variable"
    assert called <= tolerance


def test_shared_environments_take_less_memory(found: Facts) -> None:
    sharing, not_sharing = found["sharing-saves"]
    if not EVERYTHING_CHECKED:
        assert sharing < 0.8 * not_sharing


def test_what_is_called_is_checked(found: Facts) -> None:
    assert found["checked-call"] == [1, 1]


def test_circles_of_closures_are_reclaimed(found: Facts) -> None:
    assert found["circle-held"] == [1, 1]
    assert found["circle-gone"] == [1, 1]

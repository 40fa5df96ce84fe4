"""Numbers that are not real can hide in many places: wherever one may come out again, arithmetic must expect it."""

from __future__ import annotations

import pytest

from tests.stages import shown

# Each expression may give a number that is not real, having kept it where types are not followed.
HIDING = {
    "vector": "(vector-ref (vector z) 0)",
    "vector-set!": "(let ((v (make-vector 1 0))) (vector-set! v 0 z) (vector-ref v 0))",
    "pair": "(car (reverse (list z)))",
    "set-car!": "(let ((p (list 1))) (set-car! p z) (car p))",
    "global": "(begin (set! g z) g)",
    "closure": "(let ((f (lambda (x) x))) (set! g f) (g z))",
    "assigned variable": "(let ((x 1)) (set! g (lambda (y) (set! x y))) (g z) x)",
    "result of a closure": "(begin (set! g (lambda () z)) (g))",
    "result of a primitive's closure": "(begin (set! g sqrt) (g -4))",
    "map": "(car (map sqrt (list -4)))",
    "apply": "(apply expt (list -8 1/3))",
    "values": "(call-with-values (lambda () (values z 1)) (lambda (a b) a))",
    "continuation": "(call/cc (lambda (k) (set! g k) (k z)))",
    "raised object": "(guard (e (#t e)) (raise z))",
    "irritants": "(guard (e (#t (car (error-object-irritants e)))) (error \"\" z))",
    "irritants of a primitive": "(guard (e (#t (car (error-object-irritants e)))) (floor z))",
    "promise": "(force (make-promise z))",
    "parameter": "((make-parameter z))",
    "hash table": "(let ((t (make-hash-table))) (hash-table-set! t 1 z) (hash-table-ref t 1 (lambda () 0)))",
    "reader": "(read (open-input-string \"+i\"))",
    "text": "(vector-ref (vector (string->number (read-line))) 0)",
    "quoted list": "(car '(1+2i))",
    "quoted vector": "(vector-ref #(1 (2 3+i)) (read))",
    "literal": "(vector-ref (vector 1+2i) 0)",
    "polar": "(vector-ref (vector (make-polar 1 (read-line))) 0)",
    "logarithm": "(vector-ref (vector (log (read-line))) 0)",
    "arc": "(vector-ref (vector (asin (read-line))) 0)",
    "flonum that may be negative": "(vector-ref (vector (sqrt (* 1.5 (read-line)))) 0)",
    "evaluation": "(eval '(sqrt -4) (scheme-report-environment 5))",
    "arena": "(arena-value (copy-to-arena (make-arena 100) (vector z)))",
    "record": "(begin (set! g (make-thing z)) (thing-part g))",
    "maximum of itself": "(let loop ((n 3) (x z)) (if (= n 0) (vector-ref (vector x) 0) (loop (- n 1) (+ x 1))))",
}  # fmt: skip
# These may not: real numbers only are kept, or the others are only looked at.
SAFE = {
    "nothing": "(vector-ref (vector (read-line)) 0)",
    "magnitude": "(vector-ref (vector (magnitude z)) 0)",
    "parts": "(vector-ref (vector (real-part z) (imag-part z)) 0)",
    "output": "(begin (display z) (write (number->string z)) (vector-ref (vector (read-line)) 0))",
    "rounding": "(vector-ref (vector (exact (floor (sqrt (read-line))))) 0)",
    "squares": "(let ((x (read-line))) (vector-ref (vector (sqrt (* x x))) 0))",
    "after a comparison": "(let ((x (read-line))) (if (< x 0) 1 (vector-ref (vector (sqrt x)) 0)))",
    "pi": "(vector-ref (vector (acos -1)) 0)",
    "integer powers": "(vector-ref (vector (expt (* 1.5 (read-line)) 2)) 0)",
    "roots of literals": "(vector-ref (vector (sqrt 2)) 0)",
}  # fmt: skip


def product(expression: str) -> str:
    """How the product of a flonum and what the expression gives is computed."""
    text = (
        "(define g #f) (define-record-type thing (make-thing part) thing? (part thing-part set-thing-part!))\n"
        "(define (arena-value x) (vector-ref x 0))\n"
        f"(let ((z (sqrt (read-line)))) (display (* 2.5 {expression})))"
    )
    lines = [line for line in shown(text, "types").splitlines() if "%multiply2" in line and "2.5" in line]
    assert lines
    return lines[-1]


@pytest.mark.parametrize("place", HIDING)
def test_hidden_numbers_are_expected(place: str) -> None:
    assert "[flonum]" not in product(HIDING[place])


@pytest.mark.parametrize("place", SAFE)
def test_numbers_known_to_be_real_stay_doubles(place: str) -> None:
    assert "[flonum]" in product(SAFE[place])

"""copy-to-arena of every type of object: a row per type of values.h, and one program that goes through all rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

from tests.conftest import suite_options

ROOT = Path(__file__).resolve().parents[2]
HEADER = ROOT / "src/eshkol/runtime/src/values.h"

COPIED, SHARED = "copied", "shared"


@dataclass(frozen=True, slots=True)
class Case:
    """An object, whether copying it gives another one, and forms about the copy `x` that must be true."""

    expression: str
    fate: str
    contents: tuple[str, ...] = ("(equal? x original)",)


ROWS: dict[str, tuple[Case, ...]] = {
    "VECTOR": (
        Case('(vector 1 (list 2) "three")', COPIED),
        Case("(let ((v (make-vector 2 0))) (vector-set! v 1 v) v)", COPIED, ("(eq? (vector-ref x 1) x)",)),
        Case("(let ((p (list 1))) (vector p p))", COPIED, ("(eq? (vector-ref x 0) (vector-ref x 1))",)),
        Case("(vector)", COPIED),
        Case("#(1 2)", SHARED),
    ),
    "CLOSURE": (
        Case("(let ((n (list 1 2))) (lambda () n))", COPIED, ("(equal? (x) '(1 2))", "(not (eq? (x) (original)))")),
        Case("car", SHARED),
        Case("(make-parameter (list 5))", COPIED, ("(equal? (x) '(5))",)),
        Case("(compose (lambda (y) (* scale y)) +)", COPIED, ("(= (x 1 2) 9)",)),
    ),
    "ENVIRONMENT": (
        Case(
            "(let ((n 0)) (list (lambda () (set! n (+ n 1)) n) (lambda () n)))",
            COPIED,
            (
                "(= ((car x)) 1)",
                "(= ((car x)) 2)",
                "(= ((cadr x)) 2)",
                "(= ((cadr original)) 0)",
                "(eq? (closure-environment (car x)) (closure-environment (cadr x)))",
                "(= (environment-reference-count (closure-environment (car x))) 2)",
            ),
        ),
    ),
    "RECORD": (Case("(make-point 1 (list 2))", COPIED, ("(point? x)", "(equal? (point-y x) '(2))")),),
    "RECORD_TYPE": (Case("(list point)", COPIED, ("(eq? (car x) (car original))",)),),
    "STRING": (
        Case('(string-append "ab" "c")', COPIED),
        Case("(string #\\λ #\\x1F600 #\\a)", COPIED),
        Case("(let ((s (string #\\a #\\b))) (string-set! s 1 #\\λ) s)", COPIED),
        Case("(string)", COPIED),
        Case('(string->symbol "a b")', SHARED),
    ),
    "SYMBOL": (
        Case("(string->symbol (number->string 271828))", SHARED),
        Case("(list (string->symbol (number->string 314159)))", COPIED, ("(eq? (car x) (car original))",)),
    ),
    "BYTEVECTOR": (
        Case("(bytevector 1 2 3)", COPIED),
        Case("(arena-alloc other 20)", COPIED),
        Case("(bytevector)", COPIED),
    ),
    "FLONUM": (Case("(* scale 1e300)", COPIED), Case("(list (* scale 1.5) +inf.0)", COPIED)),
    "BIGNUM": (Case("(expt scale 100)", COPIED), Case("(- (expt scale 100))", COPIED)),
    "RATIONAL": (Case("(/ scale (expt 7 50))", COPIED),),
    "COMPLEX": (Case("(make-rectangular scale 2)", COPIED), Case("(make-polar (* 1.5 scale) 1.0)", COPIED)),
    "VALUES": (Case("(list (call-with-values (lambda () (values scale 2)) list))", COPIED),),
    "PROMISE": (
        Case("(delay (list scale))", COPIED, ("(equal? (force x) '(3))", "(eq? (force x) (force x))")),
        Case("(let ((p (delay (list scale)))) (force p) p)", COPIED, ("(equal? (force x) '(3))",)),
        Case("(cons-stream 1 (cons-stream 2 '()))", COPIED, ("(= (stream-car (stream-cdr x)) 2)",)),
    ),
    "HASH_TABLE": (
        Case(
            "(table make-equal-hash-table '((a) \"b\" 3) '(1 2 3))",
            COPIED,
            ("(= (hash-table-ref x '(a)) 1)", '(= (hash-table-ref x "b") 2)', "(= (hash-table-size x) 3)"),
        ),
        Case(
            "(let ((keys (list (list 1) (string #\\a) (vector)))) "
            "(cons keys (table make-eqv-hash-table keys '(1 2 3))))",
            COPIED,
            (
                "(equal? (map (lambda (key) (hash-table-ref/default (cdr x) key #f)) (car x)) '(1 2 3))",
                "(not (hash-table-ref/default (cdr x) (car (car original)) #f))",
                "(begin (hash-table-set! (cdr x) 'new 4) (= (hash-table-size (cdr x)) 4))",
                "(= (hash-table-size (cdr original)) 3)",
            ),
        ),
        Case("(make-equal-hash-table)", COPIED, ("(= (hash-table-size x) 0)",)),
        Case(
            "(let ((t (make-equal-hash-table))) (hash-table-set! t 'self t) t)",
            COPIED,
            ("(eq? (hash-table-ref x 'self) x)",),
        ),
    ),
    "RAW_WORDS": (
        Case(
            "(table make-equal-hash-table (iota 1000) (iota 1000))",
            COPIED,
            ("(every (lambda (k) (= (hash-table-ref x k) k)) (iota 1000))",),
        ),
    ),
    "PORT": (
        Case('(open-input-string "abc")', SHARED, ("(eqv? (read-char x) #\\a)", "(eqv? (read-char original) #\\b)")),
        Case("(list (open-output-string))", COPIED, ("(eq? (car x) (car original))",)),
    ),
    "ARENA": (Case("other", SHARED), Case("(current-arena)", SHARED)),
    "CONDITION": (
        Case(
            '(guard (e (#t e)) (error "message" (list 1 2)))',
            COPIED,
            (
                "(error-object? x)",
                "(equal? (error-object-irritants x) '((1 2)))",
                "(guard (e (#t (eq? e x))) (raise x))",
            ),
        ),
    ),
    "WEAK_REFERENCE": (Case("(make-weak-ref kept)", SHARED, ("(eq? (weak-ref-value x) kept)",)),),
    "CONTINUATION_DATA": (
        Case(
            "(call/cc (lambda (k) (list k)))",
            COPIED,
            ("(equal? (call/cc (lambda (k) ((copy-to-arena k arena) 'thrown))) 'thrown)", "(procedure? (car x))"),
        ),
        Case(
            "(let* ((count 0) (k (call/cc (lambda (k) k)))) (set! count (+ count 1)) (if (procedure? k) "
            "((copy-to-arena k other) count) (list k count)))",
            COPIED,
            ("(equal? x '(1 2))",),
        ),
    ),
    "EPHEMERON": (Case("(make-ephemeron kept 'value)", SHARED, ("(eq? (ephemeron-value x) 'value)",)),),
    "GUARDIAN": (Case("(make-guardian)", COPIED, ("(guardian? x)", "(not (x))")),),
}

ELSEWHERE = {
    "DEAD": "no object, but what is left of one: tests/programs/memory/arenas.esk",
    "FILLER": "nothing refers to one",
    "RESOURCE": "made by C code: tests/runtime/memory/lifetimes.c",
}

PROGRAM = """\
(import (eshkol))
(define scale 3)
(define kept (list 'kept))
(define other (make-arena 100))
(define-record-type point (make-point x y) point? (x point-x) (y point-y))
(define (table make keys values)
  (let ((t (make))) (for-each (lambda (k v) (hash-table-set! t k v)) keys values) t))
(define (waste n) (if (> n 0) (begin (make-vector 100 n) (waste (- n 1)))))
(define wrong 0)
(define (check name part right)
  (if (not right) (begin (set! wrong (+ wrong 1)) (write (list name part)) (newline))))
(define (check-case name make fate test)
  (for-each
   (lambda (arena)
     (let* ((original (make)) (x (copy-to-arena original arena)))
       (check name fate (eq? (eq? x original) (eq? fate 'shared)))
       (waste 300)
       (test original x arena)
       (waste 300)
       (if (and (eq? fate 'copied) (not (eq? arena (current-arena))))
           (begin
             (check name 'closed (eq? (copy-to-arena x arena) x))
             (destroy-arena arena)
             (check name 'stale
                    (guard (e (#t (string=? (condition/report-string e) "use of memory from a destroyed arena")))
                      (copy-to-arena x (current-arena))
                      #f))))))
   (list (make-arena 1000) (make-arena 0) (current-arena))))
CASES
;; Deep and long data, without recursion.
(define (deep n) (let loop ((i 0) (x '())) (if (= i n) x (loop (+ i 1) (list x)))))
(define (depth x) (let loop ((x x) (n 0)) (if (pair? x) (loop (car x) (+ n 1)) n)))
(define arena (make-arena 1000))
(check 'long 'length (= (length (copy-to-arena (iota SIZE) arena)) SIZE))
(check 'deep 'depth (= (depth (copy-to-arena (deep SIZE) arena)) SIZE))
(define (chain n) (let loop ((i 0) (f (lambda () 0))) (if (= i n) f (loop (+ i 1) (let ((g f)) (lambda () g))))))
(define (unwind f n) (if (procedure? f) (unwind (f) (+ n 1)) n))
(check 'closures 'chain (= (unwind (copy-to-arena (chain SIZE) arena) 0) (+ SIZE 1)))
(define (wide x n) (if (= n 0) x (wide (vector x x) (- n 1))))
(define (same-sides? x n)
  (or (= n 0) (and (eq? (vector-ref x 0) (vector-ref x 1)) (same-sides? (vector-ref x 0) (- n 1)))))
(check 'sharing 'kept (same-sides? (copy-to-arena (wide 'leaf 1000) arena) 1000))
(define ring (list 1 2 3))
(set-cdr! (cddr ring) ring)
(check 'ring 'closed (let ((x (copy-to-arena ring arena))) (and (eq? (cdddr x) x) (= (caddr x) 3))))
(destroy-arena arena)
(display (list 'wrong wrong))
"""


def program() -> str:
    lines = []
    for name, cases in ROWS.items():
        for case in cases:
            tests = " ".join(f"(check '{name} '{test} {test})" for test in case.contents)
            lines.append(
                f"(check-case '{name} (lambda () {case.expression}) '{case.fate} (lambda (original x arena) {tests}))"
            )
    return PROGRAM.replace("CASES", "\n".join(lines))


def test_every_type_has_a_row() -> None:
    types = re.findall(r"^  TYPE_(\w+) = ", HEADER.read_text(encoding="utf-8"), re.MULTILINE)
    types.remove("COUNT")
    assert sorted({*ROWS, *ELSEWHERE}) == sorted(types)


def test_copies_of_every_type(run_program: Callable[..., CompletedProcess[str]]) -> None:
    result = run_program(program().replace("SIZE", "1000" if suite_options().torture else "1000000"))
    assert (result.stdout, result.stderr) == ("(wrong 0)", "")

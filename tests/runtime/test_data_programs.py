"""Data in whole programs: what the stand-in of the other data tests cannot show."""

from __future__ import annotations

import pytest

from tests.conftest import RunProgram

TABLES_IN_ARENAS = """
(define (fill! table keys) (for-each (lambda (key) (hash-table-set! table key (car key))) keys))
(define (found table) (map (lambda (key) (hash-table-ref/default table key 'lost)) (hash-table-keys table)))
(define-syntax try
  (syntax-rules ()
    ((_ make)
     (let ((table make))
       (fill! table (map list '(1 2 3 4 5 6 7 8 9 10)))
       (let* ((arena (make-arena 4096)) (copy (copy-to-arena table arena)))
         (write (found copy))
         (hash-table-set! copy 'new 11)
         (write (hash-table-ref/default copy 'new 'lost))
         (write (found (with-arena (inner 1024) (copy-to-arena table inner))))
         (newline)
         (destroy-arena arena))))))
(try (make-eq-hash-table))
(try (make-eqv-hash-table))
(try (make-equal-hash-table))
(try (make-hash-table (lambda (a b) (equal? a b)) (lambda (key) (if (pair? key) (car key) 0))))
"""


def test_hash_tables_copied_into_and_out_of_arenas_find_their_keys(run_program: RunProgram) -> None:
    """Before any reclamation and in every kind of table."""
    finished = run_program(TABLES_IN_ARENAS)
    assert finished.stderr == ""
    assert finished.stdout.splitlines() == ["(1 2 3 4 5 6 7 8 9 10)11(1 2 3 4 5 6 7 8 9 10)"] * 4


CHURN = """
(define table (%MAKE%))
(define keys (let loop ((k 0) (keys '())) (if (< k 3000) (loop (+ k 1) (cons (%KEY%) keys)) keys)))
(define (number! keys k) (if (pair? keys) (begin (hash-table-set! table (car keys) k) (number! (cdr keys) (+ k 1)))))
(number! keys 0)
(define (churn n)
  (if (> n 0)
      (let ((key (%KEY%)))
        (hash-table-set! table key n)
        (make-vector 100 n)
        (hash-table-delete! table key)
        (churn (- n 1)))))
(churn 20000)
(write (let loop ((keys keys) (k 0))
  (if (pair? keys) (and (= k (hash-table-ref/default table (car keys) -1)) (loop (cdr keys) (+ k 1))) k)))
"""


@pytest.mark.parametrize("key", ["list k", "make-string 2 #\\a", "make-point k k"])
@pytest.mark.parametrize("make", ["make-eq-hash-table", "make-eqv-hash-table", "make-equal-hash-table"])
def test_keys_move_while_the_program_runs(run_program: RunProgram, make: str, key: str) -> None:
    if make == "make-equal-hash-table" and "point" not in key:
        key = "list (make-point k k) k"
    program = "(define k 1)(define-record-type point (make-point x y) point? (x point-x) (y point-y))" + CHURN
    finished = run_program(program.replace("%MAKE%", make).replace("%KEY%", key))
    assert (finished.stdout, finished.stderr) == ("3000", "")


def test_symbols_made_in_a_loop_take_no_memory(run_program: RunProgram) -> None:
    program = """
(define kept (string->symbol "symbol-77"))
(define (loop k same)
  (if (< k 1000000)
      (let ((symbol (string->symbol (string-append "symbol-" (number->string (modulo k 1000))))))
        (loop (+ k 1) (if (eq? kept symbol) (+ same 1) same)))
      same))
(write (loop 0 0))
(write (< (cdr (assq 'peak-bytes (memory-stats))) 50000000))
"""
    assert run_program(program).stdout == "1000#t"


def test_wide_strings_survive_reclamation(run_program: RunProgram) -> None:
    program = """
(define s (make-string 5 #\\a))
(define (churn n) (if (> n 0) (begin (string-set! s (modulo n 5) #\\λ) (make-string 1000 #\\b) (churn (- n 1)))))
(churn 20000)
(write s)
(write (eq? s s))
"""
    assert run_program(program).stdout == '"λλλλλ"#t'

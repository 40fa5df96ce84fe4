"""Programs with the sanitizers of the C compiler: what is still held at the end is no finding."""

from __future__ import annotations

import shutil

import pytest

from eshkol.options import Options
from tests.c_compiler import needs_address_sanitizer
from tests.conftest import RunProgram

PROGRAM = """
(define arena (make-arena 1024))
(define data (copy-to-arena (list 1 (vector 2 3) "four") arena))
(define stale (let* ((a (make-arena 64)) (x (copy-to-arena (list 1 2) a))) (destroy-arena a) x))
(write data)
(write (guard (e ((error-object? e) 'stale)) (car stale)))
(define port (open-input-string "left open"))
(write (map (lambda (n) (let loop ((i 0) (all (quote ()))) (if (< i n) (loop (+ i 1) (cons i all)) (length all))))
            (list 1 10 100000)))
(newline)
"""


COMPILERS = [name for name in ("gcc", "clang") if shutil.which(name)] or ["gcc"]
"""The first one is enough for `make test`: each compiles the whole runtime anew."""


@needs_address_sanitizer
@pytest.mark.parametrize(
    "compiler", [*COMPILERS[:1], *(pytest.param(c, marks=pytest.mark.instrumented) for c in COMPILERS[1:])]
)
def test_what_is_held_at_the_end_is_no_finding(run_program: RunProgram, compiler: str) -> None:
    result = run_program(PROGRAM, options=Options(sanitize=True, compiler=compiler))
    assert result.stderr == ""
    assert result.stdout == '(1 #(2 3) "four")stale(1 10 100000)\n'
    assert result.returncode == 0

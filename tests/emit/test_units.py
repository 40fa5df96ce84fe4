"""Large programs are split into several translation units: they do what they do in one."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from eshkol.build.program import compile_program
from eshkol.deep_stack import run_deep
from eshkol.emit import units
from eshkol.emit.units import CUnit
from eshkol.low.nodes import LowProgram
from eshkol.options import Options
from eshkol.pipeline import compile_to_c, steps
from eshkol.source import Source

EXAMPLES = Path(__file__).parent.parent.parent / "examples"

IDENTITY_AND_CALLS = """
(define datum '(1 "two" #(3 4.5e300 123456789012345678901234567890) 1/3))
(define (datum-here) datum)
(define (procedure-here) odd-number?)
(define counter 0)
(define (count-up! n) (set! counter (+ counter n)) counter)
(define-record-type point (make-point x y) point? (x point-x) (y point-y set-point-y!))
(define (odd-number? n) (if (= n 0) #f (even-number? (- n 1))))
(define (many a b c d e f g) (if (= a 0) (list a b c d e f g) (many-more (- a 1) b c d e f g)))
(define (sum-up n) (if (= n 0) 0 (+ n (sum-up (- n 1)))))
(define (halves x) (if (< x 1.0) x (halves (/ x 2.0))))
(define (datum-there) datum)
(define (procedure-there) odd-number?)
(define (even-number? n) (if (= n 0) #t (odd-number? (- n 1))))
(define (many-more a b c d e f g) (many a c d e f g b))
(define cases (case-lambda ((x) (list x)) ((x y) (cons x y)) ((x . rest) rest)))
(define (apply-it procedure . arguments) (apply procedure arguments))
(write (list (eq? (datum-here) (datum-there)) (eq? (procedure-here) (procedure-there)) datum))
(newline)
(write (list (count-up! 3) (count-up! 4) (even-number? 1000000) (many 100000 1 2 3 4 5 6) (sum-up 100000)))
(newline)
(write (map (lambda (p) (set-point-y! p 5) (+ (point-x p) (point-y p))) (list (make-point 1 2) (make-point 3 4))))
(write (list (cases 1) (cases 1 2) (apply-it cases 1 2 3) (apply-it + 1 2 3) (map car '((a) (b))) (halves 9.0)))
(newline)
(write (let-values (((q r) (floor/ 7 2))) (list q r (string->symbol "from a string") '|from a string|)))
(newline)
"""

FAILS = """
(define (outer x n) (if (= n 0) (+ 1 (inner x 2)) (+ 1 (outer x (- n 1)))))
(define (unrelated x) (list x (vector x (string-append "a" x))))
(define (inner x n) (if (= n 0) (* 2 (car x)) (+ 1 (inner x (- n 1)))))
(write (unrelated "b"))
(outer 5 2)
"""


def run(text: str, expected_units: int) -> subprocess.CompletedProcess[str]:
    found: list[CUnit] = list(run_deep(lambda: compile_to_c(Source("large.esk", text), Options())))
    assert len(found) >= expected_units
    program = compile_program({unit.name: unit.text for unit in found}, Options())
    return subprocess.run([program], capture_output=True, text=True, cwd=EXAMPLES, check=False)


@pytest.mark.parametrize(
    "text", [IDENTITY_AND_CALLS, FAILS, (EXAMPLES / "tour.esk").read_text()], ids=["calls", "fails", "tour"]
)
def test_split_programs_do_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run(text, 2)
    monkeypatch.setattr(units, "LARGE", 5)
    monkeypatch.setattr(units, "LARGE_LIBRARY", 5)
    monkeypatch.setattr(units, "UNIT", 40 if len(text) > 3000 else 6)
    split = run(text, 6)
    assert (split.returncode, split.stdout, split.stderr) == (whole.returncode, whole.stdout, whole.stderr)
    assert split.stdout
    assert split.returncode == 0 or "inner" in split.stderr


def test_groups_are_of_about_the_same_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "LARGE", 5)
    monkeypatch.setattr(units, "UNIT", 60)
    text = (EXAMPLES / "json.esk").read_text()
    found = run_deep(lambda: compile_to_c(Source("json.esk", text), Options()))
    sizes = [len(unit.text) for unit in found if unit.name.startswith("program-")]
    assert len(sizes) >= 6
    assert max(sizes) < 3 * sum(sizes) / len(sizes)


def test_the_librarys_groups_do_not_depend_on_what_comes_after_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "LARGE_LIBRARY", 5)
    monkeypatch.setattr(units, "UNIT", 40)
    source = Source("tour.esk", (EXAMPLES / "tour.esk").read_text())
    results = run_deep(lambda: {step.name: result for step, result in steps(source)})
    program = results["safepoints"]
    assert isinstance(program, LowProgram)
    found = [procedure for procedure in program.procedures if procedure.in_library]
    groups = units.split_library(found)
    assert len(groups) >= 4
    assert [procedure for group in groups for procedure in group] == found
    for count in range(len(groups[0]) + 1, len(found)):
        fewer = units.split_library(found[:count])
        assert fewer[:-1] == groups[: len(fewer) - 1]


def test_a_library_is_split_only_when_it_is_large() -> None:
    assert len(units.split_library([])) == 1

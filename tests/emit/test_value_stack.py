"""Emitted C keeps the rule of the value stack, and the check of it finds what breaks the rule."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from eshkol.deep_stack import run_deep
from eshkol.emit.program import emit
from eshkol.low.nodes import LowProgram
from tests.emit.value_stack import StaleValue, check_value_stack
from tests.passes.generator import Generator, choices
from tests.stages import result_of

ROOT = Path(__file__).parent.parent.parent
PROGRAM = """
(define (f g x y)
  (let loop ((i 0) (l '()))
    (if (eq? i x) (cons y l) (let ((a (g i)) (b (g y))) (loop (+ i 1) (cons (cons a b) l))))))
(display (f (read) 1 2))
(define (sum l n) (if (= n 0) 0 (+ n (sum (cdr l) (- n 1)))))
(display (sum '(1 2) 2))
(display f)
"""


def compiled(text: str) -> tuple[LowProgram, str]:
    """The finished low program and the C of both its units."""
    program = result_of(text, "safepoints", lambda low: low)
    assert isinstance(program, LowProgram)
    return program, "\n".join(unit.text for unit in run_deep(lambda: emit(program)))


def test_a_program() -> None:
    program, text = compiled(PROGRAM)
    assert {p.symbol for p in program.procedures} <= check_value_stack(program, text)


@pytest.mark.parametrize("name", ["tests/library/lists.esk", "tests/library/control.esk", "examples/tour.esk"])
def test_larger_programs(name: str) -> None:
    program, text = compiled((ROOT / name).read_text(encoding="utf-8"))
    assert {p.symbol for p in program.procedures} <= check_value_stack(program, text)


@pytest.mark.parametrize("seed", range(12))
def test_generated_programs(seed: int) -> None:
    definitions, expressions = Generator(choices(random.Random(seed).randbytes(400))).program()
    program, text = compiled("\n".join([*definitions, *expressions]))
    assert {p.symbol for p in program.procedures} <= check_value_stack(program, text)


LINES = {
    "spill": r"^ +sp\[\d+\] = \w+;\n",
    "reload": r"^ +\w+ = sp\[\d+\];\n",
    "mark": r"^ +sp\[\d+\] = ESHKOL_MARK\(\);\n",
}
ONE_CALL = """
(define (f g x y)
  (let loop ((i 0) (l '()))
    (if (eq? i x) (cons y l) (let ((a (g i))) (loop (+ i 1) (cons (cons a x) (cons y l)))))))
(display (f (read) 1 2))
(display f)
"""


@pytest.mark.parametrize("kind", LINES)
def test_every_missing_line_is_found(kind: str) -> None:
    """No spill, reload or mark can be left out of f."""
    program, text = compiled(ONE_CALL)
    start = text.index("/* f: ")
    places = list(re.compile(LINES[kind], re.MULTILINE).finditer(text, start, text.index("\n}", start)))
    assert places
    for place in places:
        with pytest.raises(StaleValue):
            check_value_stack(program, text[: place.start()] + text[place.end() :])

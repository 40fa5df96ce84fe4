"""The C text as a whole: always the same for the same program, and free of what not every C compiler has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eshkol.core.nodes import restart_serial_numbers
from eshkol.deep_stack import run_deep
from eshkol.options import Options
from eshkol.pipeline import compile_to_c
from eshkol.source import Source
from eshkol.tables import primitive_rows
from tests.emit.conftest import c_text

ROOT = Path(__file__).parent.parent.parent
TOUR = ROOT / "examples" / "tour.esk"


def units(text: str) -> list[tuple[str, str]]:
    return run_deep(lambda: [(unit.name, unit.text) for unit in compile_to_c(Source("tour.esk", text), Options())])


def test_the_same_text_every_time() -> None:
    text = TOUR.read_text(encoding="utf-8")
    first = units(text)
    restart_serial_numbers(123_456)
    assert units(text) == first


def test_a_change_of_the_program_leaves_its_other_procedures_alone() -> None:
    """What the C compiler has already seen of a program, and people have read, stays as it was."""
    before = "(define (f x) (cons x (g x)))\n(define (g y) (if (pair? y) (g (cdr y)) (list y y)))\n(display (f (read)))"
    after = before.replace("(cons x (g x))", "(vector x (list x) (g x))")
    functions = [re.search(r"^/\* g: .*?^\}", c_text(text), re.MULTILINE | re.DOTALL) for text in (before, after)]
    assert functions[0] is not None
    assert functions[1] is not None
    without_sites = [re.sub(r"\bsp, \d+", "sp, SITE", function[0]) for function in functions if function is not None]
    assert without_sites[0] == without_sites[1]


@pytest.mark.parametrize("absent", ["musttail", "alloca", "setjmp", "__int128"])
def test_what_the_text_does_without(absent: str) -> None:
    assert all(absent not in text for _, text in units(TOUR.read_text(encoding="utf-8")))


def test_no_local_has_its_address_taken() -> None:
    """That would keep the C compiler from making tail calls jumps. `&result` is the overflow builtins' own, and `&rest`
    that of primitives with optional arguments, none of which calls procedures.
    """
    assert not [row.name for row in primitive_rows().values() if row.calls and row.optional]
    for _, text in units(TOUR.read_text(encoding="utf-8")):
        bodies = re.findall(r"^(?:\w+ )*Value \w+\(Value \*sp[^\n]*\) \{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL)
        assert bodies
        for body in bodies:
            taken = re.findall(r"(?<!&)&\s*([A-Za-z_]\w*)(?!\w*\s*\()", body)
            assert set(taken) <= {"TAG_MASK", "object_of", "rest", "result"}

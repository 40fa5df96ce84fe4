"""What a small program looks like after each stage of the compiler: its own forms and procedures, as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from eshkol.core.nodes import Program
from eshkol.core.show import show_program as show_core
from eshkol.deep_stack import run_deep
from eshkol.diagnostics import CompileError
from eshkol.low.nodes import LowProgram, Procedure
from eshkol.low.show import show_program as show_low
from eshkol.pipeline import check, steps
from eshkol.source import Source

CASE = "case.esk"
T = TypeVar("T")


def stages(text: str, name: str = CASE) -> Iterator[tuple[str, Any]]:
    """Each pass's name and its checked result; the first one unchecked, for it holds the whole standard library.

    `name`: the file whose text it is, where that matters because libraries are found beside it.
    """
    for step, result in steps(Source(name, text)):
        if step.takes != "source":
            check(result, step.gives)
        yield step.name, result


def result_of(text: str, stage: str, use: Callable[[Any], T]) -> T:
    """What `use` makes of the program after a stage."""
    return run_deep(lambda: next(use(result) for name, result in stages(text) if name == stage))


def shown(text: str, stage: str) -> str:
    """The program's own part after a stage, or its compile-time errors."""
    try:
        return result_of(text, stage, show)
    except CompileError as error:
        return "\n".join(diagnostic.show() for diagnostic in error.diagnostics)


def show(result: Program | LowProgram) -> str:
    """Core or low without what comes from the standard library."""
    return show_core(result, "") if isinstance(result, Program) else show_low(result, CASE)


def own_procedures(program: LowProgram) -> list[Procedure]:
    """The procedures that stand in the text of the case."""
    return [procedure for procedure in program.procedures if procedure.span.source.name == CASE]

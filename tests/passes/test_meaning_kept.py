"""No pass over core changes what a program displays, nor whether it ends in an error."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from eshkol.core.nodes import Program
from eshkol.core.show import show_program
from eshkol.deep_stack import run_deep
from tests.passes.generator import Generator, choices
from tests.passes.interpreter import EndlessRun, Interpreter
from tests.stages import stages


def meanings(text: str) -> list[tuple[str, list[str], Program]]:
    """After each pass over core: its name, what the program displays, the program."""
    result: list[tuple[str, list[str], Program]] = []
    for name, program in stages(text):
        if not isinstance(program, Program):
            break
        result.append((name, Interpreter().run(program), program))
    return result


@given(st.binary(min_size=100, max_size=600))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_passes_keep_the_meaning(data: bytes) -> None:
    definitions, expressions = Generator(choices(data)).program()
    text = "\n".join([*definitions, *(f"(display {e})" for e in expressions)])
    try:
        first, *others = run_deep(lambda: meanings(text))
    except EndlessRun:
        assume(False)
    for name, shown, after in others:
        assert shown == first[1], f"{name} makes of\n{text}\nthis:\n{show_program(after, '')}"

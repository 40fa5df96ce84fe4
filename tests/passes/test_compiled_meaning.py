"""Compiled programs display what their expanded form means: the whole compiler against the interpreter of core."""

from __future__ import annotations

import random
from collections.abc import Callable
from subprocess import CompletedProcess

from eshkol.core.nodes import Program
from eshkol.deep_stack import run_deep
from tests.passes.generator import Generator, choices
from tests.passes.interpreter import EndlessRun, Interpreter
from tests.stages import stages

PROGRAMS = 20
MARK = "--- "


def meaning(text: str) -> list[str]:
    """What the expanded program displays."""
    program = next(result for _, result in stages(text))
    assert isinstance(program, Program)
    return Interpreter().run(program)


def sections(wanted: int) -> list[tuple[str, str]]:
    """Parts of one program, each with its expected output. An error ends its part."""
    found: list[tuple[str, str]] = []
    seed = 0
    while len(found) < wanted:
        seed += 1
        source = random.Random(seed)
        data = source.randbytes(source.randrange(40, 500))
        definitions, expressions = Generator(choices(data), f"g{seed}").program()
        shown = " ".join(f"(display {e})" for e in expressions)
        try:
            output = meaning("\n".join([*definitions, shown]))
        except EndlessRun:
            continue
        if output:
            guarded = f"(guard (e (#t (display 'error))) {shown})"
            found.append(("\n".join([f'(display "\\n{MARK}{seed}\\n")', *definitions, guarded]), "".join(output)))
    return found


def test_compiled_programs_mean_the_same(run_program: Callable[..., CompletedProcess[str]]) -> None:
    parts = run_deep(lambda: sections(PROGRAMS))
    result = run_program("\n".join(text for text, _ in parts))
    assert result.stderr == ""
    outputs = [part.partition("\n")[2].removesuffix("\n") for part in result.stdout.split(f"\n{MARK}")[1:]]
    assert len(outputs) == len(parts)
    for output, (text, expected) in zip(outputs, parts, strict=True):
        assert output == expected, text

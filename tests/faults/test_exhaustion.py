"""Memory or the stack runs out in every kind of work, again and again; each time that is caught, and all goes on."""

from __future__ import annotations

import os
import re
import subprocess

from eshkol.driver import executable
from tests.conftest import suite_options
from tests.faults.injection import PROGRAMS, SECONDS

MEMORY_ROUNDS = 1 if suite_options().torture else 28
STACK_ROUNDS = 1
"""Of all kinds of work: a thousand errors of memory in one process, nearly a hundred of the stack."""


def outcomes(name: str, rounds: int, **variables: str) -> dict[str, str]:
    source = PROGRAMS / f"{name}.esk"
    program = str(executable(source.read_bytes(), source.name, suite_options()))
    done = subprocess.run(
        [program, str(rounds)],
        capture_output=True,
        text=True,
        timeout=4 * SECONDS,
        check=False,
        env={**os.environ, **variables},
    )
    assert (done.returncode, done.stderr) == (0, "")
    return dict(line[1:-1].split(" ", 1) for line in done.stdout.splitlines())


def kinds(name: str) -> list[str]:
    return re.findall(r"^\(define-kind (\S+)", (PROGRAMS / f"{name}.esk").read_text(), re.MULTILINE)


def test_out_of_memory_is_caught_wherever_it_happens() -> None:
    assert outcomes("exhaustion", MEMORY_ROUNDS, ESHKOL_MAX_MEMORY="1M") == dict.fromkeys(kinds("exhaustion"), "memory")


def test_stack_overflow_is_caught_wherever_it_happens() -> None:
    message = '"stack overflow: recursion too deep (the stack has 1 MiB)"'
    assert outcomes("overflow", STACK_ROUNDS, ESHKOL_MAX_STACK="1M") == dict.fromkeys(kinds("overflow"), message)

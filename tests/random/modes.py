"""Compiles one program once and runs it in several modes: without reclamation, tortured, with a tiny nursery."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from eshkol.build.flags import FEATURES, Feature, Flag
from eshkol.build.program import compile_program
from eshkol.driver import c_units
from eshkol.options import Options

SECONDS = 300
"""A program takes seconds; the machine may be busy."""

TINY_NURSERY = Feature("tiny-nursery", "limits, raised marks and generations in small programs",
                       compile=(Flag("-DESHKOL_NURSERY=1024", "bytes"),))  # fmt: skip
FEATURES.setdefault(TINY_NURSERY.name, TINY_NURSERY)


@dataclass(frozen=True, slots=True)
class Mode:
    """How a program is compiled and run. It has what `compile_program` asks of options."""

    name: str
    features: frozenset[str]
    environment: Mapping[str, str]
    optimization: str = "debug"
    compiler: str | None = None
    shared: bool = False


NORMAL = Mode("normal", frozenset(), {}, "2")
TORTURE = Mode("torture", frozenset({"torture"}), {})
VERIFIED = Mode("verified", frozenset({"torture"}), {"ESHKOL_VERIFY": "7"})
TINY = Mode("tiny", frozenset({TINY_NURSERY.name}), {})


@dataclass(frozen=True, slots=True)
class Result:
    """What a program has printed, and how it ended."""

    status: int
    output: str
    errors: str


def run(units: Mapping[str, str], mode: Mode) -> Result:
    """Compiles the C texts for `mode` and runs them."""
    program = compile_program(units, mode)  # type: ignore[arg-type]
    environment = {**os.environ, **mode.environment}
    try:
        done = subprocess.run(
            [program],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as expired:
        output = expired.stdout.decode(errors="replace") if isinstance(expired.stdout, bytes) else ""
        return Result(-1, output, f"takes longer than {SECONDS} seconds")
    return Result(done.returncode, done.stdout, done.stderr)


def units_of(text: str) -> dict[str, str]:
    """The C texts of a program."""
    return {unit.name: unit.text for unit in c_units(text.encode(), "random.esk", Options())}


def first_difference(expected: Result, got: Result) -> str | None:
    """What tells two runs apart, None when nothing does."""
    if expected == got:
        return None
    pairs = zip(expected.output.splitlines(), got.output.splitlines(), strict=False)
    different = next(((a, b) for a, b in pairs if a != b), ("(end)", "(end)"))
    return f"{different[0]!r} became {different[1]!r}; status {got.status}; {got.errors[:500]}"


def differences(text: str, modes: tuple[Mode, ...]) -> list[str]:
    """One line for each mode in which the program does not do what it does in the first."""
    units = units_of(text)
    expected = run(units, modes[0])
    problems = [] if expected.status == 0 else [f"{modes[0].name}: status {expected.status}: {expected.errors[:500]}"]
    for mode in modes[1:]:
        difference = first_difference(expected, run(units, mode))
        if difference:
            problems.append(f"{mode.name}: {difference}")
    return problems


if __name__ == "__main__":
    from tests.random.programs import program

    first, last, step = map(int, sys.argv[1:4])
    names = sys.argv[4].split(",") if len(sys.argv) > 4 else ["normal", "torture"]
    by_name = {mode.name: mode for mode in (NORMAL, TORTURE, VERIFIED, TINY)}
    for start in range(first, last, step):
        numbers = range(start, start + step)
        found = differences(program(numbers, portable=False), tuple(by_name[name] for name in names))
        print(numbers, *(found or ["no difference"]), sep="\n  ", flush=True)

"""Builds the programs of the memory benchmarks, runs them, and reads what they report."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.implementations import IMPLEMENTATIONS, BuildError, Implementation
from bench.measuring import Run, WrongRun, build_measure
from bench.measuring import measure as measure_run
from bench.memory.c_peers import C_PEERS, CPeer, Missing, roots

HERE = Path(__file__).resolve().parent
SCHEMES = ("Eshkol", "Chez", "Gambit")
C_FLAGS = (
    "-O2",
    "-std=gnu11",
    "-Wall",
    "-Wextra",
    "-Werror",
    "-fno-builtin-malloc",
    "-fno-builtin-free",
    "-D_GNU_SOURCE",
)


@dataclass(frozen=True, slots=True)
class Result:
    """What one run printed, `name number` a line, and what was measured from outside: peak KiB, wall seconds."""

    values: Mapping[str, int]
    samples: Sequence[int]
    peak: int
    wall: float


Outcome = Result | str  # or why there is no result
Command = list[str] | str  # or why the program cannot be run


@dataclass(slots=True)
class Workshop:
    """A folder for what is built, who takes part, and how large the workloads are (1: as in the results page)."""

    folder: Path
    scale: float
    timeout: float
    contestants: Sequence[str] = ()  # lower case; empty: everybody
    _measurer: Path | None = None
    _built: dict[tuple[str, ...], Command] = field(default_factory=dict)

    def scaled(self, count: int, least: int = 1) -> int:
        return max(least, round(count * self.scale))

    def takes_part(self, name: str) -> bool:
        return not self.contestants or name.lower() in self.contestants

    def schemes(self) -> list[Implementation]:
        return [i for i in IMPLEMENTATIONS if i.name in SCHEMES and self.takes_part(i.name)]

    def c_peers(self) -> list[CPeer]:
        return [peer for peer in C_PEERS if self.takes_part(peer.name)]

    def scheme(self, implementation: Implementation, *programs: str) -> Command:
        """Builds the files programs/*.scm of these names as one program behind the preludes."""
        return self._once((implementation.name, *programs), lambda: self._build_scheme(implementation, programs))

    def c(self, peer: CPeer, program: str) -> Command:
        """Builds c/PROGRAM.c with the peer behind it."""
        return self._once((peer.name, program), lambda: self._build_c(peer, program))

    def plain_c(self, program: str) -> Command:
        """Builds c/PROGRAM.c, which needs no allocator."""
        return self._once((program,), lambda: _compile(program, self.folder / program, []))

    def run(self, command: Command, *arguments: str | int) -> Outcome:
        """Runs the command, or passes on why there is none."""
        if isinstance(command, str):
            return command
        if self._measurer is None:
            self._measurer = build_measure(self.folder)
        try:
            return _read(measure_run(self._measurer, [*command, *map(str, arguments)], None, self.timeout))
        except WrongRun as wrong:
            return str(wrong)

    def _once(self, key: tuple[str, ...], build: Callable[[], Command]) -> Command:
        if key not in self._built:
            self._built[key] = build()
            said = self._built[key]
            print(
                f"  built {' '.join(key)}" if isinstance(said, list) else f"  {' '.join(key)}: {said}", file=sys.stderr
            )
        return self._built[key]

    def _build_scheme(self, implementation: Implementation, programs: Sequence[str]) -> Command:
        if not implementation.is_installed():
            return f"{implementation.name} is not installed"
        names = [
            f"preludes/{implementation.name.lower()}",
            "preludes/common",
            *(f"programs/{name}" for name in programs),
        ]
        text = "".join((HERE / f"{name}.scm").read_text() for name in names)
        try:
            return implementation.compile(text, programs[-1], self.folder)
        except BuildError as error:
            return f"does not compile: {error}"

    def _build_c(self, peer: CPeer, program: str) -> Command:
        target = self.folder / f"{program}.{peer.name.replace(' ', '-').lower()}"
        try:
            flags = peer.flags(roots())
        except Missing as missing:
            return str(missing)
        return _compile(program, target, [f'-DBACKEND="backends/{peer.backend}"', *flags])


def _compile(program: str, target: Path, flags: Sequence[str]) -> Command:
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    command = [compiler] if compiler else [sys.executable, "-m", "ziglang", "cc"]
    source = HERE / "c" / f"{program}.c"
    done = subprocess.run([*command, *C_FLAGS, "-o", target, source, *flags], capture_output=True, text=True)
    return [str(target)] if done.returncode == 0 else f"does not compile: {done.stderr.strip()[:300]}"


def _read(run: Run) -> Outcome:
    """The values of a run's output; a line `impossible: REASON` is the reason instead."""
    lines = run.output.splitlines()
    if lines and lines[0].startswith("impossible: "):
        return lines[0].removeprefix("impossible: ")
    head = lines.index("samples") if "samples" in lines else len(lines)
    values = {name: int(number) for name, number in (line.split() for line in lines[:head])}
    return Result(values, [int(line) for line in lines[head + 1 :]], run.peak, run.wall)


def with_equal_check_sums(outcomes: Mapping[str, Outcome]) -> dict[str, Outcome]:
    """The same outcomes; results whose check sum differs from the first one's count as failures."""
    sums = {name: result.values.get("check-sum") for name, result in outcomes.items() if isinstance(result, Result)}
    right = next(iter(sums.values()), None)
    wrong = {name: f"computed {found}, expected {right}" for name, found in sums.items() if found != right}
    return {**outcomes, **wrong}


def reasons(outcomes: Mapping[str, Outcome]) -> list[str]:
    """A line for every contestant without a result."""
    return [f"{name}: {' '.join(outcome.split())}" for name, outcome in outcomes.items() if isinstance(outcome, str)]


def value(outcome: Outcome | None, name: str, divisor: float = 1.0) -> float | None:
    """One value of a result, divided; None without it."""
    return outcome.values[name] / divisor if isinstance(outcome, Result) and name in outcome.values else None


def peak_mebibytes(outcome: Outcome | None) -> float | None:
    return outcome.peak / 1024 if isinstance(outcome, Result) else None

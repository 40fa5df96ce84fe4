"""Measuring the peak memory of programs, and how large the tests of this folder run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from eshkol.build.toolchain import find_toolchain
from eshkol.driver import executable
from eshkol.options import Options

MEASURE = Path(__file__).parents[2] / "bench" / "measure.c"
SECONDS = 600


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: what it printed, how it ended, and its peak resident KiB."""

    output: str
    errors: str
    status: int
    peak: int


MeasureProgram = Callable[..., Measured]


def modes() -> frozenset[str]:
    """The switches of ESHKOL_TEST_MODES, such as torture."""
    return frozenset(mode for mode in os.environ.get("ESHKOL_TEST_MODES", "").split(",") if mode)


@pytest.fixture(scope="session")
def scale() -> float:
    """The part of the full counts that is run: ESHKOL_FLAT_SCALE, usually a twentieth."""
    return float(os.environ.get("ESHKOL_FLAT_SCALE", "0.05"))


@pytest.fixture(scope="session")
def peaks_count() -> bool:
    """Whether peaks say anything: builds that check everything need memory of their own."""
    return not modes()


@pytest.fixture(scope="session")
def measurer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small program that runs another one; what wait4 tells it about peaks has nothing of Python in it."""
    target = tmp_path_factory.mktemp("measure") / "measure"
    subprocess.run([*find_toolchain().command, "-O2", "-D_GNU_SOURCE", "-o", target, MEASURE], check=True)
    return target


@pytest.fixture
def measure_program(tmp_path: Path, measurer: Path) -> MeasureProgram:
    """`measure_program(path_or_text, *arguments)`: compiles, runs, measures."""

    def measure(program: Path | str, *arguments: str) -> Measured:
        data = program.read_bytes() if isinstance(program, Path) else program.encode()
        name = program.name if isinstance(program, Path) else "<test>"
        path = executable(data, name, Options.of(dict.fromkeys(modes(), True)))
        report = tmp_path / "report"
        done = subprocess.run(
            [measurer, report, path, *arguments],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            stdin=subprocess.DEVNULL,
            check=True,
        )
        *_, peak, status = report.read_text().split()
        return Measured(done.stdout, done.stderr, int(status), int(peak))

    return measure

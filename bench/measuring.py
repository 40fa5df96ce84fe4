"""Runs compiled benchmark programs one at a time and measures each run: seconds, peak memory, what was printed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

BENCH = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Run:
    """One run: wall-clock and processor seconds, peak resident KiB, what it printed."""

    wall: float
    processor: float
    peak: int
    output: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The medians of several runs of one program; seconds and KiB."""

    wall: float
    processor: float
    peak: int
    runs: int


class WrongRun(Exception):
    """A run that crashed, printed something else than expected, or took too long."""


def build_measure(directory: Path) -> Path:
    """Compiles measure.c into the directory; the path of the executable."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    command = [compiler] if compiler else [sys.executable, "-m", "ziglang", "cc"]
    target = directory / "measure"
    subprocess.run([*command, "-O2", "-D_GNU_SOURCE", "-o", target, BENCH / "measure.c"], check=True)
    return target


def measure(measurer: Path, command: list[str], expected: str | None, timeout: float) -> Run:
    """Runs the command once. `expected` is what it must print (None: anything). WrongRun when it does not."""
    report = measurer.with_name("report")
    process = subprocess.Popen(
        [measurer, report, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        cwd=measurer.parent,
    )
    try:
        output, errors = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise WrongRun(f"took longer than {timeout:g} s") from None
    wall, user, system, peak, status = report.read_text().split()
    if int(status) != 0:
        raise WrongRun(f"exit status {status}: {errors.strip()[:300]}")
    if expected is not None and output.strip() != expected:
        raise WrongRun(f"printed {output.strip()[:200]!r}, expected {expected!r}")
    return Run(float(wall), float(user) + float(system), int(peak), output.strip())


def summarize(runs: list[Run]) -> Summary:
    """The medians; at least one run."""
    return Summary(
        median(run.wall for run in runs),
        median(run.processor for run in runs),
        round(median(run.peak for run in runs)),
        len(runs),
    )

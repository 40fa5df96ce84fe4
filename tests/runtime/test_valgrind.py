"""The runtime under valgrind: its test harnesses, the fuzz harness and programs; `make instrumented` runs these."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from eshkol.driver import executable as compiled
from eshkol.options import Options
from tests.c_compiler import c_compiler
from tests.fuzz.runtime_harness import MODES, run
from tests.runtime.data_process import DataProcess
from tests.runtime.data_process import executable as data_executable
from tests.runtime.data_process import rows as data_rows
from tests.runtime.numbers_process import Failure, Harness, Variant
from tests.runtime.numbers_process import executable as numbers_executable
from tests.runtime.numbers_process import rows as number_rows
from tests.runtime.test_memory import NOT_INSTRUMENTED, VARIANTS, Builder, cases
from tests.runtime.test_numbers_sanitized import random_call

pytestmark = [
    pytest.mark.instrumented,
    pytest.mark.skipif(not shutil.which("valgrind"), reason="valgrind is not installed"),
]

# A search for leaks would read the whole reservation, terabytes of it. What it finds is no leak anyway: the program's
# last values live as long as the process.
SUPPRESSIONS = Path(__file__).with_name("valgrind.supp")
MEMCHECK = ("valgrind", "-q", "--leak-check=no", "--error-exitcode=99", f"--suppressions={SUPPRESSIONS}")
SECONDS = 300
TESTS = Path(__file__).resolve().parents[1]
PROGRAMS = [
    path
    for folder in ("library", "programs/continuations", "programs/io", "programs/names")
    for path in sorted((TESTS / folder).glob("*.esk"))
    if path.with_suffix(".out").exists() and not path.stem.endswith("_large")
]


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    return Builder(tmp_path_factory.mktemp("memory"))


def check(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a command under memcheck; fails when that finds something."""
    done = subprocess.run([*MEMCHECK, *command], capture_output=True, text=True, timeout=SECONDS, check=False)
    assert "==" not in done.stderr, done.stderr[-4000:]
    return done


@pytest.mark.parametrize("case", [case for case in cases("arena_cases") if case not in NOT_INSTRUMENTED])
def test_arenas(builder: Builder, case: str) -> None:
    assert check(builder.program("arena_cases", VARIANTS["plain"]), case).returncode == 0


@pytest.mark.parametrize("seed", [1, 2])
def test_random_memory_programs(builder: Builder, seed: int) -> None:
    assert check(builder.program("mutator", VARIANTS["plain"]), str(seed), "3000").returncode == 0


@pytest.fixture
def under_memcheck(tmp_path: Path) -> Callable[[Path], Path]:
    """A script that runs a program under memcheck."""

    def make(program: Path) -> Path:
        script = tmp_path / "memcheck"
        script.write_text(f"#!/bin/sh\nexec {' '.join(MEMCHECK)} {program}\n")
        script.chmod(0o755)
        return script

    return make


def test_data_primitives(under_memcheck: Callable[[Path], Path]) -> None:
    program = data_executable(c_compiler(), ("-O1", "-g1", "-DESHKOL_USES_ARENAS"))
    process = DataProcess(under_memcheck(program))
    for quick in ("#f", "#t"):
        process(f"(%quick {quick})")
        process.run(example.expression for row in data_rows() for example in row.examples)
    assert process.close() == 0


def test_number_primitives(under_memcheck: Callable[[Path], Path]) -> None:
    program = numbers_executable(Variant(c_compiler(), ("-O1", "-g1"), "ReleaseFast"))
    process = Harness(under_memcheck(program))
    source = random.Random(15)
    calls = [random_call(source, row.name, row.required) for row in number_rows() for _ in range(10)]
    results = process.batch(calls)
    assert process.close() == 0
    assert sum(not isinstance(result, Failure) for result in results) > len(calls) // 3


@pytest.mark.parametrize("mode", MODES)
def test_fuzzing(mode: str) -> None:
    outcome = run(mode, 1, iterations=1000, wrapper=MEMCHECK)
    assert outcome.clean, outcome.report
    assert "==" not in outcome.report


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_programs(program: Path) -> None:
    done = check(compiled(program.read_bytes(), str(program), Options()))
    assert done.stdout == program.with_suffix(".out").read_text()

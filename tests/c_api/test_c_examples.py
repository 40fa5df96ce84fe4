"""Every program of examples/c/, compiled by every C and C++ compiler of the machine, prints what its .out file says."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.c_api.building import C_COMPILERS, CXX_COMPILERS, ROOT, Compiler, executable, object_file, outcome, run

EXAMPLES = sorted((ROOT / "examples" / "c").glob("*.c"))


def test_there_are_examples() -> None:
    assert [path.name for path in EXAMPLES] == ["arenas.c", "closures.c"]
    assert {path.stem for path in EXAMPLES} == {path.stem for path in (ROOT / "examples" / "c").glob("*.out")}


@pytest.mark.parametrize("source", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("compiler", [*C_COMPILERS, *CXX_COMPILERS], ids=str)
def test_example(source: Path, compiler: Compiler) -> None:
    done = outcome(executable([object_file(source, compiler)], compiler))
    assert (done.stdout, done.stderr, done.returncode) == (source.with_suffix(".out").read_text(), "", 0)


def test_what_config_prints_is_enough(tmp_path: Path) -> None:
    """The command in its help, with nothing else: `cc arenas.c $(eshkol config --cflags --libs)`."""
    asked = subprocess.run(
        [sys.executable, "-m", "eshkol", "config", "--cflags", "--libs"], capture_output=True, text=True, check=True
    )
    program = tmp_path / "arenas"
    run([*C_COMPILERS[0].command, EXAMPLES[0], *shlex.split(asked.stdout), "-o", program])
    assert outcome(program).stdout == EXAMPLES[0].with_suffix(".out").read_text()

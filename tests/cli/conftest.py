"""Running the command line as users do: in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

STAND_IN = Path(__file__).parent / "stand_in.py"
CommandLine = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def command_line(tmp_path: Path) -> CommandLine:
    """`command_line("run", "x.esk")` in the folder `tmp_path`: the real one."""
    return _runner([sys.executable, "-I", "-m", "eshkol"], tmp_path)


@pytest.fixture
def stand_in(tmp_path: Path, own_cache: Path) -> CommandLine:
    """The same with the stand-in compiler and a runtime of one function."""
    runtime = tmp_path / "runtime"
    (runtime / "src").mkdir(parents=True)
    (runtime / "include").mkdir()
    (runtime / "src/answer.c").write_text("int answer(void);\nint answer(void) { return 42; }\n")
    return _runner([sys.executable, "-I", str(STAND_IN), str(runtime)], tmp_path)


def _runner(command: list[str], folder: Path) -> CommandLine:
    def run(
        *arguments: str, text_input: str = "", environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *arguments],
            input=text_input,
            capture_output=True,
            text=True,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            timeout=60,
        )

    return run

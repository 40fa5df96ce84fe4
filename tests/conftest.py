"""What tests share: compiling a program and running it, an empty cache, stand-ins for compilers."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eshkol.build import cache
from eshkol.driver import executable
from eshkol.options import Options
from tests.specification.named_tests import NamedTestsRan, is_whole_run, named_tests

RunProgram = Callable[..., "subprocess.CompletedProcess[str]"]

SECONDS = 120
"""A program that takes longer hangs."""


def pytest_configure(config: pytest.Config) -> None:
    """When everything is run, what docs/specification.md names must be among it; workers report to this process."""
    if is_whole_run(config) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(NamedTestsRan(named_tests()))


def suite_options() -> Options:
    """The options all programs are compiled with: ESHKOL_TEST_MODES names switches, as in `torture,sanitize`."""
    modes = [mode for mode in os.environ.get("ESHKOL_TEST_MODES", "").split(",") if mode]
    return Options.of(dict.fromkeys(modes, True))


def library_options() -> Options:
    """For tests of what the library computes, which have the largest programs: the C compiler takes less time."""
    return replace(suite_options(), optimization="1")


@pytest.fixture(scope="session")
def run_program() -> RunProgram:
    """`run_program(path_or_text, *arguments)`: compiles the program, runs it, gives status, stdout and stderr."""

    def run(
        program: Path | str, *arguments: str, options: Options | None = None, text_input: str = ""
    ) -> subprocess.CompletedProcess[str]:
        data = program.read_bytes() if isinstance(program, Path) else program.encode()
        name = str(program) if isinstance(program, Path) else "<test>"
        path = executable(data, name, options or suite_options())
        return subprocess.run(
            [path, *arguments], input=text_input, capture_output=True, text=True, timeout=SECONDS, check=False
        )

    return run


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache for this test, except that the bundled toolchain's own cache, slow to fill, is the user's."""
    shared = Path(cache.directory()) / "zig"
    shared.mkdir(exist_ok=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = Path(cache.directory())
    (folder / "zig").symlink_to(shared)
    return folder


@pytest.fixture
def write_script(tmp_path: Path) -> Callable[[str, str], Path]:
    """Makes an executable shell script in `tmp_path / "bin"`: `write_script("gcc", "exit 1")`."""

    def write(name: str, body: str) -> Path:
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return path

    return write

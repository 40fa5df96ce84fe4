"""The real compiler behind the command line: one small program through every command."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from eshkol.build.flags import CLANG, GCC, ZIG
from eshkol.build.toolchain import find_toolchain

CommandLine = Callable[..., "subprocess.CompletedProcess[str]"]

LARGEST_HELLO = {GCC: 220_000, CLANG: 220_000, ZIG: 230_000}
"""Bytes, by family of compilers. Two fifths are arithmetic of big integers and tables for the digits of flonums, which
writing and reading any datum needs; a tenth is the unwinder for traces."""


@pytest.fixture
def hello(tmp_path: Path) -> Path:
    path = tmp_path / "hello.esk"
    path.write_text('(display "hello")\n(newline)\n')
    return path


def test_run(command_line: CommandLine, hello: Path) -> None:
    done = command_line("run", hello.name)
    assert (done.returncode, done.stdout) == (0, "hello\n"), done.stderr


def test_exit_status_of_the_program(command_line: CommandLine) -> None:
    assert command_line("run", "-", text_input="(exit 3)").returncode == 3


def test_an_uncaught_error_has_status_70(command_line: CommandLine) -> None:
    done = command_line("run", "-", text_input="(display (car (list-tail (list 1 2) 2)))")
    assert done.returncode == 70
    assert "error: car: expected a pair, got ()" in done.stderr


def test_a_compile_error_has_status_1_and_shows_the_place(command_line: CommandLine) -> None:
    done = command_line("run", "-", text_input="(display 1)\n(car 1 2 3)\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert "<standard input>:2:1" in done.stderr


def test_build_gives_a_small_executable(command_line: CommandLine, hello: Path) -> None:
    done = command_line("build", hello.name)
    assert done.returncode == 0, done.stderr
    program = hello.with_suffix("")
    assert program.stat().st_size <= LARGEST_HELLO[find_toolchain().family]
    assert subprocess.run([program], capture_output=True, text=True, env={}).stdout == "hello\n"


def test_emit_c(command_line: CommandLine, hello: Path) -> None:
    assert "#include" in command_line("emit-c", hello.name).stdout


def test_dump_after_every_pass(command_line: CommandLine, hello: Path) -> None:
    passes = [line.split()[0] for line in command_line("dump", "--list").stdout.splitlines()]
    assert len(passes) > 3
    for name in (passes[0], passes[-1]):
        done = command_line("dump", f"--after={name}", hello.name)
        assert done.returncode == 0, done.stderr
        assert "hello" in done.stdout
    misspelt = command_line("dump", f"--after={passes[0]}x", hello.name)
    assert misspelt.returncode == 2
    assert f"did you mean {passes[0]}?" in misspelt.stderr


def test_doctor(command_line: CommandLine) -> None:
    done = command_line("doctor")
    assert done.returncode == 0, done.stderr
    for label in ("Eshkol:", "C compiler:", "Zig:", "Trial program: compiled and run", "Cache:"):
        assert label in done.stdout

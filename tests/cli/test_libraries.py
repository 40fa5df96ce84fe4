"""Programs of several files at the command line: libraries below -I, and changes that reach what depends on them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

CommandLine = Callable[..., "subprocess.CompletedProcess[str]"]

MAIN = '(import (scheme base) (scheme write) (tools answer))\n(include "part.esk")\n(display (list answer part))\n'
LIBRARY = (
    "(define-library (tools answer) (export answer) (import (scheme base) (tools base)) (begin (define answer base)))"
)
BASE = '(define-library (tools base) (export base) (import (scheme base)) (include "value.esk"))'


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that needs a library, which needs another one, which includes a file; and a file of its own."""
    files = {"main.esk": MAIN, "part.esk": "(define part 'p)", "lib/tools/answer.sld": LIBRARY}
    files |= {"lib/tools/base.sld": BASE, "lib/tools/value.esk": "(define base 1)"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_every_change_is_noticed(command_line: CommandLine, program: Path) -> None:
    def run() -> str:
        done = command_line("run", "-I", "lib", "main.esk")
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run() == run() == "(1 p)"
    (program / "lib/tools/value.esk").write_text("(define base 2)")
    assert run() == "(2 p)"
    (program / "part.esk").write_text("(define part 'q)")
    assert run() == "(2 q)"
    (program / "lib/tools/base.sld").write_text(BASE.replace("(include", "(begin (define base 3)) #;(include"))
    assert run() == "(3 q)"
    (program / "tools").mkdir()
    (program / "tools/base.sld").write_text(BASE.replace("(include", "(begin (define base 4)) #;(include"))
    assert run() == "(3 q)", "the library's own folder comes first"
    (program / "tools/answer.sld").write_text(LIBRARY)
    assert run() == "(4 q)", "a library that appears in the program's folder comes before those of -I"


def test_all_commands_take_library_folders(command_line: CommandLine, program: Path) -> None:
    for command in (("build",), ("emit-c",), ("dump", "--after=expand")):
        done = command_line(*command, "-I", "lib", "main.esk")
        assert done.returncode == 0, done.stderr
        without = command_line(*command, "main.esk")
        assert without.returncode == 1
        assert "there is no library (tools answer)" in without.stderr
    assert subprocess.run([program / "main"], capture_output=True, text=True).stdout == "(1 p)"


def test_a_folder_that_is_not_there_is_reported(command_line: CommandLine, program: Path) -> None:
    done = command_line("run", "-I", "nowhere", "main.esk")
    assert done.returncode == 2
    assert "'nowhere' is not a folder" in done.stderr


def test_an_error_inside_a_shipped_library_blames_the_call(command_line: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "x.esk").write_text(
        '(import (scheme base) (srfi 28))\n(define (show x)\n  (format x "b"))\n(show "a")\n'
    )
    done = command_line("run", "x.esk")
    assert done.returncode == 70
    assert 'error: format: more objects than the template has places for: "b"\n  at x.esk:3:3' in done.stderr

"""What users and scripts see: exit statuses, messages on standard error, never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from eshkol import __version__
from eshkol.cli.commands import COMMANDS
from tests.interruption import heed_interruptions

CommandLine = Callable[..., "subprocess.CompletedProcess[str]"]

HELLO = """#include <stdio.h>
#include <stdlib.h>
int main(int count, char **words) {
  const char *stats = getenv("ESHKOL_STATS"), *memory = getenv("ESHKOL_MAX_MEMORY");
  printf("%s %d %s %s %s", words[0], count, words[count - 1], stats ? stats : "-", memory ? memory : "-");
  return 7;
}
"""


def test_version(command_line: CommandLine) -> None:
    assert command_line("--version").stdout == f"eshkol {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(command_line: CommandLine, command: str) -> None:
    done = command_line(command, "--help")
    assert done.returncode == 0
    assert f"eshkol {command}" in done.stdout.partition("Examples:")[2]


def test_help_lists_every_command(command_line: CommandLine) -> None:
    done = command_line("--help")
    assert done.returncode == 0
    assert all(command in done.stdout for command in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Usage: eshkol"),
        (("nonsense",), "there are: run, build"),
        (("emitc", "x.esk"), "did you mean 'emit-c'?"),
        (("x.esk",), "eshkol run x.esk"),
        (("run",), "FILE"),
        (("run", "--nonsense", "x.esk"), "--nonsense"),
        (("run", "missing.esk"), "cannot read missing.esk: No such file"),
        (("run", "."), "cannot read .: Is a directory"),
        (("run", "--max-memory", "12Q", "x.esk"), "512M"),
        (("run", "--leaks", "0", "x.esk"), "'error', 'report', 'off'"),
        (("run", "-O", "0", "x.esk"), "'1', '2', '3', 's'"),
        (("run", "--cc", "no-such-compiler", "x.esk"), "no-such-compiler"),
        (("build", "-"), "-o OUT"),
        (("build", "x.esk", "-o", "x.esk"), "replace the program itself"),
        (("build", "x.esk", "-o", "."), "it is a folder"),
        (("build", "x.esk", "-o", "missing/x"), "cannot write missing/x"),
        (("emit-c", "missing.esk"), "cannot read missing.esk"),
        (("doctor", "--cc", "no-such-compiler"), "no-such-compiler"),
    ],
)
def test_wrong_commands_have_status_2(
    stand_in: CommandLine, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    (tmp_path / "x.esk").write_text("int main(void) { return 0; }")
    done = stand_in(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_misspelt_file_is_suggested(command_line: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "hello.esk").write_text("")
    assert "did you mean hello.esk?" in command_line("run", "helo.esk").stderr


def test_the_programs_own_status_output_and_arguments(stand_in: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "hello.esk").write_text(HELLO)
    done = stand_in("run", "hello.esk", "--stats", "last")
    assert (done.returncode, done.stdout) == (7, "hello.esk 3 last - -"), done.stderr


def test_options_reach_the_program_through_the_environment(stand_in: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "hello.esk").write_text(HELLO)
    done = stand_in("run", "--stats", "--max-memory=2k", "hello.esk")
    assert done.stdout == "hello.esk 1 hello.esk 1 2048"


def test_standard_input_is_a_program_too(stand_in: CommandLine) -> None:
    done = stand_in("run", "-", "x", text_input=HELLO)
    assert (done.returncode, done.stdout) == (7, "<standard input> 2 x - -")


def test_errors_in_the_program_have_status_1(stand_in: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "x.esk").write_text("error")
    done = stand_in("run", "x.esk")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: the text says error\n  --> x.esk:1:1\n")


def test_text_that_is_not_utf_8_is_an_error_with_its_place(stand_in: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "x.esk").write_bytes('(display "é")\n  \xff'.encode("latin-1").replace(b"\xe9", "é".encode()))
    done = stand_in("run", "x.esk")
    assert done.returncode == 1
    assert "not UTF-8: byte 0xff" in done.stderr
    assert "x.esk:2:3" in done.stderr


def test_rejected_c_is_an_internal_error_without_compiler_output(stand_in: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "x.esk").write_text("int main(void) { return undeclared; }")
    done = stand_in("run", "x.esk")
    assert done.returncode == 1
    assert done.stderr.startswith("internal error: the C compiler rejected generated code")
    assert "undeclared" not in done.stderr


def test_a_crash_of_the_compiler_is_told_in_short(stand_in: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "x.esk").write_text("crash")
    done = stand_in("run", "x.esk")
    assert done.returncode == 1
    assert done.stderr.startswith("internal error: AssertionError: on purpose (stand_in.py:")
    assert "please report" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Traceback" in stand_in("run", "x.esk", environment={"ESHKOL_DEBUG": "1"}).stderr


def test_an_interruption_while_compiling_is_clean(tmp_path: Path, stand_in: CommandLine) -> None:
    (tmp_path / "x.esk").write_text("slow")
    stand_in_path = Path(__file__).parent / "stand_in.py"
    command = [sys.executable, "-I", str(stand_in_path), str(tmp_path / "runtime"), "run", "x.esk"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, preexec_fn=heed_interruptions)
    assert process.stderr is not None
    assert process.stderr.readline() == "slow\n"
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=50)
    assert process.returncode == 130
    assert "Traceback" not in said


def test_build_makes_an_executable(stand_in: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "hello.esk").write_text(HELLO)
    assert stand_in("build", "hello.esk").returncode == 0
    done = subprocess.run([tmp_path / "hello", "a"], capture_output=True, text=True)
    assert (done.returncode, done.stdout.split()[1:3]) == (7, ["2", "a"])
    assert stand_in("build", "hello.esk", "-o", "hello").returncode == 0, "an old one is replaced"
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".new")]


def test_emit_c_shows_the_text(stand_in: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "hello.esk").write_text(HELLO)
    assert stand_in("emit-c", "hello.esk").stdout == HELLO
    assert stand_in("emit-c", "hello.esk", "-o", "out.c").stdout == ""
    assert (tmp_path / "out.c").read_text() == HELLO


def test_a_reader_that_goes_away_is_no_crash(tmp_path: Path, stand_in: CommandLine) -> None:
    (tmp_path / "x.esk").write_text("//" + "x" * 1_000_000 + "\nint main(void) { return 0; }\n")
    stand_in_path = Path(__file__).parent / "stand_in.py"
    command = [sys.executable, "-I", str(stand_in_path), str(tmp_path / "runtime"), "emit-c", "x.esk"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.wait(10)

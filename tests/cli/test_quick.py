"""The quick start of unchanged programs: it reads the command line as the full one does, and misses no change."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from eshkol.cli.arguments import given
from eshkol.cli.quick import compile_values, parse
from eshkol.cli.run import command
from eshkol.options import Options

CommandLine = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["a.esk"],
        ["a.esk", "--stats", "-x", "--", "y"],
        ["--stats", "--torture", "a.esk", "b"],
        ["--max-memory", "2G", "a.esk"],
        ["--max-memory=4096", "--cc=zig", "-g", "a.esk"],
        ["-O", "3", "--cc", "gcc", "a.esk"],
        ["-I", "/", "--libraries=/tmp", "a.esk"],
    ],
)
def test_both_readers_of_the_command_line_agree(arguments: list[str]) -> None:
    context = command.make_context("run", list(arguments))
    values = given({k: v for k, v in context.params.items() if k not in ("file", "arguments")})
    assert parse(arguments) == (values, context.params["file"], list(context.params["arguments"]))


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--help"],
        ["--stats"],
        ["--stats=1", "a"],
        ["--max-memory", "x", "a"],
        ["-O", "9", "a"],
        ["-I=/", "a"],
        ["-", "a"],
        ["--cc"],
    ],
)
def test_everything_unusual_is_left_to_the_full_one(arguments: list[str]) -> None:
    assert parse(arguments) is None


def test_values_for_the_running_program_do_not_count() -> None:
    assert compile_values({"stats": True, "max_memory": 1, "torture": True}) == {"torture": True}


def test_an_unchanged_program_needs_no_compiler(
    stand_in: CommandLine, command_line: CommandLine, tmp_path: Path
) -> None:
    """The real command line cannot compile these C texts, so when it runs one, that came from the cache."""
    (tmp_path / "x.esk").write_text("int main(void) { return 9; }")
    assert command_line("run", "x.esk").returncode in (1, 2)
    assert stand_in("run", "--torture", "x.esk").returncode == 9
    assert command_line("run", "--torture", "x.esk").returncode == 9
    (tmp_path / "x.esk").write_text("int main(void) { return 8; }")
    assert command_line("run", "--torture", "x.esk").returncode != 9
    assert stand_in("run", "--torture", "x.esk").returncode == 8


def test_a_changed_included_file_is_noticed(stand_in: CommandLine, command_line: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "x.esk").write_text("// include part.c\n")
    (tmp_path / "part.c").write_text("int main(void) { return 3; }")
    assert stand_in("run", "x.esk").returncode == 3
    assert command_line("run", "x.esk").returncode == 3
    (tmp_path / "part.c").write_text("int main(void) { return 4; }")
    assert stand_in("run", "x.esk").returncode == 4


HEAVY = ("click", "dataclasses", "subprocess", "typing", "inspect", "pathlib", "json", "eshkol.pipeline")


def test_the_quick_start_imports_nothing_heavy() -> None:
    script = "import sys; import eshkol.cli.quick; print([m for m in sys.argv[1:] if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {script}", *HEAVY],
        capture_output=True,
        text=True,
    )
    assert done.stdout == "[]\n", done.stderr


def test_options_of_the_command_line_are_fields() -> None:
    assert Options.of({"torture": True, "stats": True}) == Options(torture=True)

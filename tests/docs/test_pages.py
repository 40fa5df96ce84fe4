"""Runs every program and every command that the pages for readers show, and follows their links.

`ESHKOL_UPDATE_DOCS=1 pytest tests/docs` puts what the programs print into the pages.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from eshkol.build.runtime_archive import runtime_archive
from eshkol.build.toolchain import find_toolchain
from tests.c_api.building import C_COMPILER, executable, object_file
from tests.docs.pages import ROOT, Block, Program, commands, dialogues, pages, programs

UPDATE = bool(os.environ.get("ESHKOL_UPDATE_DOCS"))
SECONDS = 120
PROGRESS = re.compile(r"^eshkol: .*\.\.\.\n", re.MULTILINE)
STATISTIC = re.compile(r"^  ([a-z-]+) +([0-9]+) +(?:[0-9.]+ [A-Za-z]+)?  ", re.MULTILINE)
PAGES = pages()
PROGRAMS = [program for page in PAGES for program in programs(page) if not program.only_for_dialogues]
C_PROGRAMS = [program for page in PAGES for program in programs(page, "c")]
DIALOGUES = [block for page in PAGES for block in dialogues(page)]


def environment(folder: Path) -> dict[str, str]:
    """Commands see the launcher as ./eshkol; it would look at the file system only, so Python is called directly.
    Where no C compiler is installed, `cc` is the one that comes with Eshkol."""
    script(folder / "eshkol", sys.executable, "-I", "-m", "eshkol")
    if not shutil.which("cc"):
        script(folder / "cc", *C_COMPILER.command)
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}


def script(file: Path, *command: str) -> None:
    """Makes a program of the command, which gets the program's arguments."""
    file.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
    file.chmod(0o755)


def printed(command: list[str] | str, folder: Path) -> str:
    """Standard output, then standard error."""
    done = subprocess.run(
        command,
        shell=isinstance(command, str),
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return (
        done.stdout + ("\n" if done.stdout and not done.stdout.endswith("\n") else "") + PROGRESS.sub("", done.stderr)
    )


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.block.place)
def test_program(program: Program, tmp_path: Path) -> None:
    (tmp_path / program.name).write_text(program.block.text, encoding="utf-8")
    output = printed(["./eshkol", "run", program.name], tmp_path)
    if UPDATE and output != program.expected and program.output is not None:
        page = program.output.page
        page.write_text(
            page.read_text(encoding="utf-8").replace(f"```text\n{program.expected}```", f"```text\n{output}```")
        )
    else:
        assert output == program.expected, program.block.place


@pytest.mark.parametrize("program", C_PROGRAMS, ids=lambda program: program.block.place)
def test_c_program(program: Program, tmp_path: Path) -> None:
    source = tmp_path / "example.c"
    source.write_text(program.block.text, encoding="utf-8")
    built = executable([object_file(source, C_COMPILER)], C_COMPILER)
    output = printed([str(built)], tmp_path)
    expected = pattern(program.expected).replace(re.escape("0x..."), "0x[0-9a-f]+")
    assert re.fullmatch(expected, output), f"{program.block.place}:\n{output}"


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda block: block.place)
def test_dialogue(dialogue: Block, tmp_path: Path) -> None:
    for program in programs(dialogue.page):
        (tmp_path / program.name).write_text(program.block.text, encoding="utf-8")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    if "--shared" in dialogue.text:
        runtime_archive(find_toolchain(), frozenset({"shared"}))  # may take longer than a command should
    for command, expected in commands(dialogue.text):
        output = printed(command, tmp_path)
        assert re.fullmatch(pattern(expected), fixed(output)), f"{dialogue.place}: {command}\n{output}"
        compare_statistics(expected, output)


def fixed(text: str) -> str:
    """The text with statistics reduced to their names: they are compared apart."""
    return STATISTIC.sub(r"  \1  ", text)


def pattern(expected: str) -> str:
    """What matches the expected output: `...` as a line of its own stands for any lines."""
    return "".join(
        ".*" if line == "...\n" else re.escape(line) for line in fixed(expected).splitlines(keepends=True)
    ).replace(".*", r"(?:.*\n)*?")


def compare_statistics(expected: str, output: str) -> None:
    """Counts and bytes must be of the size that the page says; times depend on the machine."""
    got = dict(STATISTIC.findall(output))
    for name, number in STATISTIC.findall(expected):
        if "pause" not in name and "time" not in name:
            assert int(number) / 1.5 - 3 <= int(got[name]) <= int(number) * 1.5 + 3, f"{name}: {got[name]}"


def test_every_program_is_run() -> None:
    assert len(PROGRAMS) > 10
    for page in PAGES:
        for program in programs(page):
            assert not program.only_for_dialogues or any(program.name in d.text for d in dialogues(page)), program.name


@pytest.mark.parametrize("page", [*PAGES, *sorted((ROOT / "docs" / "reference").glob("*.md"))], ids=lambda p: p.name)
def test_links(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.M | re.S)):
        if "://" in target:
            continue
        file, _, heading = target.partition("#")
        destination = (page.parent / file).resolve() if file else page
        assert destination.exists(), f"{page.name}: {target}"
        if heading:
            assert heading in anchors(destination), f"{page.name}: {target}"


@cache
def anchors(page: Path) -> set[str]:
    """The names that headings of a page have as link targets."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    explicit = re.findall(r'<a id="([^"]+)">', page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings} | set(explicit)

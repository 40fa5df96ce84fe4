"""docs/specification.md answers every statement of the specification, and names tests that exist and run."""

from __future__ import annotations

import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.specification.named_tests import INVENTORY, PAGE, ROOT, headings, named_tests, rows, statements

TEXT = ROOT.parent / "shared" / "spec" / "MEMORY_MANAGEMENT.md"
DIGEST = "83d1d5e849940b02dafc538a8487062382cb2ff6987eb7f219d853c82ba8531c"
"""Of the text that the inventory describes. The text itself is not part of the project."""
LINES = 705
NO_STATEMENT = re.compile(r"\s*|#{2,4} .*|```\w*")
"""Lines that say nothing by themselves: empty ones, headings, the fences of code."""


def text_lines() -> list[str]:
    """The lines of the text where it is at hand, else none; a text that has changed needs another inventory."""
    if not TEXT.exists():
        return []
    text = TEXT.read_bytes()
    assert sha256(text).hexdigest() == DIGEST, "the specification has changed: go through statements.txt"
    return text.decode().splitlines()


def test_headings_are_those_of_the_text() -> None:
    assert headings(PAGE) == headings(INVENTORY)
    inside, found = False, []
    for line in text_lines():
        inside ^= line.startswith("```")
        if not inside and re.match(r"#{2,4} ", line):
            found.append(line)
    assert found in ([], headings(INVENTORY))


def test_every_heading_has_statements() -> None:
    """Its own, or those of a heading below it."""
    lines = [line for line in INVENTORY.read_text(encoding="utf-8").splitlines() if line]
    for line, following in zip(lines, [*lines[1:], "## "], strict=True):
        level = line.split(" ")[0] if line.startswith("##") else ""
        assert not level or not following.startswith("##") or len(following.split(" ")[0]) > len(level), line


def test_statements_are_numbered_within_their_section() -> None:
    section, count = 0, 0
    numbers = iter(statement.number for statement in statements())
    for line in INVENTORY.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section, count = section + 1, 0
        elif line and not line.startswith("#"):
            count += 1
            assert next(numbers) == f"{section - 1}.{count}"


def test_every_line_of_the_text_belongs_to_a_statement() -> None:
    starts = [statement.lines.start for statement in statements()]
    assert starts == sorted(starts)
    covered = {number for statement in statements() for number in statement.lines}
    assert covered <= set(range(1, LINES + 1))
    for number, line in enumerate(text_lines(), start=1):
        assert number in covered or NO_STATEMENT.fullmatch(line), f"line {number}: {line}"


def test_every_statement_has_a_row() -> None:
    assert [(row.number, row.text) for row in rows()] == [(s.number, s.text) for s in statements()]


@pytest.mark.parametrize("section", sorted({row.number.partition(".")[0] for row in rows()}))
def test_every_row_says_how_and_names_a_test(section: str) -> None:
    for row in rows():
        if row.number.startswith(f"{section}."):
            assert row.answer, row.number
            assert row.tests, row.number


def test_every_named_test_exists() -> None:
    names = named_tests()
    files = sorted({name.partition("::")[0] for name in names})
    command = [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:cacheprovider", *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    collected = set(re.findall(r"^tests/\S+::.*$", done.stdout, re.MULTILINE))
    assert collected, done.stdout + done.stderr
    known = collected | {name.partition("[")[0] for name in collected}
    assert [name for name in names if name not in known] == []


PROJECT = {
    "pytest.ini": "[pytest]\ntestpaths = checks\naddopts = -m 'not fuzz'\nmarkers =\n  fuzz: long\n",
    "checks/conftest.py": """\
from tests.specification.named_tests import NamedTestsRan, is_whole_run

def pytest_configure(config):
    if is_whole_run(config) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(NamedTestsRan(NAMES))
""",
    "checks/test_some.py": """\
import pytest

@pytest.mark.parametrize("n", [1, 2])
def test_all(n):
    pass

@pytest.mark.parametrize("n", [1, 2])
def test_one_skipped(n):
    if n == 2:
        pytest.skip("not today")

@pytest.mark.fuzz
def test_deselected():
    pass
""",
}
GOOD = ["checks/test_some.py::test_all", "checks/test_some.py::test_one_skipped[1]"]
BAD = [
    "checks/test_some.py::test_one_skipped",
    "checks/test_some.py::test_one_skipped[2]",
    "checks/test_some.py::test_deselected",
    "checks/test_some.py::test_that_is_not_there",
]


@pytest.mark.parametrize(
    ("names", "arguments", "missing"),
    [
        pytest.param(GOOD, ["-n", "0"], [], id="all"),
        pytest.param(GOOD + BAD, ["-n", "2"], BAD, id="missing"),
        pytest.param(GOOD + BAD, ["-n", "0"], BAD, id="one-process"),
        pytest.param(GOOD + BAD, ["-n", "0", "-k", "all"], [], id="partial-run"),
        pytest.param(GOOD + BAD, ["-n", "0", "checks/test_some.py"], [], id="one-file"),
    ],
)
def test_a_run_of_everything_fails_when_a_named_test_does_not_run(
    names: list[str], arguments: list[str], missing: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ESHKOL_TEST_MODES", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name, text in PROJECT.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text.replace("NAMES", repr(names)))
    command = [sys.executable, "-m", "pytest", "--import-mode=importlib", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == bool(missing), done.stdout + done.stderr
    assert [name for name in names if f"\n{name}\n" in done.stdout] == missing

"""The inventory of the specification's statements, the page that answers them, and the check that its tests ran.

`statements.txt` has the headings of the text and under them one line for each statement: its number, the lines of the
text that it covers, and what it says. `docs/specification.md` has the same headings and a table row for each statement.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INVENTORY = Path(__file__).with_name("statements.txt")
PAGE = ROOT / "docs" / "specification.md"
_STATEMENT = re.compile(r"(\d+\.\d+) \[(\d+)(?:-(\d+))?\] (.+)")
_HEADING = re.compile(r"#{2,4} .+")
_TEST = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Statement:
    """A line of the inventory; `lines` are those of the specification's text."""

    number: str
    lines: range
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the page; `tests` are as the page writes them, relative to `tests/`."""

    number: str
    text: str
    answer: str
    tests: tuple[str, ...]


def headings(path: Path) -> list[str]:
    """The headings of the inventory or of the page, its title excepted."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if _HEADING.fullmatch(line)]


def statements() -> list[Statement]:
    """All statements of the inventory in order."""
    found = []
    for line in INVENTORY.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            match = _STATEMENT.fullmatch(line)
            assert match is not None, f"{INVENTORY.name}: not a statement: {line}"
            first = int(match[2])
            found.append(Statement(match[1], range(first, int(match[3] or first) + 1), match[4]))
    return found


def rows() -> list[Row]:
    """All rows of the page's tables in order."""
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if re.match(r"\| \d", line):
            number, text, answer, tests = (cell.strip() for cell in line.strip("|").split(" | "))
            found.append(Row(number, text, answer, tuple(_TEST.findall(tests))))
    return found


def named_tests() -> list[str]:
    """The node ids of all tests that the page names, each once."""
    return list(dict.fromkeys(f"tests/{test}" for row in rows() for test in row.tests))


def is_whole_run(config: pytest.Config) -> bool:
    """Whether this run is to execute every test: nothing on the command line or in the environment selects some."""
    option = config.option
    selecting = ("keyword", "deselect", "ignore", "ignore_glob", "lf", "stepwise", "collectonly")
    return (
        config.args_source is pytest.Config.ArgsSource.TESTPATHS
        and option.markexpr == "not fuzz"
        and not any(getattr(option, name, None) for name in selecting)
        and not os.environ.get("ESHKOL_TEST_MODES")
    )


@dataclass(slots=True)
class NamedTestsRan:
    """A plugin for the process that sees all reports: a run of everything fails when a named test was not executed.

    Reports of other processes arrive here, too. A name without parameters stands for all of that test's parameters.
    """

    names: list[str]
    executed: set[str] = field(default_factory=set)
    skipped: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name in (report.nodeid, report.nodeid.partition("[")[0]):
            if report.skipped:
                self.skipped.add(name)
            elif report.when == "call":
                self.executed.add(name)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) or session.shouldfail:
            return
        self.missing = [name for name in self.names if name not in self.executed or name in self.skipped]
        if self.missing:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.missing:
            terminalreporter.section("tests that docs/specification.md names and that did not run", red=True)
            for name in self.missing:
                terminalreporter.line(name)

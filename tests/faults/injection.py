"""Programs built for fault injection: running them with chosen failures, and what they report of their sites.

`runtime/src/faults.h` says what ESHKOL_FAULT means.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from eshkol.build.runtime_archive import RUNTIME
from eshkol.driver import executable
from tests.conftest import suite_options

PROGRAMS = Path(__file__).with_name("programs")
SOURCES = RUNTIME / "src"
SECONDS = 60
"""A program that takes longer hangs."""


@dataclass(frozen=True, slots=True)
class Site:
    """A call in the runtime that can be made to fail, with what one run has counted."""

    name: str
    call: str
    hits: int
    failures: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one run ended. `sites` is empty when a signal ended it."""

    status: int
    output: str
    errors: str
    sites: tuple[Site, ...]

    def still_held(self, what: str) -> int:
        """How many pieces of memory or files had not been given back."""
        return next(site.hits for site in self.sites if site.name == "live" and site.call == what)


@cache
def program(name: str) -> str:
    """The executable of `programs/NAME.esk`, built for fault injection."""
    source = PROGRAMS / f"{name}.esk"
    return str(executable(source.read_bytes(), source.name, replace(suite_options(), faults=True)))


def run(
    name: str, *arguments: str, fault: str = "", environment: dict[str, str] | None = None, text: str = ""
) -> Outcome:
    """Runs a program with ESHKOL_FAULT=fault, in a folder of its own, whose name is its first argument."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report"
        variables = {**os.environ, **(environment or {}), "ESHKOL_FAULT": fault, "ESHKOL_FAULT_REPORT": str(report)}
        done = subprocess.run(
            [program(name), folder, *arguments],
            input=text.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env=variables,
        )
        sites = tuple(_sites(report.read_text())) if report.exists() else ()
    return Outcome(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"), sites)


def _sites(report: str) -> Iterator[Site]:
    for line in report.splitlines():
        name, call, hits, failures = line.split()
        yield Site(name, call, int(hits), int(failures))


@cache
def watched_calls() -> frozenset[str]:
    """The functions of the system whose calls faults.h replaces."""
    return frozenset(re.findall(r"^#define ([a-z_]\w*)\(", (SOURCES / "faults.h").read_text(), re.MULTILINE))


@cache
def sites_in_source() -> dict[str, str]:
    """Each call of a watched function in the runtime's sources: its name, as in ports.c:40, and "CALL in FUNCTION"."""
    silent = {"free", "getenv", "_exit"}
    pattern = re.compile(rf"(?<![\w.>])({'|'.join(sorted(watched_calls() - silent))})\(")
    found = {}
    for path in sorted(SOURCES.glob("*.c")):
        if path.name == "faults.c":
            continue
        function = ""
        for number, line in enumerate(_without_comments(path.read_text()).splitlines(), 1):
            head = re.match(r"[A-Za-z_].*?(\w+)\(.*\{", line)
            function = head[1] if head else function
            for match in pattern.finditer(line):
                found[f"{path.name}:{number}"] = f"{match[1]} in {function}"
    return found


def _without_comments(text: str) -> str:
    """The text with comments, strings and preprocessor lines blanked, so that lines keep their numbers."""
    pattern = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|^[ \t]*#[^\n]*', re.DOTALL | re.MULTILINE)
    return pattern.sub(lambda match: "\n" * match[0].count("\n"), text)

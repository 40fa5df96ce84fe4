"""Programs built for fault injection: running them with chosen failures, and what they report of their sites.

`runtime/src/faults.h` says what ESHKOL_FAULT means.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from eshkol.build.flags import FEATURES
from eshkol.build.library import library
from eshkol.build.runtime_archive import RUNTIME
from eshkol.driver import executable
from eshkol.options import Options
from tests.c_api import building
from tests.conftest import suite_options

PROGRAMS = Path(__file__).with_name("programs")
HOST = Path(__file__).with_name("host")
SOURCES = RUNTIME / "src"
INJECTION = {"faults.c", "faults_memory.c"}
"""Fault injection itself, which calls the system's functions."""
SECONDS = 60
"""A program that takes longer hangs."""

ENDS_A_HOST = {
    "error: out of memory for a table of the memory manager\n",
    "error: the system refuses to protect memory\n",
    "error: the system refuses to protect the end of a stack\n",
}
"""After that there is no way on for a host, too: docs/limits.md."""


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


HOST_OF_A_LIBRARY = "host"
"""The program host/host.c, which loads a library."""
C_INTERFACE = "c-interface-"
"""How the names begin of a program in C that uses part A of eshkol.h: the case follows."""


MAKE_MUCH = {"remains"}
"""Programs that would take hours if they reclaimed at every safe point."""


@cache
def program(name: str) -> tuple[str, ...]:
    """The command that runs `programs/NAME.esk`, or one of the programs in C, built for fault injection."""
    if name == HOST_OF_A_LIBRARY:
        return _host()
    if name.startswith(C_INTERFACE):
        return (_c_interface(), name.removeprefix(C_INTERFACE))
    source = PROGRAMS / f"{name}.esk"
    options = Options() if name in MAKE_MUCH else suite_options()
    return (str(executable(source.read_bytes(), source.name, replace(options, faults=True))),)


def _host() -> tuple[str, ...]:
    source = HOST / "library.esk"
    loaded = library(source.read_bytes(), source.name, "library", Options(faults=True, init="main"))
    objects = [building.object_file(HOST / "host.c", building.C_COMPILER)]
    return (str(building.executable(objects, building.C_COMPILER, ("-ldl",))), loaded.path)


@cache
def _c_interface() -> str:
    injection = ("-O1", *(word for flag in FEATURES["faults"].compile for word in flag.text.split()))
    objects = building.library_objects(building.C_COMPILER, injection, more=(SOURCES / "faults.c",))
    source = building.ROOT / "tests/c_api/programs/faults.c"
    work = [building.object_file(source, building.C_COMPILER)]
    return str(building.executable(work, building.C_COMPILER, objects))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else a run finds: standard input, closed descriptors, limits (RLIMIT_... and amount), and variables."""

    text: str = ""
    closed: tuple[int, ...] = ()
    limits: tuple[tuple[int, int], ...] = ()
    variables: tuple[tuple[str, str], ...] = ()

    def prepare(self) -> None:
        """Called in the new process."""
        for limit, amount in self.limits:
            resource.setrlimit(limit, (amount, amount))
        for descriptor in self.closed:
            os.close(descriptor)


def run(name: str, *arguments: str, fault: str = "", surroundings: Surroundings = Surroundings()) -> Outcome:
    """Runs a program with ESHKOL_FAULT=fault, in a folder of its own, whose name is its first argument."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report"
        injection = {"ESHKOL_FAULT": fault, "ESHKOL_FAULT_REPORT": str(report)}
        done = subprocess.run(
            [*program(name), folder, *arguments],
            input=surroundings.text.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            preexec_fn=surroundings.prepare if surroundings.closed or surroundings.limits else None,
            env={**os.environ, **dict(surroundings.variables), **injection},
        )
        sites = tuple(_sites(report.read_text())) if report.exists() else ()
    return Outcome(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"), sites)


def _sites(report: str) -> Iterator[Site]:
    """Each site once, though a library that is loaded several times reports several times."""
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for line in report.splitlines():
        name, call, hits, failures = line.split()
        before = counts.get((name, call), (0, 0))
        counts[name, call] = (before[0] + int(hits), before[1] + int(failures))
    return (Site(name, call, *count) for (name, call), count in counts.items())


@cache
def watched_calls() -> frozenset[str]:
    """The functions of the system whose calls faults.h replaces."""
    return frozenset(re.findall(r"^#define ([a-z_]\w*)\(", (SOURCES / "faults.h").read_text(), re.MULTILINE))


@cache
def sites_in_source() -> dict[str, str]:
    """Each call of a watched function in the runtime's sources: its name, as in ports.c:40, and "CALL in FUNCTION"."""
    silent = {"free", "getenv", "_exit", "abort"}
    pattern = re.compile(rf"(?<![\w.>])({'|'.join(sorted(watched_calls() - silent))})\(")
    found = {}
    for path in sorted(SOURCES.glob("*.c")):
        if path.name in INJECTION:
            continue
        function = ""
        for number, line in enumerate(_without_comments(path.read_text()).splitlines(), 1):
            head = re.match(r"[A-Za-z_].*?(\w+)\(.*\{", line)
            function = head[1] if head else function
            for match in pattern.finditer(line):
                name = f"{path.name}:{number}"
                assert name not in found, f"{name}: two calls in one line, which have the same name"
                assert closes(line[match.end() :]), f"{name}: a call in several lines; compilers number it differently"
                found[name] = f"{match[1]} in {function}"
    return found


def closes(arguments: str) -> bool:
    """Whether the parenthesis in front of the arguments is closed in their line."""
    depth = 1
    for character in arguments:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return True
    return False


def _without_comments(text: str) -> str:
    """The text with comments, strings and preprocessor lines blanked, so that lines keep their numbers."""
    pattern = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|^[ \t]*#[^\n]*', re.DOTALL | re.MULTILINE)
    return pattern.sub(lambda match: "\n" * match[0].count("\n"), text)

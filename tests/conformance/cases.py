"""Reads files of conformance cases: expressions and what R7RS says they give.

A file consists of blocks with empty lines between them. A block that ends with a line `=> outcome` is a case: a body of
Scheme and what becomes of it. All other blocks are top-level forms that the cases after them may use; the first of them
may be an import, in place of the import of all libraries. The block `(define many 1000000)` says how often long loops
turn; torture mode, which reclaims at every turn, takes a smaller number. The outcomes:

    => value          what `write` prints for the value of the body
    => error: text    an error object is raised whose report contains `text`
    => raises: value  something else is raised; what `write` prints for it
    => rejected: text the body is no program: a message of the compiler contains `text`
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from subprocess import CompletedProcess

from tests.conftest import suite_options

SECTIONS = Path(__file__).parent / "sections"

LIBRARIES = (
    "base", "case-lambda", "char", "complex", "cxr", "eval", "file", "inexact", "lazy", "load", "process-context",
    "read", "repl", "time", "write",
)  # fmt: skip
"""What a file without an import of its own imports."""

MANY = "(define many 1000000)"
MANY_IN_TORTURE = "(define many 100000)"


class Kind(Enum):
    """What can become of a case."""

    VALUE = ""
    ERROR = "error: "
    RAISES = "raises: "
    REJECTED = "rejected: "


@dataclass(frozen=True, slots=True)
class Case:
    """One case: `body` is Scheme text, `place` its file and line."""

    place: str
    body: str
    kind: Kind
    expected: str

    def __str__(self) -> str:
        return f"{self.place}: {self.body}"

    def fits(self, kind: Kind, text: str) -> bool:
        """Whether this outcome is what the case asks for."""
        if kind is not self.kind:
            return False
        whole = kind in (Kind.VALUE, Kind.RAISES)
        return text == self.expected if whole else self.expected in text


@dataclass(frozen=True, slots=True)
class Section:
    """One file: its imports, its other top-level forms and its cases, both in the order of the file."""

    name: str
    imports: str
    parts: tuple[str | Case, ...]

    @property
    def cases(self) -> list[Case]:
        return [part for part in self.parts if isinstance(part, Case)]

    @property
    def definitions(self) -> list[str]:
        return [part for part in self.parts if isinstance(part, str)]


def mismatches(
    section: Section,
    seen: Mapping[int, tuple[Kind, str]],
    ended: CompletedProcess[str],
    fits: Callable[[Case, Kind, str], bool],
) -> list[str]:
    """What is wrong with what a program of the section has printed: `seen`, by the number of the part."""
    wrong = []
    for number, case in enumerate(section.parts):
        if isinstance(case, str) or case.kind is Kind.REJECTED:
            continue
        kind, text = seen.get(number, (None, f"nothing: the program ended with {ended.returncode}: {ended.stderr}"))
        if kind is None or not fits(case, kind, text):
            got = text if kind is None else kind.value + text
            wrong.append(f"{case}\n  expected {case.kind.value}{case.expected}\n  got {got}")
    return wrong


def read_section(path: Path) -> Section:
    """The blocks of one file."""
    parts: list[str | Case] = []
    text = path.read_text(encoding="utf-8")
    for match in re.finditer(r"(?:^.+\n?)+", text, re.MULTILINE):
        line = text.count("\n", 0, match.start()) + 1
        parts.append(_block(f"{path.name}:{line}", match.group().rstrip("\n")))
    imports = "(import " + " ".join(f"(scheme {library})" for library in LIBRARIES) + ")"
    places = [i for i, part in enumerate(parts) if isinstance(part, str) and part.startswith("(import ")]
    for i in reversed(places):
        imports = str(parts.pop(i))
    section = Section(path.stem, imports, tuple(parts))
    assert section.cases, f"{path} has no cases"
    assert len(places) <= 1, f"{path} has several imports"
    return section


def _block(place: str, text: str) -> str | Case:
    body, arrow, outcome = text.rpartition("\n=> ")
    if not arrow:
        assert "=> " not in text.splitlines()[-1][:3], f"{place}: an outcome without a body"
        return MANY_IN_TORTURE if text == MANY and suite_options().torture else text
    assert "\n=> " not in body, f"{place}: two outcomes; an empty line is missing"
    kind = next((kind for kind in Kind if kind.value and outcome.startswith(kind.value)), Kind.VALUE)
    return Case(place, body, kind, outcome.removeprefix(kind.value))


def sections() -> dict[str, Section]:
    """All files, by their names."""
    found = [read_section(path) for path in sorted(SECTIONS.glob("*.txt"))]
    assert found, f"{SECTIONS} has no files"
    return {section.name: section for section in found}

"""The conformance suite has a case for every identifier that a library of R7RS-small exports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from eshkol.source import Source
from eshkol.syntax import read
from eshkol.syntax.datum import Symbol, Syntax, SyntaxAtom, SyntaxList, SyntaxVector
from tests.conformance.cases import Kind, sections
from tests.conformance.report import report_libraries

PROGRAMS = Path(__file__).parent / "programs"


def test_every_export_has_a_case() -> None:
    programs = [case for section in sections().values() for case in section.cases if case.kind is not Kind.REJECTED]
    used = {name for case in programs for name in names_used(case.body)}
    used |= {name for section in sections().values() for text in section.definitions for name in names_used(text)}
    used |= {name for path in PROGRAMS.glob("*.esk") for name in names_used(path.read_text(encoding="utf-8"))}
    missing = {f"{name} of {library}" for library, exports in report_libraries().items() for name in exports - used}
    assert not missing, f"no case uses {', '.join(sorted(missing))}"


def names_used(text: str) -> Iterator[str]:
    """The symbols of a program text that stand outside of quoted data."""
    for form in read(Source("case", text)):
        yield from names_in(form)


def names_in(datum: Syntax) -> Iterator[str]:
    match datum:
        case SyntaxAtom(value=Symbol(name=name)):
            yield name
        case SyntaxList(items=(SyntaxAtom(value=Symbol(name="quote")), _), tail=None):
            yield "quote"
        case SyntaxList(items=items, tail=tail):
            for item in (*items, *([] if tail is None else [tail])):
                yield from names_in(item)
        case SyntaxVector(items=items):
            for item in items:
                yield from names_in(item)
        case _:
            pass

"""The library rows: which names each standard library exports, from `libraries.esk`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eshkol.record import record
from eshkol.source import Span
from eshkol.syntax.datum import StringConstant, Symbol, Syntax, SyntaxAtom, SyntaxList
from eshkol.tables.kept import kept
from eshkol.tables.rows import TABLES, as_list, as_name, duplicate, malformed, read_table

# The library that exports every name there is.
EVERYTHING = "(eshkol)"


@record(frozen=True, slots=True)
class LibraryRow:
    """One library. `name` is written as in an import: `(scheme base)`; `about` says what an SRFI is about."""

    name: str
    about: str
    exports: tuple[str, ...]
    span: Span


@kept
def library_rows() -> Mapping[str, LibraryRow]:
    """All libraries by name. Each row is `(library (name part ...) ["what it is about"] exported-name ...)`."""
    rows: dict[str, LibraryRow] = {}
    for row in read_table(TABLES / "libraries.esk"):
        if len(row.items) < 2 or as_name(row.items[0], "the word library") != "library":
            malformed(row, "(library (name part ...) exported-name ...)")
        name = library_name(as_list(row.items[1], "the library's name"))
        if name is None:
            malformed(row.items[1], "a name of symbols and integers, like (srfi 1)")
        if name in rows:
            duplicate(name, rows[name].span, row.span)
        about, names = _about(row.items[2:])
        exports = tuple([as_name(export, "an exported name") for export in names])
        if len(set(exports)) != len(exports):
            twice = next(e for e in exports if exports.count(e) > 1)
            malformed(row, f"every name once (`{twice}` is there twice)")
        rows[name] = LibraryRow(name, about, exports, row.span)
    return rows


def _about(parts: Sequence[Syntax]) -> tuple[str, Sequence[Syntax]]:
    """The text after a library's name, if there is one, and the parts after it."""
    match parts:
        case (SyntaxAtom(value=StringConstant(text=text)), *names):
            return text, names
        case _:
            return "", parts


def library_name(datum: SyntaxList) -> str | None:
    """`(srfi 1)` as text; None when it is no library name."""
    parts = [_part(item) for item in datum.items]
    if not parts or None in parts or datum.tail is not None:
        return None
    return f"({' '.join([part for part in parts if part])})"


def _part(item: Syntax) -> str | None:
    if isinstance(item, SyntaxAtom):
        if isinstance(item.value, Symbol):
            return item.value.name
        if type(item.value) is int and item.value >= 0:
            return str(item.value)
    return None

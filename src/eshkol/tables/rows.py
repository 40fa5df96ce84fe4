"""What the loaders of all tables share: reading a table file and taking its rows apart."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.record import record
from eshkol.source import Source, Span
from eshkol.syntax import decode, read
from eshkol.syntax.datum import StringConstant, Symbol, Syntax, SyntaxAtom, SyntaxList
from eshkol.syntax.write import write_syntax

TABLES = Path(__file__).parent


@record(frozen=True, slots=True)
class Example:
    """An expression and what `write` prints for its value, or a part of the error message it gives."""

    expression: str
    result: str | None
    error: str | None


def read_table(path: Path) -> tuple[SyntaxList, ...]:
    """The rows of a table file: every datum must be a list."""
    return tuple(as_list(row, "a row") for row in read(table_source(path)))


def table_source(path: Path) -> Source:
    """The text of a table file, named by its place below the tables."""
    name = path.relative_to(TABLES.parent).as_posix() if path.is_relative_to(TABLES.parent) else str(path)
    return decode(name, path.read_bytes())


def malformed(datum: Syntax, expected: str) -> NoReturn:
    """Reports a wrong part of a row."""
    got = write_syntax(datum)
    raise CompileError([Diagnostic("malformed table row", datum.span, expected=expected, got=got)])


def as_list(datum: Syntax, what: str) -> SyntaxList:
    """`datum`, which must be a proper list."""
    if not isinstance(datum, SyntaxList) or datum.tail is not None:
        malformed(datum, f"{what}: a list")
    return datum


def as_name(datum: Syntax, what: str) -> str:
    """The name of `datum`, which must be a symbol."""
    if not isinstance(datum, SyntaxAtom) or not isinstance(datum.value, Symbol):
        malformed(datum, f"{what}: a symbol")
    return datum.value.name


def as_string(datum: Syntax, what: str) -> str:
    """The text of `datum`, which must be a string."""
    if not isinstance(datum, SyntaxAtom) or not isinstance(datum.value, StringConstant):
        malformed(datum, f"{what}: a string")
    return datum.value.text


def as_example(datum: Syntax) -> Example:
    """`(example "expression" "result")` or `(example "expression" (error "part of the message"))`."""
    row = as_list(datum, "an example")
    if len(row.items) != 3 or as_name(row.items[0], "the word example") != "example":
        malformed(datum, '(example "expression" "result") or (example "expression" (error "text"))')
    expression = as_string(row.items[1], "the example's expression")
    outcome = row.items[2]
    if isinstance(outcome, SyntaxList):
        if len(outcome.items) != 2 or as_name(outcome.items[0], "the word error") != "error":
            malformed(outcome, '(error "text")')
        return Example(expression, None, as_string(outcome.items[1], "the error text"))
    return Example(expression, as_string(outcome, "the example's result"), None)


def duplicate(name: str, first: Span, second: Span) -> NoReturn:
    """Reports two rows for one name."""
    raise CompileError([Diagnostic(f"`{name}` has two rows", second, notes=(("the first row is here", first),))])

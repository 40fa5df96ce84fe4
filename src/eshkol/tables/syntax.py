"""The syntax rows: every core and derived form that the expander knows, from `syntax.esk`."""

from __future__ import annotations

from collections.abc import Mapping

from eshkol.record import record
from eshkol.source import Span
from eshkol.tables.kept import kept
from eshkol.tables.rows import TABLES, Example, as_example, as_name, as_string, duplicate, malformed, read_table

# An auxiliary keyword (`else`, `=>`) means something only inside another form.
FORM_KINDS = frozenset({"expression", "definition", "auxiliary"})


@record(frozen=True, slots=True)
class SyntaxRow:
    """One syntactic form. `usage` is its grammar for people."""

    name: str
    kind: str
    usage: str
    doc: str
    examples: tuple[Example, ...]
    span: Span


@kept
def syntax_rows() -> Mapping[str, SyntaxRow]:
    """All forms by name. Each row is `(syntax name kind "usage" "doc" (example ...) ...)`."""
    rows: dict[str, SyntaxRow] = {}
    for row in read_table(TABLES / "syntax.esk"):
        if len(row.items) < 5 or as_name(row.items[0], "the word syntax") != "syntax":
            malformed(row, '(syntax name kind "usage" "doc" (example ...) ...)')
        _, name_datum, kind_datum, usage, doc, *examples = row.items
        name, kind = as_name(name_datum, "the form's name"), as_name(kind_datum, "the form's kind")
        if kind not in FORM_KINDS:
            malformed(kind_datum, "expression, definition or auxiliary")
        if name in rows:
            duplicate(name, rows[name].span, row.span)
        rows[name] = SyntaxRow(
            name,
            kind,
            as_string(usage, "the usage"),
            as_string(doc, "the documentation"),
            tuple([as_example(example) for example in examples]),
            row.span,
        )
    return rows

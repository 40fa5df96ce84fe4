"""The evaluator knows the same syntactic forms as the compiler."""

from __future__ import annotations

from eshkol.pipeline import LIBRARY
from eshkol.source import Source
from eshkol.syntax import read
from eshkol.syntax.datum import Symbol, Syntax, SyntaxAtom, SyntaxList
from eshkol.tables import syntax_rows


def quoted_names(syntax: Syntax) -> set[str]:
    """The symbols in all quoted data inside `syntax`."""
    match syntax:
        case SyntaxList(items=(SyntaxAtom(value=Symbol(name="quote")), datum)):
            names = datum.items if isinstance(datum, SyntaxList) else (datum,)
            return {n.value.name for n in names if isinstance(n, SyntaxAtom) and isinstance(n.value, Symbol)}
        case SyntaxList(items=items):
            return set[str]().union(*[quoted_names(item) for item in items])
        case _:
            return set()


def test_the_evaluator_knows_every_form() -> None:
    path = LIBRARY / "eval_keywords.esk"
    known = set[str]().union(*[quoted_names(form) for form in read(Source(path.name, path.read_text()))])
    assert known == {name for name in syntax_rows() if not name.startswith("%")}

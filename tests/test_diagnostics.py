"""Diagnostics as text."""

from __future__ import annotations

from eshkol.diagnostics import LONGEST, Diagnostic
from eshkol.source import Source, Span


def test_long_texts_are_shortened() -> None:
    text = "begin" + "x" * 100_000 + "end"
    shown = Diagnostic(
        text, Span(Source("a.esk", text), 0, len(text)), got=text, notes=((text, Span(Source("b", ""), 0, 0)),)
    ).show()
    assert len(shown) < 5 * LONGEST
    assert shown.startswith("error: beginxxx")
    assert "xxxend\n" in shown


def test_ordinary_texts_are_not_shortened() -> None:
    text = "x" * LONGEST
    assert text in Diagnostic(text, Span(Source("a.esk", ""), 0, 0)).show()

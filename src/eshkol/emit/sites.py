"""The table of places in the source that run-time errors name."""

from __future__ import annotations

from eshkol.source import Span


class SiteTable:
    """Numbers places from `first` + 1; 0 means unknown. One row per place and procedure."""

    def __init__(self, first: int = 0) -> None:
        self.first = first
        self.rows: dict[tuple[str, int, int, str], int] = {}

    def number(self, span: Span, procedure: str) -> int:
        """The number of the place where `span` starts; for code that a macro made, where the macro was used."""
        while span.expanded_at is not None:
            span = span.expanded_at
        if not span.source.text:
            return 0
        line, column = span.source.line_and_column(span.start)
        return self._number((span.source.name, line, column, procedure))

    def unknown_place(self, procedure: str) -> int:
        """The number of a place that only names a procedure, for primitives called as values."""
        return self._number(("", 0, 0, procedure))

    def _number(self, row: tuple[str, int, int, str]) -> int:
        return self.rows.setdefault(row, self.first + len(self.rows) + 1)

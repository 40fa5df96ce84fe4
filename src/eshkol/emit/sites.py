"""The table of places in the source that run-time errors name."""

from __future__ import annotations

from eshkol.source import Span


def place_of(span: Span) -> tuple[str, int, int] | None:
    """File, line and column for people: of code that a macro made, where the macro was used. None: unknown."""
    while span.expanded_at is not None:
        span = span.expanded_at
    return (span.source.name, *span.source.line_and_column(span.start)) if span.source.text else None


class SiteTable:
    """Numbers places from `first` + 1; 0 means unknown. One row per place and procedure."""

    def __init__(self, first: int = 0) -> None:
        self.first = first
        self.rows: dict[tuple[str, int, int, str], int] = {}

    def number(self, span: Span, procedure: str) -> int:
        """The number of the place where `span` starts; for code that a macro made, where the macro was used."""
        place = place_of(span)
        return 0 if place is None else self._number((*place, procedure))

    def unknown_place(self, procedure: str) -> int:
        """The number of a place that only names a procedure, for primitives called as values."""
        return self._number(("", 0, 0, procedure))

    def _number(self, row: tuple[str, int, int, str]) -> int:
        return self.rows.setdefault(row, self.first + len(self.rows) + 1)

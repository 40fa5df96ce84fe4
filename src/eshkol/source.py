"""Source texts and places in them: what every datum, node and diagnostic points at."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from eshkol.record import record


@dataclass(frozen=True, eq=False)
class Source:
    """One text. `name` is what users see (a path as they gave it, or `<name>`)."""

    name: str
    text: str

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(line_end.end() for line_end in re.finditer("\n", self.text))]

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Both counted from 1; columns in characters."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The text of `line` (from 1) without its line end."""
        start = self._line_starts[line - 1]
        end = self._line_starts[line] - 1 if line < len(self._line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r")


@record(frozen=True, slots=True)
class Span:
    """The characters `start` to `end` (excluded) of a source, and, for code that a macro made, where it was used."""

    source: Source
    start: int
    end: int
    expanded_at: Span | None = None

    @property
    def line(self) -> int:
        return self.source.line_and_column(self.start)[0]

    @property
    def column(self) -> int:
        return self.source.line_and_column(self.start)[1]

    def __str__(self) -> str:
        line, column = self.source.line_and_column(self.start)
        return f"{self.source.name}:{line}:{column}"


NOWHERE = Span(Source("<built in>", ""), 0, 0)

"""What the expander asks of what lies outside of the library being expanded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from eshkol.expand.bindings import Binding
from eshkol.source import Span
from eshkol.syntax.datum import Syntax, SyntaxList


class World(Protocol):
    """What lies outside of the library being expanded: other libraries, and files."""

    def run_time(self, name: str) -> Binding | None:
        """What the standard library itself means by `name`, whatever the program does with it."""

    def run_time_names(self) -> Iterable[str]:
        """All names that `run_time` knows."""

    def exporter(self, name: str) -> str | None:
        """A standard library that exports `name`, to suggest importing it."""

    def import_sets(self, form: SyntaxList) -> Mapping[str, Binding]:
        """The names that `(import set ...)` makes visible."""

    def has_library(self, name: str, place: Span) -> bool:
        """True when `(library name)` in a cond-expand at `place` holds."""

    def read_file(self, name: str, place: Span, *, fold_case: bool) -> Sequence[Syntax]:
        """The forms of a file that is named in the source of `place`."""

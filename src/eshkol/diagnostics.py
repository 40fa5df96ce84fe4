"""Compile-time errors in five parts (what, where, expected, got, hint) and how they are printed."""

from __future__ import annotations

from collections.abc import Sequence

from eshkol.record import record
from eshkol.source import Span

# Of longer source lines, the part around the place is shown.
WIDTH = 160
# Of longer words, data and names in a diagnostic, the beginning and the end are shown.
LONGEST = 1000


@record(frozen=True, slots=True)
class Diagnostic:
    """One error or warning. `notes` are further places ("first defined here")."""

    message: str
    span: Span
    expected: str | None = None
    got: str | None = None
    hint: str | None = None
    notes: tuple[tuple[str, Span], ...] = ()
    severity: str = "error"

    def show(self) -> str:
        """The diagnostic as text, without a final newline."""
        lines = [f"{self.severity}: {_shortened(self.message)}", *_show_place(self.span)]
        for label, text in (("expected", self.expected), ("got", self.got), ("hint", self.hint)):
            if text is not None:
                lines.append(f"  {label}: {_shortened(text)}")
        for text, span in self.notes:
            lines += [f"note: {_shortened(text)}", *_show_place(span)]
        outer = self.span.expanded_at
        while outer is not None:
            lines += ["note: in the expansion of the macro used here", *_show_place(outer)]
            outer = outer.expanded_at
        return "\n".join(lines)


class CompileError(Exception):
    """Carries one or more diagnostics up to the command line, which prints them and exits with status 1."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(diagnostics[0].message)
        self.diagnostics = tuple(diagnostics)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} ... {text[-LONGEST // 2 :]}"


def _show_place(span: Span) -> list[str]:
    line, column = span.source.line_and_column(span.start)
    lines = [f"  --> {span.source.name}:{line}:{column}"]
    if span.source.text:
        text = span.source.line_text(line)
        first = max(0, column - WIDTH // 2) if len(text) > WIDTH else 0
        text, at = text[first : first + WIDTH], column - first
        width = max(1, min(span.end - span.start, len(text) - at + 1))
        margin = " " * len(str(line))
        lead = "".join("\t" if character == "\t" else " " for character in text[: at - 1])
        lines += [f" {margin} |", f" {line} | {text}", f" {margin} | {lead}{'^' * width}"]
    return lines

"""Data under construction: what has begun and not ended, while a text is read from left to right."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from eshkol.diagnostics import Diagnostic
from eshkol.source import Source, Span
from eshkol.syntax.datum import (
    BytesConstant,
    Symbol,
    Syntax,
    SyntaxAtom,
    SyntaxLabelled,
    SyntaxList,
    SyntaxVector,
)

# How deep data may nest. Later stages recurse, and rely on it.
MAXIMAL_NESTING = 10_000
# After so many errors a file is not worth reading on.
MAXIMAL_ERRORS = 20


class Kind(Enum):
    """What an open piece of input will become."""

    LIST = auto()
    VECTOR = auto()
    BYTES = auto()
    PREFIX = auto()
    COMMENT = auto()
    LABEL = auto()


@dataclass(slots=True)
class Open:
    """A datum that has begun and not ended. `dot` is where a dotted tail was announced."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    items: list[Syntax] = field(default_factory=list)
    dot: int | None = None
    tail: Syntax | None = None


_BRACKETED = (Kind.LIST, Kind.VECTOR, Kind.BYTES)


class TooManyErrors(Exception):
    """The text is not worth reading on."""


class Builder:
    """Puts data together from the pieces that a reader finds. `labels`: those of the outermost datum that is open."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.data: list[Syntax] = []
        self.open: list[Open] = []
        self.labels: set[int] = set()
        self.diagnostics: list[Diagnostic] = []

    def begin(self, kind: Kind, start: int, end: int, name: str = "") -> None:
        """The characters `start` to `end` open something; `name` is the word of a prefix, or a label's number."""
        if len(self.open) >= MAXIMAL_NESTING:
            self.error(
                "this nests too deeply",
                start,
                end,
                expected=f"at most {MAXIMAL_NESTING} levels",
                hint="split the expression into several definitions",
            )
            raise TooManyErrors
        self.open.append(Open(kind, start, end, name))

    def add(self, datum: Syntax) -> None:
        """Puts a finished datum into what is open, which it may finish in turn."""
        while self.open:
            top = self.open[-1]
            match top.kind:
                case Kind.PREFIX:
                    word = SyntaxAtom(Symbol(top.name), Span(self.source, top.start, top.end))
                    datum = SyntaxList((word, datum), None, Span(self.source, top.start, datum.span.end))
                case Kind.LABEL:
                    datum = SyntaxLabelled(int(top.name), datum, Span(self.source, top.start, datum.span.end))
                case Kind.COMMENT:
                    self.open.pop()
                    return
                case _:
                    self.add_element(top, datum)
                    return
            self.open.pop()
        self.labels.clear()
        self.data.append(datum)

    def add_element(self, top: Open, datum: Syntax) -> None:
        if top.dot is None:
            top.items.append(datum)
        elif top.tail is None:
            top.tail = datum
        else:
            self.error(
                "only one datum may follow the dot", datum.span.start, datum.span.end, expected="a closing parenthesis"
            )

    def dot(self, start: int, end: int) -> None:
        """What follows is the tail of the list that is open."""
        top = self.open[-1] if self.open else None
        if top is None or top.kind is not Kind.LIST or not top.items or top.dot is not None:
            self.error("a dot does not belong here", start, end, hint="a dot stands before the last datum of a list")
        else:
            top.dot = start

    def close(self, start: int, end: int) -> None:
        """A closing parenthesis."""
        while self.open and self.open[-1].kind not in _BRACKETED:
            unfinished = self.open.pop()
            self.error("a datum is missing after this", unfinished.start, unfinished.end)
        if not self.open:
            self.error(
                "this parenthesis closes nothing", start, end, hint="remove it, or look for a missing ( before it"
            )
            return
        top = self.open.pop()
        if top.dot is not None and top.tail is None:
            self.error("a datum is missing after the dot", top.dot, top.dot + 1)
        self.add(self.finished(top, Span(self.source, top.start, end)))

    def finished(self, top: Open, span: Span) -> Syntax:
        items = tuple(top.items)
        match top.kind:
            case Kind.VECTOR:
                return SyntaxVector(items, span)
            case Kind.BYTES:
                return SyntaxAtom(BytesConstant(bytes(self.byte(item) for item in items)), span)
            case _ if isinstance(top.tail, SyntaxList):
                return SyntaxList(items + top.tail.items, top.tail.tail, span)
            case _:
                return SyntaxList(items, top.tail, span)

    def byte(self, item: Syntax) -> int:
        if isinstance(item, SyntaxAtom) and type(item.value) is int and 0 <= item.value <= 255:
            return item.value
        self.error("this is no byte", item.span.start, item.span.end, expected="an integer from 0 to 255")
        return 0

    def finish(self) -> None:
        """Reports what is still open at the end of the text."""
        opened = [o for o in self.open if o.kind in _BRACKETED]
        if opened:
            notes = self.at_the_margin(opened)
            if len(opened) > 1:
                inner = opened[-1]
                text = f"{len(opened)} parentheses are open at the end of the file, the innermost is this one"
                notes = (*notes, (text, Span(self.source, inner.start, inner.end)))
            self.error("this parenthesis is never closed", opened[0].start, opened[0].end, notes=notes)
        elif self.open:
            self.error("a datum is missing after this", self.open[-1].start, self.open[-1].end)

    def at_the_margin(self, opened: list[Open]) -> tuple[tuple[str, Span], ...]:
        """A note about the first form inside what is never closed that begins a line, as forms outside of it do."""
        text = self.source.text
        inside = [item.span.start for o in opened for item in o.items] + [o.start for o in opened[1:]]
        begin = min((k for k in inside if text[k] == "(" and text[k - 1] == "\n"), default=None)
        if begin is None:
            return ()
        return (("should it have been closed before this line?", Span(self.source, begin, begin + 1)),)

    def error(
        self,
        message: str,
        start: int,
        end: int,
        *,
        expected: str | None = None,
        hint: str | None = None,
        notes: tuple[tuple[str, Span], ...] = (),
    ) -> None:
        """Notes an error; raises TooManyErrors when there are so many."""
        span = Span(self.source, start, end)
        self.diagnostics.append(Diagnostic(message, span, expected=expected, hint=hint, notes=notes))
        if len(self.diagnostics) >= MAXIMAL_ERRORS:
            raise TooManyErrors

"""The reader: text to data with spans, by the lexical syntax of R7RS chapter 7. Iterative, so depth costs no stack."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.source import Source, Span
from eshkol.syntax.datum import (
    BytesConstant,
    Character,
    StringConstant,
    Symbol,
    Syntax,
    SyntaxAtom,
    SyntaxLabelled,
    SyntaxLabelReference,
    SyntaxList,
    SyntaxVector,
)
from eshkol.syntax.numbers import NumberProblem, looks_like_number, parse_number
from eshkol.syntax.text import TextProblem, character_code, unescape

# How deep data may nest. Later stages recurse, and rely on it.
MAXIMAL_NESTING = 10_000
# After so many errors a file is not worth reading on.
MAXIMAL_ERRORS = 20

# White space as char-whitespace? knows it: fewer characters than Python's.
_SPACE = r"\t\n\v\f\r\ \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_END = _SPACE + r"""()\[\]{}"';`,|\\"""
_TOKEN = re.compile(
    rf"""
      (?P<space> (?: [{_SPACE}] | ^\ufeff | ;[^\n]* )+ )
    | (?P<open> \( )
    | (?P<close> \) )
    | (?P<atom> [^{_END}\#] [^{_END}]* )
    | (?P<string> "[^"\\]*(?:\\.[^"\\]*)*" )
    | (?P<prefix> ' | ` | ,@ | , )
    | (?P<character> \#\\ . [^{_END}]* )
    | (?P<vector> \#\( )
    | (?P<bytes> \#[uU]8\( )
    | (?P<datum_comment> \#; )
    | (?P<block_comment> \#\| )
    | (?P<directive> \#! [^{_END}]* )
    | (?P<label> \#[0-9]+= )
    | (?P<reference> \#[0-9]+\# )
    | (?P<hash> \# [^{_END}]* )
    | (?P<symbol> \|[^|\\]*(?:\\.[^|\\]*)*\| )
    | (?P<bracket> [\[\]{{}}] )
    """,
    re.VERBOSE | re.DOTALL,
)
_BLOCK_COMMENT_EDGE = re.compile(r"#\||\|#")
_PREFIXES = {"'": "quote", "`": "quasiquote", ",": "unquote", ",@": "unquote-splicing"}
_BOOLEANS = {"#t": True, "#true": True, "#f": False, "#false": False}
_NUMBER_START = frozenset("0123456789+-.")
# A character of an identifier that would make it a malformed token instead.
_STRANGE = re.compile(r"[\x00-\x1f\x7f#]")


class Kind(Enum):
    """What an open piece of input will become."""

    LIST = auto()
    VECTOR = auto()
    BYTES = auto()
    PREFIX = auto()
    COMMENT = auto()
    LABEL = auto()


@dataclass(slots=True)
class _Open:
    """A datum that has begun and not ended. `dot` is where a dotted tail was announced."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    items: list[Syntax] = field(default_factory=list)
    dot: int | None = None
    tail: Syntax | None = None


_BRACKETED = (Kind.LIST, Kind.VECTOR, Kind.BYTES)


def read(source: Source, *, fold_case: bool = False) -> list[Syntax]:
    """All data of `source`. Raises CompileError with every error found."""
    reader = _Reader(source, fold_case=fold_case)
    data = reader.read_all()
    if reader.diagnostics:
        raise CompileError(reader.diagnostics)
    return data


class _TooManyErrors(Exception):
    pass


class _Reader:
    def __init__(self, source: Source, *, fold_case: bool) -> None:
        self.source = source
        self.text = source.text
        self.position = 0
        self.data: list[Syntax] = []
        self.open: list[_Open] = []
        self.fold_case = fold_case
        self.labels: set[int] = set()
        self.diagnostics: list[Diagnostic] = []

    def read_all(self) -> list[Syntax]:
        if self.text.startswith("#!/") or self.text.startswith("#! "):  # the first line of a script
            self.position = (self.text + "\n").index("\n")
        try:
            while self.position < len(self.text):
                self.read_token()
            self.finish()
        except _TooManyErrors:
            pass
        return self.data

    # Tokens

    def read_token(self) -> None:
        start = self.position
        match = _TOKEN.match(self.text, start)
        if match is None:
            self.read_unmatched(start)
            return
        self.position = end = match.end()
        match match.lastgroup:
            case "atom":
                self.read_atom(match[0], start, end)
            case "space":
                pass
            case "open":
                self.begin(Kind.LIST, start, end)
            case "close":
                self.close(start, end)
            case "prefix":
                self.begin(Kind.PREFIX, start, end, _PREFIXES[match[0]])
            case "string":
                text = self.unescaped(start + 1, end - 1)
                self.add(SyntaxAtom(StringConstant(text), Span(self.source, start, end)))
            case "symbol":
                text = self.unescaped(start + 1, end - 1)
                self.add(SyntaxAtom(Symbol(text), Span(self.source, start, end)))
            case _:
                self.read_hash(match, start, end)

    def read_hash(self, match: re.Match[str], start: int, end: int) -> None:
        text = match[0]
        match match.lastgroup:
            case "hash":
                self.read_boolean_or_number(text, start, end)
            case "character":
                self.read_character(text[2:], start, end)
            case "vector":
                self.begin(Kind.VECTOR, start, end)
            case "bytes":
                self.begin(Kind.BYTES, start, end)
            case "datum_comment":
                self.begin(Kind.COMMENT, start, end)
            case "block_comment":
                self.skip_block_comment(start)
            case "directive":
                self.read_directive(text, start, end)
            case "label":
                self.read_label(text, start, end)
            case "reference":
                self.read_label_reference(text, start, end)
            case _:
                self.read_bracket(text, start, end)

    def read_atom(self, text: str, start: int, end: int) -> None:
        span = Span(self.source, start, end)
        if text[0] in _NUMBER_START:
            if text == ".":
                self.read_dot(start, end)
                return
            number = parse_number(text)
            if isinstance(number, NumberProblem):
                self.error(f"`{_shown(text)}` {number.says}", start, end, hint=number.hint)
                number = 0
            if number is not None:
                self.add(SyntaxAtom(number, span))
                return
            if looks_like_number(text):
                self.error(
                    f"`{_shown(text)}` is neither a number nor a name",
                    start,
                    end,
                    hint="names cannot begin with a digit; write |...| around it if it is meant as one",
                )
        strange = _STRANGE.search(text)
        if strange:
            at = start + strange.start()
            self.error(
                f"a name cannot contain {_shown_character(strange[0])}", at, at + 1, hint="write |...| around it"
            )
        self.add(SyntaxAtom(Symbol(text.casefold() if self.fold_case else text), span))

    def read_boolean_or_number(self, text: str, start: int, end: int) -> None:
        lowered = text.lower()
        if lowered in _BOOLEANS:
            self.add(SyntaxAtom(_BOOLEANS[lowered], Span(self.source, start, end)))
            return
        number = parse_number(text)
        if number is None:
            self.error(
                f"`{_shown(text)}` is no datum",
                start,
                end,
                expected="#t, #f, #(, #u8(, #\\, #;, #| or a number prefix like #x after this sign",
            )
            number = 0
        elif isinstance(number, NumberProblem):
            self.error(f"`{_shown(text)}` {number.says}", start, end, hint=number.hint)
            number = 0
        self.add(SyntaxAtom(number, Span(self.source, start, end)))

    def read_character(self, name: str, start: int, end: int) -> None:
        code = character_code(name.lower() if self.fold_case and len(name) > 1 and name.isascii() else name)
        if code is None or not (0 <= code < 0xD800 or code > 0xDFFF):
            self.error(
                f"`#\\{_shown(name)}` is no character",
                start,
                end,
                expected="one character, a name like #\\newline, or a code like #\\x41",
            )
            code = 0
        self.add(SyntaxAtom(Character(code), Span(self.source, start, end)))

    def read_directive(self, text: str, start: int, end: int) -> None:
        match text.lower():
            case "#!fold-case":
                self.fold_case = True
            case "#!no-fold-case":
                self.fold_case = False
            case _:
                self.error(f"unknown directive `{_shown(text)}`", start, end, expected="#!fold-case or #!no-fold-case")

    def read_label(self, text: str, start: int, end: int) -> None:
        label = int(text[1:-1][:9])
        if len(text) > 11:
            self.error("this datum label is too large", start, end, expected="at most nine digits")
        elif label in self.labels:
            self.error(f"the label #{label}= is used twice in one datum", start, end)
        self.labels.add(label)
        self.begin(Kind.LABEL, start, end, str(label))

    def read_label_reference(self, text: str, start: int, end: int) -> None:
        label = int(text[1:-1][:9])
        if label not in self.labels or len(text) > 11:
            self.error(f"`{_shown(text)}` refers to no datum", start, end, hint=f"#{label}= must come before it")
        elif self.open and self.open[-1].kind is Kind.LABEL and self.open[-1].name == str(label):
            self.error(f"`#{label}=#{label}#` is no datum: the label stands for itself", start, end)
        self.add(SyntaxLabelReference(label, Span(self.source, start, end)))

    def read_bracket(self, text: str, start: int, end: int) -> None:
        self.error(
            f"`{text}` is not used in Eshkol",
            start,
            end,
            expected="( or )",
            hint="write a round parenthesis instead",
        )
        if text in "[{":
            self.begin(Kind.LIST, start, end)
        else:
            self.close(start, end)

    def read_unmatched(self, start: int) -> None:
        """An unterminated string or |symbol|, or a stray character."""
        self.position = start + 1
        match self.text[start]:
            case '"':
                self.error("this string has no end", start, start + 1, expected='a closing "')
                self.skip_to_end()
            case "|":
                self.error("this symbol has no end", start, start + 1, expected="a closing |")
                self.skip_to_end()
            case "\\":
                hint = "characters are written #\\a, lambda is written lambda"
                self.error("`\\` does not belong here", start, start + 1, hint=hint)
            case other:
                self.error(f"{_shown_character(other)} does not belong here", start, start + 1)

    def skip_block_comment(self, start: int) -> None:
        depth = 1
        while depth:
            edge = _BLOCK_COMMENT_EDGE.search(self.text, self.position)
            if edge is None:
                self.error("this comment has no end", start, start + 2, expected="a closing |#")
                self.skip_to_end()
                return
            depth += 1 if edge[0] == "#|" else -1
            self.position = edge.end()

    def skip_to_end(self) -> None:
        """After what has no end; what is open around it is no further error."""
        self.position = len(self.text)
        self.open.clear()

    def unescaped(self, start: int, end: int) -> str:
        text, problems = unescape(self.text[start:end])
        for problem in problems:
            self.text_error(problem, start)
        return text

    # Structure

    def begin(self, kind: Kind, start: int, end: int, name: str = "") -> None:
        if len(self.open) >= MAXIMAL_NESTING:
            self.error(
                "this nests too deeply",
                start,
                end,
                expected=f"at most {MAXIMAL_NESTING} levels",
                hint="split the expression into several definitions",
            )
            raise _TooManyErrors
        self.open.append(_Open(kind, start, end, name))

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

    def add_element(self, top: _Open, datum: Syntax) -> None:
        if top.dot is None:
            top.items.append(datum)
        elif top.tail is None:
            top.tail = datum
        else:
            self.error(
                "only one datum may follow the dot", datum.span.start, datum.span.end, expected="a closing parenthesis"
            )

    def read_dot(self, start: int, end: int) -> None:
        top = self.open[-1] if self.open else None
        if top is None or top.kind is not Kind.LIST or not top.items or top.dot is not None:
            self.error("a dot does not belong here", start, end, hint="a dot stands before the last datum of a list")
        else:
            top.dot = start

    def close(self, start: int, end: int) -> None:
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

    def finished(self, top: _Open, span: Span) -> Syntax:
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
            notes: tuple[tuple[str, Span], ...] = ()
            if len(opened) > 1:
                inner = opened[-1]
                text = f"{len(opened)} parentheses are open at the end of the file, the innermost is this one"
                notes = ((text, Span(self.source, inner.start, inner.end)),)
            self.error("this parenthesis is never closed", opened[0].start, opened[0].end, notes=notes)
        elif self.open:
            self.error("a datum is missing after this", self.open[-1].start, self.open[-1].end)

    # Errors

    def text_error(self, problem: TextProblem, offset: int) -> None:
        self.error(problem.message, offset + problem.start, offset + problem.end, hint=problem.hint)

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
        span = Span(self.source, start, end)
        self.diagnostics.append(Diagnostic(message, span, expected=expected, hint=hint, notes=notes))
        if len(self.diagnostics) >= MAXIMAL_ERRORS:
            raise _TooManyErrors


def _shown(text: str) -> str:
    shortened = text if len(text) <= 40 else text[:37] + "..."
    return "".join(c if c.isprintable() else f"\\x{ord(c):x};" for c in shortened)


def _shown_character(character: str) -> str:
    return f"`{character}`" if character.isprintable() else f"the character U+{ord(character):04X}"

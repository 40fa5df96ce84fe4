"""The reader: text to data with spans, by the lexical syntax of R7RS chapter 7. Iterative, so depth costs no stack."""

from __future__ import annotations

import re

from eshkol.diagnostics import CompileError
from eshkol.source import Source, Span
from eshkol.syntax.building import Builder, Kind, TooManyErrors
from eshkol.syntax.datum import (
    Character,
    StringConstant,
    Symbol,
    Syntax,
    SyntaxAtom,
    SyntaxLabelReference,
)
from eshkol.syntax.numbers import NumberProblem, looks_like_number, parse_number
from eshkol.syntax.text import TextProblem, character_code, unescape

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


def read(source: Source, *, fold_case: bool = False) -> list[Syntax]:
    """All data of `source`. Raises CompileError with every error found."""
    reader = _Reader(source, fold_case=fold_case)
    data = reader.read_all()
    if reader.diagnostics:
        raise CompileError(reader.diagnostics)
    return data


class _Reader(Builder):
    """Finds the tokens of a text; a Builder makes data of them."""

    def __init__(self, source: Source, *, fold_case: bool) -> None:
        super().__init__(source)
        self.text = source.text
        self.position = 0
        self.fold_case = fold_case

    def read_all(self) -> list[Syntax]:
        if self.text.startswith("#!/") or self.text.startswith("#! "):  # the first line of a script
            self.position = (self.text + "\n").index("\n")
        try:
            while self.position < len(self.text):
                self.read_token()
            self.finish()
        except TooManyErrors:
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
                self.dot(start, end)
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

    # Errors

    def text_error(self, problem: TextProblem, offset: int) -> None:
        self.error(problem.message, offset + problem.start, offset + problem.end, hint=problem.hint)


def _shown(text: str) -> str:
    shortened = text if len(text) <= 40 else text[:37] + "..."
    return "".join(c if c.isprintable() else f"\\x{ord(c):x};" for c in shortened)


def _shown_character(character: str) -> str:
    return f"`{character}`" if character.isprintable() else f"the character U+{ord(character):04X}"

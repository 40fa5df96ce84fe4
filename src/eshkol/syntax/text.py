"""Escapes in strings and |symbols|, and the names of characters."""

from __future__ import annotations

import re

from eshkol.record import record

CHARACTER_NAMES = {
    "alarm": 7,
    "backspace": 8,
    "delete": 127,
    "escape": 27,
    "linefeed": 10,
    "newline": 10,
    "nul": 0,
    "null": 0,
    "page": 12,
    "return": 13,
    "rubout": 127,
    "space": 32,
    "tab": 9,
}
# How characters are written: one name per code.
NAMES_OF_CHARACTERS = {
    CHARACTER_NAMES[name]: name
    for name in ("alarm", "backspace", "delete", "escape", "newline", "null", "return", "space", "tab")
}
ESCAPED = {"a": "\a", "b": "\b", "t": "\t", "n": "\n", "r": "\r", '"': '"', "\\": "\\", "|": "|"}

_ESCAPE = re.compile(
    r"\\(?:[xX](?P<code>[0-9a-fA-F]+);|[ \t]*(?P<line>\r\n|\n|\r)[ \t]*|(?P<letter>.))|\r\n|\r", re.DOTALL
)


@record(frozen=True, slots=True)
class TextProblem:
    """A wrong escape: what is wrong and where it begins and ends in the text."""

    message: str
    start: int
    end: int
    hint: str | None = None


def is_character_code(code: int) -> bool:
    """True for Unicode scalar values."""
    return 0 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF


def unescape(text: str) -> tuple[str, list[TextProblem]]:
    """The inside of a string or |symbol| with its escapes replaced; line ends become newlines."""
    if "\\" not in text and "\r" not in text:
        return text, []
    problems: list[TextProblem] = []

    def replace(match: re.Match[str]) -> str:
        if match["code"] is not None:
            digits = match["code"].lstrip("0")
            code = int(digits or "0", 16) if len(digits) <= 6 else -1
            if is_character_code(code):
                return chr(code)
            problems.append(TextProblem(f"`{match[0]}` is no Unicode character", *match.span()))
            return ""
        if match["line"] is not None:
            return ""
        if match["letter"] is None:
            return "\n"
        if match["letter"] in ESCAPED:
            return ESCAPED[match["letter"]]
        hexadecimal = match["letter"] in "xX"
        hint = (
            "hexadecimal escapes end with a semicolon: \\x41;" if hexadecimal else "a backslash is written twice: \\\\"
        )
        problems.append(TextProblem(f"`{match[0]}` is no escape sequence", *match.span(), hint))
        return ""

    return _ESCAPE.sub(replace, text), problems


def character_code(name: str) -> int | None:
    """The character that `#\\name` denotes, or None."""
    if len(name) == 1:
        return ord(name)
    if name[0] in "xX" and re.fullmatch("[0-9a-fA-F]+", name[1:]):
        digits = name[1:].lstrip("0")
        code = int(digits or "0", 16) if len(digits) <= 6 else -1
        return code if is_character_code(code) else None
    return CHARACTER_NAMES.get(name)

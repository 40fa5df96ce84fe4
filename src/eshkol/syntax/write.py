"""Data as text that reads back as the same data: constants, and syntax for messages."""

from __future__ import annotations

import math
import re
from fractions import Fraction

from eshkol.syntax.datum import (
    NIL,
    BytesConstant,
    Character,
    Complex,
    Constant,
    PairConstant,
    Special,
    StringConstant,
    Symbol,
    Syntax,
    SyntaxAtom,
    SyntaxLabelled,
    SyntaxLabelReference,
    SyntaxList,
    SyntaxVector,
    VectorConstant,
)
from eshkol.syntax.numbers import looks_like_number, parse_number
from eshkol.syntax.text import NAMES_OF_CHARACTERS

_PLAIN_SYMBOL = re.compile(r"""[^\s()\[\]{}"';`,|\\#\x00-\x1f\x7f\ufeff]+""")
_ESCAPES = {"\a": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\"}
_PREFIXES = {"quote": "'", "quasiquote": "`", "unquote": ",", "unquote-splicing": ",@"}


def write_constant(value: Constant) -> str:
    """`value` as text; data that occur more than once get labels."""
    labels = _shared(value)
    parts: list[str] = []
    _write(value, labels, {}, parts)
    return "".join(parts)


def write_syntax(syntax: Syntax, limit: int = 60) -> str:
    """`syntax` as text of about `limit` characters at most, for messages."""
    parts: list[str] = []
    _write_syntax(syntax, parts, [limit])
    text = "".join(parts)
    return text if len(text) <= limit else text[: limit - 3] + "..."


def write_symbol(name: str) -> str:
    """The symbol called `name`, between bars where it needs them."""
    plain = _PLAIN_SYMBOL.fullmatch(name) and name != "." and not looks_like_number(name) and parse_number(name) is None
    return name if plain else f"|{_escaped(name, '|')}|"


def write_atom(value: object) -> str:
    """Anything but pairs and vectors."""
    match value:
        case bool():
            return "#t" if value else "#f"
        case int():
            return write_integer(value)
        case Fraction():
            return f"{write_integer(value.numerator)}/{write_integer(value.denominator)}"
        case float():
            return write_float(value)
        case Complex():
            return write_complex(value)
        case Symbol(name=name):
            return write_symbol(name)
        case Character(code=code):
            return write_character(code)
        case StringConstant(text=text):
            return f'"{_escaped(text, chr(34))}"'
        case BytesConstant(data=data):
            return f"#u8({' '.join(map(str, data))})"
        case Special(name=name):
            return name
        case _:
            raise TypeError(f"no datum: {value!r}")


def write_integer(value: int) -> str:
    """Decimal digits of an integer of any size (Python itself refuses very long ones)."""
    if abs(value) < 10**4000:
        return str(value)
    sign, magnitude = ("-", -value) if value < 0 else ("", value)
    half = int(magnitude.bit_length() * math.log10(2)) // 2
    high, low = divmod(magnitude, 10**half)
    return sign + write_integer(high) + _padded(low, half)


def _padded(value: int, width: int) -> str:
    return write_integer(value).rjust(width, "0")


def write_float(value: float) -> str:
    """The shortest text that reads back as the same number."""
    if math.isnan(value):
        return "+nan.0"
    if math.isinf(value):
        return "+inf.0" if value > 0 else "-inf.0"
    return repr(value).replace("e+", "e")


def write_complex(value: Complex) -> str:
    """`1.0+2.0i`, `1/2-i`: an exact 0 as real part and a 1 as imaginary part are left out."""
    real = "" if type(value.real) is int and value.real == 0 else write_atom(value.real)
    if type(value.imaginary) is int and abs(value.imaginary) == 1:
        return f"{real}{'+' if value.imaginary > 0 else '-'}i"
    imaginary = write_atom(value.imaginary)
    return f"{real}{'' if imaginary[0] in '+-' else '+'}{imaginary}i"


def write_character(code: int) -> str:
    """`#\\a`, `#\\newline` or `#\\x7f`."""
    if code in NAMES_OF_CHARACTERS:
        return "#\\" + NAMES_OF_CHARACTERS[code]
    text = chr(code)
    return f"#\\{text}" if text.isprintable() else f"#\\x{code:x}"


def _escaped(text: str, delimiter: str) -> str:
    def one(character: str) -> str:
        if character == delimiter:
            return "\\" + character
        if character in _ESCAPES:
            return _ESCAPES[character]
        return character if character.isprintable() else f"\\x{ord(character):x};"

    return "".join([one(character) for character in text])


def _shared(value: Constant) -> set[int]:
    """The identities of pairs and vectors met more than once."""
    seen: set[int] = set()
    shared: set[int] = set()
    pending: list[Constant] = [value]
    while pending:
        current = pending.pop()
        if not isinstance(current, PairConstant | VectorConstant):
            continue
        if id(current) in seen:
            shared.add(id(current))
            continue
        seen.add(id(current))
        pending.extend((current.car, current.cdr) if isinstance(current, PairConstant) else current.elements)
    return shared


def _write(value: Constant, shared: set[int], labels: dict[int, int], parts: list[str]) -> None:
    if id(value) in shared:
        if id(value) in labels:
            parts.append(f"#{labels[id(value)]}#")
            return
        labels[id(value)] = len(labels)
        parts.append(f"#{labels[id(value)]}=")
    match value:
        case PairConstant():
            parts.append("(")
            _write_elements(value, shared, labels, parts)
            parts.append(")")
        case VectorConstant(elements=elements):
            parts.append("#(")
            for i, element in enumerate(elements):
                parts.append(" " if i else "")
                _write(element, shared, labels, parts)
            parts.append(")")
        case _:
            parts.append(write_atom(value))


def _write_elements(pair: PairConstant, shared: set[int], labels: dict[int, int], parts: list[str]) -> None:
    _write(pair.car, shared, labels, parts)
    rest = pair.cdr
    while isinstance(rest, PairConstant) and id(rest) not in shared:
        parts.append(" ")
        _write(rest.car, shared, labels, parts)
        rest = rest.cdr
    if rest != NIL:
        parts.append(" . ")
        _write(rest, shared, labels, parts)


def _write_syntax(syntax: Syntax, parts: list[str], room: list[int]) -> None:
    """Stops when the room (characters left, one number in a list) is used up."""
    if room[0] < 0:
        return
    match syntax:
        case SyntaxAtom(value=value):
            text = write_atom(value)
            parts.append(text)
            room[0] -= len(text)
        case SyntaxList(items=(SyntaxAtom(value=Symbol(name=name)), datum), tail=None) if name in _PREFIXES:
            parts.append(_PREFIXES[name])
            room[0] -= 1
            _write_syntax(datum, parts, room)
        case SyntaxList(items=items, tail=tail):
            _write_sequence("(", items, tail, parts, room)
        case SyntaxVector(items=items):
            _write_sequence("#(", items, None, parts, room)
        case SyntaxLabelled(label=label, datum=datum):
            parts.append(f"#{label}=")
            _write_syntax(datum, parts, room)
        case SyntaxLabelReference(label=label):
            parts.append(f"#{label}#")


def _write_sequence(
    start: str, items: tuple[Syntax, ...], tail: Syntax | None, parts: list[str], room: list[int]
) -> None:
    parts.append(start)
    for i, item in enumerate(items):
        if room[0] < 0:
            break
        if i:
            parts.append(" ")
        room[0] -= 1
        _write_syntax(item, parts, room)
    if tail is not None and room[0] >= 0:
        parts.append(" . ")
        _write_syntax(tail, parts, room)
    parts.append(")")

"""Characters: every one of Unicode against Python's data, and errors."""

from __future__ import annotations

import unicodedata

import pytest

from tests.runtime.data_process import SOURCES, DataProcess, character
from tools import unicode_tables

NAMES = [
    "char-upcase",
    "char-downcase",
    "char-foldcase",
    "char-alphabetic?",
    "char-upper-case?",
    "char-lower-case?",
    "char-numeric?",
    "digit-value",
    "char-whitespace?",
    "char-general-category",
]
# Every 37th character of all, and all of the first 1024.
SAMPLE = [chr(code) for code in [*range(1024), *range(1024, 0x30000, 37)] if not 0xD800 <= code < 0xE000]
WHITE_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


def test_the_tables_are_what_the_tool_writes() -> None:
    """Where Python's Unicode is another version, that version differs at least."""
    stored = (SOURCES / "unicode_tables.c").read_text()
    same_version = f'"{unicodedata.unidata_version}"' in stored
    assert (stored == unicode_tables.generate()) == same_version
    if same_version:
        assert (SOURCES / "unicode_categories.c").read_text() == unicode_tables.generate_categories()


def test_ranges_and_strides() -> None:
    assert unicode_tables.ranges([1, 2, 3, 5, 7, 8]) == [(1, 3), (5, 5), (7, 8)]
    lower = {"A": "a", "B": "b", "E": "F", "G": "H"}
    assert unicode_tables.case_ranges(lambda c: lower.get(c, c)) == [(65, 66, 1, 32), (69, 71, 2, 1)]


def expected(name: str, c: str) -> str:
    match name:
        case "char-upcase":
            return character(unicode_tables.simple_upper(c))
        case "char-downcase":
            return character(unicode_tables.simple_lower(c))
        case "char-foldcase":
            return character(unicode_tables.simple_fold(c))
        case "digit-value":
            return str(unicodedata.decimal(c, "#f"))
        case "char-general-category":
            return unicodedata.category(c)
    holds = {
        "char-alphabetic?": unicode_tables.is_alphabetic(c),
        "char-upper-case?": c.isupper(),
        "char-lower-case?": c.islower(),
        "char-numeric?": c.isdecimal(),
        "char-whitespace?": c in WHITE_SPACE,
    }[name]
    return "#t" if holds else "#f"


@pytest.mark.parametrize("name", NAMES)
def test_properties_and_case(data: DataProcess, name: str) -> None:
    answers = data.run(f"({name} (integer->char {ord(c)}))" for c in SAMPLE)
    if f'"{unicodedata.unidata_version}"' not in (SOURCES / "unicode_tables.c").read_text():
        known = [unicodedata.category(c) != "Cn" for c in SAMPLE]
        assert sum(a != expected(name, c) for a, c, k in zip(answers, SAMPLE, known, strict=True) if k) < 50
    else:
        wrong = [(c, a) for c, a in zip(SAMPLE, answers, strict=True) if a != expected(name, c)]
        assert wrong == []


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("(char->integer #\\λ)", "955"),
        ("(integer->char 1114111)", "#\\\U0010ffff"),
        ("(char-upcase #\\ß)", "#\\ß"),
        ("(char-downcase #\\İ)", "#\\i"),
        ("(char<? #\\a #\\b #\\c)", "#t"),
        ("(char<? #\\a #\\c #\\b)", "#f"),
        ("(char-ci=? #\\a #\\A #\\a)", "#t"),
        ("(char-ci<? #\\a #\\B)", "#t"),
        ("(char->digit #\\f 16)", "15"),
        ("(char->digit #\\f)", "#f"),
        ("(digit->char 35 36)", "#\\z"),
        ("(digit->char 36 36)", "#f"),
    ],
)
def test_results(data: DataProcess, expression: str, answer: str) -> None:
    assert data(expression) == answer


@pytest.mark.parametrize("quick", ["#f", "#t"])
@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("(char->integer 65)", "char->integer: expected a character, got 65"),
        ("(integer->char 1114112)", "integer->char: expected the number of a Unicode character"),
        ("(integer->char 55296)", "integer->char: expected the number of a Unicode character"),
        ("(integer->char -1)", "integer->char: expected the number of a Unicode character"),
        ("(integer->char 65.0)", "integer->char: expected the number of a Unicode character"),
        ("(char=? #\\a 5)", "char=?: expected a character, got 5"),
        ("(char<? #\\b #\\a 5)", "char<?: expected a character, got 5"),
        ("(char-ci>? 5 #\\a)", "char-ci>?: expected a character, got 5"),
        ('(char-upcase "a")', 'char-upcase: expected a character, got "a"'),
        ("(digit-value 5)", "digit-value: expected a character, got 5"),
        ("(char->digit #\\a 37)", "char->digit: expected a radix from 2 to 36, got 37"),
    ],
)
def test_errors(data: DataProcess, quick: str, expression: str, message: str) -> None:
    data(f"(%quick {quick})")
    assert data(expression).startswith(f"error: {message}")

"""The reader at its limits: depth, size, bytes that are no text, and arbitrary input."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eshkol.diagnostics import CompileError
from eshkol.source import Source
from eshkol.syntax import MAXIMAL_NESTING, decode, read
from eshkol.syntax.datum import StringConstant, SyntaxAtom


def errors_of(text: str) -> list[str]:
    with pytest.raises(CompileError) as caught:
        read(Source("t", text))
    for diagnostic in caught.value.diagnostics:
        assert diagnostic.show()
    return [d.message for d in caught.value.diagnostics]


@pytest.mark.parametrize(
    "text", ["(" * 100_000, "'" * 100_000 + "a", "#(" * 100_000, "#;" * 100_000, "(" * 10_001 + ")" * 10_001]
)
def test_nesting_is_limited(text: str) -> None:
    assert errors_of(text) == ["this nests too deeply"]


def test_nesting_up_to_the_limit_is_read() -> None:
    (datum,) = read(Source("t", "(" * MAXIMAL_NESTING + ")" * MAXIMAL_NESTING))
    assert datum.span.end == 2 * MAXIMAL_NESTING


def test_nested_comments_need_no_stack() -> None:
    assert read(Source("t", "#|" * 50_000 + "|#" * 50_000)) == []


def test_errors_are_collected_and_limited() -> None:
    assert errors_of('#<a> "\\q" ) 1/0') == [
        "`#<a>` is no datum",
        "`\\q` is no escape sequence",
        "this parenthesis closes nothing",
        "`1/0` divides by zero",
    ]
    assert len(errors_of(") " * 1000)) == 20


def test_invalid_utf8_is_a_diagnostic() -> None:
    with pytest.raises(CompileError) as caught:
        decode("t.esk", b'(display "\xc3\xa9")\n(a \xff b)')
    (diagnostic,) = caught.value.diagnostics
    assert "not valid UTF-8" in diagnostic.message
    assert (diagnostic.span.line, diagnostic.span.column) == (2, 4)
    assert diagnostic.got is not None
    assert "0xff" in diagnostic.got


def value_of(text: str) -> object:
    (datum,) = read(Source("t", text))
    assert isinstance(datum, SyntaxAtom)
    return datum.value


def test_long_integers() -> None:
    digits = "7" * 30_001
    value = value_of("-" + digits)
    assert isinstance(value, int)
    assert -value == 7 * (10**30_001 - 1) // 9


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/2", Fraction(1, 2)), ("-6/4", Fraction(-3, 2)), ("4/2", 2), ("#e1.25", Fraction(5, 4)), ("#e1e3", 1000),
        ("#x-fF", -255), ("#b101", 5), ("#o17", 15), ("#d10", 10), ("#x#e10", 16), ("#i#xA/4", 2.5), ("#X1e", 30),
        ("1.", 1.0), (".5", 0.5), ("-1.5E-3", -0.0015), ("1e400", float("inf")), ("+INF.0", float("inf")),
        ("-inf.0", float("-inf")), ("#i1/3", 1 / 3), ("+5", 5), ("-0.0", -0.0),
    ],
)  # fmt: skip
def test_numbers(text: str, value: object) -> None:
    read_value = value_of(text)
    assert type(read_value) is type(value)
    assert repr(read_value) == repr(value)


def test_line_ends_in_strings_become_newlines() -> None:
    value = value_of('"a\r\nb\\\r\n   c\rd"')
    assert isinstance(value, StringConstant)
    assert value.text == "a\nbc\nd"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_give_data_or_diagnostics(data: bytes) -> None:
    try:
        read(decode("t", data))
    except CompileError as error:
        for diagnostic in error.diagnostics:
            diagnostic.show()


WORDS = (
    r"""( ) #( #u8( ' ` , ,@ . #; #| |# a ... 1 #t #\x #0= #0# #!fold-case [ ] { \ ; #e1.5 1/0 +i #\( 255 | " "s" """
)
TOKENS = [*WORDS.split(), "\n", "\ufeff", "\x00"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=25), st.sampled_from(["", " "]))
def test_any_tokens_give_data_or_diagnostics(tokens: list[str], separator: str) -> None:
    try:
        read(Source("t", separator.join(tokens)))
    except CompileError as error:
        for diagnostic in error.diagnostics:
            diagnostic.show()

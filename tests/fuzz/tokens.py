"""Splits Eshkol text into tokens and finds its subforms, tolerantly: the material of mutations."""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"""\s+|;[^\n]*|\#\|.*?\|\#|"(?:\\.|[^"\\])*"|\|[^|]*\||\#\\(?:[A-Za-z0-9]+|.)|\#u8\(|\#;|\#\(|,@|[()'`,]|[^\s()'`,";|]+|.""",
    re.DOTALL | re.VERBOSE,
)
OPENING = ("(", "#(", "#u8(")


def tokens_of(text: str) -> list[str]:
    """The tokens of `text`, white space and comments included: joined, they are `text` again."""
    return TOKEN.findall(text)


def is_blank(token: str) -> bool:
    """True for white space and line comments."""
    return token.isspace() or token.startswith(";")


def subforms(tokens: list[str]) -> list[tuple[int, int]]:
    """The ranges (start, end excluded) of all balanced lists, inner ones first."""
    ranges: list[tuple[int, int]] = []
    open_at: list[int] = []
    for index, token in enumerate(tokens):
        if token in OPENING:
            open_at.append(index)
        elif token == ")" and open_at:
            ranges.append((open_at.pop(), index + 1))
    return ranges

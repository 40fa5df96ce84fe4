"""Runs every program of examples/ and compares what it prints with examples/expected/."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
EXPECTED = EXAMPLES / "expected"
DATA = EXAMPLES / "data"


@dataclass(frozen=True, slots=True)
class Case:
    """One run of an example: arguments, standard input, and how it must end."""

    program: str
    arguments: tuple[str, ...] = ()
    input: str = ""
    output: str | None = None  # None: the text of expected/PROGRAM.out
    errors: str = ""
    status: int = 0


def section(name: str, title: str) -> str:
    """The part of an expectation that begins with the line `title` and ends with an empty line."""
    start = (text := (EXPECTED / name).read_text()).index(title + "\n")
    return text[start : text.index("\n\n", start) + 2]


CASES = {
    "tour": Case("tour"),
    "request-server": Case("request-server"),
    "workshop": Case("workshop"),
    "workshop, one part": Case("workshop", ("huffman",), output=section("workshop.out", "Huffman codes")),
    "workshop, no such part": Case(
        "workshop", ("plumbing",), output="", errors='workshop: there is no part "plumbing"\n', status=2
    ),
    "n-body": Case("n-body"),
    "n-body, no steps": Case("n-body", ("0",), output=(EXPECTED / "n-body-at-rest.out").read_text()),
    "word-frequency": Case("word-frequency", (str(DATA / "poem.txt"),)),
    "word-frequency, two words": Case(
        "word-frequency", (str(DATA / "poem.txt"), "2"), output="15 the\n4 and\n67 words, 36 different\n"
    ),
    "word-frequency, no file": Case(
        "word-frequency", output="", errors="usage: word-frequency FILE [HOW-MANY]\n", status=2
    ),
    "json": Case("json", (str(DATA / "orders.json"),)),
    "json, standard input": Case("json", input='[1, {"a": []}]', output='[\n  1,\n  {\n    "a": []\n  }\n]\n'),
    "json, broken file": Case(
        "json",
        (str(DATA / "broken.json"),),
        output="",
        errors="json: line 3, column 20: expected ',' or ']', got '\"'\n",
        status=1,
    ),
    "json, half a character": Case(
        "json",
        input=r'"\ud83d\u0041"',
        output="",
        errors="json: line 1, column 14: the second half of a character must be \\uDC00 to \\uDFFF\n",
        status=1,
    ),
    "json, unfinished": Case(
        "json",
        input='{"a": 1',
        output="",
        errors="json: line 1, column 8: expected ',' or '}', got the end of the document\n",
        status=1,
    ),
}


def test_every_example_has_a_case() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.esk")} == {case.program for case in CASES.values()}


@pytest.mark.parametrize("name", CASES)
def test_example(name: str, run_program: Callable[..., Any]) -> None:
    case = CASES[name]
    result = run_program(EXAMPLES / f"{case.program}.esk", *case.arguments, text_input=case.input)
    expected = (EXPECTED / f"{case.program}.out").read_text() if case.output is None else case.output
    assert (result.stdout, result.stderr, result.returncode) == (expected, case.errors, case.status)

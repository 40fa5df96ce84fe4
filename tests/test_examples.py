"""Runs every example of the primitive rows, the syntax rows and the library's documentation comments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from subprocess import CompletedProcess

import pytest

from eshkol.tables.library_docs import LibraryDoc, library_docs
from eshkol.tables.primitives import PrimitiveRow, primitive_rows
from eshkol.tables.rows import Example
from eshkol.tables.syntax import SyntaxRow, syntax_rows
from tests.conftest import library_options

GROUP = 60
"""Examples per program: compiling many small programs takes longer."""


@dataclass(frozen=True, slots=True)
class Case:
    """One example: `subject` is the row's name, `file` where the row stands."""

    subject: str
    file: str
    example: Example


def cases() -> Iterator[Case]:
    """The examples in the order of their files."""
    rows: list[PrimitiveRow | SyntaxRow | LibraryDoc] = [*primitive_rows().values(), *syntax_rows().values()]
    rows.extend(library_docs().values())
    for row in rows:
        for example in row.examples:
            yield Case(row.name, row.span.source.name, example)


def groups() -> Iterator[tuple[str, list[Case]]]:
    """The cases of each file in portions, with a name for the test."""
    # Names that begin with % are out of a program's sight; the library's examples cover them.
    visible = [case for case in cases() if not re.search(r"(?<![^\s(')])%", case.example.expression)]
    for file, of_file in groupby(sorted(visible, key=lambda case: case.file), key=lambda case: case.file):
        everything = list(of_file)
        for start in range(0, len(everything), GROUP):
            yield f"{file}-{start // GROUP}", everything[start : start + GROUP]


GROUPS = dict(groups())
MARK = "=====example"


def program(portion: list[Case]) -> str:
    """Each example prints a line with its number, then `value` or `error`, and the text in lines of its own."""
    lines = [
        "(define (show-value number thunk)",
        "  (let ((outcome (guard (e (#t (cons 'error e))) (list 'value (thunk)))))",
        f'    (display "{MARK} ") (display number) (display " ") (display (car outcome)) (newline)',
        "    (if (eq? (car outcome) 'value) (write (cadr outcome)) (write-condition (cdr outcome)))",
        "    (newline)))",
        "(define (write-condition e)",
        "  (if (error-object? e) (display (condition/report-string e)) (write e)))",
    ]
    lines += [f"(show-value {i} (lambda () {case.example.expression}\n))" for i, case in enumerate(portion)]
    return "\n".join(lines) + "\n"


def outcomes(stdout: str) -> dict[int, tuple[str, str]]:
    """What the program printed: by number, (`value` or `error`, text)."""
    parts = re.split(rf"^{MARK} ([0-9]+) (value|error)\n", stdout, flags=re.MULTILINE)[1:]
    return {int(parts[i]): (parts[i + 1], parts[i + 2].removesuffix("\n")) for i in range(0, len(parts), 3)}


def complaints(portion: list[Case], stdout: str, stderr: str) -> list[str]:
    """What is not as the examples say, when they have printed this."""
    seen = outcomes(stdout)
    wrong = []
    for i, case in enumerate(portion):
        kind, text = seen.get(i, ("nothing", stderr))
        example = case.example
        if example.error is not None:
            right = kind == "error" and example.error in text
        else:
            right = kind == "value" and text == example.result
        if not right:
            want = f"value {example.result}" if example.error is None else f"error {example.error}"
            wrong.append(f"{case.subject}: {example.expression}\n  expected {want}\n  got {kind} {text}")
    return wrong


@pytest.mark.parametrize("group", GROUPS)
def test_examples(group: str, run_program: Callable[..., CompletedProcess[str]]) -> None:
    portion = GROUPS[group]
    result = run_program(program(portion), options=library_options())
    wrong = complaints(portion, result.stdout, result.stderr)
    assert not wrong, "\n" + "\n".join(wrong)

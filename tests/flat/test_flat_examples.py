"""Every documented example, evaluated again and again, must not make memory grow.

The examples come from the tables and from the library's documentation comments; many go into one program, and the
program runs with two counts. Where an example keeps something on purpose, KEEPS says what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pytest

from eshkol.tables.library_docs import LibraryDoc, library_docs
from eshkol.tables.primitives import PrimitiveRow, primitive_rows
from eshkol.tables.syntax import SyntaxRow, syntax_rows

GROUP = 50
FULL_COUNT = 1_000_000
ORDINARY_COUNT = 50_000
ROUNDS = 4
"""How often the count is trebled before memory that still grows is called a leak: what only a full reclamation
finds, such as forgotten arenas, reaches its plateau late, and a leak grows with every count."""
TINY_COUNT = 20
"""For builds that check everything at every step, in which peaks say nothing."""
LIMIT_KIB = 64 * 1024
GROWTH_KIB = 512
"""What a leak of 16 bytes per evaluation of one example adds in the ordinary run."""

HEAVY, HEAVY_PART = re.compile(r"\((make|call-with|with)-arena"), 8
"""Examples that make arenas take far longer than others; they are evaluated an eighth as often, since what they would
leak is far larger, too."""

KEEPS: dict[str, str] = {}
"""Subject of a row -> what its examples keep for ever, so that memory must grow."""


def examples() -> Iterator[tuple[str, str]]:
    """(subject, expression) of all rows; names that begin with % are out of a program's sight."""
    rows: list[PrimitiveRow | SyntaxRow | LibraryDoc] = []
    rows += [*primitive_rows().values(), *syntax_rows().values(), *library_docs().values()]
    for row in rows:
        for example in row.examples:
            if row.name not in KEEPS and not re.search(r"(?<![^\s(')])%", example.expression):
                yield row.name, example.expression


def groups() -> Iterator[list[tuple[str, str]]]:
    rows = examples()
    while group := list(islice(rows, GROUP)):
        yield group


GROUPS = list(groups())

HEADER = """\
(define all (string->number (cadr (command-line))))
(define (repeat count thunk)
  (let loop ((i 0))
    (if (< i count)
        (begin
          (guard (problem (#t #f)) (thunk))
          (loop (+ i 1))))))
"""


def program(group: list[tuple[str, str]]) -> str:
    """Every example in a thunk that is called `count` times; what it prints goes to a string that is dropped."""
    return (
        HEADER
        + "".join(f"(repeat {times(e)} (lambda () {silent(e)}\n))  ; {s}\n" for s, e in group)
        + '(display "done")\n'
    )


def times(expression: str) -> str:
    """How often an expression is evaluated, in Scheme."""
    return f"(quotient all {HEAVY_PART})" if HEAVY.search(expression) else "all"


def silent(expression: str) -> str:
    """The expression, printing into a string if it can print."""
    if not re.search(r"display|write|newline|print|port", expression):
        return expression
    return f"(call-with-output-string (lambda (port) (parameterize ((current-output-port port)) {expression}\n)))"


@pytest.mark.parametrize("number", range(len(GROUPS)))
def test_examples_stay_flat(
    number: int,
    measure_program: Callable[..., Any],
    scale: float,
    peaks_count: bool,  # noqa: FBT001
) -> None:
    text = program(GROUPS[number])

    def peak(count: int) -> int:
        run = measure_program(text, str(count))
        assert (run.status, run.output) == (0, "done"), run.errors
        return int(run.peak)

    if not peaks_count:
        peak(TINY_COUNT)
        return
    large = FULL_COUNT if scale >= 1 else ORDINARY_COUNT
    peaks = [peak(large // 3), peak(large)]
    while peaks[-1] > peaks[-2] + GROWTH_KIB and len(peaks) <= ROUNDS:
        large *= 3
        peaks.append(peak(large))
    assert peaks[-1] <= peaks[-2] + GROWTH_KIB, peaks
    assert peaks[-1] < LIMIT_KIB

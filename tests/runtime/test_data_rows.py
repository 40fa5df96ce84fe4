"""The rows of data primitives: their examples, in full and through the fast paths, and what the fast paths promise."""

from __future__ import annotations

import pytest

from tests.runtime.data_process import DataProcess, fast_path, rows


@pytest.mark.parametrize("quick", ["#f", "#t"])
def test_examples_that_need_no_library(data: DataProcess, quick: str) -> None:
    data(f"(%quick {quick})")
    examples = [example for row in rows() for example in row.examples]
    answers = data.run(example.expression for example in examples)
    checked = 0
    for example, answer in zip(examples, answers, strict=True):
        if answer.startswith("error: no such"):
            continue
        checked += 1
        if example.error is None:
            assert answer == example.result, example.expression
        else:
            assert answer.startswith(f"error: {example.error}"), example.expression
    assert checked > 200


def test_every_row_is_documented_and_has_an_example() -> None:
    for row in rows():
        assert row.doc.endswith((".", "?")), row.name
        assert row.examples, row.name


def test_the_flag_inline_means_a_fast_path() -> None:
    for row in rows():
        quick = fast_path(row)
        assert row.inline == (quick is not None), row.name
        if quick is not None:
            assert quick.placed == row.raises, row.name
            assert quick.parameters == len(row.parameters), row.name


WRONG = ["5", "'()", "'symbol", '"text"', "#t", "#\\a", "(list 1 2)", "#(1 2)", "#u8(1 2)", "2.5", "-1", "(eof-object)"]


def test_fast_paths_agree_with_the_complete_functions(data: DataProcess) -> None:
    """On every combination of arguments of several types; those that change something get fresh arguments each time."""
    names = [row for row in rows() if row.inline and "record" not in row.name]
    calls = []
    for row in names:
        for first in WRONG:
            others = [["0", "1", "-1", "7", "#\\b", "'x"]] if len(row.parameters) > 1 else [[]]
            for second in others[0] or [""]:
                rest = " 9" * (len(row.parameters) - 2)
                operands = f"{first} {second}{rest}" if len(row.parameters) > 0 else ""
                calls.append(f"({row.name} {operands})")
    data("(%quick #f)")
    plain = data.run(calls)
    data("(%quick #t)")
    assert data.run(calls) == plain

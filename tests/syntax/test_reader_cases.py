"""What the reader makes of texts: the data, each with its place, or the diagnostics."""

from __future__ import annotations

from pathlib import Path

import pytest

from eshkol.diagnostics import CompileError
from eshkol.source import Source
from eshkol.syntax import read
from eshkol.syntax.write import write_syntax
from tests.text_cases import Case, check_case, find_cases


def show_data(text: str) -> str:
    """Every datum with where it begins and ends, or the errors."""
    source = Source("case.esk", text)
    try:
        data = read(source)
    except CompileError as error:
        return "\n".join(diagnostic.show() for diagnostic in error.diagnostics)
    lines = []
    for datum in data:
        line, column = source.line_and_column(datum.span.end)
        lines.append(f"{datum.span.line}:{datum.span.column}-{line}:{column} {write_syntax(datum, 200)}")
    return "\n".join(lines)


@pytest.mark.parametrize("case", find_cases(Path(__file__).parent / "cases"), ids=str)
def test_case(case: Case) -> None:
    check_case(case, show_data)

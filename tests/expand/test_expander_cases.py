"""What the expander makes of programs: core text, or diagnostics."""

from __future__ import annotations

from pathlib import Path

import pytest

from eshkol.core.show import show_program
from eshkol.diagnostics import CompileError
from tests.expand.conftest import Expand
from tests.text_cases import Case, check_case, find_cases


@pytest.mark.parametrize("case", find_cases(Path(__file__).parent / "cases"), ids=str)
def test_case(case: Case, expand: Expand) -> None:
    def give(text: str) -> str:
        try:
            return show_program(expand(text))
        except CompileError as error:
            return "\n".join(diagnostic.show() for diagnostic in error.diagnostics)

    check_case(case, give)

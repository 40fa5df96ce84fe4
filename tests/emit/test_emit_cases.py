"""The C of small programs: the functions of procedures, constants, and the table of places."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.emit.conftest import c_text
from tests.text_cases import Case, check_case, find_cases

KINDS = "string|bytes|list|vector|flonum|integer|rational|symbol"
PARTS = {
    "procedures": r"^/\* [^\n]*: case\.esk:.*?^\}\n",
    "constants": rf"^(?:static )?(?:const uint64_t|const Pair|StaticSymbol) (?:{KINDS})_[^\n]*= \{{[^\n]*",
    "sites": r"^static const EshkolSite eshkol_sites\[\d+\] = \{\n.*?^\};\n",
}


@pytest.mark.parametrize("case", find_cases(Path(__file__).parent / "cases"), ids=str)
def test_case(case: Case) -> None:
    pattern = re.compile(PARTS[case.path.stem], re.MULTILINE | re.DOTALL)
    check_case(case, lambda text: "\n".join(pattern.findall(c_text(text))))

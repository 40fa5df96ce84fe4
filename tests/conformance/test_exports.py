"""The standard libraries export exactly what R7RS says."""

from __future__ import annotations

import pytest

from eshkol.tables.libraries import library_rows
from tests.conformance.report import report_libraries

LIBRARIES = report_libraries()


@pytest.mark.parametrize("name", LIBRARIES)
def test_exports(name: str) -> None:
    exports = frozenset(library_rows()[name].exports)
    assert exports - LIBRARIES[name] == set(), "exported beyond the report"
    assert LIBRARIES[name] - exports == set(), "not exported"

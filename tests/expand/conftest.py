"""The standard library, expanded once for all tests of the expander."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import eshkol
from eshkol.core.check import check_program
from eshkol.core.nodes import Program
from eshkol.expand import ExpandedLibrary, expand_program, expand_standard_library
from eshkol.source import Source

LIBRARY = Path(eshkol.__file__).parent / "lib"

Expand = Callable[[str], Program]


@pytest.fixture(scope="session")
def library() -> ExpandedLibrary:
    """The real standard library."""
    return expand_standard_library(
        [Source(path.name, path.read_text(encoding="utf-8")) for path in sorted(LIBRARY.glob("*.esk"))]
    )


@pytest.fixture(scope="session")
def expand(library: ExpandedLibrary) -> Expand:
    """`expand(text)`: the checked forms of a program, without those of the standard library."""

    def expand(text: str) -> Program:
        program = expand_program(Source("case.esk", text), library)
        own = Program(program.forms[len(library.forms) :])
        check_program(own)
        return own

    return expand

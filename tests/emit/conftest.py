"""The program's own unit of C, for small programs."""

from __future__ import annotations

from eshkol.deep_stack import run_deep
from eshkol.options import Options
from eshkol.pipeline import compile_to_c
from eshkol.source import Source


def c_text(text: str) -> str:
    """The C of the program itself, without that of the library."""
    return run_deep(lambda: compile_to_c(Source("case.esk", text), Options()))[-1].text

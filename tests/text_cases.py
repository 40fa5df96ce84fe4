"""Text cases: files of inputs and what they give, which `ESHKOL_UPDATE_CASES=1 pytest ...` rewrites.

A case is a heading, an input and an expected output:

    === heading
    input
    --- output
    expected
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

UPDATE = bool(os.environ.get("ESHKOL_UPDATE_CASES"))


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a file; `index` is its place there."""

    path: Path
    index: int
    heading: str
    text: str
    expected: str

    def __str__(self) -> str:
        return f"{self.path.stem}: {self.heading}"


def read_cases(path: Path) -> list[Case]:
    """The cases of one file."""
    cases: list[Case] = []
    for part in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, rest = part.partition("\n")
        text, separator, expected = rest.partition("\n--- output\n")
        assert separator or UPDATE, f"{path}: the case `{heading}` has no output"
        cases.append(Case(path, len(cases), heading, text.rstrip("\n"), expected.rstrip("\n")))
    assert cases, f"{path} has no cases"
    return cases


def find_cases(folder: Path) -> list[Case]:
    """All cases of the `*.txt` files in a folder."""
    cases = [case for path in sorted(folder.glob("*.txt")) for case in read_cases(path)]
    assert cases, f"{folder} has no cases"
    return cases


def check_case(case: Case, give: Callable[[str], str]) -> None:
    """Compares what `give` makes of the input with the expectation, or rewrites that."""
    output = give(case.text).rstrip("\n")
    if UPDATE and output != case.expected:
        _rewrite(case, output)
    else:
        assert output == case.expected, f"{case} differs; if it is right, run with ESHKOL_UPDATE_CASES=1"


def _rewrite(case: Case, output: str) -> None:
    cases = read_cases(case.path)
    parts = [
        f"=== {c.heading}\n{c.text}\n--- output\n{output if c.index == case.index else c.expected}\n" for c in cases
    ]
    case.path.write_text("\n".join(parts), encoding="utf-8")

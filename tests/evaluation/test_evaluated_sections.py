"""Runs the cases of the conformance suite once more, by `eval`: each section with its own definitions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.conformance.cases import Case, Kind, Section, mismatches, sections
from tests.evaluation.test_evaluated_examples import COMPILED_ONLY, DRIVER
from tests.test_examples import MARK

SECTIONS = sections()
# Errors whose messages differ: the text of the compiled case, and what `eval` says.
OTHER_MESSAGES = {
    "value": "lambda: expected 1 argument, got 2",
    "no clause takes these arguments": "lambda: no clause takes 1 argument",
}


def items(section: Section) -> str:
    """What the driver reads. Cases of rejected programs are the compiler's; some of them cannot even be read."""
    lines = [f"(forms {section.imports})"]
    for number, part in enumerate(section.parts):
        if isinstance(part, str):
            lines.append(f"(forms {part}\n)")
        elif part.kind is not Kind.REJECTED:
            lines.append(f"(case {number} {part.body}\n)")
    return "\n".join(lines) + "\n"


def fits(case: Case, kind: Kind, text: str) -> bool:
    """Whether this is what the case asks for. Quoted data can be changed here: see COMPILED_ONLY."""
    if case.kind is Kind.ERROR and case.expected and case.expected in COMPILED_ONLY:
        return True
    return case.fits(kind, text) or (kind is Kind.ERROR and OTHER_MESSAGES.get(case.expected) == text)


def outcomes(stdout: str) -> dict[int, tuple[Kind, str]]:
    """What the driver printed, by number."""
    found: dict[int, tuple[Kind, str]] = {}
    for part in stdout.split(f"{MARK} ")[1:]:
        head, _, text = part.partition("\n")
        number, kind = head.split()
        found[int(number)] = Kind[kind.upper()], text.removesuffix("\n")
    return found


@pytest.mark.parametrize("name", SECTIONS)
def test_section(
    name: str, run_program: Callable[..., CompletedProcess[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # programs make files where they run
    section = SECTIONS[name]
    path = tmp_path / "items.scm"
    path.write_text(items(section), encoding="utf-8")
    result = run_program(DRIVER, str(path))
    wrong = mismatches(section, outcomes(result.stdout), result, fits)
    assert not wrong, "\n" + "\n".join(wrong)

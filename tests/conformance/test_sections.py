"""Every case of the conformance suite gives what R7RS says; each file is one program."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from eshkol.deep_stack import run_deep
from eshkol.diagnostics import CompileError
from eshkol.pipeline import steps
from eshkol.source import Source
from tests.conformance.cases import Case, Kind, Section, mismatches, sections
from tests.conftest import library_options

SECTIONS = sections()
MARK = "=====case"
LAST_CHECK = "arity"
"""The pass after which the compiler has found all errors that it reports."""

REPORTER = f"""
(define-library (conformance reporter)
  (export conformance-case)
  (import (scheme base) (scheme write) (only (eshkol) condition/report-string))
  (begin
    (define (report number thunk)
      (let ((outcome (guard (raised (#t (list (if (error-object? raised) 'error 'raises) raised)))
                       (list 'value (thunk)))))
        (display "{MARK} ")
        (display number)
        (display " ")
        (display (car outcome))
        (newline)
        (if (eq? (car outcome) 'error)
            (display (condition/report-string (cadr outcome)))
            (write (cadr outcome)))
        (newline)))
    (define-syntax conformance-case
      (syntax-rules () ((_ number body ...) (report number (lambda () body ...)))))))
"""


def program(section: Section) -> str:
    """Each case prints a line with its number and what became of it, then the value or the error's report."""
    lines = [REPORTER, section.imports, "(import (conformance reporter))"]
    for number, part in enumerate(section.parts):
        if isinstance(part, str):
            lines.append(part)
        elif part.kind is not Kind.REJECTED:
            lines.append(f"(conformance-case {number}\n{part.body}\n)")
    return "\n".join(lines) + "\n"


def outcomes(stdout: str) -> dict[int, tuple[Kind, str]]:
    """What the program printed, by number."""
    parts = re.split(rf"^{MARK} ([0-9]+) ([a-z]+)\n", stdout, flags=re.MULTILINE)[1:]
    return {
        int(parts[i]): (Kind[parts[i + 1].upper()], parts[i + 2].removesuffix("\n")) for i in range(0, len(parts), 3)
    }


def rejection(section: Section, case: Case) -> str:
    """What the compiler says about the body of a case that is no program; empty when it says nothing."""
    text = "\n".join([section.imports, *section.definitions, case.body, ""])
    try:
        for step, _ in steps(Source("case.esk", text)):
            if step.name == LAST_CHECK:
                return ""
    except CompileError as error:
        return "\n".join(diagnostic.show() for diagnostic in error.diagnostics)
    raise AssertionError(f"there is no pass {LAST_CHECK}")


def rejected(section: Section) -> list[Case]:
    return [case for case in section.cases if case.kind is Kind.REJECTED]


def fail_if(wrong: list[str]) -> None:
    if wrong:
        pytest.fail("\n" + "\n".join(wrong), pytrace=False)


@pytest.mark.parametrize("name", SECTIONS)
def test_section(
    name: str, run_program: Callable[..., CompletedProcess[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # programs make files where they run
    section = SECTIONS[name]
    result = run_program(program(section), options=library_options())
    fail_if(mismatches(section, outcomes(result.stdout), result, Case.fits))
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", [name for name, section in SECTIONS.items() if rejected(section)])
def test_rejected(name: str) -> None:
    section = SECTIONS[name]
    wrong = []
    for case in rejected(section):
        said = run_deep(partial(rejection, section, case))
        if not said or case.expected not in said:
            wrong.append(f"{case}\n  expected {case.kind.value}{case.expected}\n  got {said or 'a program'}")
    fail_if(wrong)

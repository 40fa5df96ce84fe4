"""Runs the cases of `tests/srfi/N*.txt`, one program a file, and the examples in the comments of the libraries; checks
that every name of every SRFI has a case or an example.

A file begins with a comment and an import form. Then come definitions, and cases: an expression, and in a line of its
own `=> ` and what `write` prints for its value (several values with spaces between them), or `=> error: ` and a part of
the message of the error that it raises, or `=> raised: ` and the object it raises if that is no error object. Before a
`=> ` line may stand definitions, too; the last form is the case's expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from eshkol.source import Source
from eshkol.syntax import read
from eshkol.tables import library_rows, primitive_rows, syntax_rows
from eshkol.tables.library_docs import library_docs, shipped_docs
from eshkol.tables.shipped import shipped_exports, shipped_imports, shipped_libraries

RunProgram = Callable[..., CompletedProcess[str]]

FOLDER = Path(__file__).parent
FILES = {path.stem: path for path in sorted(FOLDER.glob("*.txt"))}
MARK = "=====case"

HARNESS = f"""\
(define-library (harness)
  (export run-case)
  (import (eshkol))
  (begin
    (define (run-case number thunk)
      (let ((outcome (call-with-current-continuation
                       (lambda (return)
                         (with-exception-handler
                           (lambda (e) (return (if (error-object? e) (list 'error e) (list 'raised e))))
                           (lambda () (call-with-values thunk (lambda results (cons 'value results)))))))))
        (display "{MARK} ") (display number) (display " ") (display (car outcome)) (newline)
        (case (car outcome)
          ((error) (display (condition/report-string (cadr outcome))))
          (else (for-each (lambda (x) (write x) (display " ")) (cdr outcome))))
        (newline)))))
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One expression; `definitions` are the forms before it."""

    line: int
    definitions: str
    expression: str
    kind: str
    expected: str

    def problem(self, kind: str, text: str) -> str | None:
        """What is wrong with this outcome."""
        text = text.strip()
        right = kind == self.kind and (self.expected in text if kind == "error" else self.expected == text)
        return (
            None
            if right
            else f"line {self.line}: {self.expression}\n  expected {self.kind} {self.expected}\n  got {kind} {text}"
        )


def read_cases(path: Path) -> list[Case]:
    """The cases of one file, the import form among the first one's definitions."""
    cases: list[Case] = []
    pending: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("=> "):
            pending.append(line)
            continue
        text = "\n".join(pending)
        spans = [datum.span for datum in read(Source(f"{path.name} before line {number}", text))]
        assert spans, f"{path}:{number}: no expression before this"
        word = re.match("=> (?:(error|raised): )?(.*)", line)
        assert word is not None
        start = spans[-1].start
        cases.append(Case(number, text[:start], text[start:], word[1] or "value", word[2].strip()))
        pending = []
    assert cases, f"{path} has no cases"
    assert not [line for line in pending if line and not line.startswith(";")], f"{path}: no `=> ` after the last form"
    return cases


def outcomes(stdout: str) -> dict[int, tuple[str, str]]:
    """By number: `value`, `error` or `raised`, and the text."""
    parts = re.split(rf"^{MARK} ([0-9]+) ([a-z]+)\n", stdout, flags=re.MULTILINE)[1:]
    return {int(parts[i]): (parts[i + 1], parts[i + 2]) for i in range(0, len(parts), 3)}


def problems(cases: list[Case], run_program: RunProgram) -> str:
    """Runs the cases as one program; what is wrong with their outcomes."""
    first, *others = cases
    lines = [
        HARNESS,
        first.definitions,
        "(import (only (harness) run-case))",
        f"(run-case 0 (lambda () {first.expression}\n))",
    ]
    lines += [f"{case.definitions}\n(run-case {i} (lambda () {case.expression}\n))" for i, case in enumerate(others, 1)]
    result = run_program("\n".join(lines))
    seen = outcomes(result.stdout)
    found = [case.problem(*seen.get(i, ("nothing", result.stderr))) for i, case in enumerate(cases)]
    return "\n".join(problem for problem in found if problem is not None)


@pytest.mark.parametrize("name", FILES)
def test_cases(name: str, run_program: RunProgram) -> None:
    assert problems(read_cases(FILES[name]), run_program) == ""


def example_cases(library: str) -> list[Case]:
    """The examples of a shipped library. They see all standard names, of a part of an SRFI the whole, and the SRFIs
    that the library uses."""
    standard = {*library_docs(), *primitive_rows(), *syntax_rows()}
    whole = f"({' '.join(library[1:-1].split(' ')[:2])})"
    own = [name for name in shipped_libraries() if name == whole or name.startswith(f"{whole[:-1]} ")]
    used = [name for name in shipped_imports(library) if name in shipped_libraries() and name not in own]
    libraries = [whole if whole in own else library, *used]
    replaced = sorted(
        n for n in standard.intersection(chain.from_iterable(map(shipped_exports, libraries))) if not n.startswith("%")
    )
    imports = f"(import (except (eshkol) {' '.join(replaced)}) {' '.join(libraries)})\n"
    cases: list[Case] = []
    for doc in shipped_docs(library):
        for example in doc.examples:
            kind, expected = ("value", example.result) if example.error is None else ("error", example.error)
            cases.append(Case(doc.span.line, "" if cases else imports, example.expression, kind, expected or ""))
    return cases


@pytest.mark.parametrize("library", [library for library in shipped_libraries() if shipped_docs(library)])
def test_examples(library: str, run_program: RunProgram) -> None:
    assert problems(example_cases(library), run_program) == ""


def srfi_exports() -> dict[str, set[str]]:
    """The names of each SRFI, those of its sublibraries included, by its number."""
    names: dict[str, set[str]] = {}
    for row in library_rows().values():
        if row.name.startswith("(srfi "):
            names.setdefault(row.name[1:-1].split(" ")[1], set()).update(row.exports)
    for library in shipped_libraries():
        if library.startswith("(srfi "):
            names.setdefault(library[1:-1].split(" ")[1], set()).update(shipped_exports(library))
    return names


NUMBERS: list[str] = sorted(srfi_exports(), key=int)


@pytest.mark.parametrize("number", NUMBERS)
def test_every_name_has_a_case(number: str) -> None:
    texts = [path.read_text(encoding="utf-8") for name, path in FILES.items() if re.fullmatch(rf"{number}(-.*)?", name)]
    for library in shipped_libraries():
        if re.match(rf"\(srfi {number}[ )]", library):
            texts += [example.expression for doc in shipped_docs(library) for example in doc.examples]
    words = {word for text in texts for word in re.split(r"[\s()'`,\"]+", text)}
    assert sorted(srfi_exports()[number] - words) == []

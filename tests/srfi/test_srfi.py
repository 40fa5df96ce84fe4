"""Runs the cases of `tests/srfi/N*.txt` and the examples of shipped libraries; every name of an SRFI must have one.

A file begins with a comment and an import form. Then come definitions, and cases: an expression, and in a line of its
own `=> ` and what `write` prints for its value (several values with spaces between them), or `=> error: ` and a part of
the message of the error that it raises, or `=> raised: ` and the object it raises if that is no error object. Before a
`=> ` line may stand definitions, too; the last form is the case's expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from eshkol.source import Source
from eshkol.syntax import read
from eshkol.tables import library_rows, primitive_rows, syntax_rows
from eshkol.tables.library_docs import LibraryDoc, library_docs, shipped_docs
from eshkol.tables.rows import Example
from eshkol.tables.shipped import shipped_exports, shipped_imports, shipped_libraries
from tests.conftest import library_options
from tests.srfi.test_homogeneous_vectors import TYPES

RunProgram = Callable[..., CompletedProcess[str]]

FOLDER = Path(__file__).parent
FILES = {path.stem: path for path in sorted(FOLDER.glob("*.txt"))}
MARK = "=====case"
SMALL = 1500
"""Characters of cases; SRFIs with fewer go into one program."""

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


def outcomes(stdout: str) -> dict[str, tuple[str, str]]:
    """By group and number: `value`, `error` or `raised`, and the text."""
    parts = re.split(rf"^{MARK} (\S+) ([a-z]+)\n", stdout, flags=re.MULTILINE)[1:]
    return {parts[i]: (parts[i + 1], parts[i + 2]) for i in range(0, len(parts), 3)}


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that share their imports. They become a library of their own, so that one program can hold many groups."""

    name: str
    imports: str
    cases: tuple[Case, ...]

    @property
    def size(self) -> int:
        return sum(len(case.definitions) + len(case.expression) for case in self.cases)

    def library(self) -> str:
        """Prints the outcomes, numbered by group and case, when it is imported."""
        lines = [
            f"(define-library (cases |{self.name}|)",
            "(export)",
            self.imports,
            "(import (only (harness) run-case))",
        ]
        for i, case in enumerate(self.cases):
            lines.append(f'(begin {case.definitions}\n(run-case "{self.name}:{i}" (lambda () {case.expression}\n)))')
        return "\n".join([*lines, ")"])


def file_group(name: str) -> Group:
    """The cases of one file."""
    first, *others = read_cases(FILES[name])
    header = read(Source(name, first.definitions))[0].span
    definitions = first.definitions[header.end :]
    imports = first.definitions[header.start : header.end]
    return Group(name, imports, (replace(first, definitions=definitions), *others))


def example_group(library: str) -> Group:
    """The examples of a shipped library. They see all standard names, of a part of an SRFI the whole, and the SRFIs
    that the library uses."""
    standard = {*library_docs(), *primitive_rows(), *syntax_rows()}
    whole = f"({' '.join(library[1:-1].split(' ')[:2])})"
    own = [name for name in shipped_libraries() if name == whole or name.startswith(f"{whole[:-1]} ")]
    used = [name for name in shipped_imports(library) if name in shipped_libraries() and name not in own]
    libraries = [whole if whole in own else library, *used]
    exports = standard.intersection(chain.from_iterable(map(shipped_exports, libraries)))
    replaced = sorted(name for name in exports if not name.startswith("%"))
    cases = [example_case(doc, example) for doc in shipped_docs(library) for example in doc.examples]
    imports = f"(import (except (eshkol) {' '.join(replaced)}) {' '.join(libraries)})"
    return Group(f"examples-{library[1:-1].replace(' ', '-')}", imports, tuple(cases))


def example_case(doc: LibraryDoc, example: Example) -> Case:
    kind, expected = ("value", example.result) if example.error is None else ("error", example.error)
    return Case(doc.span.line, "", example.expression, kind, expected or "")


def programs() -> dict[str, list[Group]]:
    """One program for each SRFI, but small ones together."""
    by_number: dict[int, list[Group]] = {}
    for name in FILES:
        by_number.setdefault(int(name.split("-")[0]), []).append(file_group(name))
    for library in shipped_libraries():
        if shipped_docs(library):
            by_number.setdefault(int(library[1:-1].split(" ")[1]), []).append(example_group(library))
    found: dict[str, list[Group]] = {}
    small: list[Group] = []
    for number, groups in sorted(by_number.items()):
        if sum(group.size for group in groups) < SMALL:
            small += groups
        else:
            found[str(number)] = groups
    return {"small": small, **found}


PROGRAMS = programs()


@pytest.mark.parametrize("name", PROGRAMS)
def test_program(name: str, run_program: RunProgram) -> None:
    groups = PROGRAMS[name]
    imports = " ".join(f"(cases |{group.name}|)" for group in groups)
    text = "\n".join([HARNESS, *(group.library() for group in groups), f"(import {imports})"])
    result = run_program(text, options=library_options())
    seen = outcomes(result.stdout)
    wrong = [
        f"{group.name}, {problem}"
        for group in groups
        for i, case in enumerate(group.cases)
        if (problem := case.problem(*seen.get(f"{group.name}:{i}", ("nothing", result.stderr)))) is not None
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def srfi_exports() -> dict[str, set[str]]:
    """The names of each SRFI, those of its sublibraries included, by its number."""
    names: dict[str, set[str]] = {}
    for row in library_rows().values():
        if row.name.startswith("(srfi "):
            names.setdefault(row.name[1:-1].split(" ")[1], set()).update(row.exports)
    alike = {f"(srfi 160 {name})" for name in TYPES}  # all like the one for s16vectors: test_homogeneous_vectors.py
    for library in shipped_libraries():
        if library.startswith("(srfi ") and library not in alike:
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

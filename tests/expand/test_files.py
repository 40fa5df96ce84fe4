"""Programs of several files: include, libraries in files of their own, and what is reported as read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from eshkol.core.nodes import Program
from eshkol.core.show import show_program
from eshkol.diagnostics import CompileError
from eshkol.expand import ExpandedLibrary, expand_program
from eshkol.source import Source

Give = Callable[..., str]


@pytest.fixture
def give(library: ExpandedLibrary, tmp_path: Path) -> Give:
    """`give(main, {"file": text})`: the core of a program beside these files, or its errors."""

    def give(main: str, files: dict[str, str]) -> str:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        read: list[Source] = []
        try:
            program = expand_program(Source(str(tmp_path / "main.esk"), main), library, note_file=read.append)
        except CompileError as error:
            return "\n".join(f"{d.message} at {d.span}" for d in error.diagnostics).replace(f"{tmp_path}/", "")
        names = [str(Path(source.name).relative_to(tmp_path)) for source in read]
        return show_program(Program(program.forms[len(library.forms) :])) + " ".join(names)

    return give


def test_include_splices_definitions_and_expressions(give: Give) -> None:
    files = {"a.esk": "(define x 1) (display x)", "sub/b.esk": '(include "c.esk")', "sub/c.esk": "(define y x)"}
    assert give('(include "a.esk" "sub/b.esk") (list x y)', files) == (
        "(define x 1)\n(%display x)\n(define y x)\n(%list x y)\na.esk sub/b.esk sub/c.esk"
    )


def test_include_in_bodies_and_expressions(give: Give) -> None:
    files = {"a.esk": "(define x 1)", "b.esk": "1 2"}
    assert give('(let () (include "a.esk") (list x (include "b.esk")))', files) == (
        "(letrec* ((x 1)) (%list x (begin 1 2)))\na.esk b.esk"
    )


def test_include_ci_folds_case(give: Give) -> None:
    assert give('(include-ci "a.esk") (list foo)', {"a.esk": "(DEFINE Foo '|A|)"}) == (
        "(define foo 'A)\n(%list foo)\na.esk"
    )


def test_a_file_that_includes_itself(give: Give) -> None:
    files = {"a.esk": '(include "b.esk")', "b.esk": '(include "a.esk")'}
    assert give('(include "a.esk")', files) == "the file b.esk includes itself at a.esk:1:10"


def test_errors_in_included_files_name_them(give: Give) -> None:
    files = {"a.esk": "(define x)\n(foo)", "b.esk": "(a"}
    assert give('(include "a.esk")', files) == (
        "the definition of `x` has no value at a.esk:1:1\nunbound variable `foo` at a.esk:2:2"
    )
    assert give('(include "b.esk")', files) == "this parenthesis is never closed at b.esk:1:1"


def test_a_library_in_a_file_of_its_own(give: Give) -> None:
    library = '(define-library (my util) (export f) (import (scheme base)) (include "body.esk"))'
    files = {"my/util.sld": library, "my/body.esk": "(define (f) 1)"}
    assert give("(import (scheme base) (my util)) (f)", files) == (
        "(define (my util):f (lambda #f () 1))\n((my util):f)\nmy/util.sld my/body.esk"
    )


def test_library_declarations_from_a_file(give: Give) -> None:
    main = '(define-library (a) (include-library-declarations "d.esk")) (import (a)) (g)'
    files = {"d.esk": "(export (rename f g)) (import (scheme base)) (begin (define (f) 1))"}
    assert give(main, files) == "(define (a):f (lambda #f () 1))\n((a):f)\nd.esk"


def test_a_file_without_the_library_it_should_define(give: Give) -> None:
    result = give("(import (my util))", {"my/util.esk": "(define x 1)"})
    assert result == "my/util.esk does not define the library (my util) at main.esk:1:9"

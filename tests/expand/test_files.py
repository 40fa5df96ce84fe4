"""Programs of several files: include, libraries in files of their own, and what is reported as read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from eshkol.core.nodes import Program
from eshkol.core.show import show_program
from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.expand import ExpandedLibrary, expand_program
from eshkol.files import recording
from eshkol.source import Source
from eshkol.tables import library_rows
from eshkol.tables.library_aliases import library_aliases
from eshkol.tables.shipped import shipped_libraries

Give = Callable[..., str]


@pytest.fixture
def give(library: ExpandedLibrary, tmp_path: Path) -> Give:
    """`give(main, {"file": text}, folder ...)`: the core of a program beside these files, or its errors."""

    def _is_own(path: Path, content: bytes | None) -> bool:
        return content is not None and path.is_relative_to(tmp_path)

    def give(main: str, files: dict[str, str], *folders: str) -> str:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        with recording() as record:
            try:
                program = expand_program(Source(str(tmp_path / "main.esk"), main), library, folders=folders)
            except CompileError as error:
                return "\n".join(_shown(d) for d in error.diagnostics).replace(f"{tmp_path}/", "")
        names = [str(path.relative_to(tmp_path)) for path, content in record.items() if _is_own(path, content)]
        return show_program(Program(program.forms[len(library.forms) :])) + " ".join(names)

    return give


def _shown(diagnostic: Diagnostic) -> str:
    return "\n".join([f"{diagnostic.message} at {diagnostic.span}", *(f"{t} at {s}" for t, s in diagnostic.notes)])


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


ONE = "(define-library (one) (export x) (import (scheme base)) (begin (define x 1)))"


def test_libraries_in_other_folders(give: Give, tmp_path: Path) -> None:
    files = {"lib/one.sld": ONE, "other/one.sld": ONE.replace("x 1", "x 2")}
    result = give("(import (one)) x", files, str(tmp_path / "lib"), str(tmp_path / "other"))
    assert result == "(define (one):x 1)\n(one):x\nlib/one.sld"
    beside = give("(import (one)) x", {"one.sld": ONE.replace("x 1", "x 3")}, str(tmp_path / "lib"))
    assert beside == "(define (one):x 3)\n(one):x\none.sld"


def test_a_library_finds_its_siblings(give: Give, tmp_path: Path) -> None:
    user = "(define-library (p user) (export x) (import (p one)))"
    files = {"lib/p/one.sld": ONE.replace("(one)", "(p one)"), "lib/p/user.sld": user}
    result = give("(import (p user)) x", files, str(tmp_path / "lib"))
    assert result == "(define (p one):x 1)\n(p one):x\nlib/p/user.sld lib/p/one.sld"


def test_a_missing_library_says_where_it_was_looked_for(library: ExpandedLibrary) -> None:
    with pytest.raises(CompileError) as caught:
        expand_program(Source("a/main.esk", "(import (no such thing))"), library, folders=["b"])
    assert caught.value.diagnostics[0].hint == "looked for no/such/thing with .sld, .esk, .scm below: a, b"


def test_cond_expand_sees_libraries_in_files(give: Give) -> None:
    main = "(cond-expand ((library (one)) (import (one)) x) (else 0))"
    assert give(main, {"one.sld": ONE}).startswith("(define (one):x 1)\n(one):x")
    assert give("(cond-expand ((library (two)) 1) (else 2))", {}) == "2\n"


def test_libraries_that_import_each_other(give: Give) -> None:
    def importing(name: str, other: str) -> str:
        return f"(define-library ({name}) (export) (import (scheme base)\n ({other})))"

    files = {"a.sld": importing("a", "b"), "b.sld": importing("b", "c"), "c.sld": importing("c", "b")}
    assert give("(import (a))", files) == (
        "the library (b) imports itself: (b) imports (c) imports (b) at c.sld:2:2\n(b) imports (c) here at b.sld:2:2"
    )
    itself = give("(import (d))", {"d.sld": importing("d", "d")})
    assert itself == "the library (d) imports itself: (d) imports (d) at d.sld:2:2"


def test_a_library_file_contains_libraries_only(give: Give) -> None:
    result = give("(import (one))", {"one.sld": f"{ONE}\n(display 1)"})
    assert result == "a library file can only contain library definitions at one.sld:2:1"


def test_names_of_shipped_libraries_are_constant(give: Give) -> None:
    result = give("(import (only (scheme base) set!) (prefix (srfi 28) a-)) (set! a-format 1)", {})
    assert result == "`a-format` is imported from the library (srfi 28) and cannot be assigned at main.esk:1:58"


def test_the_programs_own_file_comes_before_a_shipped_library(give: Give) -> None:
    own = "(define-library (srfi 28) (export x) (import (scheme base)) (begin (define x 1)))"
    result = give("(import (srfi 28)) x", {"srfi/28.sld": own})
    assert result == "(define (srfi 28):x 1)\n(srfi 28):x\nsrfi/28.sld"


def test_libraries_have_other_names(give: Give) -> None:
    assert give("(import (srfi :28 basic-format-strings) (srfi 28 basic-format-strings) (srfi :28)) 1", {}).endswith(
        "\n1\n"
    )
    assert give("(import (only (scheme list) first)) (first 1)", {}) == "(%first 1)\n"
    assert give("(cond-expand ((library (srfi :1 lists)) 1) (else 2))", {}) == "1\n"
    assert give("(cond-expand ((library (srfi :1 streams)) 1) (else 2))", {}) == "2\n"
    assert give("(import (srfi 1 streams))", {}).startswith("there is no library (srfi 1 streams) at")


def test_other_names_are_names_of_libraries() -> None:
    known = {*library_rows(), *shipped_libraries()}
    assert {usual for usual in library_aliases().values() if usual not in known} == set()


def test_internals_are_for_shipped_libraries_only(give: Give) -> None:
    assert give("(import (eshkol internals))", {}).startswith("there is no library (eshkol internals)")

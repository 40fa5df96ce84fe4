"""Whatever the input, the expander gives a program or diagnostics."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eshkol.core.check import check_program
from eshkol.core.nodes import Program
from eshkol.diagnostics import CompileError
from eshkol.expand import ExpandedLibrary, expand_program
from eshkol.source import Source
from eshkol.tables import syntax_rows
from tests.expand.conftest import Expand

KEYWORDS = [name for name in syntax_rows() if not name.startswith("include")]
NAMES = ["x", "y", "f", "car", "list", "m", "scheme", "base", "1", '"s"', "#t", "'()", "."]

ATOMS = st.sampled_from(KEYWORDS + NAMES)
FORMS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds(lambda head, rest: f"({' '.join([head, *rest])})", ATOMS, st.lists(inner, max_size=4)),
        st.builds(lambda rest: f"({' '.join(rest)})", st.lists(inner, max_size=3)),
        st.builds(lambda prefix, one: prefix + one, st.sampled_from(["'", "`", ",", ",@", "#", "#0="]), inner),
    ),
    max_leaves=25,
)


def give(library: ExpandedLibrary, text: str) -> None:
    try:
        program = expand_program(Source("t.esk", text), library)
    except CompileError as error:
        for diagnostic in error.diagnostics:
            assert "internal error" not in diagnostic.show()
    else:
        check_program(Program(program.forms[len(library.forms) :]))


def test_forms_made_of_keywords(library: ExpandedLibrary) -> None:
    @settings(max_examples=100, deadline=None)
    @given(st.lists(FORMS, max_size=4))
    def run(forms: list[str]) -> None:
        give(library, "\n".join(forms))

    run()


PATTERNS = st.recursive(
    st.sampled_from(["a", "b", "c", "_", "lit", "1", "..."]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda parts: f"({' '.join(parts)})"),
        st.lists(inner, max_size=3).map(lambda parts: f"#({' '.join(parts)})"),
        st.builds(lambda one: f"{one} ...", inner),
        st.builds(lambda one, other: f"({one} . {other})", inner, inner),
    ),
    max_leaves=8,
)


def test_arbitrary_rules(library: ExpandedLibrary) -> None:
    @settings(max_examples=100, deadline=None)
    @given(PATTERNS, PATTERNS, PATTERNS)
    def run(pattern: str, template: str, use: str) -> None:
        macro = f"(define-syntax m (syntax-rules (lit) ((_ . ({pattern})) '({template}))))"
        give(library, f"{macro}\n(m {use})")
        give(library, f"{macro}\n(m {pattern})")

    run()


def test_deep_nesting(expand: Expand) -> None:
    depth = 1_200
    for opening, closing in (("(list ", ")"), ("(let ((x 1)) ", ")"), ("(lambda () ", ")"), ("'", ""), ("`(a ,", ")")):
        expand(opening * depth + "1" + closing * depth)


def test_nesting_too_deep(expand: Expand) -> None:
    with pytest.raises(CompileError, match="nests too deeply"):
        expand("(lambda () " * 3_100 + "1" + ")" * 3_100)

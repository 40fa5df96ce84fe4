"""The standard library as the expander sees it: complete, checked, storable, and as the tables say."""

from __future__ import annotations

import time

import pytest

from eshkol.core.check import check_program
from eshkol.core.nodes import GlobalDefinition, Program
from eshkol.core.show import show_program
from eshkol.diagnostics import CompileError
from eshkol.expand import ExpandedLibrary, dump_library, expand_program, expand_standard_library, load_library
from eshkol.expand.bindings import Primitive, SpecialForm
from eshkol.expand.forms import DEFINITION_FORMS, EXPRESSION_FORMS
from eshkol.source import Source
from eshkol.tables import EVERYTHING, Example, library_rows, primitive_rows, syntax_rows
from tests.expand.conftest import LIBRARY, Expand


def test_the_library_uses_only_what_is_defined(library: ExpandedLibrary) -> None:
    assert [f"{name} at {span}" for name, span in library.missing] == []


def test_the_library_is_well_formed(library: ExpandedLibrary) -> None:
    check_program(Program((*library.forms, *library.load_on_demand())))


def test_every_name_is_defined_once(library: ExpandedLibrary) -> None:
    """Neither by two forms of the library nor by the library and a primitive."""
    forms = (*library.forms, *library.load_on_demand())
    names = [form.variable.name for form in forms if isinstance(form, GlobalDefinition)]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []
    assert sorted(set(names) & set(primitive_rows())) == []


def test_the_library_survives_storage(library: ExpandedLibrary) -> None:
    stored = load_library(dump_library(library))
    assert show_program(Program(stored.forms)) == show_program(Program(library.forms))
    text = "(guard (e (#t (delay e))) (let-values (((a b) (floor/ 7 2))) (list a b)))"
    programs = [expand_program(Source("t", text), one).forms[len(library.forms) :] for one in (library, stored)]
    assert show_program(Program(programs[0])) == show_program(Program(programs[1]))


def test_every_form_has_a_row_and_a_handler() -> None:
    handled = set(EXPRESSION_FORMS) | set(DEFINITION_FORMS)
    rows = syntax_rows()
    assert handled == {name for name, row in rows.items() if row.kind != "auxiliary"}
    assert {name for name, row in rows.items() if row.kind == "expression"} <= set(EXPRESSION_FORMS)
    assert {name for name, row in rows.items() if row.kind == "definition"} <= set(DEFINITION_FORMS)


EXAMPLES = [(row.name, example) for row in syntax_rows().values() for example in row.examples]


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=lambda value: value if isinstance(value, str) else "")
def test_examples_of_forms_expand(name: str, example: Example, expand: Expand) -> None:
    assert expand(example.expression).forms


def test_expanding_the_library_is_fast() -> None:
    sources = [Source(path.name, path.read_text(encoding="utf-8")) for path in sorted(LIBRARY.glob("*.esk"))]
    lines = sum(source.text.count("\n") for source in sources)
    start = time.process_time()
    expand_standard_library(sources)
    assert time.process_time() - start < max(3.0, lines / 1000)


@pytest.mark.parametrize("name", [name for name in library_rows() if name != EVERYTHING])
def test_every_export_exists(name: str, library: ExpandedLibrary) -> None:
    missing = [export for export in library_rows()[name].exports if export not in library.names]
    assert missing == []


def test_programs_do_not_see_internal_names(expand: Expand) -> None:
    with pytest.raises(CompileError) as caught:
        expand("(%delay 1)")
    assert caught.value.diagnostics[0].message == "unbound variable `%delay`"


def test_names_resolve_to_what_they_are(library: ExpandedLibrary) -> None:
    assert library.names["car"] == Primitive("car")
    assert library.names["if"] == SpecialForm("if")

"""What `eval` needs to know of the program: its own variables, and what the libraries that it imports export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eshkol.core.nodes import STANDARD_LIBRARY, Clause, Constant, GlobalReference, GlobalVariable, Lambda, Node
from eshkol.expand.bindings import Binding, Primitive, SpecialForm
from eshkol.expand.expander import Expander
from eshkol.expand.forms.evaluation import NAMES_AT_ONCE, library_name_constant
from eshkol.expand.top_level import TopLevel
from eshkol.source import Span
from eshkol.syntax.datum import Symbol


def note_program_names(top_level: TopLevel, libraries: Mapping[str, Mapping[str, Binding]], span: Span) -> Node:
    """Tells the evaluator what the program and its libraries define: `(%note-program-names! (lambda () rows))`.

    A row is `(library (name . meaning) ...)`, the library being #f for the program itself. The meaning is a thunk that
    gives the variable's value, or the name that the standard library has for it. Macros are left out.
    """
    expander = top_level.expander
    own = {name: binding for name, binding in top_level.top.bindings.items() if isinstance(name, str)}
    rows = _rows(expander, Constant(span, False), own, span)
    for library, exports in libraries.items():
        rows += _rows(expander, Constant(span, library_name_constant(library)), exports, span)
    body = expander.call_run_time(span, "list", *rows)
    return expander.call_run_time(span, "%note-program-names!", Lambda(span, "", (Clause((), None, body),)))


def _rows(expander: Expander, library: Constant, names: Mapping[str, Binding], span: Span) -> list[Node]:
    """Thunks of rows, each with some of the names."""
    pairs = [
        expander.call_run_time(span, "cons", Constant(span, Symbol(name)), meaning)
        for name, binding in sorted(names.items())
        if (meaning := _meaning(binding, span)) is not None
    ]
    chunks = [pairs[i : i + NAMES_AT_ONCE] for i in range(0, max(1, len(pairs)), NAMES_AT_ONCE)]
    return [_row(expander, library, chunk, span) for chunk in chunks]


def _row(expander: Expander, library: Constant, pairs: Sequence[Node], span: Span) -> Node:
    body = expander.call_run_time(span, "list", library, *pairs)
    return Lambda(span, "", (Clause((), None, body),))


def _meaning(binding: Binding, span: Span) -> Node | None:
    match binding:
        case GlobalVariable(name=name, library=library) if library == STANDARD_LIBRARY:
            return Constant(span, Symbol(name))
        case GlobalVariable():
            return Lambda(span, "", (Clause((), None, GlobalReference(span, binding)),))
        case SpecialForm(name=name) | Primitive(name=name):
            return Constant(span, Symbol(name))
        case _:
            return None

"""What a library of compiled Eshkol tells C code: the names of the program's globals and how to get their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eshkol.core.nodes import (
    Call,
    Clause,
    Constant,
    GlobalAssignment,
    GlobalDefinition,
    GlobalReference,
    GlobalVariable,
    Lambda,
    Node,
    PrimitiveReference,
    Program,
)
from eshkol.core.walk import every_node
from eshkol.expand.bindings import Binding, Primitive
from eshkol.expand.expander import Expander
from eshkol.record import record
from eshkol.source import Span
from eshkol.syntax.datum import Symbol
from eshkol.tables import primitive_rows

NOTE_EXPORTS = "%note-exports!"


@record(frozen=True, slots=True)
class Export:
    """A global that C code can reach. `arities`: for a procedure that is never replaced, the numbers of its required
    arguments and whether it takes more, by clause; None for everything else."""

    name: str
    arities: tuple[tuple[int, bool], ...] | None


def note_exports(expander: Expander, names: Mapping[str, Binding], span: Span) -> Node:
    """The last form of a library: `(%note-exports! names getters %call-from-c exit)`.

    The names are sorted by their bytes in UTF-8. Getters are thunks, so that assigned variables have their present
    value. Macros are left out.
    """
    rows = sorted(_references(names, span), key=lambda row: row[0].encode("utf-8", "surrogatepass"))
    symbols = [Constant(span, Symbol(name)) for name, _ in rows]
    getters = [Lambda(span, name, (Clause((), None, reference),)) for name, reference in rows]
    return expander.call_run_time(
        span,
        NOTE_EXPORTS,
        expander.call_run_time(span, "vector", *symbols),
        expander.call_run_time(span, "vector", *getters),
        expander.run_time_reference(span, "%call-from-c"),
        expander.run_time_reference(span, "exit"),
    )


def _references(names: Mapping[str, Binding], span: Span) -> Iterator[tuple[str, Node]]:
    for name, binding in names.items():
        match binding:
            case GlobalVariable():
                yield name, GlobalReference(span, binding)
            case Primitive(name=primitive):
                yield name, PrimitiveReference(span, primitive)
            case _:
                pass


def exports_of(program: Program) -> tuple[Export, ...]:
    """What `note_exports` has put into an expanded program."""
    last = program.forms[-1]
    assert isinstance(last, Call)
    names, getters = last.operands[:2]
    assert isinstance(names, Call)
    assert isinstance(getters, Call)
    arities = _arities(program)
    return tuple([_export(n, g, arities) for n, g in zip(names.operands, getters.operands, strict=True)])


def _export(name: Node, getter: Node, arities: Mapping[GlobalVariable, tuple[tuple[int, bool], ...]]) -> Export:
    assert isinstance(name, Constant)
    assert isinstance(name.value, Symbol)
    assert isinstance(getter, Lambda)
    match getter.clauses[0].body:
        case GlobalReference(variable=variable):
            return Export(name.value.name, arities.get(variable))
        case PrimitiveReference(name=primitive):
            row = primitive_rows()[primitive]
            return Export(name.value.name, ((row.required, row.rest is not None or bool(row.optional)),))
        case _:
            raise AssertionError("a getter of another form")


def _arities(program: Program) -> dict[GlobalVariable, tuple[tuple[int, bool], ...]]:
    """Those of globals that are defined once, as a procedure, and never assigned."""
    found: dict[GlobalVariable, tuple[tuple[int, bool], ...]] = {}
    changed: set[GlobalVariable] = set()
    for form in program.forms:
        changed.update(node.variable for node in every_node(form) if isinstance(node, GlobalAssignment))
        if not isinstance(form, GlobalDefinition):
            continue
        if form.variable in found or not isinstance(form.value, Lambda):
            changed.add(form.variable)
        else:
            clauses = form.value.clauses
            found[form.variable] = tuple([(len(clause.required), clause.rest is not None) for clause in clauses])
    return {variable: arities for variable, arities in found.items() if variable not in changed}

"""Core to low: closures, environments, labels, calls; every intermediate result gets a variable.

Before: (define (f n) (let loop ((i 0)) (if (< i n) (loop (+ i 1)) i)))
After:  procedure f (n): jump loop(0); loop (i): if (%less2 i n) { t = (%add2 i 1); jump loop(t) } else { return i }
"""

from __future__ import annotations

from itertools import count
from zlib import crc32

from eshkol.core.nodes import (
    STANDARD_LIBRARY,
    Call,
    GlobalDefinition,
    GlobalReference,
    GlobalVariable,
    Lambda,
    Node,
    PrimitiveReference,
    Program,
)
from eshkol.core.walk import every_node
from eshkol.low.closure_facts import ClosureFacts
from eshkol.low.closures import analyse
from eshkol.low.conversion.destinations import Out, Tail
from eshkol.low.conversion.expressions import Expressions
from eshkol.low.conversion.scope import convert_clause
from eshkol.low.conversion.state import FormState, ProgramState, symbol_for
from eshkol.low.nodes import EarlyUse, LowProgram, Procedure, StaticClosure
from eshkol.names import c_identifier
from eshkol.passes.facts import global_facts
from eshkol.passes.shake import RUNTIME_ROOTS
from eshkol.source import Span

REENTRY = "%call-with-reentry"
PARENT = "environment-parent"


def convert(program: Program) -> LowProgram:
    """Converts the whole program. Unreferenced known globals must have been shaken off before."""
    facts = global_facts(program)
    state = ProgramState(facts, reentrant=_refers_to(REENTRY, program), shows_parents=_refers_to(PARENT, program))
    escaping = _escaping_globals(program)
    for form in program.forms:
        if isinstance(form, GlobalDefinition) and isinstance(facts.definitions.get(form.variable), Lambda):
            _declare(form, state, escapes=form.variable in escaping)
    initializers: list[Procedure] = []
    for form in program.forms:
        if isinstance(form, GlobalDefinition) and form.variable in state.known:
            _convert_known(form, state)
        else:
            initializers.append(_convert_form(form, state))
    root = RUNTIME_ROOTS[0]
    raise_closure = StaticClosure(state.known[root], root.name) if root in state.known else None
    raise_global = None if raise_closure is not None else root
    uses = _early_uses(program, state)
    return LowProgram(
        state.procedures, initializers, list(state.globals), raise_global, raise_closure, state.uses_arenas, uses
    )


def _early_uses(program: Program, state: ProgramState) -> list[EarlyUse]:
    spans: dict[GlobalVariable, Span] = {}
    for form in program.forms:
        if isinstance(form, GlobalDefinition):
            spans.setdefault(form.variable, form.span)
    return [EarlyUse(span, variable.name, spans[variable]) for span, variable in state.early_uses if variable in spans]


def _refers_to(primitive: str, program: Program) -> bool:
    return any(
        isinstance(node, PrimitiveReference) and node.name == primitive
        for form in program.forms
        for node in every_node(form)
    )


def _escaping_globals(program: Program) -> set[GlobalVariable]:
    """Globals that are used otherwise than by being called."""
    called: dict[GlobalVariable, int] = {}
    referenced: dict[GlobalVariable, int] = {}
    for form in program.forms:
        for node in every_node(form):
            if isinstance(node, Call) and isinstance(node.operator, GlobalReference):
                called[node.operator.variable] = called.get(node.operator.variable, 0) + 1
            elif isinstance(node, GlobalReference):
                referenced[node.variable] = referenced.get(node.variable, 0) + 1
    return {v for v, n in referenced.items() if n > called.get(v, 0)} | set(RUNTIME_ROOTS)


def _enter_form(form: Node, state: ProgramState) -> None:
    """Names of library procedures must not depend on the program, so that their C text stays the same."""
    variable = form.variable if isinstance(form, GlobalDefinition) else None
    if variable is not None and variable.comes_with_eshkol:
        state.in_library = True
        full_name = variable.library.removeprefix(STANDARD_LIBRARY) + variable.name
        state.form = f"library_{c_identifier(variable.name)}_{crc32(full_name.encode()):08x}"
        state.serial = count()
    else:
        state.in_library = False
        state.form = ""
        state.serial = state.program_serial


def _declare(form: GlobalDefinition, state: ProgramState, *, escapes: bool) -> None:
    value = form.value
    assert isinstance(value, Lambda)
    name = form.variable.name
    _enter_form(form, state)
    escapes = escapes or state.in_library
    takes_closure = escapes or len(value.clauses) > 1
    procedures = tuple(
        Procedure(name, symbol_for(name, state), value.span, (), clause.rest is not None, takes_closure)
        for clause in value.clauses
    )
    for procedure in procedures:
        procedure.known_calls_only = not escapes
        procedure.in_library = state.in_library
    state.known[form.variable] = procedures
    state.clauses[form.variable] = value


def _analyse(form: Node, state: ProgramState) -> ClosureFacts:
    """The library's C text does not depend on whether a program looks at the parents of environments."""
    return analyse(form, reentrant=state.reentrant, parents=state.shows_parents and not state.in_library)


def _convert_known(form: GlobalDefinition, state: ProgramState) -> None:
    value = form.value
    assert isinstance(value, Lambda)
    _enter_form(form, state)
    next(state.serial)  # the number that _declare took
    facts = _analyse(value, state)
    builder_base = FormState(state, facts)
    for clause, procedure in zip(value.clauses, state.known[form.variable], strict=True):
        convert_clause(Expressions, clause, procedure, facts.procedures[clause], builder_base)


def _convert_form(form: Node, state: ProgramState) -> Procedure:
    name = form.variable.name.replace(" ", "-") if isinstance(form, GlobalDefinition) else "top-level"
    _enter_form(form, state)
    procedure = Procedure("top level", symbol_for(f"initialize-{name}", state), form.span, (), False, False)
    procedure.known_calls_only = True
    procedure.in_library = state.in_library
    procedure.runs_once = True
    builder = Expressions(FormState(state, _analyse(form, state)), procedure, None)
    out: Out = []
    builder.convert(form, Tail(), out)
    procedure.body = tuple(out)
    state.procedures.append(procedure)
    return procedure

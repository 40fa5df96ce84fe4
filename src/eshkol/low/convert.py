"""Core to low: closures, environments, labels, calls; every intermediate result gets a variable.

Before: (define (f n) (let loop ((i 0)) (if (< i n) (loop (+ i 1)) i)))
After:  procedure f (n): jump loop(0); loop (i): if (%less2 i n) { t = (%add2 i 1); jump loop(t) } else { return i }
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from zlib import crc32

from eshkol.core.nodes import (
    STANDARD_LIBRARY,
    Call,
    Clause,
    Conditional,
    Constant,
    GlobalAssignment,
    GlobalDefinition,
    GlobalReference,
    GlobalVariable,
    Lambda,
    Let,
    LetRecursive,
    LocalAssignment,
    LocalReference,
    Node,
    PrimitiveReference,
    Program,
    Receive,
    Sequence,
    Variable,
)
from eshkol.core.walk import clause_parameters, every_node, receive_parameters
from eshkol.low.closures import ClosureFacts, ProcedureFacts, analyse
from eshkol.low.nodes import (
    SELF,
    Assign,
    Atom,
    Block,
    CallKnown,
    CallRuntime,
    CallUnknown,
    CaptureLoad,
    ClosuresNew,
    EnvironmentLoad,
    EnvironmentNew,
    EnvironmentStore,
    GlobalLoad,
    GlobalStore,
    If,
    Jump,
    Label,
    Labels,
    Literal,
    LowProgram,
    LowVariable,
    NewClosure,
    Primitive,
    PrimitiveClosure,
    PrimitiveTest,
    Procedure,
    Return,
    Statement,
    StaticClosure,
    Test,
    Truth,
    Unpack,
)
from eshkol.names import c_identifier
from eshkol.passes.facts import GlobalFacts, global_facts
from eshkol.passes.shake import RUNTIME_ROOTS
from eshkol.source import Span
from eshkol.syntax.datum import NIL, UNSPECIFIED
from eshkol.tables import primitive_rows

REENTRY = "%call-with-reentry"
ARENA_MAKERS = ("make-arena", "%with-arena")


@dataclass(frozen=True, slots=True)
class _Tail:
    """The value is returned."""


@dataclass(frozen=True, slots=True)
class _Effect:
    """The value is not wanted."""


@dataclass(frozen=True, slots=True)
class _Into:
    """The value goes into a variable."""

    target: LowVariable


@dataclass(frozen=True, slots=True)
class _Spread:
    """Multiple values go into variables."""

    targets: tuple[LowVariable, ...]
    rest: LowVariable | None


_Destination = _Tail | _Effect | _Into | _Spread
_Out = list[Statement]


@dataclass(frozen=True, slots=True)
class _Slot:
    """An assigned captured variable: an index in an environment."""

    environment: Atom
    index: int


@dataclass(frozen=True, slots=True)
class _LabelPlace:
    label: Label
    clause: Clause


@dataclass(slots=True)
class _ProgramState:
    facts: GlobalFacts
    procedures: list[Procedure] = field(default_factory=list)
    known: dict[GlobalVariable, tuple[Procedure, ...]] = field(default_factory=dict)
    clauses: dict[GlobalVariable, Lambda] = field(default_factory=dict)
    globals: dict[GlobalVariable, None] = field(default_factory=dict)
    serial: count[int] = field(default_factory=count)
    program_serial: count[int] = field(default_factory=count)
    form: str = ""
    in_library: bool = False
    uses_arenas: bool = False
    reentrant: bool = False


def convert(program: Program) -> LowProgram:
    """Converts the whole program. Unreferenced known globals must have been shaken off before."""
    facts = global_facts(program)
    state = _ProgramState(facts, reentrant=_has_reentry(program))
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
    return LowProgram(
        state.procedures, initializers, list(state.globals), raise_global, raise_closure, state.uses_arenas
    )


def _has_reentry(program: Program) -> bool:
    return any(
        isinstance(node, PrimitiveReference) and node.name == REENTRY
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


def _enter_form(form: Node, state: _ProgramState) -> None:
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


def _symbol(name: str, state: _ProgramState) -> str:
    text = c_identifier(name) or "lambda"
    # A local's C name ends in a bare number; this one never does.
    return f"{state.form}_{text}_p{next(state.serial)}" if state.in_library else f"{text}_p{next(state.serial)}"


def _declare(form: GlobalDefinition, state: _ProgramState, *, escapes: bool) -> None:
    value = form.value
    assert isinstance(value, Lambda)
    name = form.variable.name
    _enter_form(form, state)
    escapes = escapes or state.in_library
    takes_closure = escapes or len(value.clauses) > 1
    procedures = tuple(
        Procedure(name, _symbol(name, state), value.span, (), clause.rest is not None, takes_closure)
        for clause in value.clauses
    )
    for procedure in procedures:
        procedure.known_calls_only = not escapes
        procedure.in_library = state.in_library
    state.known[form.variable] = procedures
    state.clauses[form.variable] = value


def _convert_known(form: GlobalDefinition, state: _ProgramState) -> None:
    value = form.value
    assert isinstance(value, Lambda)
    _enter_form(form, state)
    next(state.serial)  # the number that _declare took
    facts = analyse(value, reentrant=state.reentrant)
    builder_base = _Shared(state, facts)
    for clause, procedure in zip(value.clauses, state.known[form.variable], strict=True):
        _convert_clause(clause, procedure, facts.procedures[clause], builder_base)


def _convert_form(form: Node, state: _ProgramState) -> Procedure:
    name = form.variable.name if isinstance(form, GlobalDefinition) else "top level"
    _enter_form(form, state)
    procedure = Procedure(name, _symbol(f"initialize-{name}".replace(" ", "-"), state), form.span, (), False, False)
    procedure.known_calls_only = True
    procedure.in_library = state.in_library
    procedure.runs_once = True
    builder = _Builder(_Shared(state, analyse(form, reentrant=state.reentrant)), procedure, None)
    out: _Out = []
    builder.convert(form, _Tail(), out)
    procedure.body = tuple(out)
    state.procedures.append(procedure)
    return procedure


def _convert_clause(clause: Clause, procedure: Procedure, facts: ProcedureFacts, shared: _Shared) -> None:
    builder = _Builder(shared, procedure, facts)
    out: _Out = []
    procedure.parameters = tuple(builder.variable(v.name) for v in clause_parameters(clause))
    captures = facts.captures(shared.facts)
    procedure.captures = tuple(builder.variable(v.name) for v in captures)
    if procedure.takes_closure:
        for index, target in enumerate(procedure.captures):
            out.append(CaptureLoad(procedure.span, target, index))
    for core, low in zip(captures, procedure.captures, strict=True):
        builder.enter_capture(core, low)
    builder.bind_parameters(clause_parameters(clause), procedure.parameters, out, procedure.span)
    builder.convert(clause.body, _Tail(), out)
    procedure.body = tuple(out)
    shared.state.procedures.append(procedure)


@dataclass(slots=True)
class _Shared:
    """What the procedures of one top-level form share."""

    state: _ProgramState
    facts: ClosureFacts
    procedure_of: dict[Clause, Procedure] = field(default_factory=dict)
    converted: set[Clause] = field(default_factory=set)

    def procedure(self, clause: Clause, name: str, span: Span) -> Procedure:
        """The procedure of a clause, made on first use; its body follows when its lambda is met."""
        found = self.procedure_of.get(clause)
        if found is None:
            facts = self.facts.procedures[clause]
            lifted = facts.variable in self.facts.lifted
            has_rest = clause.rest is not None
            found = Procedure(name or "lambda", _symbol(name, self.state), span, (), has_rest, not lifted)
            found.known_calls_only = lifted
            found.in_library = self.state.in_library
            self.procedure_of[clause] = found
        return found


class _Builder:
    """Converts the body of one procedure."""

    def __init__(self, shared: _Shared, procedure: Procedure, own: ProcedureFacts | None) -> None:
        self.shared = shared
        self.facts = shared.facts
        self.state = shared.state
        self.own_procedure = procedure
        self.own = own
        self.places: dict[Variable, LowVariable | _Slot | _LabelPlace] = {}

    def variable(self, name: str) -> LowVariable:
        new = LowVariable(name, len(self.own_procedure.variables))
        self.own_procedure.variables.append(new)
        return new

    def label_name(self, name: str) -> str:
        self.own_procedure.labels += 1
        return f"{c_identifier(name)}_{self.own_procedure.labels}"

    # --- variables ---

    def enter_capture(self, core: Variable, low: LowVariable) -> None:
        members = self.facts.environment_members.get(core)
        if members is None:
            self.places[core] = low
            return
        self.places[core] = low
        for index, member in enumerate(members):
            self.places[member] = _Slot(low, index)

    def bind_parameters(
        self, cores: tuple[Variable, ...], lows: tuple[LowVariable, ...], out: _Out, span: Span
    ) -> None:
        """Binds variables that have their values; assigned captured ones move into environments."""
        grouped: dict[Variable, list[tuple[Variable, LowVariable]]] = {}
        for core, low in zip(cores, lows, strict=True):
            environment = self.facts.environment_of.get(core)
            if environment is None:
                self.places[core] = low
            else:
                grouped.setdefault(environment, []).append((core, low))
        for environment, pairs in grouped.items():
            target = self.variable("environment")
            values = dict(pairs)
            members = self.facts.environment_members[environment]
            out.append(EnvironmentNew(span, target, tuple(values[m] for m in members)))
            self.enter_capture(environment, target)

    def reference(self, variable: Variable, span: Span, out: _Out) -> Atom:
        if variable in self.facts.static:
            return self.static_closure(self.facts.bound_lambdas[variable])
        if self.is_own_closure(variable):
            return self.own_closure()
        place = self.places[variable]
        match place:
            case LowVariable():
                return place
            case _Slot(environment=environment, index=index):
                target = self.variable(variable.name)
                out.append(EnvironmentLoad(span, target, environment, index))
                return target
            case _LabelPlace():
                raise AssertionError("a label is not a value")

    def is_own_closure(self, variable: Variable) -> bool:
        own = self.own
        return (
            own is not None
            and own.variable is variable
            and own.lambda_node is not None
            and len(own.lambda_node.clauses) == 1
            and variable not in self.facts.lifted
        )

    def own_closure(self) -> Atom:
        return SELF

    def static_closure(self, value: Lambda) -> StaticClosure:
        procedures = tuple(self.closure_procedure(clause, value) for clause in value.clauses)
        return StaticClosure(procedures, value.name)

    def closure_procedure(self, clause: Clause, value: Lambda) -> Procedure:
        procedure = self.shared.procedure(clause, value.name, value.span)
        if clause not in self.shared.converted:
            self.shared.converted.add(clause)
            _convert_clause(clause, procedure, self.facts.procedures[clause], self.shared)
        return procedure

    # --- expressions ---

    def atom(self, node: Node, out: _Out) -> Atom:
        """The value of `node` as an atom that later statements cannot change."""
        match node:
            case Constant(value=value):
                return Literal(value)
            case LocalReference(span=span, variable=variable):
                found = self.reference(variable, span, out)
                if variable in self.facts.assigned and isinstance(self.places.get(variable), LowVariable):
                    copy = self.variable(variable.name)
                    out.append(Assign(span, copy, found))
                    return copy
                return found
            case PrimitiveReference(name=name):
                return PrimitiveClosure(name)
            case GlobalReference(variable=variable) if variable in self.state.known:
                return StaticClosure(self.state.known[variable], variable.name)
            case Lambda() if node in self.facts.static_lambdas:
                return self.static_closure(node)
            case _:
                target = self.variable(_name_for(node))
                self.convert(node, _Into(target), out)
                return target

    def atoms(self, nodes: tuple[Node, ...], out: _Out) -> tuple[Atom, ...]:
        return tuple(self.atom(node, out) for node in nodes)

    def deliver(self, span: Span, source: Atom, destination: _Destination, out: _Out) -> None:
        match destination:
            case _Tail():
                out.append(Return(span, source))
            case _Into(target=target):
                out.append(Assign(span, target, source))
            case _Spread(targets=targets, rest=rest):
                out.append(Unpack(span, targets, rest, source))
            case _Effect():
                pass

    def convert(self, node: Node, destination: _Destination, out: _Out) -> None:
        """Appends the statements that evaluate `node` and bring its value to the destination."""
        match node:
            case Constant() | LocalReference() | PrimitiveReference():
                self.deliver(node.span, self.atom(node, out), destination, out)
            case Lambda():
                self.convert_lambda(node, destination, out)
            case GlobalReference(span=span, variable=variable):
                self.convert_global(span, variable, destination, out)
            case Call():
                self.convert_call(node, destination, out)
            case Conditional():
                self.convert_test(
                    node.test,
                    lambda o: self.convert(node.consequent, destination, o),
                    lambda o: self.convert(node.alternative, destination, o),
                    out,
                )
            case Sequence(expressions=expressions):
                for expression in expressions[:-1]:
                    self.convert(expression, _Effect(), out)
                self.convert(expressions[-1], destination, out)
            case Let(span=span, bindings=bindings, body=body):
                lows = []
                for variable, value in bindings:
                    low = self.variable(variable.name)
                    self.convert(value, _Into(low), out)
                    lows.append(low)
                self.bind_parameters(tuple(v for v, _ in bindings), tuple(lows), out, span)
                self.convert(body, destination, out)
            case LetRecursive():
                self.convert_letrec(node, destination, out)
            case Receive():
                self.convert_receive(node, destination, out)
            case LocalAssignment(span=span, variable=variable, value=value):
                self.convert_assignment(span, variable, value, destination, out)
            case (
                GlobalAssignment(span=span, variable=target, value=value)
                | GlobalDefinition(span=span, variable=target, value=value)
            ):
                self.state.globals.setdefault(target)
                source = self.atom(value, out)
                out.append(GlobalStore(span, target, source))
                self.deliver(span, Literal(UNSPECIFIED), destination, out)
            case _:
                raise AssertionError(f"unknown node {node!r}")

    def convert_global(self, span: Span, variable: GlobalVariable, destination: _Destination, out: _Out) -> None:
        if variable in self.state.known:
            self.deliver(span, StaticClosure(self.state.known[variable], variable.name), destination, out)
            return
        self.state.globals.setdefault(variable)
        target = destination.target if isinstance(destination, _Into) else self.variable(variable.name)
        out.append(GlobalLoad(span, target, variable, variable not in self.state.facts.unchecked))
        if not isinstance(destination, _Into):
            self.deliver(span, target, destination, out)

    def convert_assignment(
        self, span: Span, variable: Variable, value: Node, destination: _Destination, out: _Out
    ) -> None:
        place = self.places.get(variable)
        if isinstance(place, _Slot):
            source = self.atom(value, out)
            out.append(EnvironmentStore(span, place.environment, place.index, source))
        else:
            assert isinstance(place, LowVariable)
            source = self.atom(value, out)
            out.append(Assign(span, place, source))
        self.deliver(span, Literal(UNSPECIFIED), destination, out)

    def convert_lambda(self, node: Lambda, destination: _Destination, out: _Out) -> None:
        if node in self.facts.static_lambdas:
            self.deliver(node.span, self.static_closure(node), destination, out)
            return
        target = destination.target if isinstance(destination, _Into) else self.variable(node.name or "closure")
        self.make_closures([(target, node)], out, node.span)
        if not isinstance(destination, _Into):
            self.deliver(node.span, target, destination, out)

    def make_closures(self, wanted: list[tuple[LowVariable, Lambda]], out: _Out, span: Span) -> None:
        batch: list[NewClosure] = []
        for target, value in wanted:
            members: list[Atom] = []
            for clause in value.clauses:
                procedure = self.closure_procedure(clause, value)
                captures = self.facts.procedures[clause].captures(self.facts)
                shared = tuple(c in self.facts.environment_members for c in captures)
                atoms = tuple(self.capture(c, span, out) for c in captures)
                low = target if len(value.clauses) == 1 else self.variable(value.name or "clause")
                batch.append(NewClosure(low, procedure, atoms, shared))
                members.append(low)
            if len(value.clauses) != 1:
                batch.append(NewClosure(target, None, tuple(members), (False,) * len(members)))
        out.append(ClosuresNew(span, tuple(batch)))

    def capture(self, variable: Variable, span: Span, out: _Out) -> Atom:
        return self.reference(variable, span, out)

    # --- local procedures ---

    def convert_letrec(self, node: LetRecursive, destination: _Destination, out: _Out) -> None:
        first = node.bindings[0][0]
        if first in self.facts.labels:
            self.convert_labels(node, destination, out)
            return
        closures: list[tuple[LowVariable, Lambda]] = []
        for variable, value in node.bindings:
            assert isinstance(value, Lambda)
            if variable in self.facts.static or variable in self.facts.lifted:
                continue
            low = self.variable(variable.name)
            self.places[variable] = low
            closures.append((low, value))
        if closures:
            self.make_closures(closures, out, node.span)
        for variable, value in node.bindings:
            assert isinstance(value, Lambda)
            if variable in self.facts.lifted:
                self.closure_procedure(value.clauses[0], value)
        self.convert(node.body, destination, out)

    def convert_labels(self, node: LetRecursive, destination: _Destination, out: _Out) -> None:
        places: list[_LabelPlace] = []
        for variable, value in node.bindings:
            assert isinstance(value, Lambda)
            clause = value.clauses[0]
            parameters = tuple(self.variable(v.name) for v in clause.required)
            place = _LabelPlace(Label(self.label_name(variable.name), parameters), clause)
            self.places[variable] = place
            places.append(place)
        entry: _Out = []
        self.convert(node.body, destination, entry)
        bodies: list[tuple[Label, Block]] = []
        for place in places:
            body: _Out = []
            self.bind_parameters(place.clause.required, place.label.parameters, body, node.span)
            self.convert(place.clause.body, destination, body)
            bodies.append((place.label, tuple(body)))
        out.append(Labels(node.span, tuple(bodies), tuple(entry)))

    def convert_receive(self, node: Receive, destination: _Destination, out: _Out) -> None:
        targets = tuple(self.variable(v.name) for v in node.required)
        rest = None if node.rest is None else self.variable(node.rest.name)
        self.convert(node.producer, _Spread(targets, rest), out)
        lows = targets if rest is None else (*targets, rest)
        self.bind_parameters(receive_parameters(node), lows, out, node.span)
        self.convert(node.body, destination, out)

    # --- calls ---

    def convert_call(self, node: Call, destination: _Destination, out: _Out) -> None:
        match node.operator:
            case PrimitiveReference(name=name) if _takes(name, len(node.operands)):
                self.convert_primitive(node, name, destination, out)
                return
            case LocalReference(variable=variable):
                place = self.places.get(variable)
                if isinstance(place, _LabelPlace):
                    arguments = self.atoms(node.operands, out)
                    out.append(Jump(node.span, place.label, arguments))
                    return
                bound = self.facts.bound_lambdas.get(variable)
                if bound is not None and self.call_bound(node, variable, bound, destination, out):
                    return
            case GlobalReference(variable=global_variable) if global_variable in self.state.known:
                value = self.state.clauses[global_variable]
                index = _clause_for(value, len(node.operands))
                if index is not None:
                    procedure = self.state.known[global_variable][index]
                    closure = Literal(False) if procedure.takes_closure else None
                    self.call_known(node, procedure, value.clauses[index], closure, (), destination, out)
                    return
            case _:
                pass
        operator = self.operator(node.operator, out)
        arguments = self.atoms(node.operands, out)
        self.finish_call(
            lambda target, tail: CallUnknown(node.span, target, operator, arguments, tail), node.span, destination, out
        )

    def operator(self, node: Node, out: _Out) -> Atom:
        """A global needs no check that it is initialised: the call itself makes it."""
        if not isinstance(node, GlobalReference) or node.variable in self.state.known:
            return self.atom(node, out)
        self.state.globals.setdefault(node.variable)
        target = self.variable(node.variable.name)
        out.append(GlobalLoad(node.span, target, node.variable, checked=False))
        return target

    def call_bound(self, node: Call, variable: Variable, bound: Lambda, destination: _Destination, out: _Out) -> bool:
        """A call of a local procedure that is no label; false when its closure must be called like any other."""
        if len(bound.clauses) != 1 or _clause_for(bound, len(node.operands)) is None:
            return False
        clause = bound.clauses[0]
        if variable in self.facts.lifted:
            procedure = self.shared.procedure(clause, bound.name, bound.span)
            captures = self.facts.procedures[clause].captures(self.facts)
            extra = tuple(self.capture(c, node.span, out) for c in captures)
            self.call_known(node, procedure, clause, None, extra, destination, out)
            return True
        procedure = self.closure_procedure(clause, bound)
        closure = Literal(False) if variable in self.facts.static else self.reference(variable, node.span, out)
        self.call_known(node, procedure, clause, closure, (), destination, out)
        return True

    def call_known(
        self,
        node: Call,
        procedure: Procedure,
        clause: Clause,
        closure: Atom | None,
        extra: tuple[Atom, ...],
        destination: _Destination,
        out: _Out,
    ) -> None:
        arguments = self.atoms(node.operands, out)
        if clause.rest is not None:
            fixed, more = arguments[: len(clause.required)], arguments[len(clause.required) :]
            tail: Atom = Literal(NIL)
            if more:
                tail = self.variable(clause.rest.name)
                out.append(Primitive(node.span, tail, "list", more))
            arguments = (*fixed, tail)
        self.finish_call(
            lambda target, tail: CallKnown(node.span, target, procedure, closure, (*extra, *arguments), tail),
            node.span,
            destination,
            out,
        )

    def finish_call(
        self,
        make: Callable[[LowVariable | None, bool], Statement],
        span: Span,
        destination: _Destination,
        out: _Out,
    ) -> None:
        match destination:
            case _Tail():
                out.append(make(None, True))
            case _Effect():
                out.append(make(None, False))
            case _Into(target=target):
                out.append(make(target, False))
            case _Spread(targets=targets, rest=rest):
                result = self.variable("values")
                out.append(make(result, False))
                out.append(Unpack(span, targets, rest, result))

    def convert_primitive(self, node: Call, name: str, destination: _Destination, out: _Out) -> None:
        row = primitive_rows()[name]
        if name in ARENA_MAKERS:
            self.state.uses_arenas = True
        if name == "values" and isinstance(destination, _Spread):
            self.spread_values(node, destination, out)
            return
        arguments = self.atoms(node.operands, out)
        if row.calls:
            self.finish_call(
                lambda target, tail: CallRuntime(node.span, target, name, arguments, tail), node.span, destination, out
            )
            return
        if isinstance(destination, _Effect):
            out.append(Primitive(node.span, None, name, arguments))
            return
        target = destination.target if isinstance(destination, _Into) else self.variable(_name_for(node))
        out.append(Primitive(node.span, target, name, arguments))
        if not isinstance(destination, _Into):
            self.deliver(node.span, target, destination, out)

    def spread_values(self, node: Call, destination: _Spread, out: _Out) -> None:
        arguments = self.atoms(node.operands, out)
        fixed = len(destination.targets)
        if len(arguments) < fixed or (len(arguments) > fixed and destination.rest is None):
            packed = self.variable("values")
            out.append(Primitive(node.span, packed, "values", arguments))
            out.append(Unpack(node.span, destination.targets, destination.rest, packed))
            return
        for target, source in zip(destination.targets, arguments[:fixed], strict=True):
            out.append(Assign(node.span, target, source))
        if destination.rest is not None:
            if len(arguments) == fixed:
                out.append(Assign(node.span, destination.rest, Literal(NIL)))
            else:
                out.append(Primitive(node.span, destination.rest, "list", arguments[fixed:]))

    # --- tests ---

    def convert_test(
        self, node: Node, consequent: Callable[[_Out], None], alternative: Callable[[_Out], None], out: _Out
    ) -> None:
        """Appends code that runs `consequent` or `alternative`; each is made once, whatever the test looks like."""
        trues, falses = _count_outcomes(node)
        if trues <= 1 and falses <= 1:
            self.branch(node, consequent, alternative, out)
            return
        span = node.span
        labels: list[tuple[Label, Callable[[_Out], None]]] = []

        def place(uses: int, make: Callable[[_Out], None], name: str) -> Callable[[_Out], None]:
            if uses <= 1:
                return make
            label = Label(self.label_name(name), ())
            labels.append((label, make))
            return lambda o: o.append(Jump(span, label, ()))

        to_true = place(trues, consequent, "yes")
        to_false = place(falses, alternative, "no")
        entry: _Out = []
        self.branch(node, to_true, to_false, entry)
        bodies = []
        for label, make in labels:
            body: _Out = []
            make(body)
            bodies.append((label, tuple(body)))
        out.append(Labels(span, tuple(bodies), tuple(entry)))

    def branch(
        self, node: Node, consequent: Callable[[_Out], None], alternative: Callable[[_Out], None], out: _Out
    ) -> None:
        match node:
            case Constant(value=value):
                (alternative if value is False else consequent)(out)
            case Sequence(expressions=expressions):
                for expression in expressions[:-1]:
                    self.convert(expression, _Effect(), out)
                self.branch(expressions[-1], consequent, alternative, out)
            case Let(span=span, bindings=bindings, body=body):
                lows = []
                for variable, bound in bindings:
                    low = self.variable(variable.name)
                    self.convert(bound, _Into(low), out)
                    lows.append(low)
                self.bind_parameters(tuple(v for v, _ in bindings), tuple(lows), out, span)
                self.branch(body, consequent, alternative, out)
            case Conditional(test=test, consequent=inner_yes, alternative=inner_no):
                self.convert_test(
                    test,
                    consequent
                    if _is_same_reference(test, inner_yes)
                    else lambda o: self.branch(inner_yes, consequent, alternative, o),
                    lambda o: self.branch(inner_no, consequent, alternative, o),
                    out,
                )
            case Call(operator=PrimitiveReference(name="not"), operands=(operand,)):
                self.branch(operand, alternative, consequent, out)
            case _:
                decided = self.test(node, out)
                yes: _Out = []
                no: _Out = []
                consequent(yes)
                alternative(no)
                out.append(If(node.span, decided, tuple(yes), tuple(no)))

    def test(self, node: Node, out: _Out) -> Test:
        match node:
            case Call(operator=PrimitiveReference(name=name), operands=operands) if (
                _takes(name, len(operands)) and not primitive_rows()[name].calls
            ):
                return PrimitiveTest(node.span, name, self.atoms(operands, out))
            case _:
                return Truth(self.atom(node, out))


def _takes(primitive: str, arguments: int) -> bool:
    """False for calls that are errors, made by inlining: they are left to the primitive's closure to report."""
    return primitive_rows()[primitive].accepts(arguments)


def _clause_for(value: Lambda, arguments: int) -> int | None:
    for index, clause in enumerate(value.clauses):
        if arguments == len(clause.required) or (clause.rest is not None and arguments > len(clause.required)):
            return index
    return None


def _is_same_reference(a: Node, b: Node) -> bool:
    return isinstance(a, LocalReference) and isinstance(b, LocalReference) and a.variable is b.variable


def _count_outcomes(node: Node) -> tuple[int, int]:
    """How often `branch` makes its consequent and its alternative for this test."""
    match node:
        case Constant(value=value):
            return (0, 1) if value is False else (1, 0)
        case Sequence(expressions=expressions):
            return _count_outcomes(expressions[-1])
        case Let(body=body):
            return _count_outcomes(body)
        case Call(operator=PrimitiveReference(name="not"), operands=(operand,)):
            trues, falses = _count_outcomes(operand)
            return falses, trues
        case Conditional(test=test, consequent=yes, alternative=no):
            inner = (1, 0) if _is_same_reference(test, yes) else _count_outcomes(yes)
            other = _count_outcomes(no)
            return inner[0] + other[0], inner[1] + other[1]
        case _:
            return 1, 1


def _name_for(node: Node) -> str:
    match node:
        case Call(operator=PrimitiveReference(name=name)):
            return name.lstrip("%")
        case Call(operator=GlobalReference(variable=variable)):
            return variable.name
        case LocalReference(variable=local) | LocalAssignment(variable=local):
            return local.name
        case Lambda(name=name):
            return name or "closure"
        case _:
            return "value"

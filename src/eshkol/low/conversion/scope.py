"""Variables of a procedure, and the atoms that stand for values."""

from __future__ import annotations

from abc import ABC, abstractmethod

from eshkol.core.nodes import (
    Call,
    Clause,
    Constant,
    GlobalReference,
    Lambda,
    LocalAssignment,
    LocalReference,
    Node,
    PrimitiveReference,
    Variable,
)
from eshkol.core.walk import clause_parameters
from eshkol.low.closure_facts import ProcedureFacts
from eshkol.low.conversion.destinations import Destination, Effect, Into, LabelPlace, Out, Slot, Spread, Tail
from eshkol.low.conversion.state import FormState
from eshkol.low.nodes import (
    SELF,
    Assign,
    Atom,
    CaptureLoad,
    EnvironmentLoad,
    EnvironmentNew,
    Literal,
    LowVariable,
    PrimitiveClosure,
    Procedure,
    Return,
    StaticClosure,
    Unpack,
)
from eshkol.low.walk import reachable
from eshkol.names import c_identifier
from eshkol.source import Span


def convert_clause(
    kind: type[Scope], clause: Clause, procedure: Procedure, facts: ProcedureFacts, shared: FormState
) -> None:
    """Fills in the body of a procedure, by a builder of this kind."""
    builder = kind(shared, procedure, facts)
    out: Out = []
    procedure.parameters = tuple(builder.variable(v.name) for v in clause_parameters(clause))
    captures = facts.captures(shared.facts)
    procedure.captures = tuple(builder.variable(v.name) for v in captures)
    if procedure.takes_closure:
        for index, target in enumerate(procedure.captures):
            out.append(CaptureLoad(procedure.span, target, index))
    for core, low in zip(captures, procedure.captures, strict=True):
        builder.enter_capture(core, low)
    builder.bind_parameters(clause_parameters(clause), procedure.parameters, out, procedure.span)
    builder.convert(clause.body, Tail(), out)
    procedure.body = reachable(tuple(out))
    shared.state.procedures.append(procedure)


class Scope(ABC):
    """The variables of one procedure that is being built, and atoms for what they hold."""

    def __init__(self, shared: FormState, procedure: Procedure, own: ProcedureFacts | None) -> None:
        self.shared = shared
        self.facts = shared.facts
        self.state = shared.state
        self.own_procedure = procedure
        self.own = own
        self.places: dict[Variable, LowVariable | Slot | LabelPlace] = {}

    def variable(self, name: str) -> LowVariable:
        """A new C local."""
        new = LowVariable(name, len(self.own_procedure.variables))
        self.own_procedure.variables.append(new)
        return new

    def label_name(self, name: str) -> str:
        """A new name for a label."""
        self.own_procedure.labels += 1
        return f"{c_identifier(name)}_{self.own_procedure.labels}"

    @abstractmethod
    def convert(self, node: Node, destination: Destination, out: Out) -> None:
        """Appends the statements that evaluate `node` and bring its value to the destination."""

    # --- variables ---

    def enter_capture(self, core: Variable, low: LowVariable) -> None:
        """A captured variable stands in `low`; if it is an environment, its members are found there."""
        members = self.facts.environment_members.get(core)
        if members is None:
            self.places[core] = low
            return
        self.places[core] = low
        for index, member in enumerate(members):
            self.places[member] = Slot(low, index)

    def bind_parameters(self, cores: tuple[Variable, ...], lows: tuple[LowVariable, ...], out: Out, span: Span) -> None:
        """Binds variables that have their values; assigned captured ones move into environments."""
        grouped: dict[Variable, list[tuple[Variable, LowVariable]]] = {}
        for core, low in zip(cores, lows, strict=True):
            environment = self.facts.environment_of.get(core)
            if environment is None:
                self.places[core] = low
            else:
                grouped.setdefault(environment, []).append((core, low))
        order = [e for e in self.facts.environment_members if e in grouped] if self.facts.parent_of else [*grouped]
        for environment in order:
            target = self.variable("environment")
            values = dict(grouped[environment])
            members = self.facts.environment_members[environment]
            parent = self.facts.parent_of.get(environment)
            around = None if parent is None else self.places[parent]
            assert around is None or isinstance(around, LowVariable)
            out.append(EnvironmentNew(span, target, tuple(values[m] for m in members), around))
            self.enter_capture(environment, target)

    def reference(self, variable: Variable, span: Span, out: Out) -> Atom:
        """The value of a variable, which a later assignment may change."""
        if variable in self.facts.static:
            return self.static_closure(self.facts.bound_lambdas[variable])
        if self.is_own_closure(variable):
            return SELF
        place = self.places[variable]
        match place:
            case LowVariable():
                return place
            case Slot(environment=environment, index=index):
                target = self.variable(variable.name)
                out.append(EnvironmentLoad(span, target, environment, index))
                return target
            case LabelPlace():
                raise AssertionError("a label is not a value")

    def is_own_closure(self, variable: Variable) -> bool:
        """True for the procedure's own name in its body."""
        own = self.own
        return (
            own is not None
            and own.variable is variable
            and own.lambda_node is not None
            and len(own.lambda_node.clauses) == 1
            and variable not in self.facts.lifted
        )

    def static_closure(self, value: Lambda) -> StaticClosure:
        """The closure of a lambda that captures nothing."""
        procedures = tuple(self.closure_procedure(clause, value) for clause in value.clauses)
        return StaticClosure(procedures, value.name)

    def closure_procedure(self, clause: Clause, value: Lambda) -> Procedure:
        """The procedure of a clause, converted now if it has not been."""
        procedure = self.shared.procedure(clause, value.name, value.span)
        if clause not in self.shared.converted:
            self.shared.converted.add(clause)
            convert_clause(type(self), clause, procedure, self.facts.procedures[clause], self.shared)
        return procedure

    # --- atoms ---

    def atom(self, node: Node, out: Out) -> Atom:
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
                target = self.variable(name_for(node))
                self.convert(node, Into(target), out)
                return target

    def atoms(self, nodes: tuple[Node, ...], out: Out) -> tuple[Atom, ...]:
        """The values of the nodes, evaluated from left to right."""
        return tuple(self.atom(node, out) for node in nodes)

    def deliver(self, span: Span, source: Atom, destination: Destination, out: Out) -> None:
        """Brings a value to the destination."""
        match destination:
            case Tail():
                out.append(Return(span, source))
            case Into(target=target):
                out.append(Assign(span, target, source))
            case Spread(targets=targets, rest=rest):
                out.append(Unpack(span, targets, rest, source))
            case Effect():
                pass


def name_for(node: Node) -> str:
    """A telling name for a variable that holds the value of `node`."""
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

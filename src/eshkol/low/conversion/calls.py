"""Calls: of labels, known procedures, primitives and everything else."""

from __future__ import annotations

from collections.abc import Callable

from eshkol.core.nodes import Call, Clause, GlobalReference, Lambda, LocalReference, Node, PrimitiveReference, Variable
from eshkol.low.conversion.destinations import Destination, Effect, Into, LabelPlace, Out, Spread, Tail
from eshkol.low.conversion.scope import Scope, name_for
from eshkol.low.nodes import (
    Assign,
    Atom,
    CallKnown,
    CallRuntime,
    CallUnknown,
    GlobalLoad,
    Jump,
    Literal,
    LowVariable,
    Primitive,
    Procedure,
    Statement,
    Unpack,
)
from eshkol.source import Span
from eshkol.syntax.datum import NIL
from eshkol.tables import primitive_rows

ARENA_MAKERS = ("make-arena", "%with-arena")


class Calls(Scope):
    """Operands become atoms first, from left to right."""

    def convert_call(self, node: Call, destination: Destination, out: Out) -> None:
        match node.operator:
            case PrimitiveReference(name=name) if takes(name, len(node.operands)):
                self.convert_primitive(node, name, destination, out)
                return
            case LocalReference(variable=variable):
                place = self.places.get(variable)
                if isinstance(place, LabelPlace):
                    arguments = self.atoms(node.operands, out)
                    out.append(Jump(node.span, place.label, arguments))
                    return
                bound = self.facts.bound_lambdas.get(variable)
                if bound is not None and self.call_bound(node, variable, bound, destination, out):
                    return
            case GlobalReference(variable=global_variable) if global_variable in self.state.known:
                value = self.state.clauses[global_variable]
                index = clause_for(value, len(node.operands))
                if index is not None:
                    procedure = self.state.known[global_variable][index]
                    closure = Literal(False) if procedure.takes_closure else None
                    self.call_known(node, procedure, value.clauses[index], closure, (), destination, out)
                    return
            case _:
                pass
        operator = self.operator(node.operator, node.span, out)
        arguments = self.atoms(node.operands, out)
        self.finish_call(
            lambda target, tail: CallUnknown(node.span, target, operator, arguments, tail), node.span, destination, out
        )

    def operator(self, node: Node, call: Span, out: Out) -> Atom:
        """A global needs no check that it is initialised: the call itself makes it."""
        if not isinstance(node, GlobalReference) or node.variable in self.state.known:
            return self.atom(node, out)
        self.state.globals.setdefault(node.variable)
        self.state.note_use(call, node.variable)
        target = self.variable(node.variable.name)
        out.append(GlobalLoad(node.span, target, node.variable, checked=False))
        return target

    def call_bound(self, node: Call, variable: Variable, bound: Lambda, destination: Destination, out: Out) -> bool:
        """A call of a local procedure that is no label; false when its closure must be called like any other."""
        if len(bound.clauses) != 1 or clause_for(bound, len(node.operands)) is None:
            return False
        clause = bound.clauses[0]
        if variable in self.facts.lifted:
            procedure = self.shared.procedure(clause, bound.name, bound.span)
            captures = self.facts.procedures[clause].captures(self.facts)
            extra = tuple(self.reference(c, node.span, out) for c in captures)
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
        destination: Destination,
        out: Out,
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
        destination: Destination,
        out: Out,
    ) -> None:
        match destination:
            case Tail():
                out.append(make(None, True))
            case Effect():
                out.append(make(None, False))
            case Into(target=target):
                out.append(make(target, False))
            case Spread(targets=targets, rest=rest):
                result = self.variable("values")
                out.append(make(result, False))
                out.append(Unpack(span, targets, rest, result))

    def convert_primitive(self, node: Call, name: str, destination: Destination, out: Out) -> None:
        row = primitive_rows()[name]
        if name in ARENA_MAKERS:
            self.state.uses_arenas = True
        if name == "values" and isinstance(destination, Spread):
            self.spread_values(node, destination, out)
            return
        arguments = self.atoms(node.operands, out)
        if row.calls:
            self.finish_call(
                lambda target, tail: CallRuntime(node.span, target, name, arguments, tail), node.span, destination, out
            )
            return
        if isinstance(destination, Effect):
            out.append(Primitive(node.span, None, name, arguments))
            return
        target = destination.target if isinstance(destination, Into) else self.variable(name_for(node))
        out.append(Primitive(node.span, target, name, arguments))
        if not isinstance(destination, Into):
            self.deliver(node.span, target, destination, out)

    def spread_values(self, node: Call, destination: Spread, out: Out) -> None:
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


def takes(primitive: str, arguments: int) -> bool:
    """False for calls that are errors, made by inlining: they are left to the primitive's closure to report."""
    return primitive_rows()[primitive].accepts(arguments)


def clause_for(value: Lambda, arguments: int) -> int | None:
    for index, clause in enumerate(value.clauses):
        if arguments == len(clause.required) or (clause.rest is not None and arguments > len(clause.required)):
            return index
    return None

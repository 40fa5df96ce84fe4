"""Every kind of core expression."""

from __future__ import annotations

from eshkol.core.nodes import (
    Call,
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
    Receive,
    Sequence,
    Variable,
)
from eshkol.core.walk import receive_parameters
from eshkol.low.conversion.branches import Branches
from eshkol.low.conversion.calls import Calls
from eshkol.low.conversion.destinations import Destination, Into, Out, Slot, Spread
from eshkol.low.conversion.local_procedures import LocalProcedures
from eshkol.low.nodes import Assign, EnvironmentStore, GlobalLoad, GlobalStore, Literal, LowVariable, StaticClosure
from eshkol.source import Span
from eshkol.syntax.datum import UNSPECIFIED


class Expressions(Calls, Branches, LocalProcedures):
    """Converts the body of one procedure."""

    def convert(self, node: Node, destination: Destination, out: Out) -> None:
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
            case Sequence():
                self.convert(self.convert_all_but_last(node, out), destination, out)
            case Let():
                self.convert(self.convert_bindings(node, out), destination, out)
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

    def convert_global(self, span: Span, variable: GlobalVariable, destination: Destination, out: Out) -> None:
        if variable in self.state.known:
            self.deliver(span, StaticClosure(self.state.known[variable], variable.name), destination, out)
            return
        self.state.globals.setdefault(variable)
        self.state.note_use(span, variable)
        target = destination.target if isinstance(destination, Into) else self.variable(variable.name)
        out.append(GlobalLoad(span, target, variable, variable not in self.state.facts.unchecked))
        if not isinstance(destination, Into):
            self.deliver(span, target, destination, out)

    def convert_assignment(
        self, span: Span, variable: Variable, value: Node, destination: Destination, out: Out
    ) -> None:
        place = self.places.get(variable)
        if isinstance(place, Slot):
            source = self.atom(value, out)
            out.append(EnvironmentStore(span, place.environment, place.index, source))
        else:
            assert isinstance(place, LowVariable)
            source = self.atom(value, out)
            out.append(Assign(span, place, source))
        self.deliver(span, Literal(UNSPECIFIED), destination, out)

    def convert_receive(self, node: Receive, destination: Destination, out: Out) -> None:
        targets = tuple(self.variable(v.name) for v in node.required)
        rest = None if node.rest is None else self.variable(node.rest.name)
        self.convert(node.producer, Spread(targets, rest), out)
        lows = targets if rest is None else (*targets, rest)
        self.bind_parameters(receive_parameters(node), lows, out, node.span)
        self.convert(node.body, destination, out)

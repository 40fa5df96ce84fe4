"""Lambda and letrec: closures, labels, lifted procedures."""

from __future__ import annotations

from eshkol.core.nodes import Lambda, LetRecursive
from eshkol.low.conversion.destinations import Destination, Into, LabelPlace, Out
from eshkol.low.conversion.scope import Scope
from eshkol.low.nodes import Atom, Block, ClosuresNew, Label, Labels, LowVariable, NewClosure
from eshkol.source import Span


class LocalProcedures(Scope):
    """The analysis in `closures.py` has decided what each lambda becomes."""

    def convert_lambda(self, node: Lambda, destination: Destination, out: Out) -> None:
        if node in self.facts.static_lambdas:
            self.deliver(node.span, self.static_closure(node), destination, out)
            return
        target = destination.target if isinstance(destination, Into) else self.variable(node.name or "closure")
        self.make_closures([(target, node)], out, node.span)
        if not isinstance(destination, Into):
            self.deliver(node.span, target, destination, out)

    def make_closures(self, wanted: list[tuple[LowVariable, Lambda]], out: Out, span: Span) -> None:
        batch: list[NewClosure] = []
        for target, value in wanted:
            members: list[Atom] = []
            for clause in value.clauses:
                procedure = self.closure_procedure(clause, value)
                captures = self.facts.procedures[clause].captures(self.facts)
                shared = tuple(c in self.facts.environment_members for c in captures)
                atoms = tuple(self.reference(c, span, out) for c in captures)
                low = target if len(value.clauses) == 1 else self.variable(value.name or "clause")
                batch.append(NewClosure(low, procedure, atoms, shared))
                members.append(low)
            if len(value.clauses) != 1:
                batch.append(NewClosure(target, None, tuple(members), (False,) * len(members)))
        out.append(ClosuresNew(span, tuple(batch)))

    def convert_letrec(self, node: LetRecursive, destination: Destination, out: Out) -> None:
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

    def convert_labels(self, node: LetRecursive, destination: Destination, out: Out) -> None:
        places: list[LabelPlace] = []
        for variable, value in node.bindings:
            assert isinstance(value, Lambda)
            clause = value.clauses[0]
            parameters = tuple(self.variable(v.name) for v in clause.required)
            place = LabelPlace(Label(self.label_name(variable.name), parameters), clause)
            self.places[variable] = place
            places.append(place)
        entry: Out = []
        self.convert(node.body, destination, entry)
        bodies: list[tuple[Label, Block]] = []
        for place in places:
            body: Out = []
            self.bind_parameters(place.clause.required, place.label.parameters, body, node.span)
            self.convert(place.clause.body, destination, body)
            bodies.append((place.label, tuple(body)))
        out.append(Labels(node.span, tuple(bodies), tuple(entry)))

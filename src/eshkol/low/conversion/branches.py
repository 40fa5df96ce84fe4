"""Tests of conditionals: nested ones become jumps, so that no truth value is made."""

from __future__ import annotations

from collections.abc import Callable

from eshkol.core.nodes import Call, Conditional, Constant, Let, LocalReference, Node, PrimitiveReference, Sequence
from eshkol.low.conversion.calls import takes
from eshkol.low.conversion.destinations import Effect, Into, Out
from eshkol.low.conversion.scope import Scope
from eshkol.low.nodes import If, Jump, Label, Labels, PrimitiveTest, Test, Truth
from eshkol.tables import primitive_rows


class Branches(Scope):
    """What follows a test is made once, however many ways lead there."""

    def convert_test(
        self, node: Node, consequent: Callable[[Out], None], alternative: Callable[[Out], None], out: Out
    ) -> None:
        """Appends code that runs `consequent` or `alternative`; each is made once, whatever the test looks like."""
        trues, falses = _count_outcomes(node)
        if trues <= 1 and falses <= 1:
            self.branch(node, consequent, alternative, out)
            return
        span = node.span
        labels: list[tuple[Label, Callable[[Out], None]]] = []

        def place(uses: int, make: Callable[[Out], None], name: str) -> Callable[[Out], None]:
            if uses <= 1:
                return make
            label = Label(self.label_name(name), ())
            labels.append((label, make))
            return lambda o: o.append(Jump(span, label, ()))

        to_true = place(trues, consequent, "yes")
        to_false = place(falses, alternative, "no")
        entry: Out = []
        self.branch(node, to_true, to_false, entry)
        bodies = []
        for label, make in labels:
            body: Out = []
            make(body)
            bodies.append((label, tuple(body)))
        out.append(Labels(span, tuple(bodies), tuple(entry)))

    def branch(
        self, node: Node, consequent: Callable[[Out], None], alternative: Callable[[Out], None], out: Out
    ) -> None:
        match node:
            case Constant(value=value):
                (alternative if value is False else consequent)(out)
            case Sequence():
                self.branch(self.convert_all_but_last(node, out), consequent, alternative, out)
            case Let():
                self.branch(self.convert_bindings(node, out), consequent, alternative, out)
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
                yes: Out = []
                no: Out = []
                consequent(yes)
                alternative(no)
                out.append(If(node.span, decided, tuple(yes), tuple(no)))

    def convert_all_but_last(self, node: Sequence, out: Out) -> Node:
        """Evaluates all expressions but the last one, which is what is left to convert."""
        for expression in node.expressions[:-1]:
            self.convert(expression, Effect(), out)
        return node.expressions[-1]

    def convert_bindings(self, node: Let, out: Out) -> Node:
        """Evaluates and binds the values; what is left to convert is the body."""
        lows = []
        for variable, value in node.bindings:
            low = self.variable(variable.name)
            self.convert(value, Into(low), out)
            lows.append(low)
        self.bind_parameters(tuple(v for v, _ in node.bindings), tuple(lows), out, node.span)
        return node.body

    def test(self, node: Node, out: Out) -> Test:
        match node:
            case Call(operator=PrimitiveReference(name=name), operands=operands) if (
                takes(name, len(operands)) and not primitive_rows()[name].calls
            ):
                return PrimitiveTest(node.span, name, self.atoms(operands, out))
            case _:
                return Truth(self.atom(node, out))


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

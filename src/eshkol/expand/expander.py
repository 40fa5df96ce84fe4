"""The expander proper: expressions, bodies and references of one library or program become core nodes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from eshkol.core.nodes import (
    Call,
    Clause,
    Constant,
    GlobalReference,
    GlobalVariable,
    Lambda,
    Node,
    PrimitiveReference,
    Receive,
)
from eshkol.expand.bindings import Environment, SpecialForm, resolve
from eshkol.expand.blocks import Block, Expression
from eshkol.expand.bodies import Bodies
from eshkol.expand.errors import problem
from eshkol.expand.expansion import HARMLESS_DEPTH, MAXIMAL_EXPRESSIONS
from eshkol.expand.macro_rules import Macro
from eshkol.source import Span
from eshkol.syntax.datum import Symbol, Syntax, SyntaxAtom, SyntaxLabelled, SyntaxLabelReference, SyntaxList
from eshkol.syntax.write import write_syntax

ExpressionForm = Callable[["Expander", SyntaxList, Environment], Node]
DefinitionForm = Callable[["Expander", "Block", SyntaxList, Environment], None]


class Expander(Bodies):
    """Expands one library: finds the meaning of every form and calls what is in charge of it."""

    def expand(self, syntax: Syntax, environment: Environment) -> Node:
        """The core expression for `syntax`."""
        kind = type(syntax)
        if kind is SyntaxList:
            self.depth += 1
            self.expressions += 1
            if self.depth > HARMLESS_DEPTH or self.expressions > MAXIMAL_EXPRESSIONS:
                self.check_size(syntax.span, environment)
            node = self.expand_list(syntax, environment)  # type: ignore[arg-type]
            self.depth -= 1
            return node
        if kind is SyntaxAtom:
            value = syntax.value  # type: ignore[union-attr]
            if isinstance(value, Symbol):
                return self.reference(value, syntax.span, environment)
            return Constant(syntax.span, value)
        if isinstance(syntax, SyntaxLabelled | SyntaxLabelReference):
            raise problem(
                "datum labels can only stand in quoted data", syntax.span, hint="write '#0=... with a quote before it"
            )
        return self.expression_forms["quote"](self, _quoted(syntax), environment)

    def expand_list(self, form: SyntaxList, environment: Environment) -> Node:
        repetition = 0
        while True:
            if not form.items:
                raise problem("() is no expression", form.span, hint="write '() for the empty list")
            head = form.items[0]
            if not (type(head) is SyntaxAtom and isinstance(head.value, Symbol)):
                return self.expand_call(form, self.expand(head, environment), environment)
            binding = resolve(head.value, environment)
            if type(binding) is SpecialForm:
                handler = self.expression_forms.get(binding.name)
                if handler is None:
                    self.fail_no_expression(form, binding.name)
                return handler(self, form, environment)
            if type(binding) is not Macro:
                operator = self.reference_to(binding, head.value, head.span, environment)
                return self.expand_call(form, operator, environment)
            result = self.transform(binding, form, environment, repetition)
            if not isinstance(result, SyntaxList):
                return self.expand(result, environment)
            form, repetition = result, repetition + 1

    def expand_call(self, form: SyntaxList, operator: Node, environment: Environment) -> Node:
        if form.tail is not None:
            raise problem(
                "a procedure call cannot contain a dot",
                form.tail.span,
                expected="(procedure argument ...)",
                got=write_syntax(form),
                hint="a call whose arguments are a list is written (apply procedure list)",
            )
        operands = tuple([self.expand(item, environment) for item in form.items[1:]])
        return _receive(form.span, operator, operands) or Call(form.span, operator, operands)

    def expand_named(self, syntax: Syntax, environment: Environment, name: str) -> Node:
        """Like `expand`; a lambda without a name gets this one."""
        node = self.expand(syntax, environment)
        if type(node) is Lambda and not node.name:
            return Lambda(node.span, name, node.clauses)
        return node

    def scan(self, block: Block, form: Syntax, environment: Environment) -> None:
        """Expands macros until it is clear what `form` is; declares what it defines, leaves the rest for later."""
        self.depth += 1
        if self.depth > HARMLESS_DEPTH:
            self.check_size(form.span, environment)
        repetition = 0
        while type(form) is SyntaxList and form.items:
            head = form.items[0]
            if type(head) is not SyntaxAtom or not isinstance(head.value, Symbol):
                break
            binding = resolve(head.value, environment)
            if type(binding) is SpecialForm and binding.name in self.definition_forms:
                self.definition_forms[binding.name](self, block, form, environment)
                self.depth -= 1
                return
            if type(binding) is not Macro:
                break
            form, repetition = self.transform(binding, form, environment, repetition), repetition + 1
        self.depth -= 1
        expression = form
        block.items.append(Expression(lambda: self.expand(expression, environment), form.span))

    def fail_no_expression(self, form: SyntaxList, name: str) -> NoReturn:
        if name in self.definition_forms:
            raise problem(
                f"{name} cannot stand here",
                form.span,
                expected="an expression",
                hint="definitions stand at the top level or directly in a body; (let () ...) makes a body",
            )
        raise problem(f"`{name}` has no meaning here", form.span, expected="an expression")


def _receive(span: Span, operator: Node, operands: tuple[Node, ...]) -> Node | None:
    """`(call-with-values (lambda () e ...) (lambda formals body ...))` binds the values directly."""
    match operator, operands:
        case (
            PrimitiveReference(name="call-with-values")
            | GlobalReference(variable=GlobalVariable("call-with-values", "eshkol")),
            (Lambda(clauses=(Clause(required=(), rest=None, body=producer),)), Lambda(clauses=(consumer,))),
        ):
            return Receive(span, consumer.required, consumer.rest, producer, consumer.body)
    return None


def _quoted(syntax: Syntax) -> SyntaxList:
    return SyntaxList((SyntaxAtom(Symbol("quote"), syntax.span), syntax), None, syntax.span)

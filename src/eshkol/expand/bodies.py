"""Lambdas and bodies."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence

from eshkol.core.nodes import Clause, GlobalVariable, Lambda, Node, Variable
from eshkol.core.walk import free_variables
from eshkol.diagnostics import CompileError
from eshkol.expand.bindings import Environment, SpecialForm, key_of, resolve
from eshkol.expand.blocks import (
    Block,
    Definition,
    Expression,
    Item,
    ValuesDefinition,
    assigning_bindings,
    for_effect,
    make_sequence,
    maker,
    receive_values,
    recursive,
    targets,
)
from eshkol.expand.errors import problem
from eshkol.expand.formals import bind_all, formal_symbols
from eshkol.expand.macro_rules import Macro
from eshkol.expand.references import References
from eshkol.source import Span
from eshkol.syntax.datum import Symbol, Syntax, SyntaxAtom, SyntaxList
from eshkol.syntax.write import write_syntax


class Bodies(References):
    """Definitions in bodies become letrec*."""

    @abstractmethod
    def scan(self, block: Block, form: Syntax, environment: Environment) -> None:
        """Expands macros until it is clear what `form` is; declares what it defines, leaves the rest for later."""

    def clause(self, formals: Syntax, body: Sequence[Syntax], environment: Environment, form: SyntaxList) -> Clause:
        """A parameter list with its body."""
        required, rest = formal_symbols(formals, form)
        scope = Environment(environment)
        parameters = bind_all(scope, required)
        rest_variable = bind_all(scope, [rest])[0] if rest is not None else None
        self.lambda_depth += 1
        node = self.body(body, scope, form)
        self.lambda_depth -= 1
        return Clause(parameters, rest_variable, node)

    def thunk(self, body: Sequence[Syntax], environment: Environment, form: SyntaxList) -> Lambda:
        """`(lambda () body ...)`"""
        empty = SyntaxList((), None, form.span)
        return Lambda(form.span, "", (self.clause(empty, body, environment, form),))

    def sequence(self, forms: Sequence[Syntax], environment: Environment, span: Span) -> Node:
        """Expressions evaluated in order; none at all are an unspecified value."""
        return make_sequence(span, [self.expand(form, environment) for form in forms])

    def body(self, forms: Sequence[Syntax], environment: Environment, form: SyntaxList) -> Node:
        """Definitions mixed with expressions: a letrec* with the expressions between the definitions as dummies.

        `form` is the whole form that has this body.
        """
        if len(forms) == 1 and not self.may_define(forms[0], environment):
            return self.expand(forms[0], environment)
        if not forms:
            raise problem("this body is empty", form.span, expected="at least one expression", got=write_syntax(form))
        block = Block(
            scope := Environment(environment), lambda symbol, _: bind_all(scope, [_atom(symbol, _)])[0], False
        )
        self.scan_all(block, forms, scope)
        return self.finish_body(block.items, form)

    def may_define(self, form: Syntax, environment: Environment) -> bool:
        """False when `form` is certainly an expression."""
        if type(form) is not SyntaxList or not form.items:
            return False
        head = form.items[0]
        if type(head) is not SyntaxAtom or not isinstance(head.value, Symbol):
            return False
        binding = resolve(head.value, environment)
        return type(binding) is Macro or (type(binding) is SpecialForm and binding.name in self.definition_forms)

    def scan_all(self, block: Block, forms: Iterable[Syntax], environment: Environment) -> None:
        """Scans forms one after the other; at the top level an error in one does not stop the others."""
        depth, including = self.depth, len(self.including)
        for form in forms:
            try:
                self.scan(block, form, environment)
            except CompileError as error:
                if block.abandon is None:
                    raise
                self.depth = depth
                del self.including[including:]
                self.report(error)
                block.abandon(form)

    def declare(self, block: Block, symbol: Symbol, span: Span) -> Variable | GlobalVariable:
        """Binds a name that `block` defines. In a body a name may be defined once."""
        key = key_of(symbol)
        if not block.at_top_level and key in block.spans:
            note = ("first defined here", block.spans[key])
            raise problem(
                f"`{symbol.name}` is defined twice in this body", span, hint="use set! to change it", notes=(note,)
            )
        block.spans[key] = span
        return block.declare(symbol, span)

    def finish_body(self, items: Sequence[Item], form: SyntaxList) -> Node:
        """The core node of a scanned body."""
        if not items or not isinstance(items[-1], Expression):
            where = items[-1].span if items else form.span
            raise problem(
                "a body must end with an expression", where, expected="an expression after the last definition"
            )
        nodes = [self.recovering(maker(item), item.span) for item in items]
        last = max([i for i, item in enumerate(items) if not isinstance(item, Expression)], default=-1)
        result = make_sequence(form.span, nodes[last + 1 :])
        bindings: list[tuple[Variable, Node]] = []
        for i in range(last, -1, -1):
            item, node = items[i], nodes[i]
            match item:
                case Definition(target=Variable() as variable):
                    bindings.append((variable, node))
                case ValuesDefinition():
                    if self.uses_any(targets(items[i:]), nodes[: i + 1]):
                        bindings.extend(reversed(assigning_bindings(item, node)))
                    else:
                        result = recursive(form.span, bindings, result)
                        bindings = []
                        result = receive_values(item, node, result)
                case _:
                    bindings.append((Variable("ignored", item.span), for_effect(node)))
        return recursive(form.span, bindings, result)

    def uses_any(self, variables: Sequence[Variable | GlobalVariable], nodes: Sequence[Node]) -> bool:
        """True when one of the nodes mentions one of the variables."""
        return any(not set(variables).isdisjoint(free_variables(node)) for node in nodes)


def _atom(symbol: Symbol, span: Span) -> SyntaxAtom:
    return SyntaxAtom(symbol, span)

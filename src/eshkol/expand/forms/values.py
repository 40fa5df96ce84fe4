"""let-values, let*-values and receive: multiple values bound directly."""

from __future__ import annotations

from eshkol.core.nodes import Node, Receive, Variable
from eshkol.expand.bindings import Environment
from eshkol.expand.errors import malformed, proper_items
from eshkol.expand.expander import Expander
from eshkol.expand.formals import bind_all, check_distinct, formal_symbols
from eshkol.expand.forms.conditional import check_depth
from eshkol.syntax.datum import Syntax, SyntaxAtom, SyntaxList


def expand_receive(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    formals, producer, *body = proper_items(form, "receive", 3)
    required, rest = formal_symbols(formals, form)
    node = expander.expand(producer, environment)
    scope = Environment(environment)
    variables, rest_variable = _bind(scope, required, rest)
    return Receive(form.span, variables, rest_variable, node, expander.body(body, scope, form))


def expand_let_values(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    return _let_values(expander, form, environment, "let-values")


def expand_let_star_values(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    return _let_values(expander, form, environment, "let*-values")


def _let_values(expander: Expander, form: SyntaxList, environment: Environment, name: str) -> Node:
    """Nested Receives. Variables are distinct objects, so only the scopes differ between let and let*."""
    bindings, *body = proper_items(form, name, 2)
    if not isinstance(bindings, SyntaxList) or bindings.tail is not None:
        raise malformed(form, name, part=bindings)
    check_depth(expander, len(bindings.items), form.span)
    scope = Environment(environment)
    received: list[tuple[tuple[Variable, ...], Variable | None, Node]] = []
    names: list[SyntaxAtom] = []
    for binding in bindings.items:
        formals, producer = _parts(form, name, binding)
        required, rest = formal_symbols(formals, form)
        names += [*required, *([] if rest is None else [rest])]
        node = expander.expand(producer, environment if name == "let-values" else scope)
        if name == "let*-values":
            scope = Environment(scope)
        received.append((*_bind(scope, required, rest), node))
    if name == "let-values":
        check_distinct(names, "variable")
    result = expander.body(body, scope, form)
    for variables, rest_variable, node in reversed(received):
        result = Receive(form.span, variables, rest_variable, node, result)
    return result


def _parts(form: SyntaxList, name: str, binding: Syntax) -> tuple[Syntax, Syntax]:
    if not isinstance(binding, SyntaxList) or len(binding.items) != 2 or binding.tail is not None:
        raise malformed(form, name, part=binding)
    return binding.items[0], binding.items[1]


def _bind(
    scope: Environment, required: list[SyntaxAtom], rest: SyntaxAtom | None
) -> tuple[tuple[Variable, ...], Variable | None]:
    return bind_all(scope, required), None if rest is None else bind_all(scope, [rest])[0]

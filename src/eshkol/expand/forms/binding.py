"""let, let*, letrec, letrec*, named let, and do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eshkol.core.nodes import (
    Call,
    Clause,
    Conditional,
    Constant,
    Lambda,
    Let,
    LetRecursive,
    LocalReference,
    Node,
    Variable,
)
from eshkol.expand.bindings import Environment
from eshkol.expand.blocks import make_sequence
from eshkol.expand.errors import is_symbol, malformed, problem, proper_items, symbol_of
from eshkol.expand.expander import Expander
from eshkol.expand.formals import bind_all, check_distinct
from eshkol.syntax.datum import Syntax, SyntaxAtom, SyntaxList
from eshkol.syntax.write import write_syntax


def expand_let(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    first, *rest = proper_items(form, "let", 2)
    if is_symbol(first):
        if len(rest) < 2:
            raise malformed(form, "let")
        return _named_let(expander, form, first, rest, environment)
    names, values = parse_bindings(form, "let", first)
    check_distinct(names, "variable")
    nodes = [expander.expand_named(v, environment, name_of(n)) for n, v in zip(names, values, strict=True)]
    scope = Environment(environment)
    variables = bind_all(scope, names)
    body = expander.body(rest, scope, form)
    return Let(form.span, tuple(zip(variables, nodes, strict=True)), body) if variables else body


def expand_let_star(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    first, *body = proper_items(form, "let*", 2)
    names, values = parse_bindings(form, "let*", first)
    bindings = []
    for name, value in zip(names, values, strict=True):
        node = expander.expand_named(value, environment, name_of(name))
        environment = Environment(environment)
        bindings.append((bind_all(environment, [name])[0], node))
    expander.depth += len(bindings)
    result = expander.body(body, environment, form)
    expander.depth -= len(bindings)
    for binding in reversed(bindings):
        result = Let(form.span, (binding,), result)
    return result


def expand_letrec_in_order(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    return _letrec(expander, form, "letrec*", environment, tuple)


def expand_letrec(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    """Like letrec*, but no variable gets its value before all values are there."""
    return _letrec(expander, form, "letrec", environment, _through_temporaries)


RecursiveBindings = tuple[tuple[Variable, Node], ...]


def _letrec(
    expander: Expander,
    form: SyntaxList,
    keyword: str,
    environment: Environment,
    arrange: Callable[[RecursiveBindings], RecursiveBindings],
) -> Node:
    first, *body = proper_items(form, keyword, 2)
    names, values = parse_bindings(form, keyword, first)
    check_distinct(names, "variable")
    scope = Environment(environment)
    variables = bind_all(scope, names)
    nodes = [expander.expand_named(v, scope, name_of(n)) for n, v in zip(names, values, strict=True)]
    inner = expander.body(body, scope, form)
    return LetRecursive(form.span, arrange(tuple(zip(variables, nodes, strict=True))), inner) if variables else inner


def _through_temporaries(bindings: RecursiveBindings) -> RecursiveBindings:
    """The order is of no consequence for lambdas, constants, and a single computed value."""
    computed = [(variable, node) for variable, node in bindings if not isinstance(node, Lambda | Constant)]
    if len(computed) < 2:
        return bindings
    temporaries = [(Variable(variable.name, variable.span), node) for variable, node in computed]
    return (
        *((variable, node) for variable, node in bindings if isinstance(node, Lambda | Constant)),
        *temporaries,
        *(
            (variable, LocalReference(node.span, temporary))
            for (variable, node), (temporary, _) in zip(computed, temporaries, strict=True)
        ),
    )


def _named_let(
    expander: Expander, form: SyntaxList, name: Syntax, rest: Sequence[Syntax], environment: Environment
) -> Node:
    """`(let loop ((x init) ...) body ...)`; the initial values do not see `loop`."""
    names, values = parse_bindings(form, "let", rest[0])
    check_distinct(names, "variable")
    nodes = tuple([expander.expand_named(v, environment, name_of(n)) for n, v in zip(names, values, strict=True)])
    outer = Environment(environment)
    assert isinstance(name, SyntaxAtom)
    (loop,) = bind_all(outer, [name])
    scope = Environment(outer)
    parameters = bind_all(scope, names)
    expander.lambda_depth += 1
    body = expander.body(rest[1:], scope, form)
    expander.lambda_depth -= 1
    procedure = Lambda(form.span, loop.name, (Clause(parameters, None, body),))
    call = Call(form.span, LocalReference(name.span, loop), nodes)
    return LetRecursive(form.span, ((loop, procedure),), call)


def expand_do(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    """`(do ((x init step) ...) (test result ...) body ...)` as a loop like that of a named let."""
    specifications, exit_clause, *commands = proper_items(form, "do", 2)
    if not isinstance(exit_clause, SyntaxList) or not exit_clause.items or exit_clause.tail is not None:
        raise malformed(form, "do", part=exit_clause)
    names, inits, steps = _parse_do(form, specifications)
    check_distinct(names, "variable")
    nodes = tuple([expander.expand_named(v, environment, name_of(n)) for n, v in zip(names, inits, strict=True)])
    loop = Variable("do", form.span)
    scope = Environment(environment)
    parameters = bind_all(scope, names)
    expander.lambda_depth += 1
    test = expander.expand(exit_clause.items[0], scope)
    result = expander.sequence(exit_clause.items[1:], scope, exit_clause.span)
    body = [expander.expand(command, scope) for command in commands]
    next_values = tuple([expander.expand(step, scope) for step in steps])
    expander.lambda_depth -= 1
    again = Call(form.span, LocalReference(form.span, loop), next_values)
    choice = Conditional(form.span, test, result, make_sequence(form.span, [*body, again]))
    procedure = Lambda(form.span, "do", (Clause(parameters, None, choice),))
    return LetRecursive(form.span, ((loop, procedure),), Call(form.span, LocalReference(form.span, loop), nodes))


def _parse_do(form: SyntaxList, specifications: Syntax) -> tuple[list[SyntaxAtom], list[Syntax], list[Syntax]]:
    if not isinstance(specifications, SyntaxList) or specifications.tail is not None:
        raise malformed(form, "do", part=specifications)
    names: list[SyntaxAtom] = []
    inits: list[Syntax] = []
    steps: list[Syntax] = []
    for item in specifications.items:
        if not isinstance(item, SyntaxList) or len(item.items) not in (2, 3) or item.tail is not None:
            raise malformed(form, "do", part=item)
        name = item.items[0]
        symbol_of(name, "the name of a variable")
        assert isinstance(name, SyntaxAtom)
        names.append(name)
        inits.append(item.items[1])
        steps.append(item.items[-1] if len(item.items) == 3 else name)
    return names, inits, steps


def parse_bindings(form: SyntaxList, keyword: str, bindings: Syntax) -> tuple[list[SyntaxAtom], list[Syntax]]:
    """The names and the values of `((name value) ...)`."""
    if not isinstance(bindings, SyntaxList) or bindings.tail is not None:
        raise malformed(form, keyword, part=bindings)
    names: list[SyntaxAtom] = []
    values: list[Syntax] = []
    for binding in bindings.items:
        if not isinstance(binding, SyntaxList) or len(binding.items) != 2 or binding.tail is not None:
            raise problem(
                f"malformed binding in {keyword}", binding.span, expected="(name value)", got=write_syntax(binding)
            )
        name, value = binding.items
        symbol_of(name, "the name of a variable")
        assert isinstance(name, SyntaxAtom)
        names.append(name)
        values.append(value)
    return names, values


def name_of(atom: SyntaxAtom) -> str:
    """The name that an identifier shows."""
    return symbol_of(atom, "a name").name

"""Forms with run-time support: promises, streams, parameters, guard and arenas."""

from __future__ import annotations

from collections.abc import Sequence

from eshkol.core.nodes import Clause, Constant, Lambda, LocalReference, Node, Variable
from eshkol.expand.bindings import Environment
from eshkol.expand.errors import malformed, proper_items, symbol_of
from eshkol.expand.expander import Expander
from eshkol.expand.formals import bind_all
from eshkol.expand.forms.conditional import expand_clauses, is_keyword
from eshkol.syntax.datum import Syntax, SyntaxAtom, SyntaxList


def expand_delay(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    """`(%delay (lambda () expression))`"""
    parts = proper_items(form, "delay", 1, 1)
    return expander.call_run_time(form.span, "%delay", expander.thunk(parts, environment, form))


def expand_delay_force(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    """`(%delay-force (lambda () expression))`"""
    parts = proper_items(form, "delay-force", 1, 1)
    return expander.call_run_time(form.span, "%delay-force", expander.thunk(parts, environment, form))


def expand_cons_stream(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    """`(cons first (delay rest))`"""
    first, rest = proper_items(form, "cons-stream", 2, 2)
    head = expander.expand(first, environment)
    promise = expander.call_run_time(rest.span, "%delay", expander.thunk([rest], environment, form))
    return expander.call_run_time(form.span, "cons", head, promise)


def expand_parameterize(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    """`(%parameterize (list parameter ...) (list value ...) (lambda () body ...))`"""
    bindings, *body = proper_items(form, "parameterize", 2)
    if not isinstance(bindings, SyntaxList) or bindings.tail is not None:
        raise malformed(form, "parameterize", part=bindings)
    parameters, values = [], []
    for binding in bindings.items:
        if not isinstance(binding, SyntaxList) or len(binding.items) != 2 or binding.tail is not None:
            raise malformed(form, "parameterize", part=binding)
        parameters.append(expander.expand(binding.items[0], environment))
        values.append(expander.expand(binding.items[1], environment))
    return expander.call_run_time(
        form.span,
        "%parameterize",
        expander.call_run_time(bindings.span, "list", *parameters),
        expander.call_run_time(bindings.span, "list", *values),
        expander.thunk(body, environment, form),
    )


def expand_guard(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    """`(%with-guard (lambda () body ...) (lambda (condition) clauses ...))` when one of the clauses always applies.

    Else `(%with-guard-clauses (lambda () body ...) (lambda (condition guard) clauses ...))`, where the clause that
    applies calls `(%take-clause guard (lambda () expression ...))`: only then can the place of the raise be left.
    """
    specification, *body = proper_items(form, "guard", 2)
    if not isinstance(specification, SyntaxList) or not specification.items or specification.tail is not None:
        raise malformed(form, "guard", part=specification)
    name, *clauses = specification.items
    thunk = expander.thunk(body, environment, form)
    total = any(_always_applies(clause, environment) for clause in clauses)
    handler = (_total_handler if total else _partial_handler)(expander, form, name, clauses, environment)
    return expander.call_run_time(form.span, "%with-guard" if total else "%with-guard-clauses", thunk, handler)


def _always_applies(clause: Syntax, environment: Environment) -> bool:
    if not isinstance(clause, SyntaxList) or not clause.items:
        return False
    test = clause.items[0]
    return is_keyword(test, environment, "else") or (isinstance(test, SyntaxAtom) and test.value is True)


def _total_handler(
    expander: Expander, form: SyntaxList, name: Syntax, clauses: Sequence[Syntax], environment: Environment
) -> Node:
    scope, condition = _handler_scope(name, environment)
    expander.lambda_depth += 1
    body = expand_clauses(expander, form, "guard", clauses, scope, lambda: Constant(form.span, False))
    expander.lambda_depth -= 1
    return Lambda(form.span, "", (Clause((condition,), None, body),))


def _partial_handler(
    expander: Expander, form: SyntaxList, name: Syntax, clauses: Sequence[Syntax], environment: Environment
) -> Node:
    scope, condition = _handler_scope(name, environment)
    guard = Variable("guard", form.span)

    def take(expression: Node) -> Node:
        thunk = Lambda(expression.span, "", (Clause((), None, expression),))
        return expander.call_run_time(form.span, "%take-clause", LocalReference(form.span, guard), thunk)

    expander.lambda_depth += 1
    body = expand_clauses(expander, form, "guard", clauses, scope, lambda: Constant(form.span, False), take)
    expander.lambda_depth -= 1
    return Lambda(form.span, "", (Clause((condition, guard), None, body),))


def _handler_scope(name: Syntax, environment: Environment) -> tuple[Environment, Variable]:
    """The scope of a guard's clauses and its variable."""
    symbol_of(name, "the variable that holds what was raised")
    assert isinstance(name, SyntaxAtom)
    scope = Environment(environment)
    (condition,) = bind_all(scope, [name])
    return scope, condition


def expand_with_arena(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    """`(%with-arena size parent limit (lambda (name) body ...))`"""
    specification, *body = proper_items(form, "with-arena", 2)
    if not isinstance(specification, SyntaxList) or not 2 <= len(specification.items) <= 4 or specification.tail:
        raise malformed(form, "with-arena", part=specification)
    name, *given = specification.items
    symbol_of(name, "the name of the arena")
    formals = SyntaxList((name,), None, name.span)
    arguments = [expander.expand(argument, environment) for argument in given]
    missing = [Constant(form.span, False) for _ in range(3 - len(given))]
    procedure = Lambda(form.span, "", (expander.clause(formals, body, environment, form),))
    return expander.call_run_time(form.span, "%with-arena", *arguments, *missing, procedure)

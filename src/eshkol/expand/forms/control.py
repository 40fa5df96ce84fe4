"""Forms with run-time support: promises, streams, parameters, guard and arenas."""

from __future__ import annotations

from collections.abc import Sequence

from eshkol.core.nodes import Clause, Lambda, LocalReference, Node
from eshkol.expand.bindings import Environment
from eshkol.expand.errors import malformed, proper_items, symbol_of
from eshkol.expand.expander import Expander, bind_all
from eshkol.expand.forms.conditional import expand_clauses
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
    """`(%with-guard (lambda () body ...) (lambda (condition) clauses ... else (raise-continuable condition)))`"""
    specification, *body = proper_items(form, "guard", 2)
    if not isinstance(specification, SyntaxList) or not specification.items or specification.tail is not None:
        raise malformed(form, "guard", part=specification)
    name, *clauses = specification.items
    thunk = expander.thunk(body, environment, form)
    handler = _handler(expander, form, name, clauses, environment)
    return expander.call_run_time(form.span, "%with-guard", thunk, handler)


def _handler(
    expander: Expander, form: SyntaxList, name: Syntax, clauses: Sequence[Syntax], environment: Environment
) -> Node:
    symbol_of(name, "the variable that holds what was raised")
    assert isinstance(name, SyntaxAtom)
    scope = Environment(environment)
    (condition,) = bind_all(scope, [name])
    expander.lambda_depth += 1
    body = expand_clauses(
        expander,
        form,
        "guard",
        clauses,
        scope,
        lambda: expander.call_run_time(form.span, "raise-continuable", LocalReference(form.span, condition)),
    )
    expander.lambda_depth -= 1
    return Lambda(form.span, "", (Clause((condition,), None, body),))


def expand_with_arena(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    """`(%with-arena size (lambda (name) body ...))`"""
    specification, *body = proper_items(form, "with-arena", 2)
    if not isinstance(specification, SyntaxList) or len(specification.items) != 2 or specification.tail is not None:
        raise malformed(form, "with-arena", part=specification)
    name, size = specification.items
    symbol_of(name, "the name of the arena")
    formals = SyntaxList((name,), None, name.span)
    size_node = expander.expand(size, environment)
    procedure = Lambda(form.span, "", (expander.clause(formals, body, environment, form),))
    return expander.call_run_time(form.span, "%with-arena", size_node, procedure)

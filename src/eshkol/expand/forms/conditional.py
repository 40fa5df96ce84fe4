"""cond, case, when, unless, and, or; and the clauses that cond and guard share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

from eshkol.core.nodes import Call, Conditional, Constant, Let, LocalReference, Node, Variable
from eshkol.expand.bindings import Environment, SpecialForm, resolve
from eshkol.expand.constants import to_constant
from eshkol.expand.errors import malformed, problem, proper_items
from eshkol.expand.expander import Expander
from eshkol.expand.expansion import MAXIMAL_DEPTH
from eshkol.expand.formals import bind_all
from eshkol.source import Span
from eshkol.syntax.datum import UNSPECIFIED, Character, Special, Symbol, Syntax, SyntaxAtom, SyntaxList
from eshkol.syntax.datum import Constant as ConstantValue

# Integers from minus this number up to below it are fixnums, which eq? compares.
_FIXNUM_LIMIT = 1 << 60


def is_keyword(syntax: Syntax, environment: Environment, name: str) -> bool:
    """True for the auxiliary keyword `name` (`else`, `=>`)."""
    return (
        isinstance(syntax, SyntaxAtom)
        and isinstance(syntax.value, Symbol)
        and resolve(syntax.value, environment) == SpecialForm(name)
    )


def expand_cond(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    clauses = proper_items(form, "cond", 1)
    return expand_clauses(expander, form, "cond", clauses, environment, lambda: Constant(form.span, UNSPECIFIED))


def expand_clauses(
    expander: Expander,
    form: SyntaxList,
    name: str,
    clauses: Sequence[Syntax],
    environment: Environment,
    otherwise: Callable[[], Node],
    outcome: Callable[[Node], Node] = lambda node: node,
) -> Node:
    """The clauses of cond or guard; `otherwise` makes what happens when none applies, `outcome` what is done with the

    expression of the clause that applies.
    """
    check_depth(expander, len(clauses), form.span)
    tests: list[tuple[Callable[[Node], Node], Span]] = []
    result: Node | None = None
    for i, clause in enumerate(clauses):
        if not isinstance(clause, SyntaxList) or not clause.items or clause.tail is not None:
            raise malformed(form, name, part=clause)
        if is_keyword(clause.items[0], environment, "else"):
            if i != len(clauses) - 1:
                raise problem("else must begin the last clause", clause.span)
            if len(clause.items) < 2:
                raise malformed(form, name, part=clause)
            result = outcome(expander.sequence(clause.items[1:], environment, clause.span))
        else:
            tests.append((_test_clause(expander, form, name, clause, environment, outcome), clause.span))
    if result is None:
        result = otherwise()
    for make, _ in reversed(tests):
        result = make(result)
    return result


def _test_clause(
    expander: Expander,
    form: SyntaxList,
    name: str,
    clause: SyntaxList,
    environment: Environment,
    outcome: Callable[[Node], Node],
) -> Callable[[Node], Node]:
    """A function from what happens otherwise to the conditional for this clause."""
    test = expander.expand(clause.items[0], environment)
    rest = clause.items[1:]
    if not rest:
        return lambda otherwise: with_temporary(
            clause.span, test, lambda value: Conditional(clause.span, value(), outcome(value()), otherwise)
        )
    if is_keyword(rest[0], environment, "=>"):
        if len(rest) != 2:
            raise malformed(form, name, part=clause, hint="one expression follows =>")
        receiver = expander.expand(rest[1], environment)
        return lambda otherwise: with_temporary(
            clause.span,
            test,
            lambda value: Conditional(
                clause.span, value(), outcome(Call(clause.span, receiver, (value(),))), otherwise
            ),
        )
    body = outcome(expander.sequence(rest, environment, clause.span))
    return lambda otherwise: Conditional(clause.span, test, body, otherwise)


def check_depth(expander: Expander, more: int, span: Span) -> None:
    """Reports a form that makes core code nested `more` levels deeper, when that is too deep."""
    if expander.depth + more > MAXIMAL_DEPTH:
        expander.depth += more
        expander.fail_size(span)


def with_temporary(span: Span, value: Node, make_body: Callable[[Callable[[], Node]], Node]) -> Node:
    """Binds a fresh variable to `value`; `make_body` is given a function that makes references to it."""
    variable = Variable("value", span)
    return Let(span, ((variable, value),), make_body(lambda: LocalReference(span, variable)))


def either(span: Span, first: Node, second: Node) -> Node:
    """`(or first second)`"""
    return with_temporary(span, first, lambda value: Conditional(span, value(), value(), second))


def both(span: Span, first: Node, second: Node) -> Node:
    """`(and first second)`"""
    return Conditional(span, first, second, Constant(span, False))


def _expanded(expander: Expander, form: SyntaxList, environment: Environment, keyword: str) -> list[Node]:
    """The expressions of `(keyword expression ...)`."""
    parts = proper_items(form, keyword, 0)
    check_depth(expander, len(parts), form.span)
    return [expander.expand(part, environment) for part in parts]


def _nested(nodes: list[Node], join: Callable[[Node, Node], Node]) -> Node:
    """join(a, join(b, c)) for the nodes a, b and c."""
    return reduce(lambda rest, node: join(node, rest), reversed(nodes))


def expand_or(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    nodes = _expanded(expander, form, environment, "or")
    return _nested(nodes, lambda a, b: either(form.span, a, b)) if nodes else Constant(form.span, False)


def expand_and(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    nodes = _expanded(expander, form, environment, "and")
    return _nested(nodes, lambda a, b: both(form.span, a, b)) if nodes else Constant(form.span, True)


def expand_and_let(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    """`(and-let* (clause ...) body ...)`; a clause is `(name expression)`, `(expression)` or a variable (SRFI 2)."""
    clauses, *body = proper_items(form, "and-let*", 1)
    if not isinstance(clauses, SyntaxList) or clauses.tail is not None:
        raise malformed(form, "and-let*", part=clauses)
    check_depth(expander, len(clauses.items), form.span)
    steps: list[tuple[Variable | None, Node]] = []
    for clause in clauses.items:
        match clause:
            case SyntaxList(items=(SyntaxAtom(value=Symbol(name=text)) as name, value), tail=None):
                node = expander.expand_named(value, environment, text)
                environment = Environment(environment)
                steps.append((bind_all(environment, [name])[0], node))
            case SyntaxList(items=(test,), tail=None) | (SyntaxAtom(value=Symbol()) as test):
                steps.append((None, expander.expand(test, environment)))
            case _:
                raise malformed(form, "and-let*", part=clause)
    if body or not steps:
        result = expander.body(body, environment, form) if body else Constant(form.span, True)
    else:
        result = steps.pop()[1]
    for variable, node in reversed(steps):
        test_node = node if variable is None else LocalReference(node.span, variable)
        choice = Conditional(form.span, test_node, result, Constant(form.span, False))
        result = choice if variable is None else Let(form.span, ((variable, node),), choice)
    return result


def expand_when(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    test, *body = proper_items(form, "when", 2)
    return Conditional(
        form.span,
        expander.expand(test, environment),
        expander.sequence(body, environment, form.span),
        Constant(form.span, UNSPECIFIED),
    )


def expand_unless(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    test, *body = proper_items(form, "unless", 2)
    return Conditional(
        form.span,
        expander.expand(test, environment),
        Constant(form.span, UNSPECIFIED),
        expander.sequence(body, environment, form.span),
    )


def expand_case(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    key, *clauses = proper_items(form, "case", 2)
    check_depth(expander, len(clauses), form.span)
    key_node = expander.expand(key, environment)

    def make_body(value: Callable[[], Node]) -> Node:
        result: Node = Constant(form.span, UNSPECIFIED)
        for i, clause in reversed(list(enumerate(clauses))):
            if not isinstance(clause, SyntaxList) or len(clause.items) < 2 or clause.tail is not None:
                raise malformed(form, "case", part=clause)
            head = clause.items[0]
            body = _case_body(expander, form, clause, environment, value)
            if is_keyword(head, environment, "else"):
                if i != len(clauses) - 1:
                    raise problem("else must begin the last clause", clause.span)
                result = body
            elif isinstance(head, SyntaxList) and head.tail is None:
                result = Conditional(clause.span, _case_test(expander, head, value), body, result)
            else:
                raise malformed(form, "case", part=head, hint="the data of a clause stand in a list: ((a b) ...)")
        return result

    return with_temporary(form.span, key_node, make_body)


def _case_body(
    expander: Expander, form: SyntaxList, clause: SyntaxList, environment: Environment, value: Callable[[], Node]
) -> Node:
    rest = clause.items[1:]
    if is_keyword(rest[0], environment, "=>"):
        if len(rest) != 2:
            raise malformed(form, "case", part=clause, hint="one expression follows =>")
        return Call(clause.span, expander.expand(rest[1], environment), (value(),))
    return expander.sequence(rest, environment, clause.span)


def _case_test(expander: Expander, data: SyntaxList, value: Callable[[], Node]) -> Node:
    """True when the key is one of the data."""
    check_depth(expander, len(data.items), data.span)
    result: Node | None = None
    for datum in reversed(data.items):
        constant = to_constant(datum)
        predicate = "eq?" if compares_by_identity(constant) else "eqv?"
        test = expander.call_run_time(datum.span, predicate, value(), Constant(datum.span, constant))
        true = Constant(datum.span, True)
        result = test if result is None else Conditional(datum.span, test, true, result)
    return Constant(data.span, False) if result is None else result


def compares_by_identity(value: ConstantValue) -> bool:
    """True for values that are eq? whenever they are eqv?, and are not compared by their place in memory alone."""
    match value:
        case bool() | Symbol() | Character() | Special():
            return True
        case int():
            return -_FIXNUM_LIMIT <= value < _FIXNUM_LIMIT
        case _:
            return False

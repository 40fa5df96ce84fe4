"""quasiquote: templates become calls of cons, append and list->vector; what is constant stays a constant."""

from __future__ import annotations

from eshkol.core.nodes import Constant, Node
from eshkol.expand.bindings import Environment, resolve
from eshkol.expand.constants import to_constant
from eshkol.expand.errors import malformed, problem, proper_items
from eshkol.expand.expander import Expander
from eshkol.expand.forms.conditional import check_depth, is_keyword
from eshkol.syntax.datum import NIL, Symbol, Syntax, SyntaxAtom, SyntaxList, SyntaxVector


def expand_quasiquote(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    (template,) = proper_items(form, "quasiquote", 1, 1)
    return _made(_template(expander, template, 1, environment), template)


def _made(node: Node | None, syntax: Syntax) -> Node:
    return Constant(syntax.span, to_constant(syntax)) if node is None else node


def _template(expander: Expander, syntax: Syntax, level: int, environment: Environment) -> Node | None:
    """Code that makes `syntax` inside `level` quasiquotes; None when it is constant."""
    match syntax:
        case SyntaxVector(items=items, span=span):
            elements = _template_list(expander, SyntaxList(items, None, span), level, environment, keywords=False)
            return None if elements is None else expander.call_run_time(span, "list->vector", elements)
        case SyntaxList():
            return _template_list(expander, syntax, level, environment, keywords=True)
        case _:
            return None


def _template_list(
    expander: Expander, syntax: SyntaxList, level: int, environment: Environment, *, keywords: bool
) -> Node | None:
    """`keywords`: a list that ends with `unquote` and a datum is an unquotation: ,b and (a . ,b)."""
    items = syntax.items
    if keywords and syntax.tail is None and len(items) >= 2:
        start = len(items) - 2
        name = _keyword(items[start], environment)
        if name is not None:
            return _with_keyword(expander, syntax, start, name, level, environment)
    if keywords and items and _keyword(items[0], environment) is not None:
        raise malformed(syntax, "quasiquote", hint="unquote, unquote-splicing and quasiquote take one datum")
    tail = None if syntax.tail is None else _template(expander, syntax.tail, level, environment)
    nodes = [_element(expander, item, level, environment) for item in items]
    if tail is None and all(node is None for node, _ in nodes):
        return None
    return _join(expander, syntax, len(items), nodes, tail)


def _keyword(syntax: Syntax, environment: Environment) -> str | None:
    for name in ("unquote", "unquote-splicing", "quasiquote"):
        if _means(syntax, environment, name):
            return name
    return None


def _means(syntax: Syntax, environment: Environment, name: str) -> bool:
    """True for the keyword `name`, also where no library has bound it: (scheme r5rs) exports quasiquote alone."""
    if is_keyword(syntax, environment, name):
        return True
    return (
        isinstance(syntax, SyntaxAtom)
        and isinstance(syntax.value, Symbol)
        and syntax.value.name == name
        and resolve(syntax.value, environment) is None
    )


def _with_keyword(
    expander: Expander, syntax: SyntaxList, start: int, name: str, level: int, environment: Environment
) -> Node | None:
    """A list whose tail from `start` on is `(keyword datum)`."""
    keyword, datum = syntax.items[start], syntax.items[start + 1]
    tail: Node | None
    if level == 1 and name == "unquote-splicing":
        raise problem(",@ must stand inside a list or vector", syntax.span, hint="write `(... ,@list)`")
    if level == 1 and name == "unquote":
        tail = expander.expand(datum, environment)
    else:
        inner_level = level + 1 if name == "quasiquote" else level - 1
        inner = SyntaxList((datum,), None, datum.span)
        rest = _template_list(expander, inner, inner_level, environment, keywords=False)
        tail = None if rest is None else expander.call_run_time(syntax.span, "cons", _made(None, keyword), rest)
    nodes = [_element(expander, item, level, environment) for item in syntax.items[:start]]
    if tail is None and all(node is None for node, _ in nodes):
        return None
    if tail is None:
        tail = _made(None, SyntaxList(syntax.items[start:], None, syntax.span))
    return _join(expander, syntax, start, nodes, tail)


def _element(expander: Expander, item: Syntax, level: int, environment: Environment) -> tuple[Node | None, bool]:
    """An element's code (None: constant) and whether its elements are to be inserted."""
    match item:
        case SyntaxList(items=(keyword, inserted), tail=None) if level == 1:
            if _means(keyword, environment, "unquote-splicing"):
                return expander.expand(inserted, environment), True
    return _template(expander, item, level, environment), False


def _join(
    expander: Expander, syntax: SyntaxList, end: int, nodes: list[tuple[Node | None, bool]], tail: Node | None
) -> Node:
    """The list of the elements, whose constant end stays one constant."""
    constant_from = end
    result: Node | None
    if tail is None:
        while constant_from > 0 and nodes[constant_from - 1][0] is None:
            constant_from -= 1
        rest = SyntaxList(syntax.items[constant_from:end], syntax.tail, syntax.span)
        result = Constant(syntax.span, to_constant(rest)) if constant_from < end or syntax.tail is not None else None
    else:
        result = tail
    check_depth(expander, constant_from, syntax.span)
    for i in range(constant_from - 1, -1, -1):
        node, splice = nodes[i]
        span = syntax.items[i].span
        if splice and node is not None:
            result = node if result is None else expander.call_run_time(span, "append", node, result)
        else:
            rest_node = Constant(span, NIL) if result is None else result
            result = expander.call_run_time(span, "cons", _made(node, syntax.items[i]), rest_node)
    return Constant(syntax.span, NIL) if result is None else result

"""Rewrites an expression so that every implementation evaluates its operands from left to right: binds them one by one.

Knows the syntactic forms that `expressions.py` uses; everything else is a call.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count

from eshkol.source import Source
from eshkol.syntax import read
from eshkol.syntax.datum import Symbol, Syntax, SyntaxAtom, SyntaxList, SyntaxVector
from eshkol.syntax.write import write_syntax

text_of = partial(write_syntax, limit=sys.maxsize)


def sequential(expression: str) -> str:
    """The expression as one with a single order of evaluation."""
    (datum,) = read(Source("expression", expression))
    return _Rewriter().rewrite(datum)


class _Rewriter:
    def __init__(self) -> None:
        self.numbers = count()

    def rewrite(self, datum: Syntax) -> str:
        match datum:
            case SyntaxList(items=(SyntaxAtom(value=Symbol(name=name)), *parts), tail=None) if name in FORMS:
                return f"({name} {FORMS[name](self, parts)})" if name not in WHOLE else WHOLE[name](self, parts)
            case SyntaxList(items=items, tail=None) if items:
                return self.in_order(items, lambda texts: f"({' '.join(texts)})")
            case SyntaxVector():
                return f"'{text_of(datum)}"
            case _:
                return text_of(datum)

    def body(self, parts: Sequence[Syntax]) -> str:
        return " ".join([self.rewrite(part) for part in parts])

    def in_order(self, operands: Sequence[Syntax], make: Callable[[list[str]], str]) -> str:
        """What `make` gives for the operands, all of which but the last compound one are bound before."""
        compound = [i for i, operand in enumerate(operands) if _is_compound(operand)]
        texts = [self.rewrite(operand) for operand in operands]
        if len(compound) < 2:
            return make(texts)
        bindings = []
        for i in compound:
            name = f"operand{next(self.numbers)}"
            bindings.append(f"({name} {texts[i]})")
            texts[i] = name
        return f"(let* ({' '.join(bindings)}) {make(texts)})"

    def template(self, datum: Syntax, found: list[Syntax]) -> str:
        """A quasiquote template with the names of operands for the expressions in it, which are noted in `found`."""
        match datum:
            case SyntaxList(items=(SyntaxAtom(value=Symbol(name="unquote" | "unquote-splicing" as name)), inner)):
                found.append(inner)
                return f"({name} operand-{len(found)})"
            case SyntaxList(items=items, tail=None):
                return f"({' '.join([self.template(item, found) for item in items])})"
            case SyntaxVector(items=items):
                return f"#({' '.join([self.template(item, found) for item in items])})"
            case _:
                return text_of(datum)


def _is_compound(datum: Syntax) -> bool:
    match datum:
        case SyntaxList(items=(SyntaxAtom(value=Symbol(name="quote" | "lambda")), *_)):
            return False
        case SyntaxList(items=items):
            return bool(items)
        case _:
            return False


def _items(datum: Syntax) -> tuple[Syntax, ...]:
    assert isinstance(datum, SyntaxList)
    return datum.items


def _body(rewriter: _Rewriter, parts: Sequence[Syntax]) -> str:
    return rewriter.body(parts)


def _after_first(rewriter: _Rewriter, parts: Sequence[Syntax]) -> str:
    """The first part is no expression."""
    return f"{text_of(parts[0])} {rewriter.body(parts[1:])}"


def _bindings(rewriter: _Rewriter, datum: Syntax) -> str:
    pairs = [_items(item) for item in _items(datum)]
    return " ".join([f"({text_of(pair[0])} {rewriter.body(pair[1:])})" for pair in pairs])


def _ordered_bindings(rewriter: _Rewriter, parts: Sequence[Syntax]) -> str:
    """Forms that evaluate their initial values in order, or have only one that matters."""
    return f"({_bindings(rewriter, parts[0])}) {rewriter.body(parts[1:])}"


def _my_let(rewriter: _Rewriter, parts: Sequence[Syntax]) -> str:
    return _let(rewriter, parts, "my-let")


def _let(rewriter: _Rewriter, parts: Sequence[Syntax], keyword: str = "let") -> str:
    name = ""
    if isinstance(parts[0], SyntaxAtom):
        name, parts = text_of(parts[0]) + " ", parts[1:]
    pairs = [_items(item) for item in _items(parts[0])]
    body = rewriter.body(parts[1:])

    def make(values: list[str]) -> str:
        bindings = " ".join([f"({text_of(pair[0])} {value})" for pair, value in zip(pairs, values, strict=True)])
        return f"({keyword} {name}({bindings}) {body})"

    return rewriter.in_order([pair[1] for pair in pairs], make)


def _do(rewriter: _Rewriter, parts: Sequence[Syntax]) -> str:
    exit_clause = rewriter.body(_items(parts[1]))
    return f"({_bindings(rewriter, parts[0])}) ({exit_clause}) {rewriter.body(parts[2:])}"


def _clauses(rewriter: _Rewriter, clauses: Sequence[Syntax], *, data: bool) -> str:
    """`data`: clauses begin with a list of data, as in case."""
    texts = []
    for clause in clauses:
        first, *rest = _items(clause)
        head = text_of(first) if data else rewriter.rewrite(first)
        texts.append(f"({head} {rewriter.body(rest)})")
    return " ".join(texts)


def _case_lambda(rewriter: _Rewriter, parts: Sequence[Syntax]) -> str:
    return _clauses(rewriter, parts, data=True)


def _cond(rewriter: _Rewriter, parts: Sequence[Syntax]) -> str:
    return _clauses(rewriter, parts, data=False)


def _case(rewriter: _Rewriter, parts: Sequence[Syntax]) -> str:
    return f"{rewriter.rewrite(parts[0])} {_clauses(rewriter, parts[1:], data=True)}"


def _guard(rewriter: _Rewriter, parts: Sequence[Syntax]) -> str:
    name, *clauses = _items(parts[0])
    return f"({text_of(name)} {_clauses(rewriter, clauses, data=False)}) {rewriter.body(parts[1:])}"


def _quote(_: _Rewriter, parts: Sequence[Syntax]) -> str:
    return text_of(parts[0])


def _quasiquote(rewriter: _Rewriter, parts: Sequence[Syntax]) -> str:
    text = text_of(parts[0])
    if "`" in text or "quasiquote" in text:
        return f"(quasiquote {text})"  # what is nested is evaluated at one place only
    found: list[Syntax] = []
    template = rewriter.template(parts[0], found)
    bindings = " ".join([f"(operand-{i + 1} {rewriter.rewrite(datum)})" for i, datum in enumerate(found)])
    return f"(let* ({bindings}) (quasiquote {template}))"


Rule = Callable[[_Rewriter, Sequence[Syntax]], str]

WHOLE: dict[str, Rule] = {"let": _let, "my-let": _my_let, "quasiquote": _quasiquote}
"""Forms that become others."""

FORMS: dict[str, Rule] = {
    **WHOLE,
    **dict.fromkeys(("if", "begin", "and", "or", "when", "unless", "my-or", "while", "delay", "swap!"), _body),
    **dict.fromkeys(("lambda", "define", "define-values", "set!"), _after_first),
    **dict.fromkeys(("let*", "letrec", "letrec*", "let-values", "let*-values", "parameterize"), _ordered_bindings),
    "do": _do,
    "for": _after_first,
    "case-lambda": _case_lambda,
    "cond": _cond,
    "case": _case,
    "guard": _guard,
    "quote": _quote,
}
"""What stands after the keyword of each form."""

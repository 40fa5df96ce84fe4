"""Quoted syntax as constants: spans and macro renamings go, sharing and cycles by datum labels come."""

from __future__ import annotations

from collections.abc import Sequence

from eshkol.expand.bindings import Alias, plain
from eshkol.syntax.datum import (
    NIL,
    Constant,
    PairConstant,
    Special,
    Syntax,
    SyntaxAtom,
    SyntaxLabelled,
    SyntaxLabelReference,
    SyntaxList,
    SyntaxVector,
    VectorConstant,
)


def to_constant(syntax: Syntax) -> Constant:
    """The datum that `syntax` denotes."""
    if type(syntax) is SyntaxAtom:
        return plain(syntax.value) if type(syntax.value) is Alias else syntax.value
    labels: dict[int, Constant] = {}
    value = _convert(syntax, labels)
    return _resolved(value, labels) if labels else value


def constant_list(values: Sequence[Constant]) -> Constant:
    """A quoted list of these values."""
    result: Constant = NIL
    for value in reversed(values):
        result = PairConstant(value, result)
    return result


def _placeholder(label: int) -> Special:
    return Special(f"#{label}#")


def _convert(syntax: Syntax, labels: dict[int, Constant]) -> Constant:
    match syntax:
        case SyntaxAtom(value=value):
            return plain(value) if type(value) is Alias else value
        case SyntaxList(items=items, tail=tail):
            result: Constant = NIL if tail is None else _convert(tail, labels)
            for item in reversed(items):
                result = PairConstant(_convert(item, labels), result)
            return result
        case SyntaxVector(items=items):
            return VectorConstant(tuple([_convert(item, labels) for item in items]))
        case SyntaxLabelled(label=label, datum=datum):
            labels[label] = _placeholder(label)
            labels[label] = _convert(datum, labels)
            return labels[label]
        case SyntaxLabelReference(label=label):
            return _placeholder(label)


def _resolved(value: Constant, labels: dict[int, Constant]) -> Constant:
    """Ties the knots: replaces placeholders by what their labels stand for."""
    placeholders = {_placeholder(label).name: target for label, target in labels.items()}

    def target_of(part: Constant) -> Constant:
        return placeholders.get(part.name, part) if isinstance(part, Special) else part

    seen: set[int] = set()
    pending = [target_of(value)]
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        match current:
            case PairConstant():
                object.__setattr__(current, "car", target_of(current.car))
                object.__setattr__(current, "cdr", target_of(current.cdr))
                pending += [current.car, current.cdr]
            case VectorConstant():
                object.__setattr__(current, "elements", tuple([target_of(e) for e in current.elements]))
                pending.extend(current.elements)
            case _:
                pass
    return target_of(value)

"""define-record-type: a record type and procedures over the record primitives."""

from __future__ import annotations

from collections.abc import Callable

from eshkol.core.nodes import (
    Clause,
    Constant,
    GlobalReference,
    GlobalVariable,
    Lambda,
    LocalReference,
    Node,
    Variable,
)
from eshkol.expand.bindings import Environment, key_of
from eshkol.expand.blocks import Block, Definition
from eshkol.expand.errors import malformed, problem, proper_items, symbol_of
from eshkol.expand.expander import Expander
from eshkol.expand.formals import check_distinct
from eshkol.record import record
from eshkol.source import Span
from eshkol.syntax.datum import Symbol, Syntax, SyntaxAtom, SyntaxList

_NAME = "define-record-type"


@record(frozen=True, slots=True)
class _Record:
    """A record type being defined: its variable and its fields in order."""

    expander: Expander
    block: Block
    type: Variable | GlobalVariable
    fields: tuple[SyntaxAtom, ...]

    def index(self, field: Syntax) -> int:
        key = key_of(symbol_of(field, "the name of a field"))
        for i, known in enumerate(self.fields):
            if key_of(symbol_of(known, "a field")) == key:
                return i
        names = ", ".join([symbol_of(f, "a field").name for f in self.fields]) or "no fields"
        name = symbol_of(field, "the name of a field").name
        raise problem(f"the record type has no field `{name}`", field.span, expected=names)

    def reference(self, span: Span) -> Node:
        if isinstance(self.type, Variable):
            return LocalReference(span, self.type)
        return GlobalReference(span, self.type)

    def define(self, name: Syntax, make: Callable[[str], Node]) -> None:
        """Defines `name`; `make` is given the name as text."""
        symbol = symbol_of(name, "the name of a procedure")
        target = self.expander.declare(self.block, symbol, name.span)
        self.block.items.append(Definition(target, lambda: make(symbol.name), name.span))


def define_record_type(expander: Expander, block: Block, form: SyntaxList, environment: Environment) -> None:
    type_name, constructor, predicate, *fields = proper_items(form, _NAME, 3)
    names = _field_names(form, fields)
    check_distinct(names, "field")
    symbol = symbol_of(type_name, "the name of the record type")
    target = expander.declare(block, symbol, type_name.span)
    record = _Record(expander, block, target, tuple(names))
    block.items.append(Definition(target, lambda: _make_type(record, symbol, form.span), type_name.span))
    _define_constructor(record, constructor, form)
    if not _is_false(predicate):
        record.define(predicate, lambda name: _predicate(record, name, predicate.span))
    for i, field in enumerate(fields):
        _define_field(record, i, field)


def _is_false(syntax: Syntax) -> bool:
    return isinstance(syntax, SyntaxAtom) and syntax.value is False


def _field_names(form: SyntaxList, fields: list[Syntax]) -> list[SyntaxAtom]:
    names: list[SyntaxAtom] = []
    for field in fields:
        name = field.items[0] if isinstance(field, SyntaxList) and field.items else field
        if isinstance(field, SyntaxList) and (len(field.items) > 3 or field.tail is not None):
            raise malformed(form, _NAME, part=field)
        symbol_of(name, "the name of a field")
        assert isinstance(name, SyntaxAtom)
        names.append(name)
    return names


def _make_type(record: _Record, symbol: Symbol, span: Span) -> Node:
    """`(%make-record-type 'name)`"""
    return record.expander.call_run_time(span, "%make-record-type", Constant(span, Symbol(symbol.name)))


def _define_constructor(record: _Record, constructor: Syntax, form: SyntaxList) -> None:
    """`(name field ...)`, or `name` alone for all fields, or #f for none."""
    if _is_false(constructor):
        return
    if isinstance(constructor, SyntaxList):
        if not constructor.items or constructor.tail is not None:
            raise malformed(form, _NAME, part=constructor)
        name, *arguments = constructor.items
    else:
        name, arguments = constructor, list(record.fields)
    indices = [record.index(argument) for argument in arguments]
    if len(set(indices)) != len(indices):
        raise problem("a field stands twice in the constructor", constructor.span)
    record.define(name, lambda text: _constructor(record, text, indices, constructor.span))


def _constructor(record: _Record, name: str, indices: list[int], span: Span) -> Node:
    """`(lambda (field ...) (%record type field-or-#f ...))`"""
    parameters = {i: Variable(symbol_of(record.fields[i], "a field").name, record.fields[i].span) for i in indices}
    values: list[Node] = [
        LocalReference(span, parameters[i]) if i in parameters else Constant(span, False)
        for i in range(len(record.fields))
    ]
    body = record.expander.call_run_time(span, "%record", record.reference(span), *values)
    return Lambda(span, name, (Clause(tuple(parameters.values()), None, body),))


def _predicate(record: _Record, name: str, span: Span) -> Node:
    """`(lambda (object) (%record-is? object type))`"""
    argument = Variable("object", span)
    test = record.expander.call_run_time(span, "%record-is?", LocalReference(span, argument), record.reference(span))
    return Lambda(span, name, (Clause((argument,), None, test),))


def _define_field(record: _Record, index: int, field: Syntax) -> None:
    if not isinstance(field, SyntaxList):
        return
    if len(field.items) > 1:
        record.define(field.items[1], lambda name: _accessor(record, name, index, field.items[1].span))
    if len(field.items) > 2:
        record.define(field.items[2], lambda name: _modifier(record, name, index, field.items[2].span))


def _accessor(record: _Record, name: str, index: int, span: Span) -> Node:
    """`(lambda (record) (%record-ref record type index 'accessor))`"""
    argument = Variable("record", span)
    body = record.expander.call_run_time(
        span,
        "%record-ref",
        LocalReference(span, argument),
        record.reference(span),
        Constant(span, index),
        Constant(span, Symbol(name)),
    )
    return Lambda(span, name, (Clause((argument,), None, body),))


def _modifier(record: _Record, name: str, index: int, span: Span) -> Node:
    """`(lambda (record value) (%record-set! record type index 'modifier value))`"""
    argument, value = Variable("record", span), Variable("value", span)
    body = record.expander.call_run_time(
        span,
        "%record-set!",
        LocalReference(span, argument),
        record.reference(span),
        Constant(span, index),
        Constant(span, Symbol(name)),
        LocalReference(span, value),
    )
    return Lambda(span, name, (Clause((argument, value), None, body),))

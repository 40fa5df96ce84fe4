"""The rules of `syntax-rules` macros as data: patterns, templates, and the macro that has them."""

from __future__ import annotations

from eshkol.expand.bindings import Environment, Key
from eshkol.record import record
from eshkol.source import Span
from eshkol.syntax.datum import StringConstant, Symbol, Syntax


@record(frozen=True, slots=True)
class AnyPattern:
    """`_`"""


@record(frozen=True, slots=True)
class VariablePattern:
    key: Key


@record(frozen=True, slots=True)
class LiteralPattern:
    symbol: Symbol


@record(frozen=True, slots=True)
class DatumPattern:
    value: object


@record(frozen=True, slots=True)
class ListPattern:
    """`(before ... repeated <ellipsis> after ... . tail)`; `variables` are those of `repeated`."""

    before: tuple[Pattern, ...]
    repeated: Pattern | None
    variables: tuple[Key, ...]
    after: tuple[Pattern, ...]
    tail: Pattern | None


@record(frozen=True, slots=True)
class VectorPattern:
    elements: ListPattern


Pattern = AnyPattern | VariablePattern | LiteralPattern | DatumPattern | ListPattern | VectorPattern


@record(frozen=True, slots=True)
class DatumTemplate:
    """A datum without symbols: inserted as it is."""

    datum: Syntax


@record(frozen=True, slots=True)
class SymbolTemplate:
    """A symbol that the template inserts, renamed."""

    symbol: Symbol
    span: Span


@record(frozen=True, slots=True)
class VariableTemplate:
    key: Key


@record(frozen=True, slots=True)
class RepeatedTemplate:
    """`template <ellipsis>`. `variables` are those that count the repetitions: each variable is repeated by as many

    ellipses as in the pattern, the innermost ones; further ones outside repeat its values as they are.
    """

    template: Template | RepeatedTemplate
    variables: tuple[Key, ...]
    span: Span


@record(frozen=True, slots=True)
class ListTemplate:
    items: tuple[Template | RepeatedTemplate, ...]
    tail: Template | None
    span: Span


@record(frozen=True, slots=True)
class VectorTemplate:
    elements: ListTemplate


Template = DatumTemplate | SymbolTemplate | VariableTemplate | ListTemplate | VectorTemplate


@record(frozen=True, slots=True)
class Rule:
    """`pattern` is matched against the arguments of a use: the list after the keyword."""

    pattern: ListPattern
    template: Template
    shown: str


@record(frozen=True, slots=True, eq=False)
class Macro:
    """A `syntax-rules` transformer with the environment in which it was defined."""

    name: str
    rules: tuple[Rule, ...]
    environment: Environment
    span: Span


def comparable(value: object) -> object:
    """Atoms of patterns match by `equal?`: 1 is not 1.0, and no number is a boolean."""
    if isinstance(value, StringConstant):
        return str, value.text
    return type(value), getattr(value, "data", repr(value))

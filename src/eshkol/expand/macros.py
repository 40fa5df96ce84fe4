"""`syntax-rules` macros: matching a use with their patterns, and filling templates in.

Literals are matched by binding. Values of pattern variables under n ellipses are lists nested n deep.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from eshkol.expand.bindings import Alias, Environment, Key, key_of, same_meaning
from eshkol.expand.errors import problem
from eshkol.expand.macro_rules import (
    DatumPattern,
    DatumTemplate,
    ListPattern,
    ListTemplate,
    LiteralPattern,
    Macro,
    Pattern,
    RepeatedTemplate,
    SymbolTemplate,
    Template,
    VariablePattern,
    VariableTemplate,
    VectorPattern,
    VectorTemplate,
    comparable,
)
from eshkol.source import Span
from eshkol.syntax.datum import Symbol, Syntax, SyntaxAtom, SyntaxList, SyntaxVector
from eshkol.syntax.write import write_syntax

# What one use of a macro may produce; more comes from a macro that grows without end.
MAXIMAL_OUTPUT = 200_000

Values: TypeAlias = "Syntax | list[Values]"


def transform(macro: Macro, form: SyntaxList, environment: Environment) -> Syntax:
    """The code that a use of `macro` stands for."""
    arguments = SyntaxList(form.items[1:], form.tail, form.span)
    for rule in macro.rules:
        found: dict[Key, Values] = {}
        if _match_list(rule.pattern, arguments, found, macro.environment, environment):
            return _Filler(macro, found, _site(macro, form.span)).fill(rule.template)
    raise problem(
        f"no rule of the macro `{macro.name}` fits this use",
        form.span,
        expected=" or ".join([rule.shown for rule in macro.rules[:4]]) or "nothing: the macro has no rules",
        got=write_syntax(form),
        notes=(("the macro is defined here", macro.span),),
    )


def _site(macro: Macro, span: Span) -> Span:
    """Where the macro was used; a use by its own template counts as the use that began it."""
    home = macro.span
    own = span.source is home.source and home.start <= span.start < home.end
    return span.expanded_at if own and span.expanded_at is not None else span


def _match(pattern: Pattern, syntax: Syntax, found: dict[Key, Values], home: Environment, here: Environment) -> bool:
    kind = type(pattern)
    if kind is VariablePattern:
        found[pattern.key] = syntax  # type: ignore[union-attr]
        return True
    match pattern:
        case ListPattern():
            return type(syntax) is SyntaxList and _match_list(pattern, syntax, found, home, here)
        case LiteralPattern(symbol=symbol):
            return (
                type(syntax) is SyntaxAtom
                and isinstance(syntax.value, Symbol)
                and same_meaning(syntax.value, here, symbol, home)
            )
        case DatumPattern(value=value):
            return type(syntax) is SyntaxAtom and comparable(syntax.value) == value
        case VectorPattern(elements=elements):
            if type(syntax) is not SyntaxVector:
                return False
            return _match_list(elements, SyntaxList(syntax.items, None, syntax.span), found, home, here)
        case _:
            return True


def _match_list(
    pattern: ListPattern, syntax: SyntaxList, found: dict[Key, Values], home: Environment, here: Environment
) -> bool:
    items = syntax.items
    first = len(pattern.before)
    if pattern.repeated is None:
        if len(items) < first or (pattern.tail is None and (len(items) > first or syntax.tail is not None)):
            return False
        last = first
    else:
        last = len(items) - len(pattern.after)
        if last < first or (pattern.tail is None and syntax.tail is not None):
            return False
    for part, item in zip(pattern.before, items, strict=False):
        if not _match(part, item, found, home, here):
            return False
    if pattern.repeated is None:
        return pattern.tail is None or _match(pattern.tail, _rest(syntax, first), found, home, here)
    if not _match_repeated(pattern, pattern.repeated, items[first:last], found, home, here):
        return False
    for part, item in zip(pattern.after, items[last:], strict=True):
        if not _match(part, item, found, home, here):
            return False
    return pattern.tail is None or _match(pattern.tail, _rest(syntax, len(items)), found, home, here)


def _match_repeated(
    pattern: ListPattern,
    repeated: Pattern,
    items: Sequence[Syntax],
    found: dict[Key, Values],
    home: Environment,
    here: Environment,
) -> bool:
    if type(repeated) is VariablePattern:
        found[repeated.key] = list(items)
        return True
    lists: dict[Key, list[Values]] = {key: [] for key in pattern.variables}
    for item in items:
        one: dict[Key, Values] = {}
        if not _match(repeated, item, one, home, here):
            return False
        for key, values in lists.items():
            values.append(one[key])
    found.update(lists)
    return True


def _rest(syntax: SyntaxList, start: int) -> Syntax:
    """The cdr of `syntax` after `start` items."""
    items = syntax.items[start:]
    if not items and syntax.tail is not None:
        return syntax.tail
    span = Span(syntax.span.source, items[0].span.start, syntax.span.end) if items else syntax.span
    if items and items[0].span.source is not syntax.span.source:
        span = syntax.span
    return SyntaxList(items, syntax.tail, span)


class _Filler:
    """Fills in a template for one use of a macro: symbols it inserts become aliases, one for each symbol."""

    def __init__(self, macro: Macro, found: dict[Key, Values], site: Span) -> None:
        self.macro = macro
        self.found = found
        self.site = site
        self.aliases: dict[Key, Alias] = {}
        self.room = MAXIMAL_OUTPUT

    def fill(self, template: Template) -> Syntax:
        match template:
            case VariableTemplate(key=key):
                return self.found[key]  # type: ignore[return-value]
            case SymbolTemplate(symbol=symbol, span=span):
                return SyntaxAtom(self.alias(symbol), self.span(span))
            case ListTemplate(span=span):
                return self.fill_list(template, self.span(span))
            case VectorTemplate(elements=elements):
                filled = self.fill_list(elements, self.span(elements.span))
                return SyntaxVector(filled.items, filled.span)
            case DatumTemplate(datum=datum):
                return SyntaxAtom(datum.value, self.span(datum.span)) if isinstance(datum, SyntaxAtom) else datum

    def alias(self, symbol: Symbol) -> Alias:
        key = key_of(symbol)
        alias = self.aliases.get(key)
        if alias is None:
            alias = self.aliases[key] = Alias(symbol, self.macro.environment)
        return alias

    def span(self, span: Span) -> Span:
        return Span(span.source, span.start, span.end, self.site)

    def fill_list(self, template: ListTemplate, span: Span) -> SyntaxList:
        items: list[Syntax] = []
        for part in template.items:
            if type(part) is RepeatedTemplate:
                self.repeat(part, items)
            else:
                items.append(self.fill(part))  # type: ignore[arg-type]
        self.room -= len(items)
        if self.room < 0:
            raise problem(f"the macro `{self.macro.name}` produces too much code", self.site)
        if template.tail is None:
            return SyntaxList(tuple(items), None, span)
        tail = self.fill(template.tail)
        if isinstance(tail, SyntaxList):
            return SyntaxList((*items, *tail.items), tail.tail, span)
        return SyntaxList(tuple(items), tail, span) if items else SyntaxList((), tail, span)

    def repeat(self, part: RepeatedTemplate, items: list[Syntax]) -> None:
        outer = self.found
        driving = {key: values for key in part.variables if isinstance(values := outer[key], list)}
        lengths = {len(values) for values in driving.values()}
        if len(lengths) != 1:
            self.fail_lengths(driving, part.span)
        inner = part.template
        for i in range(lengths.pop()):
            self.found = outer | {key: values[i] for key, values in driving.items()}
            if isinstance(inner, RepeatedTemplate):
                self.repeat(inner, items)
            else:
                items.append(self.fill(inner))
            if len(items) > self.room:
                raise problem(f"the macro `{self.macro.name}` produces too much code", self.site)
        self.found = outer

    def fail_lengths(self, driving: dict[Key, list[Values]], span: Span) -> None:
        counts = [f"{len(values)} of `{key if isinstance(key, str) else key.name}`" for key, values in driving.items()]
        raise problem(
            f"the macro `{self.macro.name}` repeats things of different number together",
            self.site,
            got=" and ".join(counts) or "no repetition",
            notes=(("in this template", span),),
        )

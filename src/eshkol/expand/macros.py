"""`syntax-rules` macros: parsing them into patterns and templates, matching, and filling templates in.

Covers R7RS 4.3.2: literals matched by binding, custom and escaped ellipses, patterns after an ellipsis, dotted and
vector patterns, nested ellipses. Values of pattern variables under n ellipses are lists nested n deep.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from eshkol.expand.bindings import Alias, Environment, Key, SpecialForm, key_of, resolve, same_meaning
from eshkol.expand.errors import problem
from eshkol.source import Span
from eshkol.syntax.datum import (
    StringConstant,
    Symbol,
    Syntax,
    SyntaxAtom,
    SyntaxList,
    SyntaxVector,
)
from eshkol.syntax.write import write_syntax

# What one use of a macro may produce; more comes from a macro that grows without end.
MAXIMAL_OUTPUT = 200_000


@dataclass(frozen=True, slots=True)
class AnyPattern:
    """`_`"""


@dataclass(frozen=True, slots=True)
class VariablePattern:
    key: Key


@dataclass(frozen=True, slots=True)
class LiteralPattern:
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class DatumPattern:
    value: object


@dataclass(frozen=True, slots=True)
class ListPattern:
    """`(before ... repeated <ellipsis> after ... . tail)`; `variables` are those of `repeated`."""

    before: tuple[Pattern, ...]
    repeated: Pattern | None
    variables: tuple[Key, ...]
    after: tuple[Pattern, ...]
    tail: Pattern | None


@dataclass(frozen=True, slots=True)
class VectorPattern:
    elements: ListPattern


Pattern = AnyPattern | VariablePattern | LiteralPattern | DatumPattern | ListPattern | VectorPattern


@dataclass(frozen=True, slots=True)
class DatumTemplate:
    """A datum without symbols: inserted as it is."""

    datum: Syntax


@dataclass(frozen=True, slots=True)
class SymbolTemplate:
    """A symbol that the template inserts, renamed."""

    symbol: Symbol
    span: Span


@dataclass(frozen=True, slots=True)
class VariableTemplate:
    key: Key


@dataclass(frozen=True, slots=True)
class RepeatedTemplate:
    """`template <ellipsis>`. `variables` are those that count the repetitions: each variable is repeated by as many

    ellipses as in the pattern, the innermost ones; further ones outside repeat its values as they are.
    """

    template: Template | RepeatedTemplate
    variables: tuple[Key, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ListTemplate:
    items: tuple[Template | RepeatedTemplate, ...]
    tail: Template | None
    span: Span


@dataclass(frozen=True, slots=True)
class VectorTemplate:
    elements: ListTemplate


Template = DatumTemplate | SymbolTemplate | VariableTemplate | ListTemplate | VectorTemplate


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern` is matched against the arguments of a use: the list after the keyword."""

    pattern: ListPattern
    template: Template
    shown: str


@dataclass(frozen=True, slots=True, eq=False)
class Macro:
    """A `syntax-rules` transformer with the environment in which it was defined."""

    name: str
    rules: tuple[Rule, ...]
    environment: Environment
    span: Span


Values: TypeAlias = "Syntax | list[Values]"


# Parsing


def parse_macro(name: str, form: SyntaxList, environment: Environment) -> Macro:
    """`(syntax-rules [ellipsis] (literal ...) (pattern template) ...)`"""
    items = form.items[1:]
    ellipsis: Symbol | None = None
    if items and isinstance(items[0], SyntaxAtom) and isinstance(items[0].value, Symbol):
        ellipsis, items = items[0].value, items[1:]
    if form.tail is not None or not items or not isinstance(items[0], SyntaxList):
        raise problem(
            "malformed syntax-rules", form.span, expected="(syntax-rules (literal ...) (pattern template) ...)"
        )
    literals: dict[Key, Symbol] = {}
    for item in items[0].items:
        if not isinstance(item, SyntaxAtom) or not isinstance(item.value, Symbol):
            raise problem("a literal of syntax-rules must be a symbol", item.span, got=write_syntax(item))
        literals[key_of(item.value)] = item.value
    parser = _Parser(environment, ellipsis, literals)
    return Macro(name, tuple([parser.rule(rule) for rule in items[1:]]), environment, form.span)


class _Parser:
    def __init__(self, environment: Environment, ellipsis: Symbol | None, literals: dict[Key, Symbol]) -> None:
        self.environment = environment
        self.ellipsis = ellipsis
        self.literals = literals
        self.depths: dict[Key, int] = {}

    def rule(self, rule: Syntax) -> Rule:
        if not isinstance(rule, SyntaxList) or len(rule.items) != 2 or rule.tail is not None:
            raise problem(
                "malformed rule of syntax-rules", rule.span, expected="(pattern template)", got=write_syntax(rule)
            )
        pattern, template = rule.items
        if not isinstance(pattern, SyntaxList) or not pattern.items:
            raise problem("the pattern of a rule must be a list", pattern.span, expected="(keyword pattern ...)")
        self.depths = {}
        arguments = SyntaxList(pattern.items[1:], pattern.tail, pattern.span)
        return Rule(self.list_pattern(arguments, 0), self.template(template), write_syntax(pattern))

    def is_ellipsis(self, syntax: Syntax) -> bool:
        if not isinstance(syntax, SyntaxAtom) or not isinstance(syntax.value, Symbol):
            return False
        symbol = syntax.value
        if self.ellipsis is not None:
            return key_of(symbol) == key_of(self.ellipsis)
        return symbol.name == "..." and key_of(symbol) not in self.literals

    # Patterns

    def pattern(self, syntax: Syntax, depth: int) -> Pattern:
        match syntax:
            case SyntaxAtom(value=Symbol() as symbol):
                return self.symbol_pattern(symbol, syntax.span, depth)
            case SyntaxAtom(value=value):
                return DatumPattern(_comparable(value))
            case SyntaxList():
                return self.list_pattern(syntax, depth)
            case SyntaxVector(items=items, span=span):
                return VectorPattern(self.list_pattern(SyntaxList(items, None, span), depth))
            case _:
                raise problem("datum labels cannot stand in patterns", syntax.span)

    def symbol_pattern(self, symbol: Symbol, span: Span, depth: int) -> Pattern:
        key = key_of(symbol)
        if key in self.literals:
            return LiteralPattern(symbol)
        if symbol.name == "_" and resolve(symbol, self.environment) in (SpecialForm("_"), None):
            return AnyPattern()
        if key in self.depths:
            raise problem(f"`{symbol.name}` stands twice in this pattern", span)
        self.depths[key] = depth
        return VariablePattern(key)

    def list_pattern(self, syntax: SyntaxList, depth: int) -> ListPattern:
        items = syntax.items
        at = next((i for i, item in enumerate(items) if self.is_ellipsis(item)), None)
        if at == 0:
            raise problem("an ellipsis needs a pattern before it", items[0].span)
        if at is None:
            before = tuple([self.pattern(item, depth) for item in items])
            return ListPattern(before, None, (), (), self.tail_pattern(syntax, depth))
        for item in items[at + 1 :]:
            if self.is_ellipsis(item):
                raise problem("only one ellipsis may stand in a list of a pattern", item.span)
        before = tuple([self.pattern(item, depth) for item in items[: at - 1]])
        known = set(self.depths)
        repeated = self.pattern(items[at - 1], depth + 1)
        variables = tuple([key for key in self.depths if key not in known])
        after = tuple([self.pattern(item, depth) for item in items[at + 1 :]])
        return ListPattern(before, repeated, variables, after, self.tail_pattern(syntax, depth))

    def tail_pattern(self, syntax: SyntaxList, depth: int) -> Pattern | None:
        if syntax.tail is None:
            return None
        if self.is_ellipsis(syntax.tail):
            raise problem("an ellipsis cannot follow the dot of a pattern", syntax.tail.span)
        return self.pattern(syntax.tail, depth)

    # Templates

    def template(self, syntax: Syntax) -> Template:
        template = self.parse_template(syntax, ellipses=True)
        self.check_depths(template, 0, syntax.span)
        return template

    def parse_template(self, syntax: Syntax, *, ellipses: bool) -> Template:
        """`ellipses` is false inside `(... template)`, where they stand for themselves."""
        match syntax:
            case SyntaxAtom(value=Symbol() as symbol, span=span):
                if ellipses and self.is_ellipsis(syntax):
                    raise problem("an ellipsis needs a template before it", span)
                key = key_of(symbol)
                return VariableTemplate(key) if key in self.depths else SymbolTemplate(symbol, span)
            case SyntaxList(items=items, tail=tail, span=span):
                if ellipses and items and self.is_ellipsis(items[0]):
                    if len(items) != 2 or tail is not None:
                        raise problem("malformed escape of an ellipsis", span, expected="(... template)")
                    return self.parse_template(items[1], ellipses=False)
                return self.list_template(syntax, ellipses=ellipses)
            case SyntaxVector(items=items, span=span):
                return VectorTemplate(self.list_template(SyntaxList(items, None, span), ellipses=ellipses))
            case _:
                return DatumTemplate(syntax)

    def list_template(self, syntax: SyntaxList, *, ellipses: bool) -> ListTemplate:
        parts: list[Template | RepeatedTemplate] = []
        items = syntax.items
        i = 0
        while i < len(items):
            part: Template | RepeatedTemplate = self.parse_template(items[i], ellipses=ellipses)
            span, i = items[i].span, i + 1
            while ellipses and i < len(items) and self.is_ellipsis(items[i]):
                part, i = self.repeated_template(part, span), i + 1
            parts.append(part)
        tail = None if syntax.tail is None else self.parse_template(syntax.tail, ellipses=ellipses)
        return ListTemplate(tuple(parts), tail, syntax.span)

    def repeated_template(self, part: Template | RepeatedTemplate, span: Span) -> RepeatedTemplate:
        inner = _ellipses_inside(part)
        variables = tuple([key for key, ellipses in inner.items() if self.depths[key] > ellipses])
        if not variables:
            raise problem(
                "nothing says how often this template is repeated", span, expected="a repeated variable of the pattern"
            )
        return RepeatedTemplate(part, variables, span)

    def check_depths(self, template: Template | RepeatedTemplate, depth: int, span: Span) -> None:
        match template:
            case VariableTemplate(key=key):
                if self.depths[key] > depth:
                    name = key if isinstance(key, str) else key.name
                    raise problem(
                        f"`{name}` needs more ellipses after it",
                        span,
                        expected=f"{self.depths[key]}, as in the pattern",
                        got=str(depth),
                    )
            case RepeatedTemplate(template=inner, span=place):
                self.check_depths(inner, depth + 1, place)
            case ListTemplate(items=items, tail=tail, span=place):
                for item in items:
                    self.check_depths(item, depth, place)
                if tail is not None:
                    self.check_depths(tail, depth, place)
            case VectorTemplate(elements=elements):
                self.check_depths(elements, depth, span)
            case _:
                pass


def _ellipses_inside(template: Template | RepeatedTemplate) -> dict[Key, int]:
    """The variables of `template`, each with the least number of ellipses that follow it inside."""
    match template:
        case VariableTemplate(key=key):
            return {key: 0}
        case RepeatedTemplate(template=inner):
            return {key: ellipses + 1 for key, ellipses in _ellipses_inside(inner).items()}
        case ListTemplate(items=items, tail=tail):
            found: dict[Key, int] = {}
            for item in (*items, *([] if tail is None else [tail])):
                for key, ellipses in _ellipses_inside(item).items():
                    found[key] = min(ellipses, found.get(key, ellipses))
            return found
        case VectorTemplate(elements=elements):
            return _ellipses_inside(elements)
        case _:
            return {}


def _comparable(value: object) -> object:
    """Atoms of patterns match by `equal?`: 1 is not 1.0, and no number is a boolean."""
    if isinstance(value, StringConstant):
        return str, value.text
    return type(value), getattr(value, "data", repr(value))


# Expansion


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
            return type(syntax) is SyntaxAtom and _comparable(syntax.value) == value
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

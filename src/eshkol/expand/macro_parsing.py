"""`syntax-rules` forms: parsing them into patterns and templates.

Covers R7RS 4.3.2: literals, custom and escaped ellipses, patterns after an ellipsis, dotted and vector patterns, nested
ellipses.
"""

from __future__ import annotations

from eshkol.expand.bindings import Environment, Key, SpecialForm, key_of, resolve
from eshkol.expand.errors import problem
from eshkol.expand.macro_rules import (
    AnyPattern,
    DatumPattern,
    DatumTemplate,
    ListPattern,
    ListTemplate,
    LiteralPattern,
    Macro,
    Pattern,
    RepeatedTemplate,
    Rule,
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
                return DatumPattern(comparable(value))
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

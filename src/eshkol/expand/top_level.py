"""The top level of one library or of the program: declares every name first, then expands the values in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eshkol.core.nodes import (
    Constant,
    GlobalAssignment,
    GlobalDefinition,
    GlobalReference,
    GlobalVariable,
    LocalReference,
    Node,
    PrimitiveReference,
    Receive,
)
from eshkol.diagnostics import CompileError
from eshkol.expand.bindings import Alias, Environment, Primitive, key_of
from eshkol.expand.blocks import Block, Definition, Expression, Item, ValuesDefinition, temporaries
from eshkol.expand.errors import problem
from eshkol.expand.expander import Expander
from eshkol.expand.expansion import TooManyErrors
from eshkol.expand.forms import DEFINITION_FORMS, EXPRESSION_FORMS
from eshkol.expand.world import World
from eshkol.source import Span
from eshkol.syntax.datum import Symbol, Syntax, SyntaxAtom, SyntaxList

PROGRAM = ""


class TopLevel:
    """Expands the forms of one library. `imports` are the names it sees besides its own.

    Defining or assigning an imported name makes a variable of the library's own, which shadows the import everywhere in
    the library and, if something uses it before its definition, begins with the import's value.
    """

    def __init__(self, library: str, imports: Environment, world: World) -> None:
        self.library = library
        self.imports = imports
        self.top = Environment(imports)
        self.expander = Expander(library, self.top, world, EXPRESSION_FORMS, DEFINITION_FORMS)
        self.block = Block(self.top, self.declare, at_top_level=True, abandon=self.declare_anyway)
        self.names: set[str] = set()
        self.predefined: list[Node] = []

    def expand(self, forms: Iterable[Syntax], assigned: Iterable[tuple[str, Span]] = ()) -> tuple[Node, ...]:
        """The core forms. `assigned`: imported names that the library assigns, and where."""
        try:
            for name, span in assigned:
                variable = self.declare(Symbol(name), span)
                self.predefined += self.initial_definition(variable, span)
                self.expander.pending_shadows.discard(variable)
            self.expander.scan_all(self.block, forms, self.top)
            return self.finish()
        except TooManyErrors:
            return ()

    # Declarations

    def declare_anyway(self, form: Syntax) -> None:
        """Declares what a wrong definition meant to define, or takes it for known: its uses are no further errors."""
        match form:
            case SyntaxList(items=(SyntaxAtom(value=Symbol(name="define")), header, *_)):
                while isinstance(header, SyntaxList) and header.items:
                    header = header.items[0]
                match header:
                    case SyntaxAtom(value=Symbol() as symbol) if key_of(symbol) not in self.top.bindings:
                        self.expander.pending_shadows.discard(self.declare(symbol, header.span))
                    case _:
                        pass
            case SyntaxList(items=(SyntaxAtom(value=Symbol(name="define-syntax")), keyword, *_)):
                self.expander.unbound |= _symbols_in(keyword)
            case SyntaxList(items=(SyntaxAtom(value=Symbol(name="define-record-type" | "define-values")), *parts)):
                self.expander.unbound = self.expander.unbound.union(*map(_symbols_in, parts))
            case _:
                pass

    def declare(self, symbol: Symbol, span: Span) -> GlobalVariable:
        """The global variable for a defined name."""
        key = key_of(symbol)
        known = self.top.bindings.get(key)
        if isinstance(known, GlobalVariable):
            if self.library != PROGRAM and key in self.block.spans:
                raise problem(f"`{symbol.name}` is defined twice in the library {self.library}", span)
            return known
        variable = GlobalVariable(self.unused_name(symbol, span), self.library)
        if isinstance(self.imports.bindings.get(symbol.name), GlobalVariable | Primitive) and type(key) is str:
            self.expander.pending_shadows.add(variable)
        self.top.bindings[key] = variable
        return variable

    def unused_name(self, symbol: Symbol, span: Span) -> str:
        """The name itself; for names that macro templates define, one that nothing else has."""
        name = symbol.name
        if type(symbol) is not Alias:
            self.names.add(name)
            return name
        self.expander.hidden.setdefault(name, span)
        number = 1
        while f"{name} {number}" in self.names:
            number += 1
        self.names.add(f"{name} {number}")
        return f"{name} {number}"

    # Values

    def finish(self) -> tuple[Node, ...]:
        forms: list[Node] = []
        for item in self.block.items:
            forms += self.finish_item(item)
            for target in _targets(item):
                self.expander.pending_shadows.discard(target)
        for variable in self.expander.early_shadows:
            self.predefined += self.initial_definition(variable, self.block.spans[variable.name])
        return (*self.predefined, *forms)

    def finish_item(self, item: Item) -> Sequence[Node]:
        expander = self.expander
        match item:
            case Definition(target=GlobalVariable() as target, make_value=make, span=span):
                return [GlobalDefinition(span, target, expander.recovering(make, span))]
            case Expression(make=make, span=span):
                return [expander.recovering(make, span)]
            case ValuesDefinition(make_producer=make, span=span):
                producer = expander.recovering(make, span)
                try:
                    return self.values_definition(item, producer)
                except CompileError as error:
                    expander.report(error)
        return []

    def values_definition(self, item: ValuesDefinition, producer: Node) -> Sequence[Node]:
        """The values pass through a vector that a hidden global holds only until they are taken out."""
        span = item.span
        required, rest = temporaries(item)
        received = [LocalReference(span, v) for v in (*required, *([] if rest is None else [rest]))]
        holder = GlobalVariable(self.unused_name(Alias(Symbol("values"), self.top), span), self.library)
        vector = self.expander.call_run_time(span, "vector", *received)
        forms: list[Node] = [GlobalDefinition(span, holder, Receive(span, required, rest, producer, vector))]
        for i, target in enumerate(item.targets):
            assert isinstance(target, GlobalVariable)
            element = self.expander.call_run_time(span, "vector-ref", GlobalReference(span, holder), Constant(span, i))
            forms.append(GlobalDefinition(span, target, element))
        return [*forms, GlobalAssignment(span, holder, Constant(span, False))]

    def initial_definition(self, variable: GlobalVariable, span: Span) -> list[Node]:
        """Gives a variable that shadows an import the import's value."""
        imported = self.imports.bindings.get(variable.name)
        if isinstance(imported, GlobalVariable):
            return [GlobalDefinition(span, variable, GlobalReference(span, imported))]
        if isinstance(imported, Primitive):
            return [GlobalDefinition(span, variable, PrimitiveReference(span, imported.name))]
        return []


def expand_top_level(
    library: str, imports: Environment, world: World, forms: Sequence[Syntax]
) -> tuple[TopLevel, tuple[Node, ...]]:
    """Expands `forms`; once more when it turned out that they assign imported names."""
    names = dict(imports.bindings)
    top_level = TopLevel(library, imports, world)
    nodes = top_level.expand(forms)
    assigned = top_level.expander.assigned_imports
    if assigned and not top_level.expander.diagnostics:
        top_level = TopLevel(library, Environment(None, names), world)
        nodes = top_level.expand(forms, tuple(assigned.items()))
    return top_level, nodes


def _targets(item: Item) -> Sequence[GlobalVariable]:
    match item:
        case Definition(target=GlobalVariable() as target):
            return (target,)
        case ValuesDefinition():
            return tuple([t for t in item.targets if isinstance(t, GlobalVariable)])
        case _:
            return ()


def _symbols_in(syntax: Syntax) -> set[str]:
    """The names in a form, at any depth of its lists."""
    match syntax:
        case SyntaxAtom(value=Symbol(name=name)):
            return {name}
        case SyntaxList(items=items):
            return set[str]().union(*map(_symbols_in, items))
        case _:
            return set()

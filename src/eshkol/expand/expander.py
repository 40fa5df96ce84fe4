"""The expander proper: expressions, bodies and references of one library or program become core nodes."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn, Protocol

from eshkol.core.nodes import (
    Call,
    Clause,
    Constant,
    GlobalAssignment,
    GlobalReference,
    GlobalVariable,
    Lambda,
    LetRecursive,
    LocalAssignment,
    LocalReference,
    Node,
    PrimitiveReference,
    Receive,
    Variable,
)
from eshkol.core.nodes import Sequence as SequenceNode
from eshkol.core.walk import free_variables
from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.expand.bindings import (
    Binding,
    Environment,
    Key,
    Primitive,
    SpecialForm,
    Unavailable,
    key_of,
    plain,
    resolve,
    scope_of,
    visible_names,
)
from eshkol.expand.errors import problem, symbol_of
from eshkol.expand.macros import Macro, transform
from eshkol.source import Span
from eshkol.syntax.datum import (
    UNSPECIFIED,
    Symbol,
    Syntax,
    SyntaxAtom,
    SyntaxLabelled,
    SyntaxLabelReference,
    SyntaxList,
)
from eshkol.syntax.write import write_syntax

# How deep core expressions may nest; every later stage relies on it.
MAXIMAL_DEPTH = 10_000
# How deep scopes may nest where expressions nest deeper than the second number: each scope makes look-ups longer.
MAXIMAL_SCOPES = 3_000
HARMLESS_DEPTH = 1_000
# Uses of macros, and expressions, in one program or library: more comes from macros that grow without end.
MAXIMAL_EXPANSIONS = 1_000_000
MAXIMAL_EXPRESSIONS = 5_000_000
# How often one use of a macro may expand to another use of a macro in the same place.
MAXIMAL_REPETITION = 10_000
MAXIMAL_DIAGNOSTICS = 50
# Each takes seconds to find.
MAXIMAL_RUNAWAYS = 3

STANDARD_LIBRARY = "eshkol"

ExpressionForm = Callable[["Expander", SyntaxList, Environment], Node]
DefinitionForm = Callable[["Expander", "Block", SyntaxList, Environment], None]


@dataclass(frozen=True, slots=True)
class Definition:
    """A variable and how to make its value, once everything around is defined."""

    target: Variable | GlobalVariable
    make_value: Callable[[], Node]
    span: Span


@dataclass(frozen=True, slots=True)
class ValuesDefinition:
    """Several variables that are the values of one expression."""

    required: tuple[Variable | GlobalVariable, ...]
    rest: Variable | GlobalVariable | None
    make_producer: Callable[[], Node]
    span: Span

    @property
    def targets(self) -> tuple[Variable | GlobalVariable, ...]:
        """All variables, the rest list last."""
        return self.required if self.rest is None else (*self.required, self.rest)


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression between definitions."""

    make: Callable[[], Node]
    span: Span


Item = Definition | ValuesDefinition | Expression


@dataclass(slots=True)
class Block:
    """Definitions and expressions in one scope, collected before any of them is expanded.

    `declare` makes the variable for a defined name and binds it in the scope; `abandon` is told of wrong forms.
    """

    environment: Environment
    declare: Callable[[Symbol, Span], Variable | GlobalVariable]
    at_top_level: bool
    abandon: Callable[[Syntax], None] | None = None
    items: list[Item] = field(default_factory=list)
    spans: dict[Key, Span] = field(default_factory=dict)


class World(Protocol):
    """What lies outside of the library being expanded: other libraries, and files."""

    def run_time(self, name: str) -> Binding | None:
        """What the standard library itself means by `name`, whatever the program does with it."""

    def run_time_names(self) -> Iterable[str]:
        """All names that `run_time` knows."""

    def exporter(self, name: str) -> str | None:
        """A standard library that exports `name`, to suggest importing it."""

    def import_sets(self, form: SyntaxList) -> Mapping[str, Binding]:
        """The names that `(import set ...)` makes visible."""

    def has_library(self, name: str, place: Span) -> bool:
        """True when `(library name)` in a cond-expand at `place` holds."""

    def read_file(self, name: str, place: Span, *, fold_case: bool) -> Sequence[Syntax]:
        """The forms of a file that is named in the source of `place`."""


class Expander:
    """Expands one library. `top` is the scope of its own names, whose parent holds what it imports."""

    def __init__(
        self,
        library: str,
        top: Environment,
        world: World,
        expression_forms: Mapping[str, ExpressionForm],
        definition_forms: Mapping[str, DefinitionForm],
    ) -> None:
        self.library = library
        self.top = top
        self.world = world
        self.expression_forms = expression_forms
        self.definition_forms = definition_forms
        self.diagnostics: list[Diagnostic] = []
        self.depth = 0
        self.lambda_depth = 0
        self.expansions = 0
        self.expressions = 0
        self.hidden: dict[str, Span] = {}
        self.assigned_imports: dict[str, Span] = {}
        self.unbound: set[str] = set()
        self.imports_failed = False
        self.runaways = 0
        self.missing: dict[str, Span] = {}
        self.including: list[tuple[str, str]] = []
        # Globals that shadow an import and are not yet defined where expansion stands; those used nevertheless.
        self.pending_shadows: set[GlobalVariable] = set()
        self.early_shadows: dict[GlobalVariable, None] = {}

    # Errors

    def report(self, error: CompileError) -> None:
        """Keeps the diagnostics and goes on; stops the expansion when there are too many."""
        self.diagnostics.extend(error.diagnostics)
        if len(self.diagnostics) >= MAXIMAL_DIAGNOSTICS:
            raise TooManyErrors

    def count_runaway(self) -> None:
        """To be called before an expansion that went too far is reported; stops everything when there are too many."""
        self.runaways += 1
        if self.runaways > MAXIMAL_RUNAWAYS:
            raise TooManyErrors

    def recovering(self, make: Callable[[], Node], span: Span) -> Node:
        """What `make` gives, or a placeholder when it fails, whose errors are kept."""
        depth, lambda_depth, including = self.depth, self.lambda_depth, len(self.including)
        try:
            return make()
        except CompileError as error:
            self.depth, self.lambda_depth = depth, lambda_depth
            del self.including[including:]
            self.report(error)
            return Constant(span, UNSPECIFIED)

    # Expressions

    def expand(self, syntax: Syntax, environment: Environment) -> Node:
        """The core expression for `syntax`."""
        kind = type(syntax)
        if kind is SyntaxList:
            self.depth += 1
            self.expressions += 1
            if self.depth > HARMLESS_DEPTH or self.expressions > MAXIMAL_EXPRESSIONS:
                self.check_size(syntax.span, environment)
            node = self.expand_list(syntax, environment)  # type: ignore[arg-type]
            self.depth -= 1
            return node
        if kind is SyntaxAtom:
            value = syntax.value  # type: ignore[union-attr]
            if isinstance(value, Symbol):
                return self.reference(value, syntax.span, environment)
            return Constant(syntax.span, value)
        if isinstance(syntax, SyntaxLabelled | SyntaxLabelReference):
            raise problem(
                "datum labels can only stand in quoted data", syntax.span, hint="write '#0=... with a quote before it"
            )
        return self.expression_forms["quote"](self, _quoted(syntax), environment)

    def expand_list(self, form: SyntaxList, environment: Environment) -> Node:
        repetition = 0
        while True:
            if not form.items:
                raise problem("() is no expression", form.span, hint="write '() for the empty list")
            head = form.items[0]
            if not (type(head) is SyntaxAtom and isinstance(head.value, Symbol)):
                return self.expand_call(form, self.expand(head, environment), environment)
            binding = resolve(head.value, environment)
            if type(binding) is SpecialForm:
                handler = self.expression_forms.get(binding.name)
                if handler is None:
                    self.fail_no_expression(form, binding.name)
                return handler(self, form, environment)
            if type(binding) is not Macro:
                operator = self.reference_to(binding, head.value, head.span, environment)
                return self.expand_call(form, operator, environment)
            result = self.transform(binding, form, environment, repetition)
            if not isinstance(result, SyntaxList):
                return self.expand(result, environment)
            form, repetition = result, repetition + 1

    def expand_call(self, form: SyntaxList, operator: Node, environment: Environment) -> Node:
        if form.tail is not None:
            raise problem("a procedure call cannot contain a dot", form.tail.span, got=write_syntax(form))
        operands = tuple([self.expand(item, environment) for item in form.items[1:]])
        return _receive(form.span, operator, operands) or Call(form.span, operator, operands)

    def expand_named(self, syntax: Syntax, environment: Environment, name: str) -> Node:
        """Like `expand`; a lambda without a name gets this one."""
        node = self.expand(syntax, environment)
        if type(node) is Lambda and not node.name:
            return Lambda(node.span, name, node.clauses)
        return node

    def transform(self, macro: Macro, form: SyntaxList, environment: Environment, repetition: int) -> Syntax:
        """One step of macro expansion, counted."""
        self.expansions += 1
        if self.expansions > MAXIMAL_EXPANSIONS or repetition > MAXIMAL_REPETITION:
            self.count_runaway()
            raise problem(
                f"the expansion of the macro `{macro.name}` does not end",
                _outermost(form.span),
                notes=(("the macro is defined here", macro.span),),
            )
        return transform(macro, form, environment)

    def check_size(self, span: Span, environment: Environment) -> None:
        """Reports an expression that nests too deeply, and a program that has become too large."""
        if self.depth > MAXIMAL_DEPTH or environment.level > MAXIMAL_SCOPES or self.expressions > MAXIMAL_EXPRESSIONS:
            self.fail_size(span)

    def fail_size(self, span: Span) -> NoReturn:
        if self.expressions <= MAXIMAL_EXPRESSIONS:
            self.count_runaway()
            raise problem(
                "this expression nests too deeply",
                _outermost(span),
                expected=f"at most {MAXIMAL_DEPTH} levels, and {MAXIMAL_SCOPES} scopes, after macro expansion",
                hint="split it into several definitions, or look for a macro whose expansion does not end",
            )
        raise CompileError([Diagnostic("the program is too large after macro expansion", _outermost(span))])

    def fail_no_expression(self, form: SyntaxList, name: str) -> NoReturn:
        if name in self.definition_forms:
            raise problem(
                f"{name} cannot stand here",
                form.span,
                expected="an expression",
                hint="definitions stand at the top level or directly in a body; (let () ...) makes a body",
            )
        raise problem(f"`{name}` has no meaning here", form.span, expected="an expression")

    # References

    def reference(self, symbol: Symbol, span: Span, environment: Environment) -> Node:
        return self.reference_to(resolve(symbol, environment), symbol, span, environment)

    def reference_to(self, binding: Binding | None, symbol: Symbol, span: Span, environment: Environment) -> Node:
        """A reference to what `symbol` was resolved to."""
        kind = type(binding)
        if kind is Variable:
            return LocalReference(span, binding)  # type: ignore[arg-type]
        if kind is GlobalVariable:
            if binding in self.pending_shadows and self.lambda_depth == 0:
                self.early_shadows[binding] = None
            return GlobalReference(span, binding)  # type: ignore[arg-type]
        if isinstance(binding, Primitive):
            return PrimitiveReference(span, binding.name)
        if isinstance(binding, SpecialForm | Macro):
            self.fail_keyword(binding, symbol, span)
        if isinstance(binding, Unavailable):
            self.report(unavailable(binding, span))
        elif self.library == STANDARD_LIBRARY:
            return self.missing_reference(symbol, span)
        else:
            self.report_unbound(symbol, span, environment)
        return Constant(span, UNSPECIFIED)

    def missing_reference(self, symbol: Symbol, span: Span) -> Node:
        """The standard library uses a name that nothing defines: only programs that reach the use shall fail."""
        self.missing.setdefault(symbol.name, span)
        return GlobalReference(span, GlobalVariable(symbol.name, STANDARD_LIBRARY))

    def fail_keyword(self, binding: SpecialForm | Macro, symbol: Symbol, span: Span) -> NoReturn:
        what = "a macro" if isinstance(binding, Macro) else "syntax"
        raise problem(
            f"`{symbol.name}` is {what} and cannot be used as a variable",
            span,
            expected="an expression",
            hint=f"begin a form with it: ({symbol.name} ...)" if binding.name not in ("else", "=>") else None,
        )

    def report_unbound(self, symbol: Symbol, span: Span, environment: Environment) -> None:
        """Reported once for each name, and not at all when it may belong to an import that has failed."""
        name = symbol.name
        if name in self.unbound or self.imports_failed:
            return
        self.unbound.add(name)
        notes: tuple[tuple[str, Span], ...] = ()
        hint = None
        close = difflib.get_close_matches(name, visible_names(environment), n=2, cutoff=0.7)
        if name in self.hidden:
            hint = "what a macro's template defines is seen by that template only; pass the name to the macro"
            notes = (("a macro defines this name here, for itself", self.hidden[name]),)
        elif (library := self.world.exporter(name)) is not None:
            hint = f"it is exported by {library}: add that to the imports"
        elif close:
            hint = "did you mean " + " or ".join([f"`{c}`" for c in close]) + "?"
        self.report(CompileError([Diagnostic(f"unbound variable `{name}`", span, hint=hint, notes=notes)]))

    def call_run_time(self, span: Span, name: str, *operands: Node) -> Node:
        """A call of a procedure that the library or the runtime provides."""
        return Call(span, self.run_time_reference(span, name), operands)

    def run_time_reference(self, span: Span, name: str) -> Node:
        """A reference to a procedure of the library or the runtime, whatever the program calls by this name."""
        match self.world.run_time(name):
            case Primitive():
                return PrimitiveReference(span, name)
            case GlobalVariable() as variable:
                return GlobalReference(span, variable)
            case _:
                raise problem(
                    f"internal error: this needs the procedure `{name}`, which the standard library does not define",
                    span,
                )

    # Assignments

    def assignment(self, symbol: Symbol, span: Span, value: Node, place: Span, environment: Environment) -> Node:
        """`(set! symbol value)`, of which `span` is all and `place` the symbol."""
        binding = resolve(symbol, environment)
        if isinstance(binding, Variable):
            return LocalAssignment(span, binding, value)
        if isinstance(binding, GlobalVariable | Primitive):
            return self.global_assignment(binding, symbol, span, value, environment)
        if isinstance(binding, SpecialForm | Macro):
            raise problem(f"`{symbol.name}` is syntax, it cannot be assigned", place, expected="a variable")
        self.reference_to(binding, symbol, place, environment)
        return value

    def global_assignment(
        self, binding: GlobalVariable | Primitive, symbol: Symbol, span: Span, value: Node, environment: Environment
    ) -> Node:
        scope = scope_of(symbol, environment)
        if scope is not None and scope[0] is self.top.parent:
            if isinstance(binding, GlobalVariable) and binding.library != STANDARD_LIBRARY:
                library = binding.library.removeprefix(f"{STANDARD_LIBRARY} ")
                raise problem(
                    f"`{symbol.name}` is imported from the library {library} and cannot be assigned",
                    span,
                    hint="let the library export a procedure that assigns it",
                )
            # Noted: the library is expanded again with a variable of its own that shadows the import.
            self.assigned_imports.setdefault(plain(symbol).name, span)
        elif isinstance(binding, GlobalVariable):
            return GlobalAssignment(span, binding, value)
        else:
            raise problem(f"`{symbol.name}` belongs to another library, it cannot be assigned", span)
        return value

    # Lambdas and bodies

    def clause(self, formals: Syntax, body: Sequence[Syntax], environment: Environment, form: SyntaxList) -> Clause:
        """A parameter list with its body."""
        required, rest = formal_symbols(formals, form)
        scope = Environment(environment)
        parameters = bind_all(scope, required)
        rest_variable = bind_all(scope, [rest])[0] if rest is not None else None
        self.lambda_depth += 1
        node = self.body(body, scope, form)
        self.lambda_depth -= 1
        return Clause(parameters, rest_variable, node)

    def thunk(self, body: Sequence[Syntax], environment: Environment, form: SyntaxList) -> Lambda:
        """`(lambda () body ...)`"""
        empty = SyntaxList((), None, form.span)
        return Lambda(form.span, "", (self.clause(empty, body, environment, form),))

    def sequence(self, forms: Sequence[Syntax], environment: Environment, span: Span) -> Node:
        """Expressions evaluated in order; none at all are an unspecified value."""
        return make_sequence(span, [self.expand(form, environment) for form in forms])

    def body(self, forms: Sequence[Syntax], environment: Environment, form: SyntaxList) -> Node:
        """Definitions mixed with expressions: a letrec* with the expressions between the definitions as dummies.

        `form` is the whole form that has this body.
        """
        if len(forms) == 1 and not self.may_define(forms[0], environment):
            return self.expand(forms[0], environment)
        if not forms:
            raise problem("this body is empty", form.span, expected="at least one expression", got=write_syntax(form))
        block = Block(
            scope := Environment(environment), lambda symbol, _: bind_all(scope, [_atom(symbol, _)])[0], False
        )
        self.scan_all(block, forms, scope)
        return self.finish_body(block.items, form)

    def may_define(self, form: Syntax, environment: Environment) -> bool:
        """False when `form` is certainly an expression."""
        if type(form) is not SyntaxList or not form.items:
            return False
        head = form.items[0]
        if type(head) is not SyntaxAtom or not isinstance(head.value, Symbol):
            return False
        binding = resolve(head.value, environment)
        return type(binding) is Macro or (type(binding) is SpecialForm and binding.name in self.definition_forms)

    def scan_all(self, block: Block, forms: Iterable[Syntax], environment: Environment) -> None:
        """Scans forms one after the other; at the top level an error in one does not stop the others."""
        depth, including = self.depth, len(self.including)
        for form in forms:
            try:
                self.scan(block, form, environment)
            except CompileError as error:
                if block.abandon is None:
                    raise
                self.depth = depth
                del self.including[including:]
                self.report(error)
                block.abandon(form)

    def scan(self, block: Block, form: Syntax, environment: Environment) -> None:
        """Expands macros until it is clear what `form` is; declares what it defines, leaves the rest for later."""
        self.depth += 1
        if self.depth > HARMLESS_DEPTH:
            self.check_size(form.span, environment)
        repetition = 0
        while type(form) is SyntaxList and form.items:
            head = form.items[0]
            if type(head) is not SyntaxAtom or not isinstance(head.value, Symbol):
                break
            binding = resolve(head.value, environment)
            if type(binding) is SpecialForm and binding.name in self.definition_forms:
                self.definition_forms[binding.name](self, block, form, environment)
                self.depth -= 1
                return
            if type(binding) is not Macro:
                break
            form, repetition = self.transform(binding, form, environment, repetition), repetition + 1
        self.depth -= 1
        expression = form
        block.items.append(Expression(lambda: self.expand(expression, environment), form.span))

    def declare(self, block: Block, symbol: Symbol, span: Span) -> Variable | GlobalVariable:
        """Binds a name that `block` defines. In a body a name may be defined once."""
        key = key_of(symbol)
        if not block.at_top_level and key in block.spans:
            note = ("first defined here", block.spans[key])
            raise problem(
                f"`{symbol.name}` is defined twice in this body", span, hint="use set! to change it", notes=(note,)
            )
        block.spans[key] = span
        return block.declare(symbol, span)

    def finish_body(self, items: Sequence[Item], form: SyntaxList) -> Node:
        """The core node of a scanned body."""
        if not items or not isinstance(items[-1], Expression):
            where = items[-1].span if items else form.span
            raise problem(
                "a body must end with an expression", where, expected="an expression after the last definition"
            )
        nodes = [self.recovering(_maker(item), item.span) for item in items]
        last = max([i for i, item in enumerate(items) if not isinstance(item, Expression)], default=-1)
        result = make_sequence(form.span, nodes[last + 1 :])
        bindings: list[tuple[Variable, Node]] = []
        for i in range(last, -1, -1):
            item, node = items[i], nodes[i]
            match item:
                case Definition(target=Variable() as variable):
                    bindings.append((variable, node))
                case ValuesDefinition():
                    if self.uses_any(_targets(items[i:]), nodes[: i + 1]):
                        bindings.extend(reversed(assigning_bindings(item, node)))
                    else:
                        result = _recursive(form.span, bindings, result)
                        bindings = []
                        result = receive_values(item, node, result)
                case _:
                    bindings.append((Variable("ignored", item.span), _for_effect(node)))
        return _recursive(form.span, bindings, result)

    def uses_any(self, variables: Sequence[Variable | GlobalVariable], nodes: Sequence[Node]) -> bool:
        """True when one of the nodes mentions one of the variables."""
        return any(not set(variables).isdisjoint(free_variables(node)) for node in nodes)


class TooManyErrors(Exception):
    """Ends an expansion that has reported enough."""


def unavailable(binding: Unavailable, span: Span) -> CompileError:
    """The error for a standard name that this version does not define."""
    message = f"`{binding.name}` of the library {binding.library} is not provided by this version of Eshkol"
    return CompileError([Diagnostic(message, span)])


def make_sequence(span: Span, nodes: Sequence[Node]) -> Node:
    """`nodes` in order, flat."""
    if len(nodes) == 1:
        return nodes[0]
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, SequenceNode):
            flat.extend(node.expressions)
        else:
            flat.append(node)
    return SequenceNode(span, tuple(flat)) if flat else Constant(span, UNSPECIFIED)


def formal_symbols(formals: Syntax, form: SyntaxList) -> tuple[list[SyntaxAtom], SyntaxAtom | None]:
    """The names of a parameter list, and its rest parameter; all different."""
    if isinstance(formals, SyntaxAtom):
        symbol_of(formals, "a parameter list")
        return [], formals
    if not isinstance(formals, SyntaxList):
        raise problem("malformed parameter list", formals.span, expected="(name ...)", got=write_syntax(formals))
    atoms = [_parameter(item) for item in formals.items]
    rest = None if formals.tail is None else _parameter(formals.tail)
    check_distinct([*atoms, *([] if rest is None else [rest])], "parameter")
    return atoms, rest


def _parameter(item: Syntax) -> SyntaxAtom:
    symbol_of(item, "the name of a parameter")
    assert isinstance(item, SyntaxAtom)
    return item


def check_distinct(atoms: Sequence[SyntaxAtom], what: str) -> None:
    """Reports a name that stands twice."""
    seen: dict[Key, Span] = {}
    for atom in atoms:
        key = key_of(symbol_of(atom, "a name"))
        if key in seen:
            name = symbol_of(atom, "a name").name
            raise problem(
                f"`{name}` stands twice: each {what} needs a name of its own",
                atom.span,
                notes=(("also here", seen[key]),),
            )
        seen[key] = atom.span


def bind_all(scope: Environment, atoms: Sequence[SyntaxAtom]) -> tuple[Variable, ...]:
    """New variables for these names, bound in `scope`."""
    variables: list[Variable] = []
    for atom in atoms:
        symbol = atom.value
        assert isinstance(symbol, Symbol)
        variable = Variable(symbol.name, atom.span)
        scope.bindings[key_of(symbol)] = variable
        variables.append(variable)
    return tuple(variables)


def temporaries(item: ValuesDefinition) -> tuple[tuple[Variable, ...], Variable | None]:
    """Fresh variables that receive the values, one for each of the definition's variables."""
    required = tuple([Variable(target.name, item.span) for target in item.required])
    return required, None if item.rest is None else Variable(item.rest.name, item.span)


def receive_values(item: ValuesDefinition, producer: Node, body: Node) -> Node:
    """Binds the local variables of `item` in `body`, which alone uses them."""
    required = tuple([v for v in item.required if isinstance(v, Variable)])
    return Receive(item.span, required, item.rest if isinstance(item.rest, Variable) else None, producer, body)


def assigning_bindings(item: ValuesDefinition, producer: Node) -> list[tuple[Variable, Node]]:
    """letrec* bindings for variables that the code before their definition mentions."""
    required, rest = temporaries(item)
    received = required if rest is None else (*required, rest)
    targets = [v for v in item.targets if isinstance(v, Variable)]
    assignments: list[Node] = [
        LocalAssignment(item.span, target, LocalReference(item.span, value))
        for target, value in zip(targets, received, strict=True)
    ]
    assign = make_sequence(item.span, [*assignments, Constant(item.span, UNSPECIFIED)])
    bindings: list[tuple[Variable, Node]] = [(target, Constant(item.span, UNSPECIFIED)) for target in targets]
    return [*bindings, (Variable("ignored", item.span), Receive(item.span, required, rest, producer, assign))]


def _targets(items: Sequence[Item]) -> list[Variable | GlobalVariable]:
    found: list[Variable | GlobalVariable] = []
    for item in items:
        match item:
            case Definition(target=target):
                found.append(target)
            case ValuesDefinition():
                found.extend(item.targets)
            case _:
                pass
    return found


def _maker(item: Item) -> Callable[[], Node]:
    match item:
        case Definition(make_value=make) | ValuesDefinition(make_producer=make) | Expression(make=make):
            return make


def _recursive(span: Span, reversed_bindings: Sequence[tuple[Variable, Node]], body: Node) -> Node:
    return LetRecursive(span, tuple(reversed(reversed_bindings)), body) if reversed_bindings else body


def _for_effect(node: Node) -> Node:
    """An expression whose values, however many, are dropped."""
    return make_sequence(node.span, [node, Constant(node.span, UNSPECIFIED)])


def _receive(span: Span, operator: Node, operands: tuple[Node, ...]) -> Node | None:
    """`(call-with-values (lambda () e ...) (lambda formals body ...))` binds the values directly."""
    match operator, operands:
        case (
            PrimitiveReference(name="call-with-values")
            | GlobalReference(variable=GlobalVariable("call-with-values", "eshkol")),
            (Lambda(clauses=(Clause(required=(), rest=None, body=producer),)), Lambda(clauses=(consumer,))),
        ):
            return Receive(span, consumer.required, consumer.rest, producer, consumer.body)
    return None


def _outermost(span: Span) -> Span:
    while span.expanded_at is not None:
        span = span.expanded_at
    return span


def _quoted(syntax: Syntax) -> SyntaxList:
    return SyntaxList((SyntaxAtom(Symbol("quote"), syntax.span), syntax), None, syntax.span)


def _atom(symbol: Symbol, span: Span) -> SyntaxAtom:
    return SyntaxAtom(symbol, span)

"""The state of an expansion: its errors, and how large it has become."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NoReturn

from eshkol.core.nodes import Constant, GlobalVariable, Node
from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.expand.bindings import Environment
from eshkol.expand.errors import problem
from eshkol.expand.macro_rules import Macro
from eshkol.expand.macros import transform
from eshkol.expand.world import World
from eshkol.source import Span
from eshkol.syntax.datum import UNSPECIFIED, Syntax, SyntaxList

if TYPE_CHECKING:
    from eshkol.expand.expander import DefinitionForm, ExpressionForm

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


class Expansion(ABC):
    """The expansion of one library. `top` is the scope of its own names, whose parent holds what it imports."""

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

    @abstractmethod
    def expand(self, syntax: Syntax, environment: Environment) -> Node:
        """The core expression for `syntax`."""

    # --- errors ---

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

    # --- sizes ---

    def transform(self, macro: Macro, form: SyntaxList, environment: Environment, repetition: int) -> Syntax:
        """One step of macro expansion, counted."""
        self.expansions += 1
        if self.expansions > MAXIMAL_EXPANSIONS or repetition > MAXIMAL_REPETITION:
            self.count_runaway()
            raise problem(
                f"the expansion of the macro `{macro.name}` does not end",
                outermost_use(form.span),
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
                outermost_use(span),
                expected=f"at most {MAXIMAL_DEPTH} levels, and {MAXIMAL_SCOPES} scopes, after macro expansion",
                hint="split it into several definitions, or look for a macro whose expansion does not end",
            )
        raise CompileError([Diagnostic("the program is too large after macro expansion", outermost_use(span))])


class TooManyErrors(Exception):
    """Ends an expansion that has reported enough."""


def outermost_use(span: Span) -> Span:
    """Where in the source the code stands that macros have made this of."""
    while span.expanded_at is not None:
        span = span.expanded_at
    return span

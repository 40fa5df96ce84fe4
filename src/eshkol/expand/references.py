"""References to variables, and assignments."""

from __future__ import annotations

import difflib
from typing import NoReturn

from eshkol.core.nodes import (
    STANDARD_LIBRARY,
    Call,
    Constant,
    GlobalAssignment,
    GlobalReference,
    GlobalVariable,
    LocalAssignment,
    LocalReference,
    Node,
    PrimitiveReference,
    Variable,
)
from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.expand.bindings import (
    Binding,
    Environment,
    Primitive,
    SpecialForm,
    Unavailable,
    plain,
    resolve,
    scope_of,
    visible_names,
)
from eshkol.expand.errors import problem
from eshkol.expand.expansion import Expansion
from eshkol.expand.foreign_names import FOREIGN_NAMES
from eshkol.expand.macro_rules import Macro
from eshkol.source import Span
from eshkol.syntax.datum import UNSPECIFIED, Symbol


class References(Expansion):
    """Every name is resolved where it stands."""

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
        elif name in FOREIGN_NAMES:
            hint = FOREIGN_NAMES[name]
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

    # --- assignments ---

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


def unavailable(binding: Unavailable, span: Span) -> CompileError:
    """The error for a standard name that this version does not define."""
    message = f"`{binding.name}` of the library {binding.library} is not provided by this version of Eshkol"
    return CompileError([Diagnostic(message, span)])

"""Shorthand by which the expander reports errors."""

from __future__ import annotations

from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.source import Span
from eshkol.syntax.datum import Symbol, Syntax, SyntaxAtom, SyntaxList
from eshkol.syntax.write import write_syntax
from eshkol.tables import syntax_rows


def problem(
    message: str,
    span: Span,
    *,
    expected: str | None = None,
    got: str | None = None,
    hint: str | None = None,
    notes: tuple[tuple[str, Span], ...] = (),
) -> CompileError:
    """The error that ends the expansion of a form, to be raised."""
    return CompileError([Diagnostic(message, span, expected, got, hint, notes)])


def malformed(form: Syntax, name: str, *, part: Syntax | None = None, hint: str | None = None) -> CompileError:
    """The error for a use of the special form `name` against its grammar; `part` is what is wrong in it."""
    place = form if part is None else part
    rows = syntax_rows()
    usage = rows[name].usage if name in rows else None
    return problem(f"malformed {name}", place.span, expected=usage, got=write_syntax(place), hint=hint)


def symbol_of(syntax: Syntax, what: str) -> Symbol:
    """The symbol that `syntax` must be."""
    if isinstance(syntax, SyntaxAtom) and isinstance(syntax.value, Symbol):
        return syntax.value
    raise problem(f"expected {what}", syntax.span, expected="a name", got=write_syntax(syntax))


def is_symbol(syntax: Syntax) -> bool:
    """True for identifiers."""
    return isinstance(syntax, SyntaxAtom) and isinstance(syntax.value, Symbol)


def proper_items(form: SyntaxList, name: str, least: int, most: int | None = None) -> tuple[Syntax, ...]:
    """The parts of `form` after its keyword, of which there must be from `least` to `most`."""
    parts = form.items[1:]
    if form.tail is not None or len(parts) < least or (most is not None and len(parts) > most):
        raise malformed(form, name)
    return parts

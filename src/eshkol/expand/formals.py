"""Names that a form binds: parameter lists, and variables for them."""

from __future__ import annotations

from collections.abc import Sequence

from eshkol.core.nodes import Variable
from eshkol.expand.bindings import Environment, Key, key_of
from eshkol.expand.errors import problem, symbol_of
from eshkol.source import Span
from eshkol.syntax.datum import Symbol, Syntax, SyntaxAtom, SyntaxList
from eshkol.syntax.write import write_syntax


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

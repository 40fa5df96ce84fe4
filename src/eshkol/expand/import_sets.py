"""Import sets: the names that `(only set name ...)` and so on select of what a library exports."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence

from eshkol.expand.bindings import Binding
from eshkol.expand.errors import malformed, problem, proper_items, symbol_of
from eshkol.source import Span
from eshkol.syntax.datum import Symbol, Syntax, SyntaxAtom, SyntaxList
from eshkol.syntax.write import write_syntax

Exports = Callable[[SyntaxList], Mapping[str, Binding]]


def imported_names(form: SyntaxList, exports_of: Exports) -> Mapping[str, Binding]:
    """What `(import set ...)` imports; `exports_of` gives what a library exports."""
    names: dict[str, Binding] = {}
    for part in proper_items(form, "import", 1):
        for name, binding in _import_set(part, exports_of).items():
            if name in names and names[name] != binding:
                raise problem(
                    f"`{name}` is imported twice with different meanings",
                    part.span,
                    hint=f"write (except (library ...) {name}) or rename one of them",
                )
            names[name] = binding
    return names


def _import_set(syntax: Syntax, exports_of: Exports) -> dict[str, Binding]:
    """The names that `(only set name ...)` and so on, or the name of a library, stand for."""
    if not isinstance(syntax, SyntaxList) or not syntax.items or syntax.tail is not None:
        raise malformed(syntax, "import")
    match syntax.items:
        case (SyntaxAtom(value=Symbol(name="only")), SyntaxList() as inner, *names):
            imported = _import_set(inner, exports_of)
            return {name: _imported(imported, name, span) for name, span in _plain_names(names)}
        case (SyntaxAtom(value=Symbol(name="except")), SyntaxList() as inner, *names):
            imported = _import_set(inner, exports_of)
            for name, span in _plain_names(names):
                _imported(imported, name, span)
                del imported[name]
            return imported
        case (SyntaxAtom(value=Symbol(name="prefix")), SyntaxList() as inner, prefix):
            text = symbol_of(prefix, "a prefix").name
            return {text + name: binding for name, binding in _import_set(inner, exports_of).items()}
        case (SyntaxAtom(value=Symbol(name="rename")), SyntaxList() as inner, *pairs):
            return _renamed(_import_set(inner, exports_of), pairs)
        case _:
            return dict(exports_of(syntax))


def _plain_names(names: Sequence[Syntax]) -> list[tuple[str, Span]]:
    return [(symbol_of(name, "a name to import").name, name.span) for name in names]


def _imported(imported: Mapping[str, Binding], name: str, span: Span) -> Binding:
    if name in imported:
        return imported[name]
    close = difflib.get_close_matches(name, imported, n=1)
    raise problem(f"this library does not export `{name}`", span, hint=f"did you mean `{close[0]}`?" if close else None)


def _renamed(imported: dict[str, Binding], pairs: Sequence[Syntax]) -> dict[str, Binding]:
    renamed: dict[str, Binding] = {}
    for pair in pairs:
        if not isinstance(pair, SyntaxList) or len(pair.items) != 2 or pair.tail is not None:
            raise problem("malformed renaming", pair.span, expected="(old-name new-name)", got=write_syntax(pair))
        (old, span), (new, _) = _plain_names(pair.items)
        renamed[new] = _imported(imported, old, span)
        imported.pop(old)
    return imported | renamed

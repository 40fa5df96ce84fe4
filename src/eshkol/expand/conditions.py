"""The requirements of cond-expand: feature names, `(library name)`, and, or, not."""

from __future__ import annotations

from collections.abc import Callable

from eshkol.expand.errors import malformed, proper_items
from eshkol.expand.features import features
from eshkol.source import Span
from eshkol.syntax.datum import Symbol, Syntax, SyntaxAtom, SyntaxList
from eshkol.tables.libraries import library_name

_NAME = "cond-expand"


def holding_forms(form: SyntaxList, has_library: Callable[[str, Span], bool]) -> tuple[Syntax, ...]:
    """The forms of the first clause whose requirement holds; none when there is no such clause."""
    for clause in proper_items(form, _NAME, 1):
        if not isinstance(clause, SyntaxList) or not clause.items or clause.tail is not None:
            raise malformed(form, _NAME, part=clause)
        if _word(clause.items[0]) == "else" or _holds(form, clause.items[0], has_library):
            return clause.items[1:]
    return ()


def _word(syntax: Syntax) -> str | None:
    return syntax.value.name if isinstance(syntax, SyntaxAtom) and isinstance(syntax.value, Symbol) else None


def _holds(form: SyntaxList, requirement: Syntax, has_library: Callable[[str, Span], bool]) -> bool:
    word = _word(requirement)
    if word is not None:
        return word in features()
    if not isinstance(requirement, SyntaxList) or not requirement.items or requirement.tail is not None:
        raise malformed(form, _NAME, part=requirement)
    operator, *operands = requirement.items
    match _word(operator), operands:
        case "and", _:
            return all(_holds(form, operand, has_library) for operand in operands)
        case "or", _:
            return any(_holds(form, operand, has_library) for operand in operands)
        case "not", [operand]:
            return not _holds(form, operand, has_library)
        case "library", [SyntaxList() as name]:
            text = library_name(name)
            return text is not None and has_library(text, form.span)
        case _:
            raise malformed(
                form, _NAME, part=requirement, hint="a feature, (library name), (and ...), (or ...) or (not ...)"
            )

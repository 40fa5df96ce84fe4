"""Translation units: a large program is split into several, which the C compiler can take side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from eshkol.low.nodes import Procedure
from eshkol.low.walk import every_statement
from eshkol.record import record

LARGE = 2000
"""Statements beyond which a program is split; so small ones keep what the C compiler gains from seeing all of them."""
LARGE_LIBRARY = 5000
"""The same for what a program takes from the library. Only those that evaluate have so much of it."""
UNIT = 1500
"""About how many statements one of several units has."""

_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")


@record(frozen=True, slots=True)
class CUnit:
    """One translation unit."""

    name: str
    text: str


def split(procedures: list[Procedure]) -> list[list[Procedure]]:
    """The procedures in order, in groups of about the same size; one group if there are not many."""
    sizes = [sum(1 for _ in every_statement(p.body)) for p in procedures]
    total = sum(sizes)
    if total <= LARGE:
        return [procedures]
    target = total / round(total / UNIT)
    groups: list[list[Procedure]] = [[]]
    before = 0
    for procedure, size in zip(procedures, sizes, strict=True):
        if groups[-1] and before + size / 2 > target * len(groups):
            groups.append([])
        groups[-1].append(procedure)
        before += size
    return groups


def split_library(procedures: list[Procedure]) -> list[list[Procedure]]:
    """The same for procedures of the library: the first groups do not depend on what comes after them, so that programs
    which import one library more can share objects with others, where that library changes nothing of the rest."""
    sizes = [sum(1 for _ in every_statement(p.body)) for p in procedures]
    if sum(sizes) <= LARGE_LIBRARY:
        return [procedures]
    groups: list[list[Procedure]] = []
    room = 0
    for procedure, size in zip(procedures, sizes, strict=True):
        if room <= 0:
            groups.append([])
            room = UNIT
        groups[-1].append(procedure)
        room -= size
    return groups


def mentioned(texts: Iterable[str], declarations: Mapping[str, str]) -> list[str]:
    """The declarations, by name, of what the texts mention, in the order of `declarations`."""
    names = {name for text in texts for name in _IDENTIFIER.findall(text)}
    return [declaration for name, declaration in declarations.items() if name in names]


def declaration_of(definition: str) -> tuple[str, str]:
    """The name of the variable that this line defines or declares, and a declaration for other units."""
    head = definition.partition(" = ")[0].rstrip(";").removeprefix("extern ")
    return _IDENTIFIER.findall(head.partition("[")[0])[-1], f"extern {head};"

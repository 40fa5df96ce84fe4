"""The other names of libraries, from `library_aliases.esk`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from eshkol.syntax.datum import Syntax
from eshkol.tables.libraries import library_name
from eshkol.tables.rows import TABLES, as_list, as_name, malformed, read_table


@cache
def library_aliases() -> Mapping[str, str]:
    """The usual name for each other name. Each row is `(same (other name) (usual name))`."""
    aliases: dict[str, str] = {}
    for row in read_table(TABLES / "library_aliases.esk"):
        if len(row.items) != 3 or as_name(row.items[0], "the word same") != "same":
            malformed(row, "(same (other name) (usual name))")
        other = _name(row.items[1])
        if other in aliases:
            malformed(row, f"every other name once ({other} is there twice)")
        aliases[other] = _name(row.items[2])
    return aliases


def _name(datum: Syntax) -> str:
    name = library_name(as_list(datum, "a library's name"))
    if name is None:
        malformed(datum, "a name of symbols and integers, like (srfi 1)")
    return name


def usual_name(name: str) -> str | None:
    """The usual name of a library, when `name` is another one."""
    plain = "(srfi " + name.removeprefix("(srfi :") if name.startswith("(srfi :") else name
    usual = library_aliases().get(plain, plain)
    return usual if usual != name else None

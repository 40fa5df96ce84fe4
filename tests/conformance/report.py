"""What R7RS-small says its libraries export, from `exports.esk`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from eshkol.tables.libraries import library_name
from eshkol.tables.rows import as_list, as_name, read_table


@cache
def report_libraries() -> Mapping[str, frozenset[str]]:
    """The exports of each library, by its name as in an import."""
    libraries: dict[str, frozenset[str]] = {}
    for row in read_table(Path(__file__).parent / "exports.esk"):
        name = library_name(as_list(row.items[1], "a name"))
        assert name
        libraries[name] = frozenset(as_name(item, "an exported name") for item in row.items[2:])
    return libraries

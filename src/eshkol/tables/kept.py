"""Tables as one piece of data, which a cache can keep: reading them with the project's own reader takes a while."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from eshkol.cyclic_garbage import uncollected

Table = TypeVar("Table")

_readers: dict[str, Callable[[], Any]] = {}
_tables: dict[str, Any] = {}


def kept(read: Callable[[], Table]) -> Callable[[], Table]:
    """Decorates the function that reads a table: it is read once at most, and not at all after `restore`."""
    name = f"{read.__module__}.{read.__name__}"
    _readers[name] = read

    def get() -> Table:
        if name not in _tables:
            _tables[name] = read()
        return _tables[name]  # type: ignore[no-any-return]

    get.__name__, get.__doc__ = read.__name__, read.__doc__
    return get


def dump() -> bytes:
    """All tables that are known so far, for `restore`."""
    return pickle.dumps(
        {name: _tables[name] if name in _tables else read() for name, read in _readers.items()}, pickle.HIGHEST_PROTOCOL
    )


def restore(data: bytes) -> None:
    """Takes the tables from what `dump` gave. Only for data from a trusted cache, made by this very version."""
    with uncollected():
        for name, table in pickle.loads(data).items():
            _tables.setdefault(name, table)

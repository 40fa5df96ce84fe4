"""Switches Python's own search for cyclic garbage off where hardly any arises and looking for it takes long."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Within, cyclic garbage stays; trees, which make up most of a compiler's data, are freed as ever."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()

"""Immutable data classes that cost little: mypy sees to it that nothing is assigned to; no check is left at run time.

The front end makes hundreds of thousands of nodes. A frozen data class sets each attribute with a function call, when
it is made and when it is read from the cache, and has two more methods that are compiled at every start.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

__all__ = ["record"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(*, frozen: bool, slots: bool, eq: bool = True) -> Any:
        """As `dataclasses.dataclass`; what is frozen can be hashed, but is not guarded."""
        assert frozen, "use dataclasses.dataclass"
        return dataclasses.dataclass(slots=slots, eq=eq, unsafe_hash=eq)

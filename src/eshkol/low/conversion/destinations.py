"""Where the value of an expression goes, and where variables are found."""

from __future__ import annotations

from dataclasses import dataclass

from eshkol.core.nodes import Clause
from eshkol.low.nodes import Atom, Label, LowVariable, Statement


@dataclass(frozen=True, slots=True)
class Tail:
    """The value is returned."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The value is not wanted."""


@dataclass(frozen=True, slots=True)
class Into:
    """The value goes into a variable."""

    target: LowVariable


@dataclass(frozen=True, slots=True)
class Spread:
    """Multiple values go into variables."""

    targets: tuple[LowVariable, ...]
    rest: LowVariable | None


Destination = Tail | Effect | Into | Spread
Out = list[Statement]


@dataclass(frozen=True, slots=True)
class Slot:
    """An assigned captured variable: an index in an environment."""

    environment: Atom
    index: int


@dataclass(frozen=True, slots=True)
class LabelPlace:
    label: Label
    clause: Clause

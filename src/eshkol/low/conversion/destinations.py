"""Where the value of an expression goes, and where variables are found."""

from __future__ import annotations

from eshkol.core.nodes import Clause
from eshkol.low.nodes import Atom, Label, LowVariable, Statement
from eshkol.record import record


@record(frozen=True, slots=True)
class Tail:
    """The value is returned."""


@record(frozen=True, slots=True)
class Effect:
    """The value is not wanted."""


@record(frozen=True, slots=True)
class Into:
    """The value goes into a variable."""

    target: LowVariable


@record(frozen=True, slots=True)
class Spread:
    """Multiple values go into variables."""

    targets: tuple[LowVariable, ...]
    rest: LowVariable | None


Destination = Tail | Effect | Into | Spread
Out = list[Statement]


@record(frozen=True, slots=True)
class Slot:
    """An assigned captured variable: an index in an environment."""

    environment: Atom
    index: int


@record(frozen=True, slots=True)
class LabelPlace:
    label: Label
    clause: Clause

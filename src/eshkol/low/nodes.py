"""The low language: procedures of statements over variables and constants, close to C.

Operands are atoms, every intermediate result has a variable, calls say whether they are tail calls, and all that is
left implicit is what C does well: expressions and registers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from eshkol.core.nodes import GlobalVariable
from eshkol.record import record
from eshkol.source import Span
from eshkol.syntax.datum import Constant


@dataclass(slots=True, eq=False)
class LowVariable:
    """A C local. `unboxed` ones hold a C double. `types`: what it can hold (see types.py), filled in by that pass."""

    name: str
    serial: int
    types: int = -1
    unboxed: bool = False


SELF = LowVariable("self", -1)
"""The closure that the running procedure was called with."""


@record(frozen=True, slots=True, eq=False)
class Literal:
    """A constant value."""

    value: Constant


@record(frozen=True, slots=True, eq=False)
class StaticClosure:
    """The closure object of a procedure that captures nothing; several procedures: a case-lambda."""

    procedures: tuple[Procedure, ...]
    name: str


@record(frozen=True, slots=True)
class PrimitiveClosure:
    """A primitive as a value."""

    name: str


Atom = LowVariable | Literal | StaticClosure | PrimitiveClosure


@dataclass(slots=True, eq=False)
class Label:
    """A place inside a procedure that `Jump` goes to. `loops` when it can reach itself."""

    name: str
    parameters: tuple[LowVariable, ...]
    loops: bool = False


@record(frozen=True, slots=True, eq=False)
class Statement:
    span: Span


@record(frozen=True, slots=True, eq=False)
class Assign(Statement):
    target: LowVariable
    source: Atom


@record(frozen=True, slots=True, eq=False)
class Primitive(Statement):
    """A primitive that runs in place: it never reclaims.

    `version`: the C function of a version for known types; `operands`: how each argument reaches it (see types.py).
    """

    target: LowVariable | None
    name: str
    arguments: tuple[Atom, ...]
    version: str | None = None
    operands: tuple[str, ...] = ()
    speculated: bool = False


@record(frozen=True, slots=True, eq=False)
class GlobalLoad(Statement):
    target: LowVariable
    variable: GlobalVariable
    checked: bool


@record(frozen=True, slots=True, eq=False)
class GlobalStore(Statement):
    variable: GlobalVariable
    source: Atom


@record(frozen=True, slots=True, eq=False)
class EnvironmentNew(Statement):
    """A shared environment of mutated captured variables, within another one or none."""

    target: LowVariable
    values: tuple[Atom, ...]
    parent: Atom | None = None


@record(frozen=True, slots=True, eq=False)
class EnvironmentLoad(Statement):
    target: LowVariable
    environment: Atom
    index: int


@record(frozen=True, slots=True, eq=False)
class EnvironmentStore(Statement):
    environment: Atom
    index: int
    source: Atom


@record(frozen=True, slots=True, eq=False)
class CaptureLoad(Statement):
    """Reads captured value number `index` of the running closure."""

    target: LowVariable
    index: int


@record(frozen=True, slots=True, eq=False)
class NewClosure:
    """One closure of a batch. No procedure: a case-lambda, whose captures are its clauses."""

    target: LowVariable
    procedure: Procedure | None
    captures: tuple[Atom, ...]
    shared: tuple[bool, ...]  # which captures are environments, whose share count grows


@record(frozen=True, slots=True, eq=False)
class ClosuresNew(Statement):
    """Closures that may capture each other, allocated as one batch."""

    closures: tuple[NewClosure, ...]


@record(frozen=True, slots=True, eq=False)
class Unpack(Statement):
    """Takes multiple values apart: `source` is a TYPE_VALUES object or a single value."""

    targets: tuple[LowVariable, ...]
    rest: LowVariable | None
    source: Atom


@record(frozen=True, slots=True, eq=False)
class CallKnown(Statement):
    """A call of a procedure of this program; `closure` is its own closure where it takes one."""

    target: LowVariable | None
    procedure: Procedure
    closure: Atom | None
    arguments: tuple[Atom, ...]
    tail: bool
    speculated: bool = False


@record(frozen=True, slots=True, eq=False)
class CallUnknown(Statement):
    target: LowVariable | None
    operator: Atom
    arguments: tuple[Atom, ...]
    tail: bool


@record(frozen=True, slots=True, eq=False)
class CallRuntime(Statement):
    """A primitive of the kind `calls`: it calls Scheme procedures."""

    target: LowVariable | None
    name: str
    arguments: tuple[Atom, ...]
    tail: bool


@record(frozen=True, slots=True, eq=False)
class Return(Statement):
    source: Atom


@record(frozen=True, slots=True, eq=False)
class Truth:
    """The test "is not #f"."""

    atom: Atom


@record(frozen=True, slots=True, eq=False)
class PrimitiveTest:
    """A primitive as the test itself."""

    span: Span
    name: str
    arguments: tuple[Atom, ...]
    version: str | None = None
    operands: tuple[str, ...] = ()


Test = Truth | PrimitiveTest
Block = tuple[Statement, ...]


@record(frozen=True, slots=True, eq=False)
class If(Statement):
    test: Test
    consequent: Block
    alternative: Block


@record(frozen=True, slots=True, eq=False)
class Labels(Statement):
    """Runs `entry`; a Jump to a label runs its block instead of the rest. What falls out of any block goes on after."""

    labels: tuple[tuple[Label, Block], ...]
    entry: Block


@record(frozen=True, slots=True, eq=False)
class Jump(Statement):
    label: Label
    arguments: tuple[Atom, ...]


@record(frozen=True, slots=True, eq=False)
class SafePoint(Statement):
    """Reclamation may run here."""


@dataclass(slots=True, eq=False)
class Procedure:
    """One C function. `captures` are read from the closure (escaping procedures) or are the first parameters."""

    name: str
    symbol: str
    span: Span
    parameters: tuple[LowVariable, ...]
    rest: bool
    takes_closure: bool
    captures: tuple[LowVariable, ...] = ()
    body: Block = ()
    quiet: bool = False
    variables: list[LowVariable] = field(default_factory=list)
    returns: int = -1
    known_calls_only: bool = False
    in_library: bool = False
    visible: bool = False  # to other translation units than its own
    runs_once: bool = False
    labels: int = 0
    fast: Specialised | None = None  # the fixnum version of this procedure
    generic: Procedure | None = None  # the procedure of which this is the fixnum version


@dataclass(slots=True, eq=False)
class Specialised:
    """A fixnum version: which parameters it assumes to be fixnums, and what its parts are copies of.

    `resume_points`: the statements of the version behind which control may leave, in order.
    """

    procedure: Procedure
    assumed: tuple[bool, ...]
    statements: dict[Statement, Statement]
    variables: dict[LowVariable, LowVariable]
    resume_points: list[Statement] = field(default_factory=list)


@record(frozen=True, slots=True)
class EarlyUse:
    """A use of a global, at `span`, that may come before its definition, at `definition`, has run."""

    span: Span
    name: str
    definition: Span


@dataclass(slots=True, eq=False)
class LowProgram:
    """Procedures, in order of emission; `initializers` run one after the other as the main program."""

    procedures: list[Procedure]
    initializers: list[Procedure]
    globals: list[GlobalVariable]
    raise_global: GlobalVariable | None
    raise_closure: StaticClosure | None
    uses_arenas: bool
    early_uses: list[EarlyUse]


def falls_through(block: Block) -> bool:
    """True when control can leave the end of `block`."""
    if not block:
        return True
    match block[-1]:
        case Return() | Jump():
            return False
        case CallKnown(tail=tail) | CallUnknown(tail=tail) | CallRuntime(tail=tail):
            return not tail
        case If(consequent=consequent, alternative=alternative):
            return falls_through(consequent) or falls_through(alternative)
        case Labels(labels=labels, entry=entry):
            return falls_through(entry) or any(falls_through(body) for _, body in labels)
        case _:
            return True

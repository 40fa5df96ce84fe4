"""The lines of one C function as they are written, and how values are read and set in them."""

from __future__ import annotations

from eshkol.emit.signatures import c_name
from eshkol.emit.unit_tables import UnitTables
from eshkol.low.liveness import Liveness, liveness
from eshkol.low.nodes import Atom, Labels, Literal, LowVariable, PrimitiveClosure, Procedure, Statement, StaticClosure
from eshkol.low.walk import every_statement
from eshkol.source import Span


class Writer:
    """The C function that is being written. `slots`: what the value stack is known to hold, by place.

    `resume_points`: statements of a generic body behind which its fixnum version may go on, numbered from 1.
    """

    def __init__(self, procedure: Procedure, tables: UnitTables) -> None:
        self.procedure = procedure
        self.tables = tables
        self.runs_once = procedure.runs_once and not any(
            isinstance(s, Labels) and any(label.loops for label, _ in s.labels) for s in every_statement(procedure.body)
        )
        self.resume_points: dict[Statement, int] = {}
        if procedure.fast is not None:
            points = procedure.fast.resume_points
            self.resume_points = {procedure.fast.statements[s]: n + 1 for n, s in enumerate(points)}
        self.live: Liveness = liveness(procedure, self.resume_points)
        self.lines: list[str] = []
        self.indent = 1
        self.slots: dict[int, LowVariable] = {}
        self.ends = 0

    def line(self, text: str) -> None:
        """Adds a line at the present indentation."""
        self.lines.append("  " * self.indent + text)

    def site(self, span: Span) -> int:
        """The number of a place in the source."""
        return self.tables.sites.number(span, self.procedure.name)

    def place(self, span: Span) -> list[str]:
        """The first two arguments of inline functions: the value stack pointer and the number of the place."""
        return ["sp", str(self.site(span))]

    # --- atoms ---

    def value(self, atom: Atom) -> str:
        """A C expression of type Value."""
        match atom:
            case LowVariable(unboxed=True):
                return f"from_double({c_name(atom)})"
            case LowVariable():
                return c_name(atom)
            case Literal(value=value):
                return self.tables.constants.expression(value)
            case StaticClosure():
                return self.tables.static_closure(atom)
            case PrimitiveClosure(name=name):
                return self.tables.globals.primitive_closure(name)

    def double(self, atom: Atom) -> str:
        """A C expression of type double. Requires a flonum."""
        match atom:
            case LowVariable(unboxed=True):
                return c_name(atom)
            case Literal(value=value) if isinstance(value, float):
                return double_literal(value)
            case _:
                return f"to_double({self.value(atom)})"

    def set(self, target: LowVariable, text: str) -> None:
        """Assigns a C expression of type Value."""
        self.forget(target)
        self.line(f"{c_name(target)} = {f'to_double({text})' if target.unboxed else text};")

    def forget(self, variable: LowVariable) -> None:
        """The variable changes: what the value stack holds of it is stale."""
        for slot in [slot for slot, held in self.slots.items() if held is variable]:
            del self.slots[slot]

    def finish(self, target: LowVariable | None, text: str) -> None:
        """Evaluates a C expression, into the variable if there is one."""
        if target is None:
            self.line(f"(void){text};")
        else:
            self.set(target, text)


def double_literal(value: float) -> str:
    """A double as C writes it, exactly."""
    if value != value:
        return '__builtin_nan("")'
    if value in (float("inf"), float("-inf")):
        return "__builtin_inf()" if value > 0 else "(-__builtin_inf())"
    return value.hex()

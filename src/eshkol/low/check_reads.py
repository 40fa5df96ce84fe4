"""That every variable which is read has a value: on each path it was written before, and not lost since.

The rule that the memory design rests on is checked here: after a call in which reclamation may run, and after a safe
point, no value is read that was not read back from the value stack (where the collector has updated it).
"""

from __future__ import annotations

from collections.abc import Iterable

from eshkol.low.liveness import Liveness, liveness
from eshkol.low.malformed import malformed, show_variable
from eshkol.low.nodes import (
    SELF,
    Block,
    CallKnown,
    CallRuntime,
    CallUnknown,
    If,
    Jump,
    Label,
    Labels,
    LowVariable,
    Primitive,
    Procedure,
    SafePoint,
    Statement,
    falls_through,
)
from eshkol.low.unboxing import may_be_pointer
from eshkol.low.walk import reads, writes


def check_reads(procedure: Procedure, live: Liveness) -> None:
    """Raises MalformedLow unless what is read has a value; `live` tells what is kept over reclamations."""
    _Flow(procedure, live).check()


_Readable = frozenset[LowVariable]


class _Flow:
    """Follows every path, with the variables that may be read there. None stands for "control does not come here"."""

    def __init__(self, procedure: Procedure, live: Liveness) -> None:
        self.procedure = procedure
        self.live = live
        self.at_label: dict[Label, _Readable] = {}
        self.in_scope: list[Label] = []
        self.stale: dict[LowVariable, str] = {}
        self.changed = False
        self.reporting = False

    def check(self) -> None:
        """Labels start with what their first jump brings and lose what another one does not, until nothing changes."""
        captures = () if self.procedure.takes_closure else self.procedure.captures
        own = (SELF,) if self.procedure.takes_closure else ()
        start = frozenset((*captures, *self.procedure.parameters, *own))
        self.changed = True
        while self.changed:
            self.changed = False
            self.block(self.procedure.body, start)
        self.reporting = True
        self.block(self.procedure.body, start)

    def fail(self, message: str) -> None:
        raise malformed(self.procedure, message)

    def block(self, block: Block, readable: _Readable | None) -> _Readable | None:
        for statement in block:
            if readable is None:
                return None  # code that nothing reaches
            readable = self.statement(statement, readable)
        return readable

    def statement(self, statement: Statement, readable: _Readable) -> _Readable | None:
        if self.reporting:
            self.check_reads(statement, readable)
        match statement:
            case If(consequent=consequent, alternative=alternative):
                return _meet(self.block(consequent, readable), self.block(alternative, readable))
            case Labels():
                return self.labels(statement, readable)
            case Jump():
                self.jump(statement, readable)
                return None
            case SafePoint():
                return self.after_reclamation(statement, readable, "a safe point")
            case CallKnown() | CallUnknown() | CallRuntime():
                if statement.tail:
                    return None
                if not (isinstance(statement, CallKnown) and statement.procedure.quiet):
                    readable = self.after_reclamation(statement, readable, f"the call at {statement.span}")
                return self.written(statement, readable)
            case _ if not falls_through((statement,)):
                return None
            case _:
                return self.written(statement, readable)

    def written(self, statement: Statement, readable: _Readable) -> _Readable:
        readable |= frozenset(writes(statement))
        if self.reporting and isinstance(statement, Primitive | CallKnown) and statement.speculated:
            for variable in self.needed_to_leave(statement):
                if variable not in readable:
                    self.fail(
                        f"the generic body needs {show_variable(variable)}, without a value, after {statement.span}"
                    )
        return readable

    def needed_to_leave(self, statement: Statement) -> Iterable[LowVariable]:
        generic = self.procedure.generic
        assert generic is not None
        assert generic.fast is not None
        original = generic.fast.statements[statement]
        copies = {original: copy for copy, original in generic.fast.variables.items()}
        return [copies[v] for v in liveness(generic, [original]).resume[original]]

    def check_reads(self, statement: Statement, readable: _Readable) -> None:
        for atom in reads(statement):
            if isinstance(atom, LowVariable) and atom not in readable:
                if atom in self.stale:
                    self.fail(f"{show_variable(atom)} is read after {self.stale[atom]} without having been read back")
                self.fail(f"{show_variable(atom)} is read at {statement.span} before it is written")

    def after_reclamation(self, statement: Statement, readable: _Readable, place: str) -> _Readable:
        kept = self.live.after.get(statement, {})
        lost = {v for v in readable if may_be_pointer(v) and v not in kept}
        self.stale.update(dict.fromkeys(lost, place))
        return readable - lost

    def labels(self, statement: Labels, readable: _Readable) -> _Readable | None:
        labels = [label for label, _ in statement.labels]
        self.in_scope.extend(labels)
        result = self.block(statement.entry, readable)
        for label, body in statement.labels:
            if label in self.at_label:
                result = _meet(result, self.block(body, self.at_label[label]))
        del self.in_scope[-len(labels) :]
        return result

    def jump(self, statement: Jump, readable: _Readable) -> None:
        label = statement.label
        if label not in self.in_scope:
            self.fail(f"a jump to {label.name} from outside")
        if len(statement.arguments) != len(label.parameters):
            self.fail(f"a jump to {label.name} with {len(statement.arguments)} arguments")
        before = self.at_label.get(label)
        arriving = readable | frozenset(label.parameters)
        now = arriving if before is None else before & arriving
        if now != before:
            self.at_label[label] = now
            self.changed = True


def _meet(a: _Readable | None, b: _Readable | None) -> _Readable | None:
    if a is None or b is None:
        return b if a is None else a
    return a & b

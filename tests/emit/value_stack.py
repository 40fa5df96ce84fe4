"""Checks in emitted C that values survive reclamation: the rule of the value stack, on every path of a function.

After a call in which reclamation may run, and after a reclamation itself, a C local that can hold a pointer is stale
until it is read back from a slot of the value stack into which it was put since it last changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eshkol.emit.signatures import c_name, generic_symbol
from eshkol.low.nodes import Labels, LowProgram, LowVariable, Procedure
from eshkol.low.unboxing import may_be_pointer
from eshkol.low.walk import every_statement, writes

MARK = "a mark"
_FUNCTION = re.compile(r"^(?:\w+ )*Value (\w+)\(Value \*sp[^\n]*\) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_ASSIGNMENT = re.compile(r"^(\w+) = (.*);$")
_SPILL = re.compile(r"^sp\[(\d+)\] = (\w+|ESHKOL_MARK\(\));$")
_RELOAD = re.compile(r"^(\w+) = sp\[(\d+)\];$")
_CALL = re.compile(r"(\w+)\(sp(?: \+ (\d+))?[,)]")
_WORD = re.compile(r"[A-Za-z_]\w*")
_CALLS_OF_UNKNOWN = re.compile(r"eshkol_inline_call_\w+")


class StaleValue(Exception):
    """Emitted C uses a value that reclamation may have moved."""


@dataclass(frozen=True)
class State:
    """`stale`: locals that must not be read. `slots`: which local's present value stands in each slot."""

    stale: frozenset[str]
    slots: frozenset[tuple[int, str]]

    def meet(self, other: State) -> State:
        return State(self.stale | other.stale, self.slots & other.slots)


def check_value_stack(program: LowProgram, text: str) -> set[str]:
    """Checks all functions of procedures in C text; gives their names. StaleValue: a rule is broken."""
    procedures = {p.symbol: p for p in program.procedures}
    quiet = {symbol for symbol, p in procedures.items() if p.quiet}
    procedures.update({generic_symbol(p): p for p in program.procedures if p.fast is not None})
    checked: set[str] = set()
    for name, body in _FUNCTION.findall(text):
        if name in procedures:
            _Function(name, body, _pointers(procedures[name]), set(procedures) - quiet).check()
            checked.add(name)
    return checked


def _variables(procedure: Procedure) -> Iterator[LowVariable]:
    yield from (*procedure.captures, *procedure.parameters)
    for statement in every_statement(procedure.body):
        yield from writes(statement)
        if isinstance(statement, Labels):
            for label, _ in statement.labels:
                yield from label.parameters


def _pointers(procedure: Procedure) -> frozenset[str]:
    own = {"self"} if procedure.takes_closure else set()
    return frozenset({c_name(v) for v in _variables(procedure) if may_be_pointer(v)} | own)


class _Function:
    """The lines of one function, which line follows which, and the state before each."""

    def __init__(self, name: str, body: str, pointers: frozenset[str], reclaiming: set[str]) -> None:
        self.name = name
        self.lines = [line.strip() for line in body.splitlines()]
        self.pointers = pointers
        self.reclaiming = reclaiming
        self.labels = {line.removesuffix(":;"): i for i, line in enumerate(self.lines) if line.endswith(":;")}
        self.after_consequent: dict[int, int] = {}
        self.false_branch: dict[int, int] = {}
        self.cases: dict[int, list[int]] = {}
        self.break_to: dict[int, int] = {}
        self.find_blocks()

    def find_blocks(self) -> None:
        """Where control goes at the lines that begin and end blocks."""
        opened: list[int] = []
        for index, line in enumerate(self.lines):
            if line.startswith("}"):
                start = opened.pop()
                self.false_branch[start] = index + 1 if line == "} else {" else index
                self.after_consequent[start] = index
                for case in self.cases.get(start, []):
                    self.break_to[case] = index
            if line.endswith("{"):
                opened.append(index)
                if line.startswith("switch"):
                    self.cases[index] = []
            if line.startswith(("case ", "default:", "break;")):
                self.cases[next(i for i in reversed(opened) if i in self.cases)].append(index)

    def successors(self, index: int) -> list[int]:
        line = self.lines[index]
        if line.startswith("return "):
            return []
        if line.startswith("goto "):
            return [self.labels[line[5:-1]]]
        if line == "break;":
            return [self.break_to[index]]
        if line.startswith("switch"):
            return [i for i in self.cases[index] if self.lines[i] != "break;"]
        if line == "} else {":
            return [self.after_consequent[index]]  # what comes here has run the consequent
        if line.startswith("if ") and line.endswith("{"):
            return [index + 1, self.false_branch[index]]
        return [index + 1]

    def check(self) -> None:
        states: dict[int, State] = {0: State(frozenset(), frozenset())}
        pending = [0]
        while pending:
            index = pending.pop()
            if index >= len(self.lines):
                raise StaleValue(f"{self.name}: control falls out of the end")
            after = self.execute(index, states[index])
            for following in self.successors(index):
                known = states.get(following)
                now = after if known is None else known.meet(after)
                if now != known:
                    states[following] = now
                    pending.append(following)

    def execute(self, index: int, state: State) -> State:
        line = self.lines[index]
        reload, spill, assignment = _RELOAD.match(line), _SPILL.match(line), _ASSIGNMENT.match(line)
        if reload is not None:
            name, slot = reload[1], int(reload[2])
            if (slot, name) not in state.slots:
                self.fail(index, f"slot {slot} does not hold {name}")
            return State(state.stale - {name}, frozenset(s for s in state.slots if s[1] != name or s[0] == slot))
        if spill is not None:
            slot, name = int(spill[1]), spill[2]
            self.read(index, name, state)
            held = MARK if name.startswith("ESHKOL_MARK") else name
            return State(state.stale, frozenset(s for s in state.slots if s[0] != slot) | {(slot, held)})
        self.read(index, line if assignment is None else assignment[2], state)
        state = self.call(index, line, state)
        if assignment is not None:
            name = assignment[1]
            return State(state.stale - {name}, frozenset(s for s in state.slots if s[1] != name))
        return state

    def read(self, index: int, text: str, state: State) -> None:
        for word in _WORD.findall(text):
            if word in state.stale:
                self.fail(index, f"{word} is stale")

    def call(self, index: int, line: str, state: State) -> State:
        """What a call or a reclamation makes of the state. Slots at and above its place are the callee's."""
        if line.startswith("eshkol_reclaim(sp, "):
            return self.reclaimed(state, int(line[len("eshkol_reclaim(sp, ") : -2]))
        for name, offset in _CALL.findall(line):
            calls = name in self.reclaiming or _CALLS_OF_UNKNOWN.fullmatch(name) or offset
            if calls and "return " not in line:
                place = int(offset) if offset else 0
                if place and (place - 1, MARK) not in state.slots:
                    self.fail(index, f"there is no mark in slot {place - 1}")
                state = self.reclaimed(state, max(0, place - 1))
        return state

    def reclaimed(self, state: State, slots: int) -> State:
        return State(self.pointers, frozenset(s for s in state.slots if s[0] < slots and s[1] != MARK))

    def fail(self, index: int, message: str) -> None:
        around = "\n".join(self.lines[max(0, index - 12) : index + 1])
        raise StaleValue(f"{self.name}: {message} in the last of these lines:\n{around}")

"""Conditionals, labels and jumps."""

from __future__ import annotations

from abc import ABC, abstractmethod

from eshkol.emit.primitive_calls import PrimitiveCalls
from eshkol.emit.signatures import c_name
from eshkol.low.nodes import Atom, Block, If, Jump, Labels, LowVariable, falls_through


class Control(PrimitiveCalls, ABC):
    """Where control joins, `slots` keeps what is known on all ways."""

    @abstractmethod
    def block(self, block: Block) -> None:
        """Writes the statements."""

    def conditional(self, statement: If) -> None:
        test = self.test(statement.test)
        before = dict(self.slots)
        self.line(f"if ({test}) {{")
        self.inner(statement.consequent)
        after = self.slots if falls_through(statement.consequent) else None
        self.slots = before
        if statement.alternative:
            self.line("} else {")
            self.inner(statement.alternative)
        self.line("}")
        other = self.slots if falls_through(statement.alternative) else None
        self.slots = _meet(after, other)

    def inner(self, block: Block) -> None:
        self.indent += 1
        self.slots = dict(self.slots)
        self.block(block)
        self.indent -= 1

    def labels(self, statement: Labels) -> None:
        self.ends += 1
        end = f"end_{self.ends}"
        used_end = False
        self.block(statement.entry)
        states = [self.slots] if falls_through(statement.entry) else []
        if falls_through(statement.entry):
            self.line(f"goto {end};")
            used_end = True
        for number, (label, body) in enumerate(statement.labels):
            self.lines.append(f" {label.name}:;")
            self.slots = {}
            self.block(body)
            if falls_through(body):
                states.append(self.slots)
                if number + 1 < len(statement.labels):
                    self.line(f"goto {end};")
                    used_end = True
        if used_end:
            self.lines.append(f" {end}:;")
        self.slots = states[0] if len(states) == 1 and not used_end else {}

    def jump(self, statement: Jump) -> None:
        parameters = statement.label.parameters
        moves = [
            (parameter, argument)
            for parameter, argument in zip(parameters, statement.arguments, strict=True)
            if parameter is not argument
        ]
        for target, text in self.parallel(moves):
            self.line(f"{target} = {text};")
        self.line(f"goto {statement.label.name};")

    def parallel(self, moves: list[tuple[LowVariable, Atom]]) -> list[tuple[str, str]]:
        """Assignments in an order in which none overwrites what a later one reads; cycles go through a temporary."""
        result: list[tuple[str, str]] = []
        pending = list(moves)
        while pending:
            for index, (target, _) in enumerate(pending):
                if not any(source is target for i, (_, source) in enumerate(pending) if i != index):
                    break
            else:
                target, source = pending[0]
                kind = "double" if target.unboxed else "Value"
                result.append((f"{kind} saved_{c_name(target)}_{len(self.lines)}", c_name(target)))
                saved = LowVariable(f"saved_{c_name(target)}_{len(self.lines)}", -1, target.types, target.unboxed)
                replacement = _Named(saved.name, -1, saved.types, saved.unboxed)
                pending = [(t, replacement if s is target else s) for t, s in pending]
                index = 0
            target, source = pending.pop(index)
            result.append((c_name(target), self._move_text(target, source)))
        if any(text.startswith(("double saved", "Value saved")) for text, _ in result):
            self.line("{")
            for left, right in result:
                self.line(f"  {left} = {right};")
            self.line("}")
            return []
        return result

    def _move_text(self, target: LowVariable, source: Atom) -> str:
        if isinstance(source, _Named):
            name = source.name
            if target.unboxed:
                return name if source.unboxed else f"to_double({name})"
            return f"from_double({name})" if source.unboxed else name
        return self.double(source) if target.unboxed else self.value(source)


class _Named(LowVariable):
    """A C temporary with exactly this name."""


def _meet(a: dict[int, LowVariable] | None, b: dict[int, LowVariable] | None) -> dict[int, LowVariable]:
    if a is None:
        return {} if b is None else b
    if b is None:
        return a
    return {slot: v for slot, v in a.items() if b.get(slot) is v}

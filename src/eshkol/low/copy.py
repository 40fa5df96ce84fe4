"""Copies of low code with fresh variables and labels."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from eshkol.low.nodes import (
    Block,
    Label,
    LowVariable,
    NewClosure,
    PrimitiveTest,
    Statement,
    Test,
    Truth,
)


@dataclass(slots=True)
class Copier:
    """Copies blocks. Afterwards the dictionaries lead from the originals to the copies."""

    variables: dict[LowVariable, LowVariable] = field(default_factory=dict)
    labels: dict[Label, Label] = field(default_factory=dict)
    statements: dict[Statement, Statement] = field(default_factory=dict)

    def variable(self, variable: LowVariable) -> LowVariable:
        """The copy of a variable; the running closure (serial -1) stands for itself."""
        if variable.serial == -1:
            return variable
        if variable not in self.variables:
            self.variables[variable] = LowVariable(variable.name, variable.serial, variable.types, variable.unboxed)
        return self.variables[variable]

    def label(self, label: Label) -> Label:
        """The copy of a label."""
        if label not in self.labels:
            parameters = tuple(self.variable(v) for v in label.parameters)
            self.labels[label] = Label(label.name, parameters, label.loops)
        return self.labels[label]

    def block(self, block: Block) -> Block:
        """The copy of a block."""
        return tuple(self.statement(statement) for statement in block)

    def test(self, test: Test) -> Test:
        """The copy of a test."""
        copy = self._fields(test)
        assert isinstance(copy, Truth | PrimitiveTest)
        return copy

    def statement(self, statement: Statement) -> Statement:
        """The copy of a statement with all that is inside."""
        copy: Statement = self._fields(statement)
        self.statements[statement] = copy
        return copy

    def _fields(self, node: Any) -> Any:
        return replace(node, **{f.name: self._value(getattr(node, f.name)) for f in fields(node)})

    def _value(self, value: Any) -> Any:
        match value:
            case LowVariable():
                return self.variable(value)
            case Label():
                return self.label(value)
            case Statement():
                return self.statement(value)
            case NewClosure() | Truth() | PrimitiveTest():
                return self._fields(value)
            case tuple():
                return tuple(self._value(v) for v in value)
            case _:
                return value

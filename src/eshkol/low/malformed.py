"""The error of a program that the low language does not permit."""

from __future__ import annotations

from eshkol.low.nodes import LowVariable, Procedure
from eshkol.low.show import show_procedure


class MalformedLow(Exception):
    """A pass has made something that is no low program: a bug in that pass."""


def malformed(procedure: Procedure, message: str) -> MalformedLow:
    """The error, with the text of the procedure."""
    return MalformedLow(f"{message}, in the procedure at {procedure.span}:\n{show_procedure(procedure)}")


def show_variable(variable: LowVariable) -> str:
    return f"{variable.name} (number {variable.serial})"

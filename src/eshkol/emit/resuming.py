"""How a fixnum version leaves for the generic body, and how that is entered in its middle."""

from __future__ import annotations

from eshkol.emit.signatures import c_name, generic_symbol
from eshkol.emit.writer import Writer
from eshkol.low.liveness import liveness
from eshkol.low.nodes import LowVariable, Statement


class Resuming(Writer):
    """Leaving and entering. Live variables travel in eshkol_arguments."""

    def resume_entry(self, number: int, variables: list[LowVariable], label: str | None) -> None:
        self.line(f"  {f'case {number}' if label else 'default'}:")
        for index, variable in enumerate(variables):
            got = f"eshkol_arguments[{index}]"
            self.line(f"    {c_name(variable)} = {f'to_double({got})' if variable.unboxed else got};")
        self.line(f"    goto {label};" if label else "    break;")

    def leave(self, statement: Statement) -> None:
        """In a fixnum version: goes on in the generic body, behind `statement`."""
        generic = self.procedure.generic
        assert generic is not None
        assert generic.fast is not None
        number = generic.fast.resume_points.index(statement) + 1
        original = generic.fast.statements[statement]
        copies = {original: copy for copy, original in generic.fast.variables.items()}
        live = liveness(generic, [original]).resume[original]
        for index, variable in enumerate(live):
            self.line(f"  eshkol_arguments[{index}] = {self.value(copies[variable])};")
        self.line(f"  return {generic_symbol(generic)}(sp, {number});")
        self.line("}")

"""What the procedures of a translation unit contribute to: constants, places, globals, static closures."""

from __future__ import annotations

from dataclasses import dataclass, field
from zlib import crc32

from eshkol.core.nodes import GlobalVariable
from eshkol.emit.constants import ConstantPool
from eshkol.emit.sites import SiteTable
from eshkol.low.nodes import StaticClosure
from eshkol.names import c_identifier


@dataclass(slots=True)
class UnitTables:
    """What all procedures of a translation unit contribute to. `globals` are shared by all units.

    `linkage` stands before definitions of data: "" when other units are to see them. `cases` begins the names of
    closures with several clauses, which the library's units and the program's define each for themselves.
    """

    constants: ConstantPool
    sites: SiteTable
    globals: GlobalTables
    linkage: str = "static "
    cases: str = "cases"
    static_closures: dict[str, tuple[str, StaticClosure]] = field(default_factory=dict)

    def static_closure(self, closure: StaticClosure) -> str:
        """The C expression of a closure without captures."""
        key = " ".join(p.symbol for p in closure.procedures)
        if key not in self.static_closures:
            kind = self.cases if len(closure.procedures) > 1 else "closure"
            self.static_closures[key] = (f"{kind}_{closure.procedures[0].symbol}", closure)
        return f"OBJECT({self.static_closures[key][0]})"


@dataclass(slots=True)
class GlobalTables:
    """Globals and primitives used as values, over all units."""

    variables: dict[str, dict[GlobalVariable, int]] = field(default_factory=dict)
    primitive_closures: dict[str, str] = field(default_factory=dict)

    def variable(self, variable: GlobalVariable) -> str:
        """The C expression of a global variable."""
        array = global_array(in_library=variable.comes_with_eshkol)
        indices = self.variables.setdefault(array, {})
        index = indices.setdefault(variable, len(indices))
        return f"{array}[{index} /* {comment(variable.name)} */]"

    def primitive_closure(self, name: str) -> str:
        """The C expression of a primitive as a value."""
        identifier = f"primitive_{c_identifier(name)}_{crc32(name.encode()):08x}"
        return f"OBJECT({self.primitive_closures.setdefault(name, identifier)})"


def global_array(*, in_library: bool) -> str:
    """The C array that holds the globals of the library or of the program."""
    return "eshkol_library_global" if in_library else "eshkol_global"


def comment(text: str) -> str:
    """The text as it can stand within a comment in C."""
    return text.replace("*/", "* /").replace("/*", "/ *")

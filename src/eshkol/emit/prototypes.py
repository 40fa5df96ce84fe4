"""C prototypes of all primitives, from their rows: the header against which the C compiler checks each definition."""

from __future__ import annotations

from eshkol.names import primitive_symbol
from eshkol.tables import PrimitiveRow, primitive_rows


def primitive_prototype(row: PrimitiveRow) -> str:
    """The declaration of one primitive's C function."""
    count = len(row.parameters) + (row.rest is not None)
    parameters = (["Value *sp"] if row.calls else []) + [f"Value a{i}" for i in range(count)]
    attribute = " __attribute__((noreturn))" if row.result == "never" else ""
    return f"Value {primitive_symbol(row.name)}({', '.join(parameters) or 'void'}){attribute};"


def primitives_header() -> str:
    """The text of primitives.h."""
    lines = [
        "/* The C functions of all primitives. Made from the tables of primitives. */",
        "#ifndef ESHKOL_PRIMITIVES_H",
        "#define ESHKOL_PRIMITIVES_H",
        '#include "values.h"',
        *(primitive_prototype(row) for row in primitive_rows().values()),
        "#endif",
    ]
    return "\n".join(lines) + "\n"

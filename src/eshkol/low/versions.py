"""Versions of primitives: which C function serves for the types that the arguments have, and whether it allocates."""

from __future__ import annotations

from eshkol.emit.inline_table import inline_functions
from eshkol.low import kinds
from eshkol.low.kinds import ANY, FIXNUM, FLONUM, OBJECT, PAIR
from eshkol.low.nodes import Atom, Literal, Primitive, PrimitiveTest
from eshkol.low.number_types import is_nonnegative
from eshkol.names import primitive_symbol
from eshkol.tables import primitive_rows

# What primitives make that the emitter writes out itself.
CONSTRUCTORS = {"list": PAIR, "vector": kinds.VECTOR, "values": ANY & ~kinds.COMPLEX, "%record": OBJECT}


def version_for(
    name: str, arguments: tuple[Atom, ...], argument_types: list[int]
) -> tuple[str, tuple[str, ...]] | None:
    """The C function of the version for these types, and how each operand reaches it."""
    if not arguments or any(t == 0 for t in argument_types):
        return None
    symbol = primitive_symbol(name)
    functions = inline_functions()

    def candidate(kind: str) -> str | None:
        found = symbol.replace("eshkol_", f"eshkol_{kind}_", 1)
        return found if found in functions and functions[found].parameters == len(arguments) else None

    if all(t & ~FIXNUM == 0 for t in argument_types):
        found = candidate("fixnum")
        if found is not None:
            return found, ("value",) * len(arguments)
    if any(t & ~FLONUM == 0 for t in argument_types):
        found = candidate("flonum")
        operands = tuple(_operand(a, t) for a, t in zip(arguments, argument_types, strict=True))
        loose = name in kinds.ARITHMETIC and not any(t & kinds.COMPLEX for t in argument_types)
        if name == "sqrt" and not is_nonnegative(argument_types[0]):
            found = None
        if found is not None and (loose or all(o in ("double", "constant") for o in operands)):
            return found, operands
    if argument_types[0] & ~PAIR == 0:
        found = candidate("pair")
        if found is not None:
            return found, ("value",) * len(arguments)
    return None


def _operand(atom: Atom, types: int) -> str:
    """How an operand becomes a double: see `emit.primitive_calls`."""
    if isinstance(atom, Literal) and isinstance(atom.value, int | float) and not isinstance(atom.value, bool):
        return "constant" if isinstance(atom.value, float) or abs(atom.value) <= 1 << 53 else "unknown"
    if types & ~FLONUM == 0:
        return "double"
    if types & ~FIXNUM == 0:
        return "fixnum"
    return "unknown"


def allocates_primitive(statement: Primitive | PrimitiveTest) -> bool:
    """True when this primitive, in the version chosen for it, may allocate."""
    if statement.name in CONSTRUCTORS:
        return True
    if isinstance(statement, Primitive) and statement.speculated:
        return False  # an overflow leaves for the generic body, which allocates then
    if statement.version is not None:
        # Of the versions only fixnum arithmetic allocates, when it overflows; doubles are boxed where they leave.
        if inline_functions()[statement.version].result == "double":
            return isinstance(statement, Primitive) and statement.target is not None and not statement.target.unboxed
        return statement.version.startswith("eshkol_fixnum_sys_") and statement.name in kinds.ARITHMETIC
    return primitive_rows()[statement.name].allocates

"""Calls of primitives: arithmetic of many arguments becomes that of two, and known arguments give a known result."""

from __future__ import annotations

from eshkol.core.nodes import Call, Constant, Node, PrimitiveReference
from eshkol.passes import primitives
from eshkol.syntax.datum import UNSPECIFIED
from eshkol.tables import primitive_rows


def primitive_call(node: Call, operator: PrimitiveReference, operands: tuple[Node, ...]) -> Node:
    """What stands for the call `node` of this primitive with these operands, which are simplified."""
    name = operator.name
    if name in primitives.LEFT_FOLDS:
        return _fold_arithmetic(node, name, operands)
    if name in primitives.TWO_ARGUMENT_VERSIONS and len(operands) == 2:
        name = primitives.TWO_ARGUMENT_VERSIONS[name]
        operator = PrimitiveReference(operator.span, name)
    if name == "values" and len(operands) == 1:
        return operands[0]
    if name == "void" and not operands:
        return Constant(node.span, UNSPECIFIED)
    fold = primitives.FOLDS.get(name)
    values = [o.value for o in operands if isinstance(o, Constant)]
    row = primitive_rows().get(name)
    if (
        fold is not None
        and row is not None
        and row.rest is None
        and len(values) == len(operands) == len(row.parameters)
    ):
        result = fold(*values)
        if result is not None:
            return Constant(node.span, result)
    return Call(node.span, operator, operands)


def _fold_arithmetic(node: Call, name: str, operands: tuple[Node, ...]) -> Node:
    span = node.span
    if not operands and name in primitives.NO_ARGUMENTS:
        return Constant(span, primitives.NO_ARGUMENTS[name])
    if len(operands) == 1 and name in primitives.ONE_ARGUMENT:
        primitive, constant = primitives.ONE_ARGUMENT[name]
        if constant is not None:
            operands = (Constant(span, constant), *operands)
        return primitive_call(node, PrimitiveReference(span, primitive), operands)
    if len(operands) < 2:
        return Call(span, PrimitiveReference(span, name), operands)
    binary = PrimitiveReference(span, primitives.LEFT_FOLDS[name])
    result = operands[0]
    for operand in operands[1:]:
        result = primitive_call(Call(span, binary, (result, operand)), binary, (result, operand))
    return result

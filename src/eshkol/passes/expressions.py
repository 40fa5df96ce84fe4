"""What single expressions tell the simplifier: known truth, no effect, only called, and so on."""

from __future__ import annotations

from eshkol.core.nodes import (
    Call,
    Clause,
    Conditional,
    Constant,
    Lambda,
    Let,
    LetRecursive,
    LocalReference,
    Node,
    PrimitiveReference,
    Sequence,
    Variable,
)
from eshkol.core.walk import every_node
from eshkol.syntax.datum import NIL
from eshkol.tables import primitive_rows


def truth(node: Node) -> bool | None:
    """Whether the value counts as true, or None where that is not known."""
    match node:
        case Constant(value=value):
            return value is not False
        case Lambda() | PrimitiveReference():
            return True
        case Sequence(expressions=expressions):
            return truth(expressions[-1])
        case _:
            return None


def is_removable(node: Node) -> bool:
    """True when not evaluating the expression makes no difference."""
    match node:
        case Constant() | LocalReference() | PrimitiveReference() | Lambda():
            return True
        case Call(operator=PrimitiveReference(name=name), operands=operands):
            row = primitive_rows().get(name)
            return (
                row is not None
                and row.accepts(len(operands))
                and row.effect in ("pure", "reads")
                and not row.raises
                and not row.calls
                and all(is_removable(o) for o in operands)
            )
        case Conditional(test=test, consequent=consequent, alternative=alternative):
            return is_removable(test) and is_removable(consequent) and is_removable(alternative)
        case Let(bindings=bindings, body=body):
            return all(is_removable(v) for _, v in bindings) and is_removable(body)
        case _:
            return False


def is_cheap(node: Node) -> bool:
    """False for constants that are objects: copies would not be the same ones."""
    return not isinstance(node, Constant) or isinstance(node.value, bool | int | float) or node.value is NIL


def gives_lambda(node: Node) -> bool:
    """Is the value a lambda, made inside some bindings?"""
    match node:
        case Let(body=body) | LetRecursive(body=body):
            return isinstance(body, Lambda) or gives_lambda(body)
        case Sequence(expressions=expressions):
            return isinstance(expressions[-1], Lambda) or gives_lambda(expressions[-1])
        case _:
            return False


def only_called(variable: Variable, body: Node) -> bool:
    """True when every reference to the variable in `body` is the operator of a call."""
    called = 0
    referenced = 0
    for node in every_node(body):
        if isinstance(node, Call) and isinstance(node.operator, LocalReference) and node.operator.variable is variable:
            called += 1
        if isinstance(node, LocalReference) and node.variable is variable:
            referenced += 1
    return called == referenced


def copyable_wrapper(value: Lambda) -> Node | None:
    """(lambda (a b) (f a b)) is f for a primitive f of fixed arity, unless f raises errors, which show the call."""
    if len(value.clauses) != 1 or value.clauses[0].rest is not None:
        return None
    clause = value.clauses[0]
    match clause.body:
        case Call(operator=PrimitiveReference(name=name) as operator, operands=operands):
            row = primitive_rows().get(name)
            same = tuple(o.variable for o in operands if isinstance(o, LocalReference)) == clause.required
            fixed = row is not None and not (row.optional or row.rest or row.raises) and not name.startswith("%")
            return operator if same and fixed and len(operands) == len(clause.required) else None
        case _:
            return None


def matching_clause(value: Lambda, count: int) -> Clause | None:
    """The clause that takes so many arguments."""
    for clause in value.clauses:
        if count == len(clause.required) or (clause.rest is not None and count > len(clause.required)):
            return clause
    return None

"""Checks the number of arguments of every call whose procedure is known: a primitive, a global, a local lambda.

Infix arithmetic is an error, too, where it cannot be meant: `(1 + 2)`, and among the arguments of a primitive. Every
other call of a constant is left to the run time, where a program can handle the error.
"""

from __future__ import annotations

from collections.abc import Sequence

from eshkol.core.nodes import (
    Call,
    Clause,
    Constant,
    GlobalDefinition,
    GlobalReference,
    GlobalVariable,
    Lambda,
    Let,
    LetRecursive,
    LocalReference,
    Node,
    PrimitiveReference,
    Program,
    Variable,
)
from eshkol.core.walk import assigned_variables, every_node
from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.passes.facts import global_facts
from eshkol.passes.shake import STANDARD_LIBRARY
from eshkol.source import NOWHERE, Span
from eshkol.tables import PrimitiveRow, primitive_rows

_INFIX = {"+", "-", "*", "/", "%", "^"}
_NUMBERS = {"number", "integer", "rational", "real", "fixnum", "flonum", "index"}


def arity(program: Program) -> Program:
    """Gives the program back unchanged, or raises a CompileError with all wrong calls."""
    definitions = {v: n for v, n in global_facts(program).definitions.items() if isinstance(n, Lambda)}
    assigned = assigned_variables(*program.forms)
    problems: list[Diagnostic] = []
    for form in program.forms:
        if isinstance(form, GlobalDefinition) and form.variable.library == STANDARD_LIBRARY:
            continue
        local: dict[Variable, Lambda] = {}
        for node in every_node(form):
            if isinstance(node, Let | LetRecursive):
                local.update((x, v) for x, v in node.bindings if isinstance(v, Lambda) and x not in assigned)
            if isinstance(node, Call):
                problem = _check(node, definitions, local)
                if problem is not None:
                    problems.append(problem)
    if problems:
        raise CompileError(problems)
    return program


def _check(node: Call, definitions: dict[GlobalVariable, Lambda], local: dict[Variable, Lambda]) -> Diagnostic | None:
    match node.operator:
        case PrimitiveReference(name=name):
            row = primitive_rows().get(name)
            if row is None:
                return None
            return _check_infix(node, row) if row.accepts(len(node.operands)) else _wrong(node, name, _row_text(row))
        case GlobalReference(variable=variable) if variable in definitions:
            return _check_lambda(node, variable.name, definitions[variable])
        case LocalReference(variable=variable) if variable in local:
            return _check_lambda(node, variable.name, local[variable])
        case Lambda() as value:
            return _check_lambda(node, "this procedure", value)
        case Constant() as value:
            return _check_called_constant(node, value)
        case _:
            return None


def _check_called_constant(node: Call, value: Constant) -> Diagnostic | None:
    hint = _infix_hint((value, *node.operands))
    if hint is None:
        return None
    message = f"{_text(value)} is called, but is no procedure"
    return Diagnostic(message, node.span, expected="(procedure argument ...)", hint=hint)


def _check_infix(node: Call, row: PrimitiveRow) -> Diagnostic | None:
    """`(make-arena 1024 * 1024)`: the count is right, but an operator stands where no procedure can."""
    hint = _infix_hint(node.operands)
    operator = node.operands[1] if hint is not None else None
    first, second = [*(parameter.kind for parameter in row.parameters), *2 * [row.rest.kind if row.rest else ""]][:2]
    takes_procedure = second == "procedure" or (second == "any" and first not in _NUMBERS)
    if not isinstance(operator, PrimitiveReference) or takes_procedure:
        return None
    return Diagnostic(f"{row.name}: argument 2 cannot be the procedure `{operator.name}`", node.span, hint=hint)


def _check_lambda(node: Call, name: str, value: Lambda) -> Diagnostic | None:
    count = len(node.operands)
    if any(count == len(c.required) or (c.rest is not None and count > len(c.required)) for c in value.clauses):
        return None
    least_open = [len(c.required) for c in value.clauses if c.rest is not None]
    told = [c for c in value.clauses if c.rest is not None or all(len(c.required) < n for n in least_open)]
    return _wrong(node, name, " or ".join(_clause_text(c) for c in told), value.span)


def _row_text(row: PrimitiveRow) -> str:
    return _range_text(row.required, None if row.rest is not None else len(row.parameters))


def _clause_text(clause: Clause) -> str:
    return _range_text(len(clause.required), None if clause.rest is not None else len(clause.required))


def _range_text(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {least} argument{'' if least == 1 else 's'}"
    if least == most:
        return f"{least} argument{'' if least == 1 else 's'}"
    return f"{least}{' or ' if most == least + 1 else ' to '}{most} arguments"


def _wrong(node: Call, name: str, accepted: str, defined: Span = NOWHERE) -> Diagnostic:
    count = len(node.operands)
    notes = (("defined here", defined),) if defined is not NOWHERE and defined.source.text else ()
    return Diagnostic(f"{name} takes {accepted}, got {count}", node.span, hint=_infix_hint(node.operands), notes=notes)


def _infix_hint(nodes: Sequence[Node]) -> str | None:
    """`1024 * 1024 * 100`: someone wrote infix arithmetic."""
    texts = [_text(node) for node in nodes]
    operators = texts[1::2]
    if len(texts) % 2 == 1 and operators and all(t in _INFIX for t in operators) and len(set(operators)) == 1:
        return f"arithmetic is written prefix: ({operators[0]} {' '.join(texts[0::2])})"
    return None


def _text(node: Node) -> str:
    return node.span.source.text[node.span.start : node.span.end]

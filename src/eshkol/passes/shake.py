"""Tree shaking: drops the library definitions that the program cannot reach.

Before: (define unused (lambda ...)) (define used (lambda ...)) (used 1)
After:  (define used (lambda ...)) (used 1)
"""

from __future__ import annotations

from eshkol.core.nodes import (
    GlobalAssignment,
    GlobalDefinition,
    GlobalReference,
    GlobalVariable,
    Node,
    Program,
)
from eshkol.core.walk import every_node

# What the runtime itself calls.
STANDARD_LIBRARY = "eshkol"
RUNTIME_ROOTS = (GlobalVariable("raise", STANDARD_LIBRARY),)
# What a later pass may put in the place of a library procedure: it is kept as long as that is.
SUBSTITUTES = {
    GlobalVariable("call/cc", STANDARD_LIBRARY): GlobalVariable("call/ec", STANDARD_LIBRARY),
    GlobalVariable("call-with-current-continuation", STANDARD_LIBRARY): GlobalVariable(
        "call-with-escape-continuation", STANDARD_LIBRARY
    ),
}


def shake(program: Program) -> Program:
    """Keeps all forms of the program and of user libraries, and of the standard library what they reach."""
    definitions: dict[GlobalVariable, list[Node]] = {}
    for form in program.forms:
        if isinstance(form, GlobalDefinition) and form.variable.comes_with_eshkol:
            definitions.setdefault(form.variable, []).append(form)
    kept: set[GlobalVariable] = set()
    pending: list[Node] = [f for f in program.forms if not _is_library_definition(f)]
    for root in RUNTIME_ROOTS:
        if root in definitions:
            kept.add(root)
            pending.extend(definitions[root])
    while pending:
        referenced = referenced_globals(pending.pop())
        for variable in [*referenced, *(SUBSTITUTES[v] for v in referenced if v in SUBSTITUTES)]:
            if variable in definitions and variable not in kept:
                kept.add(variable)
                pending.extend(definitions[variable])
    return Program(tuple(f for f in program.forms if not _is_library_definition(f) or _defined(f) in kept))


def referenced_globals(node: Node) -> set[GlobalVariable]:
    """The globals read or assigned inside `node`."""
    return {n.variable for n in every_node(node) if isinstance(n, GlobalReference | GlobalAssignment)}


def _is_library_definition(form: Node) -> bool:
    return isinstance(form, GlobalDefinition) and form.variable.comes_with_eshkol


def _defined(form: Node) -> GlobalVariable:
    assert isinstance(form, GlobalDefinition)
    return form.variable

"""What the core language permits; run after every pass in tests, and by `check_program` wherever core is made."""

from __future__ import annotations

from collections.abc import Iterator

from eshkol.core.nodes import (
    Call,
    Constant,
    GlobalDefinition,
    Lambda,
    LetRecursive,
    LocalAssignment,
    LocalReference,
    Node,
    PrimitiveReference,
    Program,
    Sequence,
    Variable,
)
from eshkol.core.show import show_node
from eshkol.core.walk import bound_variables, children
from eshkol.source import Span
from eshkol.tables import primitive_rows


class MalformedCore(Exception):
    """A pass has made something that is no core program: a bug in that pass."""


def check_program(program: Program) -> None:
    """Raises MalformedCore unless every form follows the rules:

    - every local variable is bound once in the whole program, and used only where it is in scope;
    - definitions stand only as forms of the program;
    - sequences are not empty, lambdas have clauses, bindings bind something;
    - primitives exist, nodes have spans.
    """
    bound: set[Variable] = set()
    for form in program.forms:
        _Checker(form, bound).check()


class _Checker:
    """Checks one form. Iterative: scopes are entered and left by entries on the list of pending work."""

    def __init__(self, form: Node, bound: set[Variable]) -> None:
        self.form = form
        self.bound = bound
        self.scope: set[Variable] = set()

    def check(self) -> None:
        start = self.form.value if isinstance(self.form, GlobalDefinition) else self.form
        pending: list[Node | tuple[bool, tuple[Variable, ...]]] = [start]
        while pending:
            entry = pending.pop()
            if isinstance(entry, tuple):
                enter, variables = entry
                if enter:
                    self.bind(variables)
                else:
                    self.scope.difference_update(variables)
            else:
                self.check_node(entry)
                pending.extend(reversed(list(_work(entry))))

    def bind(self, variables: tuple[Variable, ...]) -> None:
        for variable in variables:
            if variable in self.bound:
                self.fail(f"the variable {variable.name} (number {variable.serial}) is bound twice")
            self.bound.add(variable)
            self.scope.add(variable)

    def check_node(self, node: Node) -> None:
        if not isinstance(node.span, Span):
            self.fail(f"a {type(node).__name__} has no span")
        match node:
            case LocalReference(variable=variable) | LocalAssignment(variable=variable):
                if variable not in self.scope:
                    self.fail(f"the variable {variable.name} (number {variable.serial}) is used out of its scope")
            case PrimitiveReference(name=name):
                if name not in primitive_rows():
                    self.fail(f"there is no primitive {name}")
            case GlobalDefinition():
                self.fail("a definition stands inside an expression")
            case Sequence(expressions=()):
                self.fail("a sequence is empty")
            case Lambda(clauses=()):
                self.fail("a lambda has no clause")
            case LetRecursive(bindings=()):
                self.fail("a letrec* binds nothing")
            case Call(operands=operands) if not isinstance(operands, tuple):
                self.fail("the operands of a call are no tuple")
            case Constant(value=Node()):
                self.fail("a constant holds a node")
            case _:
                pass

    def fail(self, message: str) -> None:
        raise MalformedCore(f"{message}, in the form at {self.form.span}:\n{show_node(self.form)}")


def _work(node: Node) -> Iterator[Node | tuple[bool, tuple[Variable, ...]]]:
    """The children of `node` with the points where its variables enter and leave the scope."""
    match node:
        case LetRecursive():
            variables = bound_variables(node)
            yield True, variables
            yield from children(node)
            yield False, variables
        case Lambda(clauses=clauses):
            for clause in clauses:
                variables = clause.required if clause.rest is None else (*clause.required, clause.rest)
                yield True, variables
                yield clause.body
                yield False, variables
        case _ if variables := bound_variables(node):
            *values, body = children(node)
            yield from values
            yield True, variables
            yield body
            yield False, variables
        case _:
            yield from children(node)

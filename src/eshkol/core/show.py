"""Core nodes as readable text: what `eshkol dump` prints and tests compare.

Locals are shown by name, with a number when the same form uses the name for something else; globals of the program by
name, those of a library as `library:name`; primitives with a % before their name.
"""

from __future__ import annotations

from collections.abc import Sequence

from eshkol.core.nodes import (
    Call,
    Clause,
    Conditional,
    Constant,
    GlobalAssignment,
    GlobalDefinition,
    GlobalReference,
    GlobalVariable,
    Lambda,
    Let,
    LetRecursive,
    LocalAssignment,
    LocalReference,
    Node,
    PrimitiveReference,
    Program,
    Receive,
    Variable,
)
from eshkol.core.nodes import Sequence as SequenceNode
from eshkol.core.walk import bound_variables, every_node
from eshkol.syntax.datum import PairConstant, Special, Symbol, VectorConstant
from eshkol.syntax.write import write_constant, write_symbol

LINE_WIDTH = 110


class _Form:
    """A parenthesised form before it is laid out: words and forms. The first `head` parts belong on its first line."""

    __slots__ = ("head", "parts", "width")

    def __init__(self, head: int, *parts: str | _Form) -> None:
        self.head = head
        self.parts = parts
        self.width = sum([_width(part) for part in parts]) + len(parts) + 1


def _width(tree: str | _Form) -> int:
    return len(tree) if isinstance(tree, str) else tree.width


def show_program(program: Program, library: str | None = None) -> str:
    """Every form, separated by newlines. With `library`, only what defines its globals, or else is no definition."""
    forms = [
        form
        for form in program.forms
        if library is None or not isinstance(form, GlobalDefinition) or form.variable.library == library
    ]
    return "".join([show_node(form) + "\n" for form in forms])


def show_node(node: Node) -> str:
    """One form, without a final newline."""
    tree = _Shower(node).tree(node)
    lines: list[str] = []
    _lay_out(tree, 0, "", lines)
    return "\n".join(lines)


def show_global(variable: GlobalVariable) -> str:
    """A global variable's name, after that of its library."""
    name = write_symbol(variable.name)
    return f"{variable.library}:{name}" if variable.library else name


class _Shower:
    """Shows one form; knows the names of its local variables."""

    def __init__(self, node: Node) -> None:
        self.names: dict[Variable, str] = {}
        taken: set[str] = set()
        variables: dict[Variable, None] = {}
        for inner in every_node(node):
            variables.update(dict.fromkeys(bound_variables(inner)))
            match inner:
                case GlobalReference(variable=v) | GlobalAssignment(variable=v) | GlobalDefinition(variable=v):
                    taken.add(show_global(v))
                case LocalReference(variable=v) | LocalAssignment(variable=v):
                    variables.setdefault(v)
                case _:
                    pass
        numbers: dict[str, int] = {}
        for variable in variables:
            name = write_symbol(variable.name)
            unique = name
            while unique in taken:
                numbers[name] = numbers.get(name, 0) + 1
                unique = f"{name}.{numbers[name]}"
            taken.add(unique)
            self.names[variable] = unique

    def tree(self, node: Node) -> str | _Form:
        match node:
            case Constant(value=value):
                return _constant(value)
            case LocalReference(variable=variable):
                return self.names[variable]
            case GlobalReference(variable=target):
                return show_global(target)
            case PrimitiveReference(name=name):
                return "%" + write_symbol(name)
            case LocalAssignment(variable=variable, value=value):
                return _Form(2, "set!", self.names[variable], self.tree(value))
            case GlobalAssignment(variable=target, value=value):
                return _Form(2, "set!", show_global(target), self.tree(value))
            case GlobalDefinition(variable=target, value=value):
                return _Form(2, "define", show_global(target), self.tree(value))
            case Call(operator=operator, operands=operands):
                return _Form(1, self.tree(operator), *self.trees(operands))
            case Conditional(test=test, consequent=consequent, alternative=alternative):
                return _Form(2, "if", self.tree(test), self.tree(consequent), self.tree(alternative))
            case SequenceNode(expressions=expressions):
                return _Form(1, "begin", *self.trees(expressions))
            case _:
                return self.binder(node)

    def binder(self, node: Node) -> str | _Form:
        match node:
            case Lambda(name=name, clauses=(clause,)):
                label = (f"#{write_symbol(name)}",) if name else ()
                return _Form(2 + len(label), "lambda", *label, self.parameters(clause), self.tree(clause.body))
            case Lambda(name=name, clauses=clauses):
                label = (f"#{write_symbol(name)}",) if name else ()
                shown = [_Form(1, self.parameters(clause), self.tree(clause.body)) for clause in clauses]
                return _Form(1 + len(label), "case-lambda", *label, *shown)
            case Let(bindings=bindings, body=body):
                return _Form(2, "let", self.bindings(bindings), self.tree(body))
            case LetRecursive(bindings=bindings, body=body):
                return _Form(2, "letrec*", self.bindings(bindings), self.tree(body))
            case Receive(required=required, rest=rest, producer=producer, body=body):
                names = self.parameters(Clause(required, rest, body))
                return _Form(2, "receive", names, self.tree(producer), self.tree(body))
            case _:
                raise TypeError(f"no core node: {type(node).__name__}")

    def trees(self, nodes: Sequence[Node]) -> list[str | _Form]:
        return [self.tree(node) for node in nodes]

    def bindings(self, bindings: Sequence[tuple[Variable, Node]]) -> _Form:
        return _Form(1, *[_Form(2, self.names[variable], self.tree(value)) for variable, value in bindings])

    def parameters(self, clause: Clause) -> str:
        required = [self.names[variable] for variable in clause.required]
        if clause.rest is None:
            return f"({' '.join(required)})"
        rest = self.names[clause.rest]
        return f"({' '.join(required)} . {rest})" if required else rest


def _constant(value: object) -> str:
    if isinstance(value, Special):
        return "'()" if value.name == "()" else value.name
    text = write_constant(value)  # type: ignore[arg-type]
    return f"'{text}" if isinstance(value, Symbol | PairConstant | VectorConstant) else text


def _flat(tree: str | _Form) -> str:
    if isinstance(tree, str):
        return tree
    return f"({' '.join([_flat(part) for part in tree.parts])})"


def _lay_out(tree: str | _Form, indent: int, closing: str, lines: list[str]) -> None:
    """Appends `tree` and the closing parentheses around it, on one line where it fits."""
    room = LINE_WIDTH - indent - len(closing)
    if isinstance(tree, str) or tree.width <= room or not tree.parts:
        lines.append(" " * indent + _flat(tree) + closing)
        return
    head, rest = tree.parts[: tree.head], tree.parts[tree.head :]
    opening = "(" + " ".join([part for part in head if isinstance(part, str)])
    long_parts = [part for part in head if not isinstance(part, str)]
    if sum([part.width for part in long_parts]) <= room // 2:
        opening, long_parts = "(" + " ".join([_flat(part) for part in head]), []
    lines.append(" " * indent + opening)
    inner = [(part, indent + 4) for part in long_parts] + [(part, indent + 2) for part in rest]
    for i, (part, column) in enumerate(inner):
        _lay_out(part, column, ")" + closing if i == len(inner) - 1 else "", lines)
    if not inner:
        lines[-1] += ")" + closing

"""Hygiene as a property: what a program calls its variables makes no difference to what it means."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from eshkol.core.nodes import (
    Constant,
    GlobalReference,
    LocalAssignment,
    LocalReference,
    Node,
    PrimitiveReference,
    Program,
    Variable,
)
from eshkol.core.walk import bound_variables, every_node
from eshkol.diagnostics import CompileError
from eshkol.expand import ExpandedLibrary, expand_program
from eshkol.source import Source

MACROS = """
(define-syntax my-or
  (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))
(define-syntax swap!
  (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(define-syntax repeat
  (syntax-rules (times) ((_ n times body ...) (let loop ((i n)) (if (> i 0) (begin body ... (loop (- i 1))) i)))))
(define-syntax with-both
  (syntax-rules () ((_ (a x) (b y) body) (let* ((p x) (q y)) (let ((a p) (b q)) (let ((p 0)) body))))))
(define-syntax define-adder
  (syntax-rules () ((_ name by) (begin (define t by) (define (name x) (+ t x))))))
(define-syntax make-macro
  (syntax-rules () ((_ name value) (define-syntax name (syntax-rules () ((_ e) (let ((t value)) (list t e))))))))
"""

# Templates over the variables V0, V1, V2; the holes 0 and 1 are expressions.
SHAPES = [
    "(my-or {0} {1})",
    "(my-or {0} V0 {1})",
    "(begin (swap! V0 V1) {0})",
    "(repeat {0} times {1} V2)",
    "(with-both (V0 {0}) (V1 {1}) (list V0 V1))",
    "(with-both (V1 V2) (V2 V1) {0})",
    "(let () (define-adder V2 {0}) (V2 {1}))",
    "(let () (make-macro V1 {0}) (V1 {1}))",
    "(let ((V0 {0})) {1})",
    "(lambda (V1) {0})",
    "(let ((V2 V0) (V0 V2)) (if {0} {1} V0))",
    "(guard (V1 ((my-or V0 {0}) V1)) {1})",
    "(case {0} ((1) V0) (else {1}))",
    "(do ((V0 {0} (+ V0 1))) ((my-or V0 V1) {1}) V0)",
]
ORDINARY = ("one", "two", "three")
CLASHING = [
    "t",
    "tmp",
    "loop",
    "i",
    "p",
    "q",
    "x",
    "a",
    "b",
    "e",
    "if",
    "let",
    "list",
    "value",
    "begin",
    "times",
    "else",
]

EXPRESSIONS = st.recursive(
    st.sampled_from(["V0", "V1", "V2", "1"]),
    lambda inner: st.builds(
        lambda shape, first, second: shape.replace("{0}", first).replace("{1}", second),
        st.sampled_from(SHAPES),
        inner,
        inner,
    ),
    max_leaves=5,
)


def meaning(library: ExpandedLibrary, expression: str, names: tuple[str, str, str]) -> list[object]:
    """The core of a lambda over the three variables, with variables numbered instead of named."""
    for i, name in enumerate(names):
        expression = expression.replace(f"V{i}", name)
    text = f"{MACROS}(lambda ({' '.join(names)}) {expression})"
    try:
        program = Program(expand_program(Source("t.esk", text), library).forms[len(library.forms) :])
    except CompileError:
        return []  # wrong under any names: a macro's name used as a variable
    numbers: dict[Variable, int] = {}
    return [_shape(node, numbers) for form in program.forms for node in every_node(form)]


def _shape(node: Node, numbers: dict[Variable, int]) -> object:
    binds = [numbers.setdefault(variable, len(numbers)) for variable in bound_variables(node)]
    match node:
        case LocalReference(variable=variable) | LocalAssignment(variable=variable):
            return type(node).__name__, numbers.setdefault(variable, len(numbers))
        case GlobalReference(variable=target):
            return target
        case PrimitiveReference(name=name):
            return name
        case Constant(value=value):
            return repr(value)
        case _:
            return type(node).__name__, binds


def test_renaming_variables_changes_nothing(library: ExpandedLibrary) -> None:
    @settings(max_examples=60, deadline=None)
    @given(EXPRESSIONS, st.permutations(CLASHING).map(lambda names: tuple(names[:3])))
    def run(expression: str, names: tuple[str, str, str]) -> None:
        # The program's own special forms and procedures must keep their meaning where the program itself uses them.
        own = {"if", "let", "list", "begin", "times", "else"}
        if own & set(names) and _uses(expression, own & set(names)):
            return
        assert meaning(library, expression, names) == meaning(library, expression, ORDINARY)

    run()


def _uses(expression: str, words: set[str]) -> bool:
    """True when the program itself, outside of macro templates, uses one of the words."""
    tokens = set(expression.replace("(", " ( ").replace(")", " ) ").split())
    return bool(tokens & words)

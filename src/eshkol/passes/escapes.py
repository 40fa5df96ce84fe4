"""Escape analysis of continuations: a call/cc whose continuation cannot outlive the call needs no copies of stacks.

Before: (call/cc (lambda (return) (for-each (lambda (x) (if (negative? x) (return x))) numbers)))
After:  (call-with-escape-continuation (lambda (return) ...))

A value outlives the call when it may be stored, returned, or passed to an unknown procedure. Values flow from variables
and lambdas into the parameters of known procedures; a lambda takes along the variables it refers to. One graph for the
whole program, searched backwards from what outlives everything, decides for all variables at once.
"""

from __future__ import annotations

from collections.abc import Hashable

from eshkol.core.nodes import (
    Call,
    Clause,
    Conditional,
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
    Receive,
    Sequence,
    Variable,
)
from eshkol.core.walk import assigned_variables, children, clause_parameters, rebuild
from eshkol.passes.facts import global_facts
from eshkol.passes.shake import STANDARD_LIBRARY, SUBSTITUTES, referenced_globals

# Library procedures that keep their arguments, in the registers of handlers and winders, only while the call lasts, or
# keep only what is no procedure, for an error.
KEEP_DURING_THE_CALL = frozenset(
    GlobalVariable(name, STANDARD_LIBRARY)
    for name in (
        "with-exception-handler",
        "dynamic-wind",
        "%with-guard",
        "%with-guard-clauses",
        "%take-clause",
        "%check-procedure",
    )
)
# Primitives that keep nothing of their operands and give nothing of them back.
KEEP_NOTHING = frozenset({"procedure?", "eq?", "eqv?", "not", "%apply"})

# Where a value may go: a variable, a lambda, or one of these two.
_OUTLIVES = "outlives the call"
_NOWHERE = "is only called or dropped"


def escapes(program: Program) -> Program:
    """Replaces call/cc by call-with-escape-continuation wherever the continuation is never used after the call."""
    if not any(variable in SUBSTITUTES for form in program.forms for variable in referenced_globals(form)):
        return program
    flow = _Flow(program)
    outliving = flow.outliving()

    def replace(node: Node) -> Node:
        node = rebuild(node, replace)
        match node:
            case Call(operator=GlobalReference(variable=variable) as operator, operands=(Lambda() as receiver,)):
                if variable in SUBSTITUTES and not _parameters_of(receiver) & outliving:
                    return Call(node.span, GlobalReference(operator.span, SUBSTITUTES[variable]), node.operands)
            case _:
                pass
        return node

    return Program(tuple(replace(form) for form in program.forms))


def _parameters_of(receiver: Lambda) -> set[Hashable]:
    return {parameter for clause in receiver.clauses for parameter in clause_parameters(clause)}


class _Flow:
    """The graph: `sources[sink]` are the variables and lambdas whose values may go to `sink`."""

    def __init__(self, program: Program) -> None:
        definitions = global_facts(program).definitions
        self.known = {variable: value for variable, value in definitions.items() if isinstance(value, Lambda)}
        self.assigned = assigned_variables(*program.forms)
        self.local: dict[Variable, Lambda] = {}
        self.sources: dict[Hashable, list[Hashable]] = {}
        self.home: dict[Variable, tuple[Lambda, ...]] = {}
        for form in program.forms:
            if isinstance(form, GlobalDefinition) and self.known.get(form.variable) is form.value:
                self.visit(form.value, _NOWHERE, ())
            else:
                self.visit(form, _OUTLIVES, ())

    def outliving(self) -> set[Hashable]:
        """What may outlive the call that made it."""
        reached: set[Hashable] = {_OUTLIVES}
        pending: list[Hashable] = [_OUTLIVES]
        while pending:
            for source in self.sources.get(pending.pop(), ()):
                if source not in reached:
                    reached.add(source)
                    pending.append(source)
        return reached

    def note(self, source: Hashable, sink: Hashable) -> None:
        if sink is not _NOWHERE:
            self.sources.setdefault(sink, []).append(source)

    def visit(self, node: Node, sink: Hashable, inside: tuple[Lambda, ...]) -> None:
        """`sink`: where the value of `node` goes; `inside`: the lambdas around it, outermost first."""
        match node:
            case LocalReference(variable=variable):
                self.note(variable, sink)
                for around in inside[len(self.home[variable]) :]:
                    self.note(variable, around)
            case Lambda(clauses=clauses):
                self.note(node, sink)
                for clause in clauses:
                    self.bind(clause_parameters(clause), (*inside, node))
                    if clause.rest is not None:
                        self.note(clause.rest, _OUTLIVES)
                    self.visit(clause.body, _OUTLIVES, (*inside, node))
            case Conditional(test=test, consequent=consequent, alternative=alternative):
                self.visit(test, _NOWHERE, inside)
                self.visit(consequent, sink, inside)
                self.visit(alternative, sink, inside)
            case Sequence(expressions=expressions):
                for expression in expressions[:-1]:
                    self.visit(expression, _NOWHERE, inside)
                self.visit(expressions[-1], sink, inside)
            case Let(bindings=bindings, body=body) | LetRecursive(bindings=bindings, body=body):
                self.bind(tuple(variable for variable, _ in bindings), inside)
                self.local.update((x, v) for x, v in bindings if isinstance(v, Lambda) and x not in self.assigned)
                for variable, value in bindings:
                    self.visit(value, variable, inside)
                self.visit(body, sink, inside)
            case Receive(required=required, rest=rest, producer=producer, body=body):
                self.bind((*required, *(() if rest is None else (rest,))), inside)
                self.visit(producer, _OUTLIVES, inside)
                self.visit(body, sink, inside)
            case Call():
                self.visit_call(node, inside)
            case _:
                for child in children(node):
                    self.visit(child, _OUTLIVES, inside)

    def bind(self, variables: tuple[Variable, ...], inside: tuple[Lambda, ...]) -> None:
        self.home.update((variable, inside) for variable in variables)

    def visit_call(self, call: Call, inside: tuple[Lambda, ...]) -> None:
        self.visit(call.operator, _NOWHERE, inside)
        for operand, sink in zip(call.operands, self.sinks(call), strict=True):
            self.visit(operand, sink, inside)

    def sinks(self, call: Call) -> tuple[Hashable, ...]:
        """Where the operands go."""
        count = len(call.operands)
        match call.operator:
            case PrimitiveReference(name=name) if name in KEEP_NOTHING:
                return (_NOWHERE,) * count
            case GlobalReference(variable=variable) if variable in SUBSTITUTES or variable in KEEP_DURING_THE_CALL:
                return (_NOWHERE,) * count
            case GlobalReference(variable=variable) if variable in self.known:
                return _parameters(self.known[variable], count)
            case LocalReference(variable=variable) if variable in self.local:
                return _parameters(self.local[variable], count)
            case Lambda() as value:
                return _parameters(value, count)
            case _:
                return (_OUTLIVES,) * count


def _parameters(value: Lambda, count: int) -> tuple[Hashable, ...]:
    """The parameters that take `count` arguments."""
    clause = next((c for c in value.clauses if _takes(c, count)), None)
    if clause is None:
        return (_OUTLIVES,) * count
    return (*clause.required, *((_OUTLIVES,) * (count - len(clause.required))))


def _takes(clause: Clause, count: int) -> bool:
    return count >= len(clause.required) if clause.rest is not None else count == len(clause.required)

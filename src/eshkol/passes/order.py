"""Reports globals that are certainly read before their definition has run: in the program's own order, not at run time.

Certain is what top-level forms and initial values evaluate unconditionally: outside of lambdas, of the branches of
conditionals, and of whatever follows an expression that does not return. Calls of known procedures, global and local
ones, are followed. All other early uses are errors at run time.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from eshkol.core.nodes import (
    STANDARD_LIBRARY,
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
    LocalReference,
    Node,
    PrimitiveReference,
    Program,
    Variable,
)
from eshkol.core.walk import assigned_variables, children, every_node
from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.source import Span
from eshkol.tables import primitive_rows

# Library procedures after whose calls nothing is evaluated; of primitives, the result kind tells.
NEVER_RETURN = frozenset(GlobalVariable(name, STANDARD_LIBRARY) for name in ("exit", "raise"))


def order(program: Program) -> Program:
    """Gives the program back unchanged, or raises a CompileError with the first early use of each global."""
    walk = _Walk(program)
    for i, form in enumerate(program.forms):
        if not _comes_with_eshkol(form):
            walk.position = i
            walk.evaluates(form.value if isinstance(form, GlobalDefinition) else form)
        if walk.ended:
            break
    if walk.problems:
        raise CompileError(list(walk.problems.values()))
    return program


def _comes_with_eshkol(form: Node) -> bool:
    return isinstance(form, GlobalDefinition) and form.variable.comes_with_eshkol


@dataclass(slots=True)
class _Walk:
    """Follows what the forms certainly evaluate, in order.

    `position`: the form that is being evaluated. `calls`: where the procedures were called whose bodies are being
    followed, outermost first. `returns`: clauses that have been followed, and whether they return; a second time would
    tell nothing new, since ever more globals are defined. `ended`: the program certainly does not go on.
    """

    program: Program
    position: int = 0
    ended: bool = False
    calls: list[Span] = field(default_factory=list)
    returns: dict[Clause, bool] = field(default_factory=dict)
    problems: dict[GlobalVariable, Diagnostic] = field(default_factory=dict)
    defined_at: dict[GlobalVariable, int] = field(default_factory=dict)
    assigned_at: dict[GlobalVariable, int] = field(default_factory=dict)
    assigned: set[Variable] = field(default_factory=set)
    procedures: dict[GlobalVariable | Variable, Lambda] = field(default_factory=dict)

    def __post_init__(self) -> None:
        forms = self.program.forms
        own = [i for i in range(len(forms)) if not _comes_with_eshkol(forms[i])]
        self.assigned = assigned_variables(*(forms[i] for i in own))
        for i in own:
            form = forms[i]
            if isinstance(form, GlobalDefinition):
                if form.variable in self.defined_at:
                    self.assigned_at.setdefault(form.variable, i)
                self.defined_at.setdefault(form.variable, i)
                if isinstance(form.value, Lambda):
                    self.procedures[form.variable] = form.value
            for node in every_node(form):
                if isinstance(node, GlobalAssignment):
                    self.assigned_at.setdefault(node.variable, i)
        for variable in self.assigned_at:
            self.procedures.pop(variable, None)

    def evaluates(self, node: Node) -> bool:
        """Follows an expression that is evaluated. False: what comes after it may not be."""
        match node:
            case Constant() | LocalReference() | PrimitiveReference() | Lambda():
                return True
            case GlobalReference(span=span, variable=variable):
                self.reads(variable, span, f"variable used before its initialisation: {variable.name}")
                return True
            case Conditional(test=test):
                return self.evaluates(test)
            case Let(bindings=bindings) | LetRecursive(bindings=bindings):
                known = [(x, v) for x, v in bindings if isinstance(v, Lambda) and x not in self.assigned]
                self.procedures.update(known)
                return all(self.evaluates(child) for child in children(node))
            case Call(operator=GlobalReference(span=span, variable=variable), operands=operands):
                goes_on = all(self.evaluates(operand) for operand in operands)
                if goes_on:
                    name = variable.name
                    self.reads(variable, span, f"NULL closure in call: {name} is called before its initialisation")
                return goes_on and self.calls_procedure(node)
            case Call():
                return all(self.evaluates(child) for child in children(node)) and self.calls_procedure(node)
            case _:
                return all(self.evaluates(child) for child in children(node))

    def calls_procedure(self, node: Call) -> bool:
        """Follows the body of a known procedure. False: the call may not return."""
        match node.operator:
            case PrimitiveReference(name=name):
                self.ended |= primitive_rows()[name].result == "never"
            case Lambda() as procedure:
                return self.enters(procedure, node)
            case LocalReference(variable=local) if local in self.procedures:
                return self.enters(self.procedures[local], node)
            case GlobalReference(variable=variable):
                if variable in self.procedures and self.defined_at[variable] < self.position:
                    return self.enters(self.procedures[variable], node)
                self.ended |= variable in NEVER_RETURN
                return variable.comes_with_eshkol and not self.ended
            case _:
                return False
        return not self.ended

    def enters(self, procedure: Lambda, node: Call) -> bool:
        count = len(node.operands)
        for clause in procedure.clauses:
            if count == len(clause.required) or (clause.rest is not None and count > len(clause.required)):
                if clause not in self.returns:
                    self.returns[clause] = True
                    self.calls.append(node.span)
                    self.returns[clause] = self.evaluates(clause.body)
                    self.calls.pop()
                return self.returns[clause]
        return False

    def reads(self, variable: GlobalVariable, span: Span, message: str) -> None:
        """Reports the variable unless it has a value, or may have one, when the present form is evaluated."""
        defined = self.defined_at.get(variable, -1)
        assigned = self.assigned_at.get(variable, len(self.program.forms))
        if defined < self.position or assigned <= self.position or variable in self.problems:
            return
        self.problems[variable] = Diagnostic(
            message,
            span,
            hint=None if defined == self.position else "move the definition up, or the use down",
            notes=(
                *(("called here", call) for call in reversed(self.calls)),
                (f"{variable.name} has no value before this definition has run", self.program.forms[defined].span),
            ),
        )

"""Closure analysis: which lambdas become labels, plain functions or closures, and what each of them captures.

- A local procedure that is only ever called, always with the same continuation, becomes a label (`low.contification`).
- One that is only ever called otherwise becomes a C function; its free variables become parameters (lambda lifting).
- Any other becomes a closure, static where nothing is captured.
- Variables that are both captured and assigned live in an environment shared by all closures of their scope.
"""

from __future__ import annotations

from eshkol.core.nodes import Clause, Lambda, LetRecursive, LocalAssignment, LocalReference, Node, Variable
from eshkol.core.walk import assigned_variables, bound_variables, children, clause_parameters
from eshkol.low.closure_facts import ClosureFacts, ProcedureFacts
from eshkol.low.contification import contify
from eshkol.low.shared_environments import nest_environments, share_environments


def analyse(form: Node, *, reentrant: bool, parents: bool = False) -> ClosureFacts:
    """Analyses one top-level form (or the lambda of a known global procedure).

    `reentrant`: the program has continuations that bring back copies of activations. All assigned variables then need
    a location that the copies share, whether they are captured or not.
    `parents`: the program asks environments for their parents. Others do without, so that an environment keeps nothing
    alive but its own variables.
    """
    facts = ClosureFacts(assigned=assigned_variables(form))
    contify(form, facts)
    _Capture(facts).run(form)
    _close(facts)
    capturing = share_environments(form, facts, reentrant=reentrant)
    if parents:
        nest_environments(facts, capturing)
    return facts


class _Capture:
    """Finds the free variables of every procedure. Bodies of labels belong to the procedure around them."""

    def __init__(self, facts: ClosureFacts) -> None:
        self.facts = facts
        self.home: dict[Variable, ProcedureFacts] = {}

    def run(self, form: Node) -> None:
        top = ProcedureFacts(None, None)
        self.visit(form, top)
        self.lift(top)

    def visit(self, node: Node, procedure: ProcedureFacts) -> None:
        match node:
            case LocalReference(variable=variable) | LocalAssignment(variable=variable):
                self.use(variable, procedure)
                for child in children(node):
                    self.visit(child, procedure)
            case Lambda(clauses=clauses):
                for clause in clauses:
                    self.visit_clause(clause, node, None, procedure)
            case LetRecursive(bindings=bindings, body=body):
                self.bind(tuple(v for v, _ in bindings), procedure)
                for variable, value in bindings:
                    assert isinstance(value, Lambda)
                    for clause in value.clauses:
                        if variable in self.facts.labels:
                            self.bind(clause.required, procedure)
                            self.visit(clause.body, procedure)
                        else:
                            self.visit_clause(clause, value, variable, procedure)
                self.visit(body, procedure)
            case _:
                self.bind(bound_variables(node), procedure)
                for child in children(node):
                    self.visit(child, procedure)

    def visit_clause(self, clause: Clause, value: Lambda, variable: Variable | None, parent: ProcedureFacts) -> None:
        inner = ProcedureFacts(clause, parent, variable, value)
        self.facts.procedures[clause] = inner
        self.bind(clause_parameters(clause), inner)
        self.visit(clause.body, inner)

    def bind(self, variables: tuple[Variable, ...], procedure: ProcedureFacts) -> None:
        for variable in variables:
            self.home[variable] = procedure

    def use(self, variable: Variable, procedure: ProcedureFacts) -> None:
        if variable in self.facts.labels:
            return
        home = self.home[variable]
        lifted = variable in self.facts.lifted
        current: ProcedureFacts | None = procedure
        while current is not None and current is not home:
            if lifted:
                current.calls_lifted[variable] = None
            elif (
                current.variable is variable
                and current.lambda_node is not None
                and len(current.lambda_node.clauses) == 1
            ):
                break  # a closure that refers to itself: its own pointer
            else:
                current.free[variable] = None
            current = current.parent
        if lifted and current is home:
            # A call beside the definition needs nothing, but a call from inside a sibling's nest is seen above.
            home.calls_lifted[variable] = None

    def lift(self, top: ProcedureFacts) -> None:
        """What a lifted procedure needs, its callers must be able to pass."""
        by_variable = {p.variable: p for p in self.facts.procedures.values() if p.variable in self.facts.lifted}
        everyone = list(self.facts.procedures.values())
        changed = True
        while changed:
            changed = False
            for procedure in everyone:
                for callee_variable in procedure.calls_lifted:
                    callee = by_variable[callee_variable]
                    for variable in list(callee.free):
                        changed |= self.need(variable, procedure)

    def need(self, variable: Variable, procedure: ProcedureFacts) -> bool:
        home = self.home[variable]
        current: ProcedureFacts | None = procedure
        changed = False
        while current is not None and current is not home:
            itself = current.variable is variable and current.lambda_node is not None
            if itself and len(current.lambda_node.clauses) == 1 and variable not in self.facts.lifted:  # type: ignore[union-attr]
                break
            if variable not in current.free:
                current.free[variable] = None
                changed = True
            current = current.parent
        return changed


def _close(facts: ClosureFacts) -> None:
    """Closures whose captures are all static closures themselves are static: nothing needs to capture them."""
    lambdas: dict[Lambda, list[ProcedureFacts]] = {}
    variable_of: dict[Lambda, Variable | None] = {}
    for procedure in facts.procedures.values():
        assert procedure.lambda_node is not None
        if procedure.variable not in facts.lifted:
            lambdas.setdefault(procedure.lambda_node, []).append(procedure)
            variable_of[procedure.lambda_node] = procedure.variable
    static = set(lambdas)
    changed = True
    while changed:
        changed = False
        static_variables = {variable_of[node] for node in static}
        for node in list(static):
            if any(v not in static_variables for p in lambdas[node] for v in p.free):
                static.discard(node)
                changed = True
    facts.static_lambdas = static
    facts.static = {v for v in (variable_of[node] for node in static) if v is not None}
    for procedure in facts.procedures.values():
        procedure.free = {v: None for v in procedure.free if v not in facts.static}

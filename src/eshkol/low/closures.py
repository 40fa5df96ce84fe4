"""Closure analysis: which lambdas become labels, plain functions or closures, and what each of them captures.

- A local procedure that is only ever called, always with the same continuation, becomes a label (contification;
  Kennedy, "Compiling with Continuations, Continued", 2007; Fluet and Weeks 2001).
- One that is only ever called otherwise becomes a C function; its free variables become parameters (lambda lifting).
- Any other becomes a closure, static where nothing is captured.
- Variables that are both captured and assigned live in an environment shared by all closures of their scope.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from eshkol.core.nodes import (
    Call,
    Clause,
    Conditional,
    Lambda,
    Let,
    LetRecursive,
    LocalAssignment,
    LocalReference,
    Node,
    Receive,
    Sequence,
    Variable,
)
from eshkol.core.walk import assigned_variables, bound_variables, children, clause_parameters, receive_parameters


@dataclass(slots=True, eq=False)
class ProcedureFacts:
    """A procedure to be: a top-level form (`clause` None) or one clause of a lambda that does not become a label."""

    clause: Clause | None
    parent: ProcedureFacts | None
    variable: Variable | None = None
    lambda_node: Lambda | None = None
    free: dict[Variable, None] = field(default_factory=dict)
    calls_lifted: dict[Variable, None] = field(default_factory=dict)

    def captures(self, facts: ClosureFacts) -> list[Variable]:
        """Free variables with each assigned one replaced by its environment, every one once.

        Where parents are known, environments stand in their order, the innermost first.
        """
        captured = list(dict.fromkeys(facts.environment_of.get(v, v) for v in self.free))
        if facts.parent_of:
            depths = {environment: depth for depth, environment in enumerate(facts.environment_members)}
            inwards = sorted((v for v in captured if v in depths), key=lambda v: -depths[v])
            captured = [inwards.pop(0) if v in depths else v for v in captured]
        return captured


@dataclass(slots=True, eq=False)
class ClosureFacts:
    """The result of the analysis of one top-level form."""

    labels: set[Variable] = field(default_factory=set)
    lifted: set[Variable] = field(default_factory=set)
    bound_lambdas: dict[Variable, Lambda] = field(default_factory=dict)
    procedures: dict[Clause, ProcedureFacts] = field(default_factory=dict)
    static: set[Variable] = field(default_factory=set)
    static_lambdas: set[Lambda] = field(default_factory=set)
    assigned: set[Variable] = field(default_factory=set)
    environment_of: dict[Variable, Variable] = field(default_factory=dict)
    environment_members: dict[Variable, list[Variable]] = field(default_factory=dict)
    parent_of: dict[Variable, Variable] = field(default_factory=dict)


class _Continuation:
    """What happens to a value: an identity. `owner`: the clause from whose body it returns."""

    __slots__ = ("owner",)

    def __init__(self, owner: Clause | None = None) -> None:
        self.owner = owner


@dataclass(slots=True, eq=False)
class _Candidate:
    clause: Clause
    arguments: int
    continuations: list[_Continuation] = field(default_factory=list)
    escapes: bool = False


def analyse(form: Node, *, reentrant: bool, parents: bool = False) -> ClosureFacts:
    """Analyses one top-level form (or the lambda of a known global procedure).

    `reentrant`: the program has continuations that bring back copies of activations. All assigned variables then need
    a location that the copies share, whether they are captured or not.
    `parents`: the program asks environments for their parents. Others do without, so that an environment keeps nothing
    alive but its own variables.
    """
    facts = ClosureFacts(assigned=assigned_variables(form))
    _Contification(facts).run(form)
    _Capture(facts).run(form)
    _close(facts)
    capturing = _share_environments(form, facts, reentrant=reentrant)
    if parents:
        _nest_environments(facts, capturing)
    return facts


class _Contification:
    """Finds labels, lifted procedures and escaping ones."""

    def __init__(self, facts: ClosureFacts) -> None:
        self.facts = facts
        self.candidates: dict[Variable, _Candidate] = {}
        self.resolved: dict[Clause, _Continuation] = {}

    def run(self, form: Node) -> None:
        self.visit(form, _Continuation())

    def visit(self, node: Node, continuation: _Continuation) -> None:
        match node:
            case LocalReference(variable=variable):
                if variable in self.candidates:
                    self.candidates[variable].escapes = True
            case Call(operator=operator, operands=operands):
                self.visit_call(operator, operands, continuation)
            case Conditional(test=test, consequent=consequent, alternative=alternative):
                self.visit(test, _Continuation())
                self.visit(consequent, continuation)
                self.visit(alternative, continuation)
            case Sequence(expressions=expressions):
                for expression in expressions[:-1]:
                    self.visit(expression, _Continuation())
                self.visit(expressions[-1], continuation)
            case Let(bindings=bindings, body=body):
                for _, value in bindings:
                    self.visit(value, _Continuation())
                self.visit(body, continuation)
            case Receive(producer=producer, body=body):
                self.visit(producer, _Continuation())
                self.visit(body, continuation)
            case Lambda(clauses=clauses):
                for clause in clauses:
                    self.visit(clause.body, _Continuation(clause))
            case LetRecursive():
                self.visit_letrec(node, continuation)
            case _:
                for child in children(node):
                    self.visit(child, _Continuation())

    def visit_call(self, operator: Node, operands: tuple[Node, ...], continuation: _Continuation) -> None:
        for operand in operands:
            self.visit(operand, _Continuation())
        candidate = self.candidates.get(operator.variable) if isinstance(operator, LocalReference) else None
        if candidate is not None and candidate.arguments == len(operands):
            candidate.continuations.append(continuation)
        else:
            self.visit(operator, _Continuation())

    def visit_letrec(self, node: LetRecursive, continuation: _Continuation) -> None:
        members: dict[Variable, _Candidate] = {}
        for variable, value in node.bindings:
            assert isinstance(value, Lambda)
            self.facts.bound_lambdas[variable] = value
            if len(value.clauses) == 1 and value.clauses[0].rest is None:
                clause = value.clauses[0]
                members[variable] = self.candidates[variable] = _Candidate(clause, len(clause.required))
        for _, value in node.bindings:
            self.visit(value, _Continuation())
        self.visit(node.body, continuation)
        own = {candidate.clause for candidate in members.values()}
        outer = self.resolve(continuation)
        if len(members) == len(node.bindings) and all(self.fits(c, own, outer) for c in members.values()):
            self.facts.labels.update(members)
            self.resolved.update((clause, continuation) for clause in own)
        else:
            self.facts.lifted.update(v for v, c in members.items() if not c.escapes)

    def fits(self, candidate: _Candidate, own: set[Clause], outer: _Continuation) -> bool:
        if candidate.escapes:
            return False
        for continuation in candidate.continuations:
            resolved = self.resolve(continuation)
            if resolved is not outer and resolved.owner not in own:
                return False
        return True

    def resolve(self, continuation: _Continuation) -> _Continuation:
        while continuation.owner is not None and continuation.owner in self.resolved:
            continuation = self.resolved[continuation.owner]
        return continuation


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


_Capturing = dict[Variable, list[ProcedureFacts]]


def _share_environments(form: Node, facts: ClosureFacts, *, reentrant: bool) -> _Capturing:
    """Groups assigned captured variables of one scope that the same procedures capture.

    The groups come in the order in which they can contain each other: those of outer scopes first, within a scope those
    that more procedures capture. The result has the procedures that capture each variable.
    """
    capturing: dict[Variable, list[ProcedureFacts]] = {variable: [] for variable in facts.assigned} if reentrant else {}
    for procedure in facts.procedures.values():
        for variable in procedure.free:
            if variable in facts.assigned:
                capturing.setdefault(variable, []).append(procedure)
    if not capturing:
        return capturing
    for scope in _scopes(form):
        groups: dict[frozenset[int], list[Variable]] = {}
        for variable in scope:
            if variable in capturing:
                groups.setdefault(frozenset(id(p) for p in capturing[variable]), []).append(variable)
        for members in sorted(groups.values(), key=lambda members: -len(capturing[members[0]])):
            environment = Variable("environment", members[0].span)
            facts.environment_members[environment] = members
            for member in members:
                facts.environment_of[member] = environment
    return capturing


def _nest_environments(facts: ClosureFacts, capturing: _Capturing) -> None:
    """Gives each environment the innermost one around it that every closure with the former has, too.

    So a parent is alive anyway as long as a closure has the environment. Environments of one scope are nested likewise:
    that of fewer closures within that of more.
    """
    having: dict[Variable, set[int]] = {}
    for environment, members in facts.environment_members.items():
        own = {id(p) for p in capturing[members[0]] if p.variable not in facts.lifted}
        around = [other for other, others in having.items() if own and own <= others]
        if around:
            facts.parent_of[environment] = around[-1]
        having[environment] = own


def _scopes(form: Node) -> list[tuple[Variable, ...]]:
    result: list[tuple[Variable, ...]] = []
    pending = [form]
    while pending:
        node = pending.pop()
        pending.extend(children(node))
        match node:
            case Lambda(clauses=clauses):
                result.extend(clause_parameters(clause) for clause in clauses)
            case Receive():
                result.append(receive_parameters(node))
            case Let(bindings=bindings):
                result.append(tuple(variable for variable, _ in bindings))
            case _:
                pass
    return result

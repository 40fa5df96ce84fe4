"""The environments of a form: which captured variables that are assigned live together, and which lie within which."""

from __future__ import annotations

from eshkol.core.nodes import Lambda, Let, Node, Receive, Variable
from eshkol.core.walk import children, clause_parameters, receive_parameters
from eshkol.low.closure_facts import ClosureFacts, ProcedureFacts

Capturing = dict[Variable, list[ProcedureFacts]]


def share_environments(form: Node, facts: ClosureFacts, *, reentrant: bool) -> Capturing:
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


def nest_environments(facts: ClosureFacts, capturing: Capturing) -> None:
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

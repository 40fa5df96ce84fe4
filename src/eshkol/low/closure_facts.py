"""What closure analysis finds out about one top-level form, and about each procedure in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from eshkol.core.nodes import Clause, Lambda, Variable


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

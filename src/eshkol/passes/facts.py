"""What several passes ask of a whole program: reference counts, sizes, known globals, initialisation order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from eshkol.core.nodes import (
    Constant,
    GlobalAssignment,
    GlobalDefinition,
    GlobalReference,
    GlobalVariable,
    Lambda,
    LocalAssignment,
    LocalReference,
    Node,
    PrimitiveReference,
    Program,
    Variable,
)
from eshkol.core.walk import every_node
from eshkol.passes.graph import components
from eshkol.record import record


@record(frozen=True, slots=True)
class GlobalFacts:
    """`definitions`: the value of each global that is defined once, never assigned, and initialised before any use.

    `unchecked`: globals whose references need no check that they are initialised (a superset of the former).
    """

    definitions: Mapping[GlobalVariable, Node]
    unchecked: frozenset[GlobalVariable]


@record(frozen=True, slots=True)
class LocalFacts:
    """References per local variable, and the assigned ones."""

    counts: Mapping[Variable, int]
    assigned: frozenset[Variable]


def local_facts(nodes: Iterable[Node]) -> LocalFacts:
    """Counts every reference (not assignments) in `nodes`."""
    counts: Counter[Variable] = Counter()
    assigned: set[Variable] = set()
    for root in nodes:
        for node in every_node(root):
            if isinstance(node, LocalReference):
                counts[node.variable] += 1
            elif isinstance(node, LocalAssignment):
                assigned.add(node.variable)
    return LocalFacts(counts, frozenset(assigned))


def size(node: Node, limit: int) -> int:
    """The number of nodes inside, or `limit` as soon as it reaches that."""
    total = 0
    for _ in every_node(node):
        total += 1
        if total >= limit:
            return limit
    return total


def global_facts(program: Program) -> GlobalFacts:
    """Follows what each top-level form may execute, transitively, to see which uses may come too early."""
    defined_at: dict[GlobalVariable, int] = {}
    values: dict[GlobalVariable, Node] = {}
    changed: set[GlobalVariable] = set()
    references = [_references(form) for form in program.forms]
    for i, form in enumerate(program.forms):
        changed |= references[i][1]
        if isinstance(form, GlobalDefinition):
            if form.variable in defined_at:
                changed.add(form.variable)
            defined_at.setdefault(form.variable, i)
            values[form.variable] = form.value
    early = _early_uses(program, [r[0] for r in references], defined_at)
    unchecked = frozenset(v for v in defined_at if v not in early)
    return GlobalFacts({v: values[v] for v in values if v not in changed and v not in early}, unchecked)


def _references(form: Node) -> tuple[set[GlobalVariable], set[GlobalVariable]]:
    read: set[GlobalVariable] = set()
    written: set[GlobalVariable] = set()
    for node in every_node(form):
        if isinstance(node, GlobalReference):
            read.add(node.variable)
        elif isinstance(node, GlobalAssignment):
            read.add(node.variable)
            written.add(node.variable)
    return read, written


def _early_uses(
    program: Program, references: list[set[GlobalVariable]], defined_at: Mapping[GlobalVariable, int]
) -> set[GlobalVariable]:
    """Globals that code run before their definition may reach. Defining a lambda runs nothing."""
    early: set[GlobalVariable] = set()
    reached: set[GlobalVariable] = set()
    last_definition = dict(defined_at)
    reads_of_lambda: dict[GlobalVariable, set[GlobalVariable]] = {}
    for i, form in enumerate(program.forms):
        if isinstance(form, GlobalDefinition) and isinstance(form.value, Lambda):
            reads_of_lambda.setdefault(form.variable, set()).update(references[i])
    for i, form in enumerate(program.forms):
        if isinstance(form, GlobalDefinition) and isinstance(form.value, Lambda | Constant | PrimitiveReference):
            continue
        pending = [v for v in references[i] if v not in reached]
        fresh: list[GlobalVariable] = []
        while pending:
            variable = pending.pop()
            if variable in reached:
                continue
            reached.add(variable)
            fresh.append(variable)
            pending.extend(reads_of_lambda.get(variable, ()))
        early.update(v for v in fresh if last_definition.get(v, -1) >= i)
    return early


def order_of_definitions(
    program: Program, facts: GlobalFacts
) -> tuple[list[list[GlobalVariable]], set[GlobalVariable]]:
    """Known global lambdas in components, callees first; and those that are recursive."""
    graph = {
        v: [n.variable for n in every_node(value) if isinstance(n, GlobalReference)]
        for v, value in facts.definitions.items()
        if isinstance(value, Lambda)
    }
    result = components(graph)
    recursive = {v for c in result for v in c if len(c) > 1 or v in graph[v]}
    return result, recursive

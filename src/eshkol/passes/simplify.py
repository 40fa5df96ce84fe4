"""The simplifier: inlining, copy and constant propagation, folding, removal of what is unused.

Before: (define (twice f x) (f (f x)))  ... (twice (lambda (y) (+ y 1)) 3)
After:  5

Every binder is renamed as it is copied, so that one function serves for simplifying in place and for inlining a
procedure at a call. Reference counts are those of the input; the pass therefore runs more than once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    Sequence,
    Variable,
)
from eshkol.core.walk import every_node, with_call_site
from eshkol.passes.expressions import (
    copyable_wrapper,
    gives_lambda,
    is_cheap,
    is_removable,
    matching_clause,
    only_called,
    truth,
)
from eshkol.passes.facts import GlobalFacts, global_facts, local_facts, order_of_definitions, size
from eshkol.passes.folding import primitive_call
from eshkol.record import record
from eshkol.source import Span
from eshkol.syntax.datum import NIL

# A procedure of at most this many nodes is copied to where it is called ...
SMALL_PROCEDURE = 14
# ... and up to this size when an argument is a lambda that it calls (for-each, fold, vector-map ...).
HIGHER_ORDER_PROCEDURE = 90
# Inlining inside of inlined code stops here.
MAXIMAL_DEPTH = 6
MAXIMAL_LOCAL_DEPTH = 40
# How many copies of local procedures one top-level form may make: stops self-application from growing without end.
INLINING_FUEL = 500


@record(frozen=True, slots=True)
class _Inline:
    """A lambda to be put where it is called, with what its free variables stand for."""

    value: Lambda
    environment: _Environment


_Environment = dict[Variable, "Node | _Inline"]


@dataclass(slots=True)
class _State:
    facts: GlobalFacts
    counts: dict[Variable, int]
    assigned: set[Variable]
    recursive: set[GlobalVariable]
    # Variables, of those that this round makes, that are bound to lambdas and never assigned.
    procedures: set[Variable] = field(default_factory=set)
    simplified: dict[GlobalVariable, Lambda] = field(default_factory=dict)
    callers: list[GlobalVariable] = field(default_factory=list)
    depth: int = 0
    fuel: int = INLINING_FUEL
    in_library: bool = False


def simplify(program: Program) -> Program:
    """One round over every form, procedures before their callers."""
    facts = global_facts(program)
    order, recursive = order_of_definitions(program, facts)
    counted = local_facts(program.forms)
    state = _State(facts, dict(counted.counts), set(counted.assigned), recursive)
    spans = {f.variable: f.span for f in program.forms if isinstance(f, GlobalDefinition)}
    for component in order:
        for variable in component:
            value = facts.definitions[variable]
            state.callers = [variable]
            state.in_library = variable.comes_with_eshkol
            state.fuel = INLINING_FUEL
            result = _simplify(value, {}, state)
            assert isinstance(result, Lambda), spans[variable]
            state.simplified[variable] = result
            # What is inlined from here on is the simplified body; its counts are not known, so count it.
            state.counts.update(local_facts((result,)).counts)
    state.callers = []
    return Program(tuple(_form(form, state) for form in program.forms))


def _form(form: Node, state: _State) -> Node:
    state.fuel = INLINING_FUEL
    state.in_library = isinstance(form, GlobalDefinition) and form.variable.comes_with_eshkol
    if isinstance(form, GlobalDefinition):
        if form.variable in state.simplified:
            return GlobalDefinition(form.span, form.variable, state.simplified[form.variable])
        return GlobalDefinition(form.span, form.variable, _simplify(form.value, {}, state))
    return _simplify(form, {}, state)


def _simplify(node: Node, env: _Environment, state: _State) -> Node:
    match node:
        case Constant() | PrimitiveReference():
            return node
        case LocalReference(span=span, variable=variable):
            return _reference(span, variable, env, state)
        case GlobalReference(variable=variable):
            value = state.facts.definitions.get(variable)
            return value if isinstance(value, PrimitiveReference | Constant) and is_cheap(value) else node
        case Conditional():
            return _conditional(node, env, state)
        case Call():
            return _call(node, env, state)
        case Let(span=span, bindings=bindings, body=body):
            return _let(span, bindings, body, env, env, state)
        case LetRecursive():
            return _let_recursive(node, env, state)
        case Sequence(span=span, expressions=expressions):
            return _sequence(span, [_simplify(e, env, state) for e in expressions])
        case Lambda(span=span, name=name, clauses=clauses):
            return Lambda(span, name, tuple(_clause(c, env, state) for c in clauses))
        case LocalAssignment(span=span, variable=variable, value=value):
            target = env[variable]
            assert isinstance(target, LocalReference)
            return LocalAssignment(span, target.variable, _simplify(value, env, state))
        case GlobalAssignment(span=span, variable=target_variable, value=value):
            return GlobalAssignment(span, target_variable, _simplify(value, env, state))
        case Receive():
            return _receive(node, env, state)
        case _:
            raise AssertionError(f"unknown node {node!r}")


def _reference(span: Span, variable: Variable, env: _Environment, state: _State) -> Node:
    found = env[variable]
    if isinstance(found, _Inline):
        # Counted as called only, yet a value is wanted here: copy the lambda itself.
        return _simplify(found.value, found.environment, state)
    return found


def _fresh(variable: Variable, env: _Environment, state: _State) -> Variable:
    new = Variable(variable.name, variable.span)
    env[variable] = LocalReference(variable.span, new)
    if variable in state.assigned:
        state.assigned.add(new)
    return new


def _clause(clause: Clause, env: _Environment, state: _State) -> Clause:
    required = tuple(_fresh(v, env, state) for v in clause.required)
    rest = None if clause.rest is None else _fresh(clause.rest, env, state)
    return Clause(required, rest, _simplify(clause.body, env, state))


# --- conditionals and sequences ---


def _conditional(node: Conditional, env: _Environment, state: _State) -> Node:
    test = _simplify(node.test, env, state)
    consequent, alternative = node.consequent, node.alternative
    match test:
        case Call(operator=PrimitiveReference(name="not"), operands=(operand,)):
            test, consequent, alternative = operand, alternative, consequent
    known = truth(test)
    if known is not None:
        chosen = _simplify(consequent if known else alternative, env, state)
        return chosen if is_removable(test) else _sequence(node.span, [test, chosen])
    return Conditional(node.span, test, _simplify(consequent, env, state), _simplify(alternative, env, state))


def _sequence(span: Span, expressions: list[Node]) -> Node:
    flat: list[Node] = []
    for expression in expressions:
        flat.extend(expression.expressions if isinstance(expression, Sequence) else (expression,))
    kept = [e for e in flat[:-1] if not is_removable(e)] + [flat[-1]]
    return kept[0] if len(kept) == 1 else Sequence(kept[-1].span, tuple(kept))


# --- bindings ---


def _let(
    span: Span,
    bindings: tuple[tuple[Variable, Node], ...],
    body: Node,
    value_env: _Environment,
    env: _Environment,
    state: _State,
) -> Node:
    """Binds values (simplified in `value_env`) around `body` (in `env`)."""
    pending: list[tuple[Variable, Node]] = []
    for variable, value in bindings:
        count = state.counts.get(variable, 0)
        assigned = variable in state.assigned
        if isinstance(value, Lambda) and not assigned and count == 1 and only_called(variable, body):
            env[variable] = _Inline(value, value_env)
            continue
        pending.append((variable, _simplify(value, value_env, state)))
    return _bind(pending, body, env, state)


def _bind(bindings: list[tuple[Variable, Node]], body: Node, env: _Environment, state: _State) -> Node:
    """Binds already simplified values around `body` (in `env`)."""
    if len(bindings) == 1 and gives_lambda(bindings[0][1]):
        # (let ((f (let ((y v)) (lambda ...)))) body) is (let ((y v)) (let ((f (lambda ...))) body)): names are unique.
        variable, value = bindings[0]
        match value:
            case Let(span=span, bindings=inner_bindings, body=result):
                return Let(span, inner_bindings, _bind([(variable, result)], body, env, state))
            case LetRecursive(span=span, bindings=inner_bindings, body=result):
                return LetRecursive(span, inner_bindings, _bind([(variable, result)], body, env, state))
            case Sequence(span=span, expressions=expressions):
                return _sequence(span, [*expressions[:-1], _bind([(variable, expressions[-1])], body, env, state)])
            case _:
                pass
    kept: list[tuple[Variable, Node]] = []
    for variable, simple in bindings:
        assigned = variable in state.assigned
        if not assigned and _is_copyable(simple, state):
            env[variable] = simple
        elif not assigned and state.counts.get(variable, 0) == 0:
            if not is_removable(simple):
                kept.append((_fresh(variable, env, state), simple))
        elif isinstance(simple, Lambda) and not assigned and _may_inline(variable, simple, body, state):
            # Its binders are new: without counts they would seem unused.
            state.counts.update(local_facts((simple,)).counts)
            env[variable] = _Inline(simple, _identity(simple))
        else:
            kept.append((_fresh(variable, env, state), simple))
    lambdas = [(x, v) for x, v in kept if isinstance(v, Lambda) and x not in state.assigned]
    state.procedures.update(x for x, _ in lambdas)
    inner = _simplify(body, env, state)
    for binding in reversed(lambdas):
        inner = LetRecursive(inner.span, (binding,), inner)
    others = tuple((x, v) for x, v in kept if not (isinstance(v, Lambda) and x not in state.assigned))
    return Let(inner.span, others, inner) if others else inner


def _may_inline(variable: Variable, value: Lambda, body: Node, state: _State) -> bool:
    return only_called(variable, body) and (state.counts.get(variable, 0) == 1 or _is_small(value))


def _identity(node: Node) -> _Environment:
    """An environment in which everything inside an already simplified node stands for itself."""
    return {
        n.variable: LocalReference(n.span, n.variable)
        for n in every_node(node)
        if isinstance(n, LocalReference | LocalAssignment)
    }


def _is_copyable(node: Node, state: _State) -> bool:
    match node:
        case Constant():
            return True
        case PrimitiveReference():
            return True
        case LocalReference(variable=variable):
            return variable not in state.assigned
        case GlobalReference(variable=variable):
            return variable in state.facts.definitions
        case _:
            return False


def _is_small(node: Node) -> bool:
    return size(node, SMALL_PROCEDURE + 1) <= SMALL_PROCEDURE


def _let_recursive(node: LetRecursive, env: _Environment, state: _State) -> Node:
    if len(node.bindings) == 1:
        variable, value = node.bindings[0]
        assert isinstance(value, Lambda)
        recursive = any(isinstance(n, LocalReference) and n.variable is variable for n in every_node(value))
        if not recursive:
            count = state.counts.get(variable, 0)
            if count == 0:
                return _simplify(node.body, env, state)
            if _may_inline(variable, value, node.body, state):
                env[variable] = _Inline(value, env)
                return _simplify(node.body, env, state)
            copied = copyable_wrapper(value)
            if copied is not None:
                env[variable] = _simplify(copied, env, state)
                return _simplify(node.body, env, state)
    variables = [_fresh(v, env, state) for v, _ in node.bindings]
    state.procedures.update(variables)
    values = [_simplify(v, env, state) for _, v in node.bindings]
    body = _simplify(node.body, env, state)
    return LetRecursive(node.span, tuple(zip(variables, values, strict=True)), body)


def _receive(node: Receive, env: _Environment, state: _State) -> Node:
    producer = _simplify(node.producer, env, state)
    match producer:
        case Call(operator=PrimitiveReference(name="values"), operands=operands) if (
            len(operands) == len(node.required) and node.rest is None
        ):
            return _bind(list(zip(node.required, operands, strict=True)), node.body, env, state)
        case _:
            required = tuple(_fresh(v, env, state) for v in node.required)
            rest = None if node.rest is None else _fresh(node.rest, env, state)
            return Receive(node.span, required, rest, producer, _simplify(node.body, env, state))


# --- calls ---


def _call(node: Call, env: _Environment, state: _State) -> Node:
    operator = node.operator
    if isinstance(operator, LocalReference):
        found = env[operator.variable]
        if isinstance(found, _Inline):
            return _inline_local(node, found, env, state)
        operator = found
    if isinstance(operator, Lambda):
        clause = matching_clause(operator, len(node.operands))
        if clause is not None:
            return _bind_clause(node, clause, node.operands, env, env, state)
    if isinstance(operator, GlobalReference):
        operator = _simplify(operator, env, state)
    if isinstance(operator, GlobalReference):
        inlined = _inline_global(node, operator.variable, env, state)
        if inlined is not None:
            return inlined
    if not isinstance(operator, PrimitiveReference | GlobalReference):
        operator = _simplify(operator, env, state) if operator is node.operator else operator
    operands = tuple(_simplify(o, env, state) for o in node.operands)
    if isinstance(operator, PrimitiveReference):
        if operator.name == "procedure?" and len(operands) == 1 and _is_procedure(operands[0], state):
            return Constant(node.span, True)
        return primitive_call(node, operator, operands)
    return Call(node.span, operator, operands)


def _is_procedure(node: Node, state: _State) -> bool:
    match node:
        case Lambda() | PrimitiveReference():
            return True
        case LocalReference(variable=variable):
            return variable in state.procedures
        case GlobalReference(variable=variable):
            return isinstance(state.facts.definitions.get(variable), Lambda)
        case _:
            return False


def _bind_clause(
    node: Call, clause: Clause, operands: tuple[Node, ...], operand_env: _Environment, env: _Environment, state: _State
) -> Node:
    """Beta reduction: the operands bound around the clause's body. Operands are evaluated from left to right."""
    bindings = list(zip(clause.required, operands, strict=False))
    if clause.rest is not None:
        extra = operands[len(clause.required) :]
        tail: Node = Constant(node.span, NIL)
        if extra:
            tail = Call(node.span, PrimitiveReference(node.span, "list"), extra)
        bindings.append((clause.rest, tail))
    if not bindings:
        return _simplify(clause.body, env, state)
    return _let(node.span, tuple(bindings), clause.body, operand_env, env, state)


def _inline_local(node: Call, found: _Inline, env: _Environment, state: _State) -> Node:
    clause = matching_clause(found.value, len(node.operands))
    state.fuel -= 1
    if clause is None or state.depth > MAXIMAL_LOCAL_DEPTH or state.fuel < 0:
        # Wrong number of arguments: leave the call for the arity check to report.
        operands = tuple(_simplify(o, env, state) for o in node.operands)
        return Call(node.span, _simplify(found.value, found.environment, state), operands)
    state.depth += 1
    try:
        return _bind_clause(node, clause, node.operands, env, dict(found.environment), state)
    finally:
        state.depth -= 1


def _inline_global(node: Call, variable: GlobalVariable, env: _Environment, state: _State) -> Node | None:
    value = state.simplified.get(variable)
    if value is None or variable in state.recursive or variable in state.callers:
        return None
    if len(state.callers) > MAXIMAL_DEPTH:
        return None
    clause = matching_clause(value, len(node.operands))
    if clause is None:
        return None
    limit = SMALL_PROCEDURE
    if any(_is_lambda(o, env) for o in node.operands):
        limit = HIGHER_ORDER_PROCEDURE
    if size(clause.body, limit + 1) > limit:
        return None
    if (variable.comes_with_eshkol and not state.in_library) or _is_made_for_record(clause.body):
        # Users look for the cause of an error where they called the library, or an accessor.
        clause = Clause(clause.required, clause.rest, with_call_site(clause.body, node.span))
    state.callers.append(variable)
    try:
        return _bind_clause(node, clause, node.operands, env, {}, state)
    finally:
        state.callers.pop()


def _is_made_for_record(body: Node) -> bool:
    """Is this the body of an accessor or a modifier, as define-record-type makes them, and not copied from one?"""
    match body:
        case Call(span=Span(expanded_at=None), operator=PrimitiveReference(name="%record-ref" | "%record-set!")):
            return True
        case _:
            return False


def _is_lambda(node: Node, env: Mapping[Variable, Node | _Inline]) -> bool:
    return isinstance(node, Lambda) or (isinstance(node, LocalReference) and isinstance(env[node.variable], _Inline))

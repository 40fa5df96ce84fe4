"""Places safe points, and finds the procedures that can reach none ("quiet" ones: calls of them spill nothing).

A safe point stands at the head of every loop that allocates, and at the entry of procedures that take part in a cycle
of tail calls. Every non-tail call of a procedure that is not quiet is followed by one; the emitter does that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from eshkol.low.nodes import (
    Assign,
    Atom,
    Block,
    CallKnown,
    CallRuntime,
    CallUnknown,
    CaptureLoad,
    ClosuresNew,
    EnvironmentNew,
    If,
    Jump,
    Labels,
    LowProgram,
    LowVariable,
    Primitive,
    PrimitiveTest,
    Procedure,
    Return,
    SafePoint,
    Statement,
    Truth,
    Unpack,
)
from eshkol.low.versions import allocates_primitive
from eshkol.low.walk import every_statement, reads, rebuild_block
from eshkol.passes.graph import components


@dataclass(slots=True)
class _Summary:
    allocates: bool = False
    reclaims: bool = False
    calls: dict[Procedure, None] = field(default_factory=dict)
    tail_calls: dict[Procedure, None] = field(default_factory=dict)
    unknown_tail_call: bool = False


def safepoints(program: LowProgram) -> LowProgram:
    """Sets `quiet` of every procedure and inserts SafePoint statements."""
    summaries = {p: _summarise(p) for p in program.procedures}
    _close(summaries)
    for procedure, summary in summaries.items():
        procedure.quiet = not summary.reclaims
    in_cycle = _in_tail_call_cycles(summaries)
    for procedure in program.procedures:
        procedure.body = rebuild_block(procedure.body, lambda s: _loop_heads(s, summaries))
        if procedure in in_cycle:
            procedure.body = _at_entry(procedure)
    return program


def _summarise(procedure: Procedure) -> _Summary:
    # A fixnum version may leave for the generic body, which may do anything.
    summary = _Summary(reclaims=procedure.generic is not None)
    for statement in every_statement(procedure.body):
        match statement:
            case CallKnown(procedure=callee, tail=tail):
                if callee.fast is not None:
                    summary.calls[callee.fast.procedure] = None
                summary.calls[callee] = None
                if tail:
                    summary.tail_calls[callee] = None
            case CallUnknown(tail=tail) | CallRuntime(tail=tail):
                summary.reclaims = True
                summary.allocates = True
                summary.unknown_tail_call |= tail
            case Labels(labels=labels):
                if any(label.loops and _allocates(block) for label, block in labels):
                    summary.reclaims = True
            case Return(source=LowVariable(unboxed=True)):
                summary.allocates = True
            case _:
                pass
        summary.allocates |= allocates_here(statement)
    return summary


def allocates_here(statement: Statement) -> bool:
    """True when this very statement may allocate."""
    if _boxes(statement):
        return True
    match statement:
        case Primitive():
            return allocates_primitive(statement)
        case If(test=PrimitiveTest() as test):
            return allocates_primitive(test)
        case EnvironmentNew() | ClosuresNew():
            return True
        case Unpack(rest=rest):
            return rest is not None
        case _:
            return False


def _boxes(statement: Statement) -> bool:
    """True when a double leaves its C variable as a value, which takes memory where it does not fit into a word."""
    pairs: Iterable[tuple[LowVariable | None, Atom]]
    match statement:
        case Primitive(version=str()) | If(test=PrimitiveTest(version=str())) | If(test=Truth()):
            return False
        case Assign(target=target, source=source):
            pairs = [(target, source)]
        case Jump(label=label, arguments=arguments):
            pairs = zip(label.parameters, arguments, strict=True)
        case CallKnown(procedure=procedure, arguments=arguments):
            lifted = () if procedure.takes_closure else procedure.captures
            pairs = zip((*lifted, *procedure.parameters), arguments, strict=True)
        case Return():
            return False  # no part of a loop; see _summarise
        case _:
            pairs = [(None, atom) for atom in reads(statement)]
    return any(isinstance(a, LowVariable) and a.unboxed and (to is None or not to.unboxed) for to, a in pairs)


def _allocates(block: Block) -> bool:
    return any(allocates_here(s) or (isinstance(s, CallKnown) and not s.tail) for s in every_statement(block))


def _close(summaries: dict[Procedure, _Summary]) -> None:
    """Callees first: a recursive component that allocates reclaims; so does whoever calls one that does."""
    graph = {p: list(s.calls) for p, s in summaries.items()}
    for component in components(graph):
        recursive = len(component) > 1 or component[0] in graph[component[0]]
        callees = [summaries[c] for p in component for c in summaries[p].calls]
        members = [summaries[p] for p in component]
        allocates = any(s.allocates for s in callees) or any(s.allocates for s in members)
        reclaims = any(s.reclaims for s in callees) or any(s.reclaims for s in members) or (recursive and allocates)
        for summary in members:
            summary.allocates, summary.reclaims = allocates, reclaims


def _in_tail_call_cycles(summaries: dict[Procedure, _Summary]) -> set[Procedure]:
    """Procedures on a cycle of tail calls, where an unknown call may lead to any closure."""
    escaping = [p for p in summaries if p.takes_closure]
    graph = {p: list(s.tail_calls) + (escaping if s.unknown_tail_call else []) for p, s in summaries.items()}
    result: set[Procedure] = set()
    for component in components(graph):
        if len(component) > 1 or component[0] in graph[component[0]]:
            result.update(p for p in component if summaries[p].reclaims)
    return result


def _loop_heads(statement: Statement, summaries: dict[Procedure, _Summary]) -> Statement:
    if not isinstance(statement, Labels):
        return statement
    bodies = tuple(
        (label, (SafePoint(statement.span), *block) if label.loops and _loop_allocates(block, summaries) else block)
        for label, block in statement.labels
    )
    return Labels(statement.span, bodies, statement.entry)


def _loop_allocates(block: Block, summaries: dict[Procedure, _Summary]) -> bool:
    for statement in every_statement(block):
        if allocates_here(statement):
            return True
        if isinstance(statement, CallKnown) and not statement.tail and summaries[statement.procedure].allocates:
            return True
        if isinstance(statement, CallUnknown | CallRuntime) and not statement.tail:
            return True
    return False


def _at_entry(procedure: Procedure) -> Block:
    """After the loads of captured values, for which the closure is needed; none where a loop begins with one."""
    body = list(procedure.body)
    position = 0
    while position < len(body) and isinstance(body[position], CaptureLoad):
        position += 1
    if position < len(body) and _enters_a_safe_loop(body[position]):
        return procedure.body
    return (*body[:position], SafePoint(procedure.span), *body[position:])


def _enters_a_safe_loop(statement: Statement) -> bool:
    """True when the statement does nothing but go to a label at whose head is a safe point."""
    match statement:
        case Labels(labels=labels, entry=(Jump(label=target),)):
            return any(label is target and isinstance(block[0], SafePoint) for label, block in labels if block)
        case _:
            return False

"""Generic traversal of low statements: the variables that each reads and writes, and the blocks inside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from eshkol.low.nodes import (
    Assign,
    Atom,
    Block,
    CallKnown,
    CallRuntime,
    CallUnknown,
    CaptureLoad,
    ClosuresNew,
    EnvironmentLoad,
    EnvironmentNew,
    EnvironmentStore,
    GlobalLoad,
    GlobalStore,
    If,
    Jump,
    Labels,
    LowVariable,
    Primitive,
    PrimitiveTest,
    Return,
    Statement,
    Test,
    Truth,
    Unpack,
    falls_through,
)


def blocks(statement: Statement) -> tuple[Block, ...]:
    """The blocks directly inside."""
    match statement:
        case If(consequent=consequent, alternative=alternative):
            return consequent, alternative
        case Labels(labels=labels, entry=entry):
            return (entry, *(body for _, body in labels))
        case _:
            return ()


def every_statement(block: Block) -> Iterator[Statement]:
    """All statements of `block` and inside of them, outermost first."""
    pending = list(reversed(block))
    while pending:
        statement = pending.pop()
        yield statement
        for inner in reversed(blocks(statement)):
            pending.extend(reversed(inner))


def rebuild_block(block: Block, change: Callable[[Statement], Statement | tuple[Statement, ...]]) -> Block:
    """`block` with `change` applied to every statement, innermost first; a tuple puts several in its place."""
    result: list[Statement] = []
    for statement in block:
        match statement:
            case If(span=span, test=test, consequent=consequent, alternative=alternative):
                statement = If(span, test, rebuild_block(consequent, change), rebuild_block(alternative, change))
            case Labels(span=span, labels=labels, entry=entry):
                bodies = tuple((label, rebuild_block(body, change)) for label, body in labels)
                statement = Labels(span, bodies, rebuild_block(entry, change))
            case _:
                pass
        changed = change(statement)
        if isinstance(changed, tuple):
            result.extend(changed)
        else:
            result.append(changed)
    return tuple(result)


def reachable(block: Block) -> Block:
    """`block` without what stands behind a statement that control never leaves, as behind a loop without an end."""
    result: list[Statement] = []
    for statement in block:
        match statement:
            case If(consequent=consequent, alternative=alternative):
                statement = replace(statement, consequent=reachable(consequent), alternative=reachable(alternative))
            case Labels(labels=labels, entry=entry):
                bodies = tuple((label, reachable(body)) for label, body in labels)
                statement = replace(statement, labels=bodies, entry=reachable(entry))
        result.append(statement)
        if not falls_through((statement,)):
            break
    return tuple(result)


def test_reads(test: Test) -> tuple[Atom, ...]:
    """The atoms that a test looks at."""
    match test:
        case Truth(atom=atom):
            return (atom,)
        case PrimitiveTest(arguments=arguments):
            return arguments


def reads(statement: Statement) -> tuple[Atom, ...]:
    """The atoms that the statement itself reads (not those of blocks inside it)."""
    match statement:
        case Assign(source=source) | GlobalStore(source=source) | Return(source=source) | Unpack(source=source):
            return (source,)
        case Primitive(arguments=arguments) | CallRuntime(arguments=arguments) | Jump(arguments=arguments):
            return arguments
        case EnvironmentNew(values=values, parent=parent):
            return values if parent is None else (*values, parent)
        case EnvironmentLoad(environment=environment):
            return (environment,)
        case EnvironmentStore(environment=environment, source=source):
            return (environment, source)
        case ClosuresNew(closures=closures):
            own = {closure.target for closure in closures}
            return tuple(a for c in closures for a in c.captures if not (isinstance(a, LowVariable) and a in own))
        case CallKnown(closure=closure, arguments=arguments):
            return arguments if closure is None else (closure, *arguments)
        case CallUnknown(operator=operator, arguments=arguments):
            return (operator, *arguments)
        case If(test=test):
            return test_reads(test)
        case _:
            return ()


def writes(statement: Statement) -> tuple[LowVariable, ...]:
    """The variables that the statement itself sets. (A Jump sets its label's parameters; see there.)"""
    match statement:
        case (
            Assign(target=target)
            | GlobalLoad(target=target)
            | EnvironmentNew(target=target)
            | EnvironmentLoad(target=target)
            | CaptureLoad(target=target)
        ):
            return (target,)
        case Primitive(target=maybe) | CallKnown(target=maybe) | CallUnknown(target=maybe) | CallRuntime(target=maybe):
            return () if maybe is None else (maybe,)
        case ClosuresNew(closures=closures):
            return tuple(closure.target for closure in closures)
        case Unpack(targets=targets, rest=rest):
            return targets if rest is None else (*targets, rest)
        case _:
            return ()

"""Type inference over the whole program: what each variable can hold, so that checks and boxes can go.

Flow-insensitive per variable (the join of all that is assigned to it, over all known calls), refined by what tests and
primitives that have returned tell along the way. A check that can fail is never removed: a version of a primitive is
chosen only where the types leave no other case. Variables that only ever hold flonums become C doubles.
"""

from __future__ import annotations

from dataclasses import replace

from eshkol.low import kinds
from eshkol.low.complex_flow import may_hide_complex
from eshkol.low.kinds import ANY, FALSE, FIXNUM, IMMEDIATE, OBJECT, PAIR, PROCEDURE
from eshkol.low.literal_types import literal_type
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
    GlobalLoad,
    If,
    Jump,
    Labels,
    Literal,
    LowProgram,
    LowVariable,
    Primitive,
    PrimitiveTest,
    Procedure,
    Return,
    Statement,
    Test,
    Truth,
    Unpack,
    falls_through,
)
from eshkol.low.number_types import nonnegative_when, number_result
from eshkol.low.specialise import is_speculated, specialise
from eshkol.low.unboxing import unbox
from eshkol.low.versions import CONSTRUCTORS, version_for
from eshkol.low.walk import every_statement, writes
from eshkol.tables import primitive_rows
from eshkol.tables.primitives import PrimitiveRow

Facts = dict[LowVariable, int]


def types(program: LowProgram) -> LowProgram:
    """Fills in `types` and `unboxed` of all variables and chooses versions of primitives."""
    inference = _Inference(program, ANY & ~kinds.COMPLEX)
    inference.run(program.procedures)
    if may_hide_complex(program):
        inference = _Inference(program, ANY)
        inference.run(program.procedures)
    fast = specialise(program.procedures)
    inference.prepare_copies(fast)
    inference.run(fast)
    program.procedures.extend(fast)
    for procedure in program.procedures:
        unbox(procedure)
    inference.rewriting = True
    for procedure in program.procedures:
        procedure.body = inference.procedure(procedure)
    for version in fast:
        _follow_renamed(version, inference.renamed)
    return program


def _follow_renamed(version: Procedure, renamed: dict[Statement, Statement]) -> None:
    """The generic body has been rewritten too: resume points lead to its new statements."""
    assert version.generic is not None
    assert version.generic.fast is not None
    statements = version.generic.fast.statements
    for copy, original in list(statements.items()):
        statements[copy] = renamed.get(original, original)


class _Inference:
    """`unknown`: what is loaded from objects and globals and comes from unknown calls can be."""

    def __init__(self, program: LowProgram, unknown: int) -> None:
        self.unknown = unknown
        self.rewriting = False
        # Procedures whose statements must be looked at (again): an input of theirs has changed.
        self.pending: dict[Procedure, None] = {}
        self.callers: dict[Procedure, dict[Procedure, None]] = {}
        self.writes: dict[LowVariable, int] = {}
        self.current: Procedure
        self.renamed: dict[Statement, Statement] = {}
        for procedure in program.procedures:
            procedure.returns = 0
            for statement in every_statement(procedure.body):
                self.start_from_nothing(statement)
                if isinstance(statement, CallKnown):
                    self.callers.setdefault(statement.procedure, {})[procedure] = None
            for variable in (*procedure.captures, *procedure.parameters):
                lifted = procedure.known_calls_only
                variable.types = 0 if lifted else unknown
            if procedure.rest:
                procedure.parameters[-1].types = PAIR | kinds.EMPTY
            if procedure.takes_closure:
                for variable in procedure.captures:
                    variable.types = 0

    def prepare_copies(self, procedures: list[Procedure]) -> None:
        """Fixnum versions: all but the parameters starts from nothing."""
        for procedure in procedures:
            procedure.returns = 0
            for statement in every_statement(procedure.body):
                self.start_from_nothing(statement)

    def start_from_nothing(self, statement: Statement) -> None:
        """The variables that the statement writes or binds have held nothing yet."""
        for variable in writes(statement):
            variable.types = 0
            self.writes[variable] = self.writes.get(variable, 0) + 1
        if isinstance(statement, Labels):
            for label, _ in statement.labels:
                for parameter in label.parameters:
                    parameter.types = 0

    def run(self, procedures: list[Procedure]) -> None:
        """Goes through the procedures until nothing changes. Types only grow, so the order does not matter."""
        members = set(procedures)
        self.pending = dict.fromkeys(procedures)
        while self.pending:
            for procedure in list(self.pending):
                self.pending.pop(procedure, None)
                if procedure in members:
                    self.procedure(procedure)

    def procedure(self, procedure: Procedure) -> Block:
        self.current = procedure
        return self.block(procedure.body, {})

    # --- lattice ---

    def join(self, variable: LowVariable, types: int, owner: Procedure) -> None:
        if types & ~variable.types:
            variable.types |= types
            self.pending[owner] = None

    def assign(self, variable: LowVariable, types: int, facts: Facts) -> None:
        facts.pop(variable, None)
        self.join(variable, types, self.current)
        if self.writes.get(variable, 0) == 1 and types & ~variable.types == 0:
            facts[variable] = types

    def type(self, atom: Atom, facts: Facts) -> int:
        match atom:
            case LowVariable():
                if atom.serial == -1:
                    return PROCEDURE
                return atom.types & facts.get(atom, ANY)
            case Literal():
                return literal_type(atom)
            case _:
                return PROCEDURE

    def narrow(self, atom: Atom, mask: int, facts: Facts) -> None:
        if isinstance(atom, LowVariable) and self.writes.get(atom, 0) <= 1:
            facts[atom] = facts.get(atom, ANY) & mask

    # --- statements ---

    def block(self, block: Block, facts: Facts) -> Block:
        """Runs through the block; `facts` become those after it. Gives the block, rewritten in the last round."""
        if not self.rewriting:
            for statement in block:
                self.statement(statement, facts)
            return block
        return tuple(self.statement(statement, facts) for statement in block)

    def statement(self, statement: Statement, facts: Facts) -> Statement:
        match statement:
            case Primitive():
                return self.primitive(statement, facts)
            case If():
                return self.conditional(statement, facts)
            case Labels():
                return self.labels(statement, facts)
            case Assign(target=target, source=source):
                self.assign(target, self.type(source, facts), facts)
            case Jump(label=label, arguments=arguments):
                for parameter, argument in zip(label.parameters, arguments, strict=True):
                    self.join(parameter, self.type(argument, facts), self.current)
            case Return(source=source):
                self.returned(self.type(source, facts))
            case CallKnown():
                return self.call_known(statement, facts)
            case CallUnknown(target=target, tail=tail) | CallRuntime(target=target, tail=tail):
                if tail:
                    self.returned(self.unknown)
                if target is not None:
                    self.assign(target, self.unknown, facts)
            case ClosuresNew():
                self.closures(statement, facts)
            case EnvironmentNew(target=target):
                self.assign(target, OBJECT, facts)
            case CaptureLoad(target=target):
                facts.pop(target, None)
            case GlobalLoad(target=target) | EnvironmentLoad(target=target):
                self.assign(target, self.unknown, facts)
            case Unpack(targets=targets, rest=rest):
                for variable in targets:
                    self.assign(variable, self.unknown, facts)
                if rest is not None:
                    self.assign(rest, PAIR | kinds.EMPTY, facts)
            case _:
                pass
        return statement

    def returned(self, types: int) -> None:
        if types & ~self.current.returns:
            self.current.returns |= types
            self.pending.update(self.callers.get(self.current, {}))

    def call_known(self, statement: CallKnown, facts: Facts) -> Statement:
        procedure = statement.procedure
        argument_types = [self.type(argument, facts) for argument in statement.arguments]
        speculated = self.current.generic is not None and is_speculated(statement, argument_types)
        fast = procedure.fast
        to_fast = fast is not None and all(
            not assumed or (types != 0 and types & ~FIXNUM == 0)
            for assumed, types in zip(fast.assumed, argument_types, strict=True)
        )
        if not self.rewriting:
            self.pass_arguments(procedure, argument_types)
        if statement.tail:
            self.returned(procedure.returns)
        if statement.target is not None:
            self.assign(statement.target, FIXNUM if speculated else procedure.returns, facts)
        if not self.rewriting:
            return statement
        target = fast.procedure if fast is not None and to_fast else procedure
        copy = replace(statement, procedure=target, speculated=speculated)
        self.moved(statement, copy, speculated=speculated)
        return copy

    def pass_arguments(self, procedure: Procedure, argument_types: list[int]) -> None:
        """Joins the arguments' types into those of the parameters; copies (fast versions) change nothing any more."""
        if self.current.generic is not None:
            return
        parameters = procedure.parameters
        if not procedure.takes_closure:
            parameters = (*procedure.captures, *parameters)
        for parameter, types in zip(parameters, argument_types, strict=True):
            self.join(parameter, types, procedure)

    def moved(self, statement: Statement, copy: Statement, *, speculated: bool) -> None:
        """Rewriting replaces statements: keeps track of which statement of a fast version stands for which."""
        generic = self.current.generic
        if generic is not None:
            assert generic.fast is not None
            generic.fast.statements[copy] = generic.fast.statements[statement]
            if speculated:
                generic.fast.resume_points.append(copy)
        elif self.current.fast is not None:
            self.renamed[statement] = copy

    def closures(self, statement: ClosuresNew, facts: Facts) -> None:
        for closure in statement.closures:
            self.assign(closure.target, PROCEDURE, facts)
        for closure in statement.closures:
            if closure.procedure is not None:
                for variable, capture in zip(closure.procedure.captures, closure.captures, strict=True):
                    self.join(variable, self.type(capture, facts), closure.procedure)

    def primitive(self, statement: Primitive, facts: Facts) -> Statement:
        row = primitive_rows()[statement.name]
        argument_types = [self.type(a, facts) for a in statement.arguments]
        speculated = self.current.generic is not None and is_speculated(statement, argument_types)
        self.narrow_arguments(statement, facts)
        if statement.target is not None:
            result = CONSTRUCTORS.get(statement.name)
            if result is None:
                if any(t == 0 for t in argument_types):
                    result = 0
                else:
                    result = self.result(row, statement.arguments, argument_types)
            if statement.name == "%uninitialized":
                result = IMMEDIATE
            if statement.name == "values" and len(argument_types) == 1:
                result = argument_types[0]
            if speculated:
                result = FIXNUM
            self.assign(statement.target, result, facts)
        if not self.rewriting:
            return statement
        symbol, operands = version_for(statement.name, statement.arguments, argument_types) or (None, ())
        copy = replace(statement, version=symbol, operands=operands, speculated=speculated)
        self.moved(statement, copy, speculated=speculated)
        return copy

    def result(self, row: PrimitiveRow, arguments: tuple[Atom, ...], argument_types: list[int]) -> int:
        """The type of a primitive's result."""
        kind = kinds.KINDS.get(row.result, OBJECT)
        return number_result(row.name, arguments, argument_types, self.unknown if kind == ANY else kind)

    def narrow_arguments(self, statement: Primitive, facts: Facts) -> None:
        """A primitive that returns has had arguments of its kinds."""
        row = primitive_rows()[statement.name]
        if not row.raises:
            return
        for parameter, argument in zip(row.parameters, statement.arguments, strict=False):
            mask = kinds.KINDS.get(parameter.kind, ANY)
            if mask != ANY and parameter.kind not in ("list", "any"):
                self.narrow(argument, mask, facts)

    def conditional(self, statement: If, facts: Facts) -> Statement:
        test, yes, no = self.test(statement.test, facts)
        consequent = self.block(statement.consequent, yes)
        alternative = self.block(statement.alternative, no)
        leaves = [f for f, b in ((yes, statement.consequent), (no, statement.alternative)) if falls_through(b)]
        facts.clear()
        if len(leaves) == 1:
            facts.update(leaves[0])
        elif len(leaves) == 2:
            facts.update({v: m | leaves[1][v] for v, m in leaves[0].items() if v in leaves[1]})
        return If(statement.span, test, consequent, alternative) if self.rewriting else statement

    def test(self, test: Test, facts: Facts) -> tuple[Test, Facts, Facts]:
        yes, no = dict(facts), dict(facts)
        match test:
            case Truth(atom=atom):
                self.narrow(atom, ~FALSE & ANY, yes)
                self.narrow(atom, FALSE, no)
                return test, yes, no
            case PrimitiveTest(name=name, arguments=arguments):
                argument_types = [self.type(a, facts) for a in arguments] if self.rewriting else []
                if name in kinds.PREDICATES:
                    self.narrow(arguments[0], kinds.PREDICATES[name], yes)
                    self.narrow(arguments[0], ~kinds.PREDICATES[name] & ANY, no)
                elif name in kinds.PARTIAL_PREDICATES:
                    self.narrow(arguments[0], kinds.PARTIAL_PREDICATES[name], yes)
                elif name in kinds.COMPARISONS:
                    mask = kinds.NUMBER if name == "%number=2" else kinds.REAL
                    for argument in arguments:
                        self.narrow(argument, mask, yes)
                        self.narrow(argument, mask, no)
                if found := nonnegative_when(name, arguments):
                    atom, branch = found
                    self.narrow(atom, ANY & ~kinds.NEGATIVE, yes if branch else no)
                version = version_for(name, arguments, argument_types) if self.rewriting else None
                return (PrimitiveTest(test.span, name, arguments, *version) if version else test), yes, no

    def labels(self, statement: Labels, facts: Facts) -> Statement:
        outside = dict(facts)
        entry = self.block(statement.entry, facts)
        leaves = [dict(facts)] if falls_through(statement.entry) else []
        bodies = []
        for label, body in statement.labels:
            inner = {v: m for v, m in outside.items() if v not in label.parameters}
            bodies.append((label, self.block(body, inner)))
            if falls_through(body):
                leaves.append(inner)
        facts.clear()
        if len(leaves) == 1:
            facts.update(leaves[0])
        else:
            facts.update(outside)
        return Labels(statement.span, tuple(bodies), entry) if self.rewriting else statement

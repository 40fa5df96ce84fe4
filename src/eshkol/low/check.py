"""What the low language permits; run after every pass in tests."""

from __future__ import annotations

from collections.abc import Iterable

from eshkol.emit.inline_table import inline_functions
from eshkol.low import kinds
from eshkol.low.check_reads import check_reads
from eshkol.low.liveness import Liveness, liveness
from eshkol.low.malformed import MalformedLow, malformed, show_variable
from eshkol.low.nodes import (
    SELF,
    Atom,
    Block,
    CallKnown,
    CallRuntime,
    CaptureLoad,
    ClosuresNew,
    If,
    Labels,
    Literal,
    LowProgram,
    LowVariable,
    NewClosure,
    Primitive,
    PrimitiveClosure,
    PrimitiveTest,
    Procedure,
    Statement,
    StaticClosure,
    falls_through,
)
from eshkol.low.unboxing import REGISTERS
from eshkol.low.walk import every_statement, reads, writes
from eshkol.tables import primitive_rows

# How an argument may reach a version of a primitive: see `low.versions`.
OPERANDS = frozenset({"value", "double", "fixnum", "constant", "unknown"})


def check_program(program: LowProgram) -> None:
    """Raises MalformedLow unless every procedure follows the rules of `check_procedure` and belongs to the program."""
    procedures = set(program.procedures)
    owners: dict[LowVariable, Procedure] = {}
    symbols: set[str] = set()
    for procedure in program.procedures:
        if procedure.symbol in symbols:
            raise MalformedLow(f"two procedures are called {procedure.symbol}")
        symbols.add(procedure.symbol)
        check_procedure(procedure)
        checker = _Checker(procedure)
        for variable in checker.variables():
            if owners.setdefault(variable, procedure) is not procedure:
                checker.fail(f"the variable {show_variable(variable)} is also one of {owners[variable].symbol}")
        for mentioned in _mentioned(procedure.body):
            if mentioned not in procedures:
                checker.fail(f"the procedure {mentioned.symbol} is not in the program")
    for procedure in program.initializers:
        if procedure not in procedures or procedure.parameters or procedure.captures:
            raise MalformedLow(f"the initializer {procedure.symbol} is no procedure without parameters of the program")


def check_procedure(procedure: Procedure, live: Liveness | None = None) -> None:
    """Raises MalformedLow unless the procedure follows the rules:

    - every variable is written before it is read, on every path;
    - after a call that may reclaim, and after a safe point, only variables that `live` (by default what the emitter
      will use) has told to keep are read, unless they cannot hold a pointer;
    - jumps go to labels around them, with as many arguments as the label has parameters;
    - calls and closures fit their procedures, primitives their rows;
    - unboxed variables hold flonums only, and are no parameters of procedures that unknown calls reach;
    - where a fixnum version leaves for the generic body, it has all that this needs there;
    - control does not fall out of the end.
    """
    _Checker(procedure).check()
    check_reads(procedure, live or liveness(procedure))


def _atoms(statement: Statement) -> tuple[Atom, ...]:
    """All atoms of a statement, those captured by the closures of the same batch too."""
    if isinstance(statement, ClosuresNew):
        return tuple(a for c in statement.closures for a in c.captures)
    return reads(statement)


def _mentioned(body: Block) -> Iterable[Procedure]:
    for statement in every_statement(body):
        if isinstance(statement, CallKnown):
            yield statement.procedure
        if isinstance(statement, ClosuresNew):
            yield from (c.procedure for c in statement.closures if c.procedure is not None)
        for atom in _atoms(statement):
            if isinstance(atom, StaticClosure):
                yield from atom.procedures


class _Checker:
    """Checks what does not depend on the order of execution."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def fail(self, message: str) -> None:
        raise malformed(self.procedure, message)

    def variables(self) -> set[LowVariable]:
        """All variables but the running closure's own."""
        found = {*self.procedure.captures, *self.procedure.parameters}
        for statement in every_statement(self.procedure.body):
            found.update(writes(statement))
            found.update(a for a in _atoms(statement) if isinstance(a, LowVariable))
            if isinstance(statement, Labels):
                found.update(v for label, _ in statement.labels for v in label.parameters)
        return found - {SELF}

    def check(self) -> None:
        if falls_through(self.procedure.body):
            self.fail("control falls out of the end")
        names: dict[tuple[str, int], LowVariable] = {}
        for variable in self.variables():
            if names.setdefault((variable.name, variable.serial), variable) is not variable:
                self.fail(f"two variables are called {show_variable(variable)}")
            if variable.unboxed and (variable.types == 0 or variable.types & ~kinds.FLONUM):
                self.fail(f"the unboxed variable {show_variable(variable)} does not hold flonums only")
        self.check_parameters()
        self.check_labels()
        for statement in every_statement(self.procedure.body):
            self.check_statement(statement)

    def check_parameters(self) -> None:
        procedure = self.procedure
        if procedure.takes_closure or not procedure.known_calls_only:
            boxed = (*procedure.captures, *procedure.parameters)
        else:
            boxed = (*procedure.captures, *procedure.parameters)[REGISTERS:]
        if any(v.unboxed for v in boxed):
            self.fail("an unboxed parameter that unknown calls, or a memory slot, would have to pass")

    def check_labels(self) -> None:
        names: set[str] = set()
        for statement in every_statement(self.procedure.body):
            if isinstance(statement, Labels):
                for label, _ in statement.labels:
                    if label.name in names:
                        self.fail(f"two labels are called {label.name}")
                    names.add(label.name)

    def check_statement(self, statement: Statement) -> None:
        if SELF in _atoms(statement) and not self.procedure.takes_closure:
            self.fail("a procedure without a closure refers to it")
        match statement:
            case Primitive():
                self.check_primitive(statement, calls=False)
            case If(test=PrimitiveTest() as test):
                self.check_primitive(test, calls=False)
            case CallRuntime():
                self.check_primitive(statement, calls=True)
            case CallKnown():
                self.check_call(statement)
            case ClosuresNew(closures=closures):
                for closure in closures:
                    self.check_closure(closure)
            case CaptureLoad(index=index):
                if not self.procedure.takes_closure or index >= len(self.procedure.captures):
                    self.fail(f"there is no captured value number {index}")
            case _:
                pass
        for atom in _atoms(statement):
            if isinstance(atom, PrimitiveClosure) and atom.name not in primitive_rows():
                self.fail(f"there is no primitive {atom.name}")

    def check_primitive(self, of: Primitive | PrimitiveTest | CallRuntime, *, calls: bool) -> None:
        row = primitive_rows().get(of.name)
        if row is None:
            self.fail(f"there is no primitive {of.name}")
        elif row.calls is not calls:
            self.fail(f"{of.name} {'is' if row.calls else 'is not'} a primitive that calls procedures")
        elif len(of.arguments) < row.required or (row.rest is None and len(of.arguments) > len(row.parameters)):
            self.fail(f"{of.name} does not take {len(of.arguments)} arguments")
        if isinstance(of, Primitive) and of.speculated:
            self.check_speculation(of)
        if not isinstance(of, CallRuntime) and of.version is not None:
            self.check_version(of.version, of.arguments, of.operands)

    def check_version(self, version: str, arguments: tuple[Atom, ...], operands: tuple[str, ...]) -> None:
        function = inline_functions().get(version)
        if function is None or not function.parameters == len(arguments) == len(operands):
            self.fail(f"there is no version {version} with {len(arguments)} arguments")
        for atom, how in zip(arguments, operands, strict=True):
            if how not in OPERANDS or (how == "constant" and not isinstance(atom, Literal)):
                self.fail(f"no argument of {version} is passed as {how}")

    def check_call(self, call: CallKnown) -> None:
        callee = call.procedure
        lifted = () if callee.takes_closure else callee.captures
        if len(call.arguments) != len(lifted) + len(callee.parameters):
            self.fail(f"{callee.symbol} does not take {len(call.arguments)} arguments")
        if (call.closure is not None) is not callee.takes_closure:
            self.fail(f"{callee.symbol} {'needs' if callee.takes_closure else 'takes no'} closure")
        if isinstance(call.closure, Literal) and callee.captures:
            self.fail(f"{callee.symbol} needs its captured values")
        if call.tail and call.target is not None:
            self.fail("a tail call has a target")
        if call.speculated:
            self.check_speculation(call)

    def check_speculation(self, statement: Primitive | CallKnown) -> None:
        generic = self.procedure.generic
        if generic is None or generic.fast is None or statement not in generic.fast.resume_points:
            self.fail(f"the statement at {statement.span} has no place in a generic body to go on")
        if statement.target is None or not statement.target.types & kinds.FIXNUM:
            self.fail(f"the result of the speculation at {statement.span} is not taken for a fixnum")

    def check_closure(self, closure: NewClosure) -> None:
        if len(closure.shared) != len(closure.captures):
            self.fail("a closure's captures are not all told to be shared or not")
        if closure.procedure is None:
            return
        if not closure.procedure.takes_closure or len(closure.captures) != len(closure.procedure.captures):
            self.fail(f"a closure of {closure.procedure.symbol} with {len(closure.captures)} captures")

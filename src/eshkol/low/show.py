"""Low procedures as readable text: what `eshkol dump` prints and tests compare.

Procedures and variables are shown by name, with a number where the name is taken. Once types are inferred, each
variable's first line tells what it can hold; `double` is an unboxed flonum. `name[kind]` is a primitive or procedure in
the version for operands of that kind; `or leave`: for the generic version, when the result is no fixnum.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from eshkol.core.nodes import Constant
from eshkol.core.show import show_global, show_node
from eshkol.low import kinds
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
    Label,
    Labels,
    Literal,
    LowProgram,
    LowVariable,
    NewClosure,
    Primitive,
    PrimitiveClosure,
    PrimitiveTest,
    Procedure,
    Return,
    SafePoint,
    Statement,
    StaticClosure,
    Test,
    Truth,
    Unpack,
)
from eshkol.source import NOWHERE

KIND_NAMES = (
    *("fixnum", "flonum", "other-number", "pair", "empty", "false", "true", "character"),
    *("string", "symbol", "vector", "procedure", "immediate", "object"),
)
UNSHOWN = kinds.NEGATIVE | kinds.COMPLEX
assert 1 << len(KIND_NAMES) == (kinds.ANY & ~UNSHOWN) + 1


def show_program(program: LowProgram, source: str | None = None) -> str:
    """Every procedure, separated by empty lines; with `source`, those that stand in the text of this name."""
    shower = _ProgramShower()
    chosen = [p for p in program.procedures if source is None or p.span.source.name == source]
    return "\n".join(shower.procedure(procedure) for procedure in chosen)


def show_procedure(procedure: Procedure) -> str:
    """One procedure, with a final newline."""
    return _ProgramShower().procedure(procedure)


def show_types(types: int) -> str:
    """A set of types by the names of its members; whether numbers can be negative is not shown."""
    for kind in (kinds.FIXNUM, kinds.FLONUM, kinds.OTHER_NUMBER):
        if types & kind:
            types |= kind
    all_shown = kinds.ANY & ~UNSHOWN
    if types & all_shown == all_shown:
        return "any"
    if (types & all_shown).bit_count() > len(KIND_NAMES) // 2:
        return f"any but {show_types(all_shown & ~types)}"
    names = [name for bit, name in enumerate(KIND_NAMES) if types & 1 << bit]
    if types & kinds.COMPLEX:
        names.append("complex")
    return "|".join(names) or "nothing"


class _Names:
    """Gives each thing its name, or the name with a number when something else has it."""

    def __init__(self) -> None:
        self.given: dict[Hashable, str] = {}
        self.taken: set[str] = set()
        self.numbers: dict[str, int] = {}

    def name(self, thing: Hashable, wanted: str) -> str:
        if thing not in self.given:
            unique = wanted
            while unique in self.taken:
                self.numbers[wanted] = self.numbers.get(wanted, 0) + 1
                unique = f"{wanted}.{self.numbers[wanted]}"
            self.taken.add(unique)
            self.given[thing] = unique
        return self.given[thing]


class _ProgramShower:
    """Knows the names of procedures."""

    def __init__(self) -> None:
        self.names = _Names()

    def name(self, procedure: Procedure) -> str:
        version = "" if procedure.generic is None else "[fixnum]"
        return self.names.name(procedure, procedure.name.replace(" ", "-") + version)

    def procedure(self, procedure: Procedure) -> str:
        shower = _ProcedureShower(self)
        parameters = [shower.defined(v) for v in procedure.parameters]
        if procedure.rest:
            parameters[-1] = "&rest " + parameters[-1]
        line = f"procedure {self.name(procedure)} ({', '.join(parameters)})"
        if procedure.captures:
            how = "captures" if procedure.takes_closure else "lifted"
            line += f" {how} ({', '.join(shower.variable(v) for v in procedure.captures)})"
        line += " quiet" if procedure.quiet else ""
        line += f" -> {show_types(procedure.returns)}" if procedure.returns >= 0 else ""
        return "\n".join([line, *shower.block(procedure.body, 1)]) + "\n"


class _ProcedureShower:
    """Shows the statements of one procedure; knows the names of its variables and labels."""

    def __init__(self, program: _ProgramShower) -> None:
        self.program = program
        self.names = _Names()
        self.typed: set[LowVariable] = set()

    # --- variables and atoms ---

    def variable(self, variable: LowVariable) -> str:
        return self.names.name(variable, variable.name)

    def label(self, label: Label) -> str:
        # Labels carry a number that is unique in the program; here a name that is unique in the procedure is enough.
        return self.names.name(label, label.name.rpartition("_")[0] or label.name)

    def defined(self, variable: LowVariable) -> str:
        """The variable where it is set; the first time with what it can hold."""
        name = self.variable(variable)
        if variable.types < 0 or variable in self.typed:
            return name
        self.typed.add(variable)
        return f"{name}: {'double' if variable.unboxed else show_types(variable.types)}"

    def atom(self, atom: Atom) -> str:
        match atom:
            case LowVariable():
                return self.variable(atom)
            case Literal(value=value):
                return show_node(Constant(NOWHERE, value))
            case StaticClosure(procedures=procedures):
                return f"<{' '.join(self.program.name(p) for p in procedures)}>"
            case PrimitiveClosure(name=name):
                return f"<%{name}>"

    def atoms(self, atoms: Iterable[Atom]) -> str:
        return f"({', '.join(self.atom(a) for a in atoms)})"

    def primitive(self, of: Primitive | PrimitiveTest) -> str:
        if of.version is None:
            return of.name + self.atoms(of.arguments)
        kind = of.version.removeprefix("eshkol_").partition("_")[0]
        pairs = zip(of.arguments, of.operands, strict=True)
        shown = [self.atom(a) if how in ("value", "constant") else f"{how} {self.atom(a)}" for a, how in pairs]
        return f"{of.name}[{kind}]({', '.join(shown)})"

    # --- statements ---

    def block(self, block: Block, depth: int) -> Iterator[str]:
        for statement in block:
            yield from self.statement(statement, depth)

    def statement(self, statement: Statement, depth: int) -> Iterator[str]:
        margin = "  " * depth
        match statement:
            case If(test=test, consequent=consequent, alternative=alternative):
                yield f"{margin}if {self.test(test)}"
                yield from self.block(consequent, depth + 1)
                if alternative:
                    yield f"{margin}else"
                    yield from self.block(alternative, depth + 1)
            case Labels(labels=labels, entry=entry):
                yield f"{margin}begin"
                yield from self.block(entry, depth + 1)
                for label, body in labels:
                    parameters = ", ".join(self.defined(v) for v in label.parameters)
                    yield f"{margin}label {self.label(label)} ({parameters}){' loops' if label.loops else ''}"
                    yield from self.block(body, depth + 1)
                yield f"{margin}end"
            case ClosuresNew(closures=closures):
                for closure in closures:
                    yield margin + self.closure(closure)
            case _:
                yield margin + self.simple(statement)

    def test(self, test: Test) -> str:
        return self.atom(test.atom) if isinstance(test, Truth) else self.primitive(test)

    def closure(self, new: NewClosure) -> str:
        pairs = zip(new.captures, new.shared, strict=True)
        captures = ", ".join(("shared " if shared else "") + self.atom(a) for a, shared in pairs)
        what = "cases" if new.procedure is None else f"closure {self.program.name(new.procedure)}"
        return f"{self.defined(new.target)} = {what}({captures})"

    def simple(self, statement: Statement) -> str:
        match statement:
            case Assign(target=target, source=source):
                return self.set(target, self.atom(source))
            case Primitive(target=result):
                return self.set(result, self.primitive(statement)) + (" or leave" if statement.speculated else "")
            case GlobalLoad(target=target, variable=variable, checked=checked):
                return self.set(target, f"{'checked ' if checked else ''}global {show_global(variable)}")
            case GlobalStore(variable=variable, source=source):
                return f"global {show_global(variable)} = {self.atom(source)}"
            case EnvironmentNew(target=target, values=values, parent=parent):
                around = "" if parent is None else f" in {self.atom(parent)}"
                return self.set(target, f"environment{self.atoms(values)}{around}")
            case EnvironmentLoad(target=target, environment=environment, index=index):
                return self.set(target, f"{self.atom(environment)}[{index}]")
            case EnvironmentStore(environment=environment, index=index, source=source):
                return f"{self.atom(environment)}[{index}] = {self.atom(source)}"
            case CaptureLoad(target=target, index=index):
                return self.set(target, f"captured {index}")
            case Unpack(targets=targets, rest=rest, source=source):
                names = [self.defined(v) for v in targets] + ([] if rest is None else [f"&rest {self.defined(rest)}"])
                return f"({', '.join(names)}) = values of {self.atom(source)}"
            case Return(source=source):
                return f"return {self.atom(source)}"
            case Jump(label=label, arguments=arguments):
                return f"jump {self.label(label)}{self.atoms(arguments)}"
            case SafePoint():
                return "safe point"
            case CallKnown() | CallUnknown() | CallRuntime():
                return ("tail " if statement.tail else "") + self.set(statement.target, self.call(statement))
            case _:
                raise TypeError(f"no low statement: {type(statement).__name__}")

    def call(self, statement: CallKnown | CallUnknown | CallRuntime) -> str:
        match statement:
            case CallKnown(procedure=procedure, closure=closure, arguments=arguments):
                through = f" through {self.atom(closure)}" if isinstance(closure, LowVariable) else ""
                leave = " or leave" if statement.speculated else ""
                return f"call {self.program.name(procedure)}{self.atoms(arguments)}{through}{leave}"
            case CallUnknown(operator=operator, arguments=arguments):
                return f"call value {self.atom(operator)}{self.atoms(arguments)}"
            case CallRuntime(name=name, arguments=arguments):
                return f"call runtime {name}{self.atoms(arguments)}"

    def set(self, target: LowVariable | None, text: str) -> str:
        return text if target is None else f"{self.defined(target)} = {text}"

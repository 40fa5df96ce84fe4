"""One low procedure as one C function; one with a fixnum version as a stub and a generic body."""

from __future__ import annotations

from eshkol.core.nodes import GlobalVariable
from eshkol.emit.calls import Calls
from eshkol.emit.control import Control
from eshkol.emit.signatures import (
    all_parameters,
    c_name,
    generic_prototype,
    generic_symbol,
    prototype,
    register_arguments,
)
from eshkol.emit.unit_tables import UnitTables, comment
from eshkol.low.nodes import (
    Assign,
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
    Procedure,
    Return,
    SafePoint,
    Specialised,
    Statement,
    Unpack,
    falls_through,
)
from eshkol.low.walk import every_statement, writes
from eshkol.source import Span
from eshkol.syntax.datum import Symbol


def emit_procedure(procedure: Procedure, tables: UnitTables) -> str:
    """The C text of the procedure: one function, or for one with a fixnum version a stub and the generic body."""
    if procedure.fast is None:
        return _Emitter(procedure, tables).emit()
    generic = _Emitter(procedure, tables)
    return generic.emit_generic() + "\n" + _stub(procedure, procedure.fast)


def _stub(procedure: Procedure, fast: Specialised) -> str:
    """Chooses the version."""
    names = [c_name(v) for v in procedure.parameters]
    assumed = [name for name, wanted in zip(names, fast.assumed, strict=True) if wanted]
    test = f"((({' | '.join(assumed)}) & TAG_MASK) == TAG_FIXNUM)"
    own = ["self"] if procedure.takes_closure else []
    lines = [prototype(procedure) + " {"]
    lines.append(f"  if (LIKELY({test})) return {fast.procedure.symbol}({', '.join(['sp', *own, *names])});")
    for index, variable in enumerate(procedure.parameters):
        text = f"from_double({c_name(variable)})" if variable.unboxed else c_name(variable)
        lines.append(f"  eshkol_arguments[{index}] = {text};")
    lines += [f"  return {generic_symbol(procedure)}(sp, 0);", "}", ""]
    return "\n".join(lines)


class _Emitter(Calls, Control):
    """Writes the whole function."""

    def emit(self) -> str:
        procedure = self.procedure
        self.load_arguments()
        self.block(procedure.body)
        if falls_through(procedure.body):
            self.line("return UNSPECIFIED;")
        place = procedure.span
        head = [f"/* {comment(procedure.name)}: {place} */", self.head()]
        declared = self.declarations()
        return "\n".join([*head, *declared, *self.lines, "}", ""])

    def emit_generic(self) -> str:
        """The generic body, which can be entered behind each statement where the fixnum version may leave."""
        procedure = self.procedure
        self.line("switch (point) {")
        self.resume_entry(0, list(procedure.parameters), None)
        for statement, number in self.resume_points.items():
            self.resume_entry(number, list(self.live.resume[statement]), f"resume_{number}")
        self.line("}")
        self.block(procedure.body)
        if falls_through(procedure.body):
            self.line("return UNSPECIFIED;")
        head = [f"/* {comment(procedure.name)}: {procedure.span} (generic) */", generic_prototype(procedure) + " {"]
        declared = self.declarations()
        names = [c_name(v) for v in procedure.parameters if not v.unboxed]
        doubles = [c_name(v) for v in procedure.parameters if v.unboxed]
        declared += [f"  Value {', '.join(names)};"] if names else []
        declared += [f"  double {', '.join(doubles)};"] if doubles else []
        return "\n".join([*head, *declared, *self.lines, "}", ""])

    def head(self) -> str:
        return f"{'COLD ' if self.runs_once else ''}{prototype(self.procedure)} {{"

    def declarations(self) -> list[str]:
        parameters = set(all_parameters(self.procedure)[: register_arguments(self.procedure)])
        used: dict[LowVariable, None] = {}
        for v in all_parameters(self.procedure)[register_arguments(self.procedure) :]:
            used[v] = None
        for statement in every_statement(self.procedure.body):
            for v in writes(statement):
                used[v] = None
            if isinstance(statement, Labels):
                for label, _ in statement.labels:
                    for v in label.parameters:
                        used[v] = None
        values = [c_name(v) for v in used if v not in parameters and not v.unboxed]
        doubles = [c_name(v) for v in used if v not in parameters and v.unboxed]
        lines = []
        if values:
            lines.append(f"  Value {', '.join(values)};")
        if doubles:
            lines.append(f"  double {', '.join(doubles)};")
        return lines

    # --- statements ---

    def block(self, block: Block) -> None:
        for statement in block:
            self.statement(statement)
            if statement in self.resume_points:
                self.lines.append(f" resume_{self.resume_points[statement]}:;")
                self.slots = {}

    def statement(self, statement: Statement) -> None:
        match statement:
            case Assign(target=target, source=source):
                self.forget(target)
                self.line(f"{c_name(target)} = {self.double(source) if target.unboxed else self.value(source)};")
            case Primitive():
                self.primitive(statement)
            case GlobalLoad(target=target, variable=variable, checked=checked):
                self.set(target, self.tables.globals.variable(variable))
                if checked:
                    self.check_global(statement.span, target, variable)
            case GlobalStore(variable=variable, source=source):
                self.line(f"{self.tables.globals.variable(variable)} = {self.value(source)};")
            case EnvironmentNew():
                self.environment(statement)
            case EnvironmentLoad(target=target, environment=environment, index=index):
                self.environment_load(statement, target, environment, index)
            case EnvironmentStore(environment=environment, index=index, source=source):
                slot = f"&object_of({self.value(environment)})->words[{index + 2}]"
                self.line(f"eshkol_store({slot}, {self.value(source)});")
            case CaptureLoad(target=target, index=index):
                self.set(target, f"object_of(self)->words[{index + 1}]")
            case ClosuresNew():
                self.closures(statement)
            case Unpack():
                self.unpack(statement)
            case CallKnown() | CallUnknown() | CallRuntime():
                self.call(statement)
            case Return(source=source):
                self.line(f"return {self.value(source)};")
            case If():
                self.conditional(statement)
            case Labels():
                self.labels(statement)
            case Jump():
                self.jump(statement)
            case SafePoint():
                self.safe_point(statement.span, list(self.live.after[statement]), [])
            case _:
                raise AssertionError(f"unknown statement {statement!r}")

    def check_global(self, span: Span, target: LowVariable, variable: GlobalVariable) -> None:
        name = self.tables.constants.expression(Symbol(variable.name))
        self.line(f"if (UNLIKELY({c_name(target)} == UNINITIALIZED)) {{")
        self.line(f"  eshkol_at(sp, {self.site(span)});")
        self.line(f"  eshkol_raise_uninitialized({name});")
        self.line("}")

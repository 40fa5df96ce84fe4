"""One low procedure as one C function: statements, the value stack around calls, safe points."""

from __future__ import annotations

from dataclasses import dataclass, field
from zlib import crc32

from eshkol.core.nodes import GlobalVariable
from eshkol.emit.constants import ConstantPool
from eshkol.emit.inline_table import InlineFunction, fast_path, inline_functions
from eshkol.emit.sites import SiteTable
from eshkol.low.convert import SELF
from eshkol.low.liveness import Liveness, Variables, liveness
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
    Literal,
    LowVariable,
    Primitive,
    PrimitiveClosure,
    PrimitiveTest,
    Procedure,
    Return,
    SafePoint,
    Specialised,
    Statement,
    StaticClosure,
    Test,
    Truth,
    Unpack,
    falls_through,
)
from eshkol.low.types import may_be_pointer
from eshkol.low.walk import every_statement, writes
from eshkol.names import c_identifier, primitive_symbol
from eshkol.source import Span
from eshkol.syntax.datum import Symbol
from eshkol.tables import primitive_rows

# What users call the binary primitives of arithmetic.
OPERATOR_NAMES = {"%add2": "+", "%subtract2": "-", "%multiply2": "*", "%divide2": "/", "%negate": "-"}
# Fast paths that are no larger than a call.
ALWAYS_INLINE = frozenset({"eshkol_not", "eshkol_eq_p", "eshkol_cons", "eshkol_null_p", "eshkol_pair_p"})
REGISTER_ARGUMENTS = 4
REGISTER_ARGUMENTS_WITHOUT_CLOSURE = 5


@dataclass(slots=True)
class UnitTables:
    """What all procedures of a translation unit contribute to. `globals` are shared by all units."""

    constants: ConstantPool
    sites: SiteTable
    globals: GlobalTables
    linkage: str = "static "
    static_closures: dict[str, tuple[str, StaticClosure]] = field(default_factory=dict)

    def static_closure(self, closure: StaticClosure) -> str:
        """The C expression of a closure without captures."""
        key = " ".join(p.symbol for p in closure.procedures)
        if key not in self.static_closures:
            kind = "cases" if len(closure.procedures) > 1 else "closure"
            self.static_closures[key] = (f"{kind}_{closure.procedures[0].symbol}", closure)
        return f"OBJECT({self.static_closures[key][0]})"


@dataclass(slots=True)
class GlobalTables:
    """Globals and primitives used as values, over all units."""

    variables: dict[str, dict[GlobalVariable, int]] = field(default_factory=dict)
    primitive_closures: dict[str, str] = field(default_factory=dict)

    def variable(self, variable: GlobalVariable) -> str:
        """The C expression of a global variable."""
        array = global_array(in_library=variable.comes_with_eshkol)
        indices = self.variables.setdefault(array, {})
        index = indices.setdefault(variable, len(indices))
        return f"{array}[{index} /* {_comment(variable.name)} */]"

    def primitive_closure(self, name: str) -> str:
        """The C expression of a primitive as a value."""
        identifier = f"primitive_{c_identifier(name)}_{crc32(name.encode()):08x}"
        return f"OBJECT({self.primitive_closures.setdefault(name, identifier)})"


def global_array(*, in_library: bool) -> str:
    """The C array that holds the globals of the library or of the program."""
    return "eshkol_library_global" if in_library else "eshkol_global"


def _comment(text: str) -> str:
    return text.replace("*/", "* /").replace("/*", "/ *")


def register_arguments(procedure: Procedure) -> int:
    """How many arguments the procedure takes in registers; the others stand in eshkol_arguments."""
    return REGISTER_ARGUMENTS if procedure.takes_closure else REGISTER_ARGUMENTS_WITHOUT_CLOSURE


def all_parameters(procedure: Procedure) -> tuple[LowVariable, ...]:
    """Lifted captures first, then the parameters proper."""
    return procedure.parameters if procedure.takes_closure else (*procedure.captures, *procedure.parameters)


def prototype(procedure: Procedure) -> str:
    """The C declaration, without semicolon."""
    parameters = ["Value *sp"]
    if procedure.takes_closure:
        parameters.append("Value self")
    for v in all_parameters(procedure)[: register_arguments(procedure)]:
        parameters.append(f"{'double' if v.unboxed else 'Value'} {c_name(v)}")
    return f"{_linkage(procedure)}Value {procedure.symbol}({', '.join(parameters)})"


def c_name(variable: LowVariable) -> str:
    """The C name of a local."""
    if variable is SELF:
        return "self"
    return (
        f"{c_identifier(variable.name)}_{variable.serial}"
        if variable.serial >= 0
        else (f"{c_identifier(variable.name)}_in{-variable.serial}")
    )


def emit_procedure(procedure: Procedure, tables: UnitTables) -> str:
    """The C text of the procedure: one function, or for one with a fixnum version a stub and the generic body."""
    if procedure.fast is None:
        return _Emitter(procedure, tables).emit()
    generic = _Emitter(procedure, tables)
    return generic.emit_generic() + "\n" + _stub(procedure, procedure.fast)


def generic_symbol(procedure: Procedure) -> str:
    """The C function with the generic body of a procedure that has a fixnum version."""
    return f"{procedure.symbol}_generic"


def _linkage(procedure: Procedure) -> str:
    return "" if procedure.visible else "static "


def generic_prototype(procedure: Procedure) -> str:
    """Its declaration: live variables come in eshkol_arguments, `point` says where to go on (0: at the start)."""
    return f"{_linkage(procedure)}Value {generic_symbol(procedure)}(Value *sp, unsigned point)"


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


class _Emitter:
    def __init__(self, procedure: Procedure, tables: UnitTables) -> None:
        self.procedure = procedure
        self.tables = tables
        self.runs_once = procedure.runs_once and not any(
            isinstance(s, Labels) and any(label.loops for label, _ in s.labels) for s in every_statement(procedure.body)
        )
        self.resume_points: dict[Statement, int] = {}
        if procedure.fast is not None:
            points = procedure.fast.resume_points
            self.resume_points = {procedure.fast.statements[s]: n + 1 for n, s in enumerate(points)}
        self.live: Liveness = liveness(procedure, self.resume_points)
        self.lines: list[str] = []
        self.indent = 1
        self.slots: dict[int, LowVariable] = {}
        self.ends = 0

    def emit(self) -> str:
        procedure = self.procedure
        self.load_arguments()
        self.block(procedure.body)
        if falls_through(procedure.body):
            self.line("return UNSPECIFIED;")
        place = procedure.span
        head = [f"/* {_comment(procedure.name)}: {place} */", self.head()]
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
        head = [f"/* {_comment(procedure.name)}: {procedure.span} (generic) */", generic_prototype(procedure) + " {"]
        declared = self.declarations()
        names = [c_name(v) for v in procedure.parameters if not v.unboxed]
        doubles = [c_name(v) for v in procedure.parameters if v.unboxed]
        declared += [f"  Value {', '.join(names)};"] if names else []
        declared += [f"  double {', '.join(doubles)};"] if doubles else []
        return "\n".join([*head, *declared, *self.lines, "}", ""])

    def resume_entry(self, number: int, variables: list[LowVariable], label: str | None) -> None:
        self.line(f"  {f'case {number}' if label else 'default'}:")
        for index, variable in enumerate(variables):
            got = f"eshkol_arguments[{index}]"
            self.line(f"    {c_name(variable)} = {f'to_double({got})' if variable.unboxed else got};")
        self.line(f"    goto {label};" if label else "    break;")

    def leave(self, statement: Statement) -> None:
        """In a fixnum version: goes on in the generic body, behind `statement`."""
        generic = self.procedure.generic
        assert generic is not None
        assert generic.fast is not None
        number = generic.fast.resume_points.index(statement) + 1
        original = generic.fast.statements[statement]
        copies = {original: copy for copy, original in generic.fast.variables.items()}
        live = liveness(generic, [original]).resume[original]
        for index, variable in enumerate(live):
            self.line(f"  eshkol_arguments[{index}] = {self.value(copies[variable])};")
        self.line(f"  return {generic_symbol(generic)}(sp, {number});")
        self.line("}")

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

    def fast_path(self, kind: str, symbol: str, arguments: int) -> InlineFunction | None:
        """The inline version of a primitive; none in code that runs once, which is made small instead."""
        found = fast_path(kind, symbol, arguments)
        if found is None or not self.runs_once or symbol in ALWAYS_INLINE:
            return found
        return None

    def line(self, text: str) -> None:
        self.lines.append("  " * self.indent + text)

    def site(self, span: Span) -> int:
        return self.tables.sites.number(span, self.procedure.name)

    # --- atoms ---

    def value(self, atom: Atom) -> str:
        match atom:
            case LowVariable(unboxed=True):
                return f"from_double({c_name(atom)})"
            case LowVariable():
                return c_name(atom)
            case Literal(value=value):
                return self.tables.constants.expression(value)
            case StaticClosure():
                return self.tables.static_closure(atom)
            case PrimitiveClosure(name=name):
                return self.tables.globals.primitive_closure(name)

    def double(self, atom: Atom) -> str:
        match atom:
            case LowVariable(unboxed=True):
                return c_name(atom)
            case Literal(value=value) if isinstance(value, float):
                return _double_literal(value)
            case _:
                return f"to_double({self.value(atom)})"

    def set(self, target: LowVariable, text: str) -> None:
        self.forget(target)
        self.line(f"{c_name(target)} = {f'to_double({text})' if target.unboxed else text};")

    def forget(self, variable: LowVariable) -> None:
        """The variable changes: what the value stack holds of it is stale."""
        for slot in [slot for slot, held in self.slots.items() if held is variable]:
            del self.slots[slot]

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

    def primitive(self, statement: Primitive) -> None:
        if statement.speculated:
            self.speculated_arithmetic(statement)
            return
        match statement.name:
            case "list":
                text = "NIL"
                for argument in reversed(statement.arguments):
                    text = f"eshkol_make_pair({self.value(argument)}, {text})"
                self.finish(statement.target, text)
            case "vector" | "values" | "%record" if not (statement.name == "values" and len(statement.arguments) == 1):
                self.new_object(statement)
            case "%uninitialized":
                self.finish(statement.target, "UNINITIALIZED")
            case _:
                if statement.version is not None:
                    self.specialised(statement, inline_functions()[statement.version])
                else:
                    call = self.primitive_call(statement.span, statement.name, statement.arguments)
                    self.finish(statement.target, call)

    def speculated_arithmetic(self, statement: Primitive) -> None:
        """Fixnum arithmetic whose result is a fixnum, or else control leaves."""
        assert statement.target is not None
        a, b = (self.value(argument) for argument in statement.arguments)
        builtin = {"%add2": "add", "%subtract2": "sub", "%multiply2": "mul"}[statement.name]
        first = f"to_fixnum({a})" if builtin == "mul" else f"(int64_t){a}"
        self.forget(statement.target)
        self.line("{")
        self.line("  int64_t result;")
        self.line(f"  if (UNLIKELY(__builtin_{builtin}_overflow({first}, (int64_t){b}, &result))) {{")
        self.indent += 1
        self.line(f"  eshkol_at(sp, {self.site(statement.span)});")
        self.line(f"  {c_name(statement.target)} = {primitive_symbol(statement.name)}({a}, {b});")
        self.leave(statement)
        self.indent -= 1
        self.line(f"  {c_name(statement.target)} = (Value)result;")
        self.line("}")

    def finish(self, target: LowVariable | None, text: str) -> None:
        if target is None:
            self.line(f"(void){text};")
        else:
            self.set(target, text)

    def specialised(self, statement: Primitive, chosen: InlineFunction) -> None:
        """A version for known types: doubles in and out where the function says so."""
        text = self.specialised_call(statement, chosen)
        target = statement.target
        if target is None:
            self.line(f"(void){text};")
        elif chosen.result == "double":
            self.forget(target)
            self.line(f"{c_name(target)} = {text if target.unboxed else f'from_double({text})'};")
        elif chosen.result == "bool":
            self.set(target, f"from_boolean({text})")
        else:
            self.set(target, text)

    def specialised_call(self, statement: Primitive | PrimitiveTest, chosen: InlineFunction) -> str:
        pairs = zip(statement.arguments, statement.operands, strict=True)
        texts = [self.operand(a, how, statement) for a, how in pairs]
        return f"{chosen.symbol}({', '.join(self.place(statement.span) + texts if chosen.placed else texts)})"

    def operand(self, atom: Atom, how: str, statement: Primitive | PrimitiveTest) -> str:
        """The argument of a version: as a value, or as a double made from a flonum, fixnum, constant or anything."""
        match how:
            case "value":
                return self.value(atom)
            case "double":
                return self.double(atom)
            case "fixnum":
                return f"(double)to_fixnum({self.value(atom)})"
            case "constant":
                assert isinstance(atom, Literal)
                assert isinstance(atom.value, int | float)
                return _double_literal(float(atom.value))
            case _:
                name = OPERATOR_NAMES[statement.name]
                return f'eshkol_double_operand({", ".join(self.place(statement.span))}, {self.value(atom)}, "{name}")'

    def place(self, span: Span) -> list[str]:
        return ["sp", str(self.site(span))]

    def new_object(self, statement: Primitive) -> None:
        kind = {"vector": "TYPE_VECTOR", "values": "TYPE_VALUES", "%record": "TYPE_RECORD"}[statement.name]
        if statement.target is None:
            return
        target = c_name(statement.target)
        self.forget(statement.target)
        count = len(statement.arguments)
        maker = "eshkol_new_object" if count < 500 else "eshkol_allocate_object"
        self.line("{")
        self.line(f"  Object *object = {maker}({kind}, 0, {count});")
        for index, argument in enumerate(statement.arguments):
            self.line(f"  object->words[{index}] = {self.value(argument)};")
        self.line(f"  {target} = from_object(object);")
        self.line("}")

    def primitive_call(self, span: Span, name: str, arguments: tuple[Atom, ...]) -> str:
        """A C expression for the primitive's value."""
        row = primitive_rows()[name]
        symbol = primitive_symbol(name)
        texts = [self.value(a) for a in arguments]
        fixed = len(row.parameters)
        inline = self.fast_path("inline", symbol, len(texts))
        if inline is not None:
            return f"{inline.symbol}({', '.join(self.place(span) + texts if inline.placed else texts)})"
        test = self.fast_path("test", symbol, len(texts))
        if test is not None:
            return f"from_boolean({test.symbol}({', '.join(self.place(span) + texts if test.placed else texts)}))"
        passed = texts[:fixed] + ["ABSENT"] * (fixed - len(texts))
        if row.rest:
            tail = "NIL"
            for text in reversed(texts[fixed:]):
                tail = f"eshkol_make_pair({text}, {tail})"
            passed.append(tail)
        call = f"{symbol}({', '.join(passed)})"
        return f"(eshkol_at(sp, {self.site(span)}), {call})" if row.raises else call

    def environment(self, statement: EnvironmentNew) -> None:
        self.forget(statement.target)
        count = len(statement.values)
        self.line("{")
        self.line(f"  Object *object = eshkol_new_object(TYPE_ENVIRONMENT, 0, {count + 2});")
        self.line("  object->words[0] = 0;")
        self.line("  object->words[1] = FALSE;")
        for index, value in enumerate(statement.values):
            self.line(f"  object->words[{index + 2}] = {self.value(value)};")
        self.line(f"  {c_name(statement.target)} = from_object(object);")
        self.line("}")

    def environment_load(self, statement: Statement, target: LowVariable, environment: Atom, index: int) -> None:
        self.set(target, f"object_of({self.value(environment)})->words[{index + 2}]")
        self.line(f"ESHKOL_CHECK_ALIVE({c_name(target)}, {self.value(environment)}, {self.site(statement.span)});")

    def closures(self, statement: ClosuresNew) -> None:
        self.line("{")
        self.indent += 1
        for number, closure in enumerate(statement.closures):
            words = len(closure.captures) + 1
            arity = "ARITY_CASES"
            if closure.procedure is not None:
                required = len(closure.procedure.parameters) - (1 if closure.procedure.rest else 0)
                arity = f"{required}{' | ARITY_REST' if closure.procedure.rest else ''}"
            self.line(f"Object *object{number} = eshkol_new_object(TYPE_CLOSURE, {arity}, {words});")
        for number, closure in enumerate(statement.closures):
            self.forget(closure.target)
            self.line(f"{c_name(closure.target)} = from_object(object{number});")
        for number, closure in enumerate(statement.closures):
            code = "0" if closure.procedure is None else f"(Value)(uintptr_t){closure.procedure.symbol}"
            self.line(f"object{number}->words[0] = {code};")
            for index, (capture, shared) in enumerate(zip(closure.captures, closure.shared, strict=True)):
                self.line(f"object{number}->words[{index + 1}] = {self.value(capture)};")
                if shared:
                    self.line(f"eshkol_share_environment({self.value(capture)});")
        self.indent -= 1
        self.line("}")

    def unpack(self, statement: Unpack) -> None:
        count = len(statement.targets)
        source = self.value(statement.source)
        rest = "true" if statement.rest is not None else "false"
        place = ", ".join(self.place(statement.span))
        self.line("{")
        self.line(f"  Value unpacked = {source};")
        if count == 1 and statement.rest is None:
            self.line(f"  {c_name(statement.targets[0])} = eshkol_single_value({place}, unpacked);")
            self.forget(statement.targets[0])
        else:
            self.line(f"  eshkol_check_values({place}, unpacked, {count}, {rest});")
            for index, target in enumerate(statement.targets):
                self.forget(target)
                got = f"eshkol_value_at(unpacked, {index})"
                self.line(f"  {c_name(target)} = {f'to_double({got})' if target.unboxed else got};")
            if statement.rest is not None:
                self.forget(statement.rest)
                self.line(f"  {c_name(statement.rest)} = eshkol_values_after(unpacked, {count});")
        self.line("}")

    # --- calls ---

    def call(self, statement: CallKnown | CallUnknown | CallRuntime) -> None:
        if isinstance(statement, CallKnown) and statement.procedure.in_library and not self.procedure.in_library:
            self.line(f"eshkol_here.caller = {self.site(statement.span)};")
        if statement.tail:
            self.line(f"return {self.call_text(statement, 'sp')};")
            return
        if isinstance(statement, CallKnown) and statement.procedure.quiet:
            text = self.call_text(statement, "sp")
            self.finish_call(statement.target, text)
            return
        live = [v for v in self.live.after[statement] if may_be_pointer(v)]
        used = self.spill(live)
        if live:
            arguments = self.call_text(statement, f"sp + {used + 1}")
            self.line(f"sp[{used}] = ESHKOL_MARK();")
        else:
            # Nothing here refers to memory: the callee may reclaim for both, as if this were a tail call.
            arguments = self.call_text(statement, "sp")
        self.slots = {slot: v for slot, v in self.slots.items() if slot < used}
        target = statement.target
        unboxed = target is not None and target.unboxed
        self.finish_call(target, arguments)
        speculated = isinstance(statement, CallKnown) and statement.speculated
        may_move = target is not None and (may_be_pointer(target) or speculated)
        extra = [target] if target is not None and not unboxed and may_move else []
        self.line("if (ESHKOL_MUST_RECLAIM(sp)) {")
        for number, variable in enumerate(extra):
            self.line(f"  sp[{used + number}] = {c_name(variable)};")
        self.line(f"  eshkol_reclaim(sp, {used + len(extra)});")
        for number, variable in enumerate(extra):
            self.line(f"  {c_name(variable)} = sp[{used + number}];")
        self.line("}")
        for slot, variable in sorted(self.slots.items()):
            if variable in live:
                self.line(f"{c_name(variable)} = sp[{slot}];")
        if isinstance(statement, CallKnown) and statement.speculated:
            assert target is not None
            self.line(f"if (UNLIKELY(!is_fixnum({c_name(target)}))) {{")
            self.leave(statement)

    def finish_call(self, target: LowVariable | None, text: str) -> None:
        if target is None:
            self.line(f"(void){text};")
        else:
            self.set(target, text)

    def spill(self, live: list[LowVariable]) -> int:
        """Puts the variables on the value stack where they are not yet; gives the number of slots in use."""
        wanted = set(live)
        used = len(live)
        keep: dict[int, LowVariable] = {}
        for slot, variable in sorted(self.slots.items()):
            if variable in wanted and slot < used and variable not in keep.values():
                keep[slot] = variable
        held = set(keep.values())
        free = [slot for slot in range(used) if slot not in keep]
        for variable in live:
            if variable not in held:
                slot = free.pop(0)
                keep[slot] = variable
                self.line(f"sp[{slot}] = {c_name(variable)};")
        self.slots = keep
        return used

    def call_text(self, statement: CallKnown | CallUnknown | CallRuntime, sp: str) -> str:
        match statement:
            case CallKnown(procedure=procedure, closure=closure, arguments=arguments):
                limit = register_arguments(procedure)
                pairs = zip(all_parameters(procedure), arguments, strict=True)
                texts = [self.double(a) if p.unboxed else self.value(a) for p, a in pairs]
                self.extra_arguments(texts[limit:])
                own = [] if closure is None else [self.value(closure)]
                return f"{procedure.symbol}({', '.join([sp, *own, *texts[:limit]])})"
            case CallUnknown(operator=operator, arguments=arguments):
                texts = [self.value(a) for a in arguments]
                self.extra_arguments(texts[REGISTER_ARGUMENTS:])
                place = [sp, "sp", str(self.site(statement.span)), self.value(operator)]
                count = len(texts)
                if count <= REGISTER_ARGUMENTS:
                    return f"eshkol_inline_call_{count}({', '.join(place + texts)})"
                return f"eshkol_inline_call_many({', '.join([*place, str(count), *texts[:REGISTER_ARGUMENTS]])})"
            case CallRuntime(name=name, arguments=arguments):
                row = primitive_rows()[name]
                texts = [self.value(a) for a in arguments]
                texts += ["ABSENT"] * (len(row.parameters) - len(texts))
                call = f"{primitive_symbol(name)}({', '.join([sp, *texts])})"
                return f"(eshkol_at(sp, {self.site(statement.span)}), {call})" if row.raises else call

    def extra_arguments(self, texts: list[str]) -> None:
        for index, text in enumerate(texts):
            self.line(f"eshkol_arguments[{index}] = {text};")

    def load_arguments(self) -> None:
        for index, v in enumerate(all_parameters(self.procedure)[register_arguments(self.procedure) :]):
            self.line(f"{c_name(v)} = eshkol_arguments[{index}];")

    def safe_point(self, span: Span, live: list[LowVariable], extra: list[LowVariable]) -> None:
        spilled = [v for v in live if may_be_pointer(v)]
        self.line("if (ESHKOL_MUST_RECLAIM(sp)) {")
        for slot, variable in enumerate(spilled):
            self.line(f"  sp[{slot}] = {c_name(variable)};")
        self.line(f"  eshkol_reclaim(sp, {len(spilled)});")
        for slot, variable in enumerate(spilled):
            self.line(f"  {c_name(variable)} = sp[{slot}];")
        self.line("}")
        self.slots = {}

    # --- control ---

    def conditional(self, statement: If) -> None:
        test = self.test(statement.test)
        before = dict(self.slots)
        self.line(f"if ({test}) {{")
        self.inner(statement.consequent)
        after = self.slots if falls_through(statement.consequent) else None
        self.slots = before
        if statement.alternative:
            self.line("} else {")
            self.inner(statement.alternative)
        self.line("}")
        other = self.slots if falls_through(statement.alternative) else None
        self.slots = _meet(after, other)

    def inner(self, block: Block) -> None:
        self.indent += 1
        self.slots = dict(self.slots)
        self.block(block)
        self.indent -= 1

    def test(self, test: Test) -> str:
        match test:
            case Truth(atom=LowVariable(unboxed=True)):
                return "true"
            case Truth(atom=atom):
                return f"{self.value(atom)} != FALSE"
            case PrimitiveTest(span=span, name=name, arguments=arguments, version=version):
                if version is not None and inline_functions()[version].result == "bool":
                    return self.specialised_call(test, inline_functions()[version])
                quick = self.fast_path("test", primitive_symbol(name), len(arguments))
                if quick is not None:
                    texts = [self.value(a) for a in arguments]
                    return f"{quick.symbol}({', '.join(self.place(span) + texts if quick.placed else texts)})"
                return f"{self.test_value(span, name, arguments)} != FALSE"

    def test_value(self, span: Span, name: str, arguments: tuple[Atom, ...]) -> str:
        if name in ("list", "vector", "values", "%record", "%uninitialized"):
            return "TRUE"
        return self.primitive_call(span, name, arguments)

    def labels(self, statement: Labels) -> None:
        self.ends += 1
        end = f"end_{self.ends}"
        used_end = False
        self.block(statement.entry)
        states = [self.slots] if falls_through(statement.entry) else []
        if falls_through(statement.entry):
            self.line(f"goto {end};")
            used_end = True
        for number, (label, body) in enumerate(statement.labels):
            self.lines.append(f" {label.name}:;")
            self.slots = {}
            self.block(body)
            if falls_through(body):
                states.append(self.slots)
                if number + 1 < len(statement.labels):
                    self.line(f"goto {end};")
                    used_end = True
        if used_end:
            self.lines.append(f" {end}:;")
        self.slots = states[0] if len(states) == 1 and not used_end else {}

    def jump(self, statement: Jump) -> None:
        parameters = statement.label.parameters
        moves = [
            (parameter, argument)
            for parameter, argument in zip(parameters, statement.arguments, strict=True)
            if parameter is not argument
        ]
        for target, text in self.parallel(moves):
            self.line(f"{target} = {text};")
        self.line(f"goto {statement.label.name};")

    def parallel(self, moves: list[tuple[LowVariable, Atom]]) -> list[tuple[str, str]]:
        """Assignments in an order in which none overwrites what a later one reads; cycles go through a temporary."""
        result: list[tuple[str, str]] = []
        pending = list(moves)
        while pending:
            for index, (target, _) in enumerate(pending):
                if not any(source is target for i, (_, source) in enumerate(pending) if i != index):
                    break
            else:
                target, source = pending[0]
                kind = "double" if target.unboxed else "Value"
                result.append((f"{kind} saved_{c_name(target)}_{len(self.lines)}", c_name(target)))
                saved = LowVariable(f"saved_{c_name(target)}_{len(self.lines)}", -1, target.types, target.unboxed)
                replacement = _Named(saved.name, -1, saved.types, saved.unboxed)
                pending = [(t, replacement if s is target else s) for t, s in pending]
                index = 0
            target, source = pending.pop(index)
            result.append((c_name(target), self._move_text(target, source)))
        if any(text.startswith(("double saved", "Value saved")) for text, _ in result):
            self.line("{")
            for left, right in result:
                self.line(f"  {left} = {right};")
            self.line("}")
            return []
        return result

    def _move_text(self, target: LowVariable, source: Atom) -> str:
        if isinstance(source, _Named):
            name = source.name
            if target.unboxed:
                return name if source.unboxed else f"to_double({name})"
            return f"from_double({name})" if source.unboxed else name
        return self.double(source) if target.unboxed else self.value(source)


class _Named(LowVariable):
    """A C temporary with exactly this name."""


def _meet(a: dict[int, LowVariable] | None, b: dict[int, LowVariable] | None) -> dict[int, LowVariable]:
    if a is None:
        return {} if b is None else b
    if b is None:
        return a
    return {slot: v for slot, v in a.items() if b.get(slot) is v}


def _double_literal(value: float) -> str:
    if value != value:
        return '__builtin_nan("")'
    if value in (float("inf"), float("-inf")):
        return "__builtin_inf()" if value > 0 else "(-__builtin_inf())"
    return value.hex()


__all__ = ["GlobalTables", "UnitTables", "Variables", "emit_procedure", "prototype"]

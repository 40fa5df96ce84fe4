"""Primitives: plain calls, fast paths, versions for known types, tests."""

from __future__ import annotations

from eshkol.emit.inline_table import InlineFunction, fast_path, inline_functions
from eshkol.emit.objects import Objects
from eshkol.emit.resuming import Resuming
from eshkol.emit.signatures import c_name
from eshkol.emit.writer import double_literal
from eshkol.low.nodes import Atom, Literal, LowVariable, Primitive, PrimitiveTest, Test, Truth
from eshkol.names import primitive_symbol
from eshkol.source import Span
from eshkol.tables import primitive_rows

# What users call the binary primitives of arithmetic.
OPERATOR_NAMES = {"%add2": "+", "%subtract2": "-", "%multiply2": "*", "%divide2": "/", "%negate": "-"}
# Fast paths that are no larger than a call.
ALWAYS_INLINE = frozenset({"eshkol_not", "eshkol_eq_p", "eshkol_cons", "eshkol_null_p", "eshkol_pair_p"})


class PrimitiveCalls(Objects, Resuming):
    """The best that is known for each primitive and the types of its arguments."""

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
                return double_literal(float(atom.value))
            case _:
                name = OPERATOR_NAMES[statement.name]
                return f'eshkol_double_operand({", ".join(self.place(statement.span))}, {self.value(atom)}, "{name}")'

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

    def fast_path(self, kind: str, symbol: str, arguments: int) -> InlineFunction | None:
        """The inline version of a primitive; none in code that runs once, which is made small instead."""
        found = fast_path(kind, symbol, arguments)
        if found is None or not self.runs_once or symbol in ALWAYS_INLINE:
            return found
        return None

    # --- tests ---

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

"""Statements that make objects or take them apart: environments, closures, vectors, multiple values."""

from __future__ import annotations

from eshkol.emit.signatures import c_name
from eshkol.emit.writer import Writer
from eshkol.low.nodes import Atom, ClosuresNew, EnvironmentNew, LowVariable, Primitive, Statement, Unpack


class Objects(Writer):
    """Objects are filled in as soon as they are allocated."""

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

    def environment(self, statement: EnvironmentNew) -> None:
        self.forget(statement.target)
        count = len(statement.values)
        self.line("{")
        self.line(f"  Object *object = eshkol_new_object(TYPE_ENVIRONMENT, 0, {count + 2});")
        self.line("  object->words[0] = 0;")
        parent = "FALSE" if statement.parent is None else self.value(statement.parent)
        self.line(f"  object->words[1] = {parent};")
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

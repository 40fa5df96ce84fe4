"""A whole program as C: constants, prototypes, closures, procedures, tables, in that order."""

from __future__ import annotations

from dataclasses import dataclass

from eshkol.emit.procedures import ProgramTables, emit_procedure, prototype
from eshkol.low.nodes import LowProgram, Procedure, StaticClosure
from eshkol.names import primitive_symbol
from eshkol.tables import PrimitiveRow, primitive_rows


@dataclass(frozen=True, slots=True)
class CUnit:
    """One translation unit."""

    name: str
    text: str


def emit(program: LowProgram) -> list[CUnit]:
    """The C of the program. Always the same text for the same program."""
    tables = ProgramTables()
    bodies = [emit_procedure(procedure, tables) for procedure in program.procedures]
    raise_place = _raise(program, tables)
    wrappers = _primitive_wrappers(tables)
    closures = _static_closures(tables)
    parts = [
        "/* Made by the Eshkol compiler. */",
        *(["#define ESHKOL_USES_ARENAS 1"] if program.uses_arenas else []),
        '#include "compiled.h"',
        "",
        f"static Value eshkol_global[{max(1, len(tables.globals))}];",
        "",
        *(f"{prototype(procedure)};" for procedure in program.procedures),
        "",
        *tables.constants.declarations,
        *tables.constants.definitions,
        "",
        *wrappers,
        *closures,
        "",
        *bodies,
        _main(program, tables),
        _tables(program, tables, raise_place),
    ]
    return [CUnit("program", "\n".join(parts) + "\n")]


def _raise(program: LowProgram, tables: ProgramTables) -> str:
    if program.raise_closure is not None:
        return tables.static_closure(program.raise_closure)
    assert program.raise_global is not None
    return f"&{tables.global_name(program.raise_global)}"


def _static_closures(tables: ProgramTables) -> list[str]:
    lines: list[str] = []
    done = 0
    while done < len(tables.static_closures):
        name, closure = list(tables.static_closures.values())[done]
        done += 1
        if len(closure.procedures) == 1:
            procedure = closure.procedures[0]
            lines.append(_closure(name, _arity(procedure), procedure.symbol))
        else:
            members = [tables.static_closure(StaticClosure((p,), p.name)) for p in closure.procedures]
            lines.append(_cases(name, members))
    # A case-lambda's members may come later in the list than itself: declare them all first.
    declarations = [f"static const uint64_t {name}[{_words(closure) + 1}];" for name, closure in tables.static_closures.values()]
    return declarations + lines


def _words(closure: StaticClosure) -> int:
    return 1 if len(closure.procedures) == 1 else len(closure.procedures) + 1


def _arity(procedure: Procedure) -> str:
    if procedure.rest:
        return f"{len(procedure.parameters) - 1} | ARITY_REST"
    return str(len(procedure.parameters))


def _closure(name: str, arity: str, code: str) -> str:
    return (
        f"static const uint64_t {name}[2] = {{HEADER(TYPE_CLOSURE, {arity}, 1), (Value)(uintptr_t){code}}};"
    )


def _cases(name: str, members: list[str]) -> str:
    count = len(members) + 1
    return (
        f"static const uint64_t {name}[{count + 1}] = "
        f"{{HEADER(TYPE_CLOSURE, ARITY_CASES, {count}), 0, {', '.join(members)}}};"
    )


def _primitive_wrappers(tables: ProgramTables) -> list[str]:
    """A procedure and a closure for each primitive that is used as a value."""
    lines: list[str] = []
    for name, identifier in tables.primitive_closures.items():
        row = primitive_rows()[name]
        lines.append(_wrapper(name, identifier, row, tables))
        required = row.required
        arity = f"{required} | ARITY_REST" if row.rest or row.optional else str(required)
        lines.append(_closure(identifier, arity, f"call_{identifier}"))
    return lines


def _wrapper(name: str, identifier: str, row: PrimitiveRow, tables: ProgramTables) -> str:
    """Receives arguments as any procedure does; optional ones come as a rest list."""
    required = row.required
    letters = [f"a{i}" for i in range(required)]
    has_list = row.rest is not None or row.optional > 0
    parameters = ["Value *sp", "Value self", *(f"Value {a}" for a in letters), *(["Value rest"] if has_list else [])]
    lines = [f"static Value call_{identifier}({', '.join(parameters)}) {{", "  (void)self;"]
    arguments = list(letters)
    if row.raises:
        lines.append(f"  eshkol_at(sp, {tables.sites.unknown_place(name)});")
    else:
        lines.append("  (void)sp;")
    for index in range(row.optional):
        lines.append(f"  Value o{index} = eshkol_next_argument(&rest);")
        arguments.append(f"o{index}")
    if row.rest:
        arguments.append("rest")
    elif row.optional:
        text = f'"{name}"'
        lines.append(f"  if (rest != NIL) eshkol_raise_too_many_arguments({text});")
    symbol = primitive_symbol(name)
    result = f"{symbol}({', '.join((['sp'] if row.calls else []) + arguments)})"
    lines += [f"  return {result};", "}"]
    return "\n".join(lines)


def _main(program: LowProgram, tables: ProgramTables) -> str:
    lines = ["/* Initialises the globals in the order of the program and runs its top level. */"]
    lines.append("static Value eshkol_program_main(Value *sp) {")
    lines += [f"  eshkol_global[{index}] = UNINITIALIZED;" for index in range(len(tables.globals))]
    for procedure in program.initializers:
        lines.append("  sp[0] = ESHKOL_MARK();")
        lines.append(f"  (void){procedure.symbol}(sp + 1);")
        lines.append("  if (ESHKOL_MUST_RECLAIM(sp)) eshkol_reclaim(sp, 0);")
    lines += ["  return UNSPECIFIED;", "}", ""]
    return "\n".join(lines)


def _c_string(text: str) -> str:
    body = "".join(
        c if 32 <= ord(c) < 127 and c not in '"\\?' else "".join(f"\\{b:03o}" for b in c.encode("utf-8", "replace"))
        for c in text
    )
    return f'"{body}"'


def _tables(program: LowProgram, tables: ProgramTables, raise_place: str) -> str:
    lines = ["static Object *const eshkol_symbols[] = {"]
    lines += [f"  (Object *)&{identifier}," for identifier in tables.constants.symbols.values()] or ["  0"]
    lines.append("};")
    lines.append("static const EshkolSite eshkol_sites[] = {")
    lines.append('  {"", 0, 0, ""},')
    for file, line, column, procedure in tables.sites.rows:
        lines.append(f"  {{{_c_string(file)}, {line}, {column}, {_c_string(procedure)}}},")
    lines.append("};")
    lines.append("static const EshkolProcedure eshkol_procedures[] = {")
    for procedure in program.procedures:
        line, column = procedure.span.source.line_and_column(procedure.span.start)
        required = len(procedure.parameters) - (1 if procedure.rest else 0)
        lines.append(
            f"  {{(const void *){procedure.symbol}, {_c_string(procedure.name)}, {_c_string(procedure.span.source.name)}, "
            f"{line}, {column}, {required}, {'true' if procedure.rest else 'false'}}},"
        )
    lines.append("};")
    pointer = raise_place
    if not raise_place.startswith("&"):
        lines.append(f"static Value eshkol_raise_closure = {raise_place};")
        pointer = "&eshkol_raise_closure"
    lines += [
        "const EshkolProgram eshkol_program = {",
        "  .main = eshkol_program_main,",
        "  .globals = eshkol_global,",
        f"  .global_count = {len(tables.globals)},",
        "  .symbols = eshkol_symbols,",
        f"  .symbol_count = {len(tables.constants.symbols)},",
        "  .sites = eshkol_sites,",
        f"  .site_count = {len(tables.sites.rows) + 1},",
        "  .procedures = eshkol_procedures,",
        f"  .procedure_count = {len(program.procedures)},",
        f"  .raise = {pointer},",
        f"  .uses_arenas = {'true' if program.uses_arenas else 'false'},",
        "};",
    ]
    return "\n".join(lines)

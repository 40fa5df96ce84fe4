"""A whole program as C: one translation unit for what it uses of the library, one for the program itself.

The library's unit does not depend on the program otherwise, so that its object is found in the cache again when only
the program has changed. Where either is large, its procedures stand in further units; data and tables
stay in the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from eshkol.emit.constants import ConstantPool
from eshkol.emit.procedures import emit_procedure
from eshkol.emit.signatures import generic_prototype, generic_symbol, prototype
from eshkol.emit.sites import SiteTable, place_of
from eshkol.emit.unit_tables import GlobalTables, UnitTables, global_array
from eshkol.emit.units import CUnit, declaration_of, mentioned, split, split_library
from eshkol.emit.wrappers import primitive_closure_declaration, primitive_wrapper
from eshkol.low.nodes import EarlyUse, LowProgram, Procedure, StaticClosure
from eshkol.tables import primitive_rows

# As ESHKOL_LIBRARY_SITES of program.h.
LIBRARY_SITES = 0x1000000


def emit(program: LowProgram) -> list[CUnit]:
    """The C of the program. Always the same text for the same program."""
    shared = GlobalTables()
    groups = split([p for p in program.procedures if not p.in_library])
    linkage = "static " if len(groups) == 1 else ""
    for procedure in program.procedures:
        procedure.visible = procedure.in_library or not linkage
    own = UnitTables(ConstantPool(linkage), SiteTable(), shared, linkage)
    library_procedures = [p for p in program.procedures if p.in_library]
    library_groups = split_library(library_procedures)
    library = _library_tables(shared, alone=len(library_groups) == 1)
    library_units = _library(program, library_groups, library)
    bodies = [[emit_procedure(procedure, own) for procedure in group] for group in groups]
    raise_place = _raise(program, own)
    used_closures = dict(shared.primitive_closures)
    wrappers = [primitive_wrapper(name, c, primitive_rows()[name], own.sites) for name, c in used_closures.items()]
    closure_declarations, closures = _static_closures(own, in_library=False)
    own.constants.define_symbols({**library.constants.symbols, **own.constants.symbols})
    array = global_array(in_library=False)
    prototypes = _prototypes([*library_procedures, *(p for group in groups for p in group)])
    parts = [
        *_head(program),
        f"{linkage}Value {array}[{max(1, len(shared.variables.get(array, {})))}];",
        f"extern Value {global_array(in_library=True)}[];",
        "",
        *prototypes.values(),
        "",
        *own.constants.declarations,
        *own.constants.definitions,
        "",
        *wrappers,
        *closure_declarations,
        *closures,
        "",
        *(bodies[0] if len(groups) == 1 else ()),
        _main(program, shared),
        _tables(program, own, library, raise_place),
    ]
    units = [*library_units, CUnit("program", "\n".join(parts) + "\n")]
    if len(groups) > 1:
        units += _further_units(program, "program", bodies, prototypes, closure_declarations, own)
    return units


def _library_tables(shared: GlobalTables, *, alone: bool) -> UnitTables:
    linkage = "static " if alone else ""
    constants = ConstantPool(linkage, series="lib")
    return UnitTables(constants, SiteTable(LIBRARY_SITES), shared, linkage, cases="library_cases")


def _further_units(
    program: LowProgram,
    name: str,
    bodies: Iterable[list[str]],
    prototypes: Mapping[str, str],
    closure_declarations: Iterable[str],
    tables: UnitTables,
) -> list[CUnit]:
    """A unit for each group of procedures, with declarations of what it mentions."""
    closures = dict(map(declaration_of, closure_declarations))
    declarations = {**prototypes, **_data_declarations(tables, tables.globals), **closures}
    return [
        CUnit(f"{name}-{number}", "\n".join([*_head(program), *mentioned(texts, declarations), "", *texts]) + "\n")
        for number, texts in enumerate(bodies, 1)
    ]


def _data_declarations(tables: UnitTables, shared: GlobalTables) -> dict[str, str]:
    """Declarations of the data in the first unit of several, by name."""
    arrays = {
        name: f"extern Value {name}[];" for name in (global_array(in_library=True), global_array(in_library=False))
    }
    wrappers = {name: primitive_closure_declaration(name) for name in shared.primitive_closures.values()}
    constants = map(declaration_of, [*tables.constants.declarations, *tables.constants.definitions])
    return {**arrays, **wrappers, **dict(constants)}


def _head(program: LowProgram) -> list[str]:
    arenas = ["#define ESHKOL_USES_ARENAS 1"] if program.uses_arenas else []
    return ["/* Made by the Eshkol compiler. */", *arenas, '#include "compiled.h"', ""]


def _library(program: LowProgram, groups: list[list[Procedure]], tables: UnitTables) -> list[CUnit]:
    procedures = [procedure for group in groups for procedure in group]
    bodies = [[emit_procedure(procedure, tables) for procedure in group] for group in groups]
    for procedure in procedures:
        if procedure.takes_closure and not procedure.captures:
            tables.static_closure(StaticClosure((procedure,), procedure.name))
    closure_declarations, closures = _static_closures(tables, in_library=True)
    count = max(1, len(tables.globals.variables.get(global_array(in_library=True), {})))
    prototypes = _prototypes(procedures)
    parts = [
        *_head(program),
        f"Value {global_array(in_library=True)}[{count}];",
        "",
        *prototypes.values(),
        "",
        *(primitive_closure_declaration(identifier) for identifier in tables.globals.primitive_closures.values()),
        *tables.constants.declarations,
        *tables.constants.definitions,
        "",
        *closure_declarations,
        *closures,
        "",
        *(bodies[0] if len(groups) == 1 else ()),
        *_site_table("eshkol_library_sites", tables.sites, linkage=""),
    ]
    units = [CUnit("library", "\n".join(parts) + "\n")]
    if len(groups) > 1:
        units += _further_units(program, "library", bodies, prototypes, closure_declarations, tables)
    return units


def _prototypes(procedures: Iterable[Procedure]) -> dict[str, str]:
    """The declarations of the procedures by their names in C."""
    found = {}
    for procedure in procedures:
        found[procedure.symbol] = f"{prototype(procedure)};"
        if procedure.fast is not None:
            found[generic_symbol(procedure)] = f"{generic_prototype(procedure)};"
    return found


def _raise(program: LowProgram, tables: UnitTables) -> str:
    if program.raise_closure is not None:
        return tables.static_closure(program.raise_closure)
    assert program.raise_global is not None
    return f"&{tables.globals.variable(program.raise_global)}"


def _static_closures(tables: UnitTables, *, in_library: bool) -> tuple[list[str], list[str]]:
    """Declarations and definitions of the static closures. Those of library procedures stand in the library's unit."""
    definitions: list[str] = []
    done = 0
    while done < len(tables.static_closures):
        name, closure = list(tables.static_closures.values())[done]
        done += 1
        foreign = closure.procedures[0].in_library and not in_library
        if len(closure.procedures) == 1:
            procedure = closure.procedures[0]
            if not foreign:
                definitions.append(_closure(name, _arity(procedure), procedure.symbol, _linkage(closure, tables)))
        else:
            members = [tables.static_closure(StaticClosure((p,), p.name)) for p in closure.procedures]
            definitions.append(_cases(name, members, tables.linkage))
    declarations = [
        f"{_linkage(closure, tables) or 'extern '}const uint64_t {name}[{_words(closure) + 1}];"
        for name, closure in tables.static_closures.values()
    ]
    return declarations, definitions


def _linkage(closure: StaticClosure, tables: UnitTables) -> str:
    single = len(closure.procedures) == 1
    return "" if single and closure.procedures[0].in_library else tables.linkage


def _words(closure: StaticClosure) -> int:
    return 1 if len(closure.procedures) == 1 else len(closure.procedures) + 1


def _arity(procedure: Procedure) -> str:
    if procedure.rest:
        return f"{len(procedure.parameters) - 1} | ARITY_REST"
    return str(len(procedure.parameters))


def _closure(name: str, arity: str, code: str, linkage: str) -> str:
    return f"{linkage}const uint64_t {name}[2] = {{HEADER(TYPE_CLOSURE, {arity}, 1), (Value)(uintptr_t){code}}};"


def _cases(name: str, members: list[str], linkage: str) -> str:
    count = len(members) + 1
    return (
        f"{linkage}const uint64_t {name}[{count + 1}] = "
        f"{{HEADER(TYPE_CLOSURE, ARITY_CASES, {count}), 0, {', '.join(members)}}};"
    )


def _main(program: LowProgram, shared: GlobalTables) -> str:
    lines = ["/* Initialises the globals in the order of the program and runs its top level. */"]
    lines.append("static Value eshkol_program_main(Value *sp) {")
    for array, indices in shared.variables.items():
        lines.append(f"  for (int i = 0; i < {len(indices)}; i++) {array}[i] = UNINITIALIZED;")
    for procedure in program.initializers:
        lines.append(f"  (void){procedure.symbol}(sp);")
        lines.append("  if (ESHKOL_MUST_RECLAIM(sp)) eshkol_reclaim(sp, 0);")
    lines += ["  return UNSPECIFIED;", "}", ""]
    return "\n".join(lines)


def _c_string(text: str) -> str:
    body = "".join(
        c if 32 <= ord(c) < 127 and c not in '"\\?' else "".join(f"\\{b:03o}" for b in c.encode("utf-8", "replace"))
        for c in text
    )
    return f'"{body}"'


def _site_table(name: str, sites: SiteTable, linkage: str) -> list[str]:
    lines = [f"{linkage or 'extern '}const EshkolSite {name}[{len(sites.rows) + 1}];"]
    lines.append(f"{linkage}const EshkolSite {name}[{len(sites.rows) + 1}] = {{")
    lines.append('  {"", 0, 0, ""},')
    for file, line, column, procedure in sites.rows:
        lines.append(f"  {{{_c_string(file)}, {line}, {column}, {_c_string(procedure)}}},")
    lines.append("};")
    return lines


def _early_use_rows(uses: Iterable[EarlyUse]) -> list[str]:
    rows: dict[str, None] = {}
    for use in uses:
        place, definition = place_of(use.span), place_of(use.definition)
        if place is not None and definition is not None:
            (file, line, column), (other, other_line, other_column) = place, definition
            texts = f"{_c_string(file)}, {line}, {column}, {_c_string(use.name)}"
            rows[f"  {{{texts}, {_c_string(other)}, {other_line}, {other_column}}},"] = None
    return list(rows)


def _procedure_rows(procedures: Iterable[Procedure]) -> list[str]:
    rows = []
    for procedure in procedures:
        file, line, column = place_of(procedure.span) or ("", 0, 0)
        required = len(procedure.parameters) - (1 if procedure.rest else 0)
        place = f"{_c_string(procedure.name)}, {_c_string(file)}, {line}, {column}"
        facts = ", ".join("true" if fact else "false" for fact in (procedure.rest, procedure.in_library))
        symbols = [procedure.symbol] + ([generic_symbol(procedure)] if procedure.fast is not None else [])
        rows += [f"  {{(const void *){symbol}, {place}, {required}, {facts}}}," for symbol in symbols]
    return rows


def _tables(program: LowProgram, own: UnitTables, library: UnitTables, raise_place: str) -> str:
    symbols = {**library.constants.symbols, **own.constants.symbols}
    lines = ["static Object *const eshkol_symbols[] = {"]
    lines += [f"  (Object *)&{identifier}," for identifier in symbols.values()] or ["  0"]
    lines.append("};")
    lines += _site_table("eshkol_sites", own.sites, linkage="static ")
    lines.append(f"extern const EshkolSite eshkol_library_sites[{len(library.sites.rows) + 1}];")
    lines.append("static const EshkolProcedure eshkol_procedures[] = {")
    lines += _procedure_rows(program.procedures)
    for name, identifier in own.globals.primitive_closures.items():
        row = primitive_rows()[name]
        rest = "true" if row.rest is not None or row.optional else "false"
        place = f'{_c_string(name)}, "", 0, 0'
        lines.append(f"  {{(const void *)call_{identifier}, {place}, {row.required}, {rest}, true}},")
    lines.append("};")
    early_uses = _early_use_rows(program.early_uses)
    if early_uses:
        lines += ["static const EshkolEarlyUse eshkol_early_uses[] = {", *early_uses, "};"]
    pointer = raise_place
    if not raise_place.startswith("&"):
        lines.append(f"static Value eshkol_raise_closure = {raise_place};")
        pointer = "&eshkol_raise_closure"
    variables = own.globals.variables
    lines += [
        "const EshkolProgram eshkol_program = {",
        "  .main = eshkol_program_main,",
        f"  .globals = {global_array(in_library=False)},",
        f"  .global_count = {len(variables.get(global_array(in_library=False), {}))},",
        "  .symbols = eshkol_symbols,",
        f"  .symbol_count = {len(symbols)},",
        "  .sites = eshkol_sites,",
        f"  .site_count = {len(own.sites.rows) + 1},",
        f"  .library_globals = {global_array(in_library=True)},",
        f"  .library_global_count = {len(variables.get(global_array(in_library=True), {}))},",
        "  .library_sites = eshkol_library_sites,",
        f"  .library_site_count = {len(library.sites.rows) + 1},",
        "  .procedures = eshkol_procedures,",
        "  .procedure_count = sizeof eshkol_procedures / sizeof eshkol_procedures[0],",
        f"  .raise = {pointer},",
        f"  .uses_arenas = {'true' if program.uses_arenas else 'false'},",
        *(["  .early_uses = eshkol_early_uses,"] if early_uses else []),
        *([f"  .early_use_count = {len(early_uses)},"] if early_uses else []),
        "};",
    ]
    return "\n".join(lines)

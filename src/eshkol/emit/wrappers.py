"""Primitives as values: for each a closure and a procedure that receives arguments as any procedure does."""

from __future__ import annotations

from eshkol.emit.sites import SiteTable
from eshkol.names import primitive_symbol
from eshkol.passes.primitives import LEFT_FOLDS, TWO_ARGUMENT_VERSIONS
from eshkol.tables import PrimitiveRow


def primitive_closure_declaration(identifier: str) -> str:
    """For a unit that only refers to the closure."""
    return f"extern const uint64_t {identifier}[];"


def primitive_wrapper(name: str, identifier: str, row: PrimitiveRow, sites: SiteTable) -> str:
    """The wrapper and the closure. Variadic arithmetic has a clause for two arguments that makes no list."""
    site = sites.unknown_place(name)
    lines = [f"extern const uint64_t {identifier}[];"]
    lines += _receiver(name, f"call_{identifier}", row, site)
    arity = f"{row.required} | ARITY_REST" if row.rest is not None or row.optional else str(row.required)
    two = {**LEFT_FOLDS, **TWO_ARGUMENT_VERSIONS}.get(name)
    if two is None:
        lines.append(_closure(identifier, arity, f"call_{identifier}"))
    else:
        lines += _two_argument_clause(identifier, primitive_symbol(two), site)
        lines.append("static " + _closure(f"any_{identifier}", arity, f"call_{identifier}"))
        members = f"OBJECT(two_{identifier}), OBJECT(any_{identifier})"
        lines.append(f"const uint64_t {identifier}[4] = {{HEADER(TYPE_CLOSURE, ARITY_CASES, 3), 0, {members}}};")
    return "\n".join(lines)


def _closure(name: str, arity: str, code: str) -> str:
    return f"const uint64_t {name}[2] = {{HEADER(TYPE_CLOSURE, {arity}, 1), (Value)(uintptr_t){code}}};"


def _two_argument_clause(identifier: str, symbol: str, site: int) -> list[str]:
    return [
        f"static Value call_two_{identifier}(Value *sp, Value self, Value a, Value b) {{",
        "  (void)self;",
        f"  return {symbol.replace('eshkol_', 'eshkol_inline_', 1)}(sp, {site}, a, b);",
        "}",
        "static " + _closure(f"two_{identifier}", "2", f"call_two_{identifier}"),
    ]


def _receiver(name: str, function: str, row: PrimitiveRow, site: int) -> list[str]:
    """Optional arguments come as a rest list."""
    arguments = [f"a{i}" for i in range(row.required)]
    has_list = row.rest is not None or row.optional > 0
    parameters = ["Value *sp", "Value self", *(f"Value {a}" for a in arguments), *(["Value rest"] if has_list else [])]
    lines = [f"static Value {function}({', '.join(parameters)}) {{", "  (void)self;"]
    lines.append(f"  eshkol_at(sp, {site});" if row.raises or row.optional else "  (void)sp;")
    for index in range(row.optional):
        lines.append(f"  Value o{index} = eshkol_next_argument(&rest);")
        arguments.append(f"o{index}")
    if row.rest is not None:
        arguments.append("rest")
    elif row.optional:
        lines.append(f'  if (rest != NIL) eshkol_raise_too_many_arguments("{name}");')
    call = f"{primitive_symbol(name)}({', '.join((['sp'] if row.calls else []) + arguments)})"
    return [*lines, f"  return {call};", "}"]

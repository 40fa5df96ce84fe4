"""What `eval` needs to know of the standard library at run time: which names each library exports, and their values."""

from __future__ import annotations

from eshkol.core.nodes import Clause, Constant, GlobalVariable, Lambda, Node
from eshkol.expand.bindings import Environment, Primitive
from eshkol.expand.constants import constant_list
from eshkol.expand.errors import proper_items
from eshkol.expand.expander import Expander
from eshkol.source import Span
from eshkol.syntax.datum import Constant as ConstantValue
from eshkol.syntax.datum import PairConstant, Symbol, SyntaxList, VectorConstant
from eshkol.tables import EVERYTHING, library_rows

# Names whose values are made by one procedure: C compilers are slow with long functions.
NAMES_AT_ONCE = 50


def expand_library_rows(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    """`((name-of-library exported-name ...) ...)`, and #t in the place of the names for what exports everything."""
    proper_items(form, "%library-rows", 0, 0)
    rows: list[ConstantValue] = []
    for row in library_rows().values():
        exports = True if row.name == EVERYTHING else constant_list([Symbol(name) for name in row.exports])
        rows.append(PairConstant(library_name_constant(row.name), exports))
    return Constant(form.span, constant_list(rows))


def library_name_constant(name: str) -> ConstantValue:
    """The name `(srfi 1)` as the list that a program writes."""
    return constant_list([int(part) if part.isdigit() else Symbol(part) for part in name[1:-1].split(" ")])


def expand_standard_library(expander: Expander, form: SyntaxList, environment: Environment) -> Node:
    """`(list (cons names (lambda () (vector value ...))) ...)`: all procedures and variables that programs see."""
    proper_items(form, "%standard-library", 0, 0)
    names = [name for name in sorted(expander.world.run_time_names()) if _is_value(expander, name)]
    chunks = [names[i : i + NAMES_AT_ONCE] for i in range(0, len(names), NAMES_AT_ONCE)]
    return expander.call_run_time(form.span, "list", *[_chunk(expander, chunk, form.span) for chunk in chunks])


def _is_value(expander: Expander, name: str) -> bool:
    return not name.startswith("%") and isinstance(expander.world.run_time(name), GlobalVariable | Primitive)


def _chunk(expander: Expander, names: list[str], span: Span) -> Node:
    symbols = Constant(span, VectorConstant(tuple([Symbol(name) for name in names])))
    values = expander.call_run_time(span, "vector", *[expander.run_time_reference(span, name) for name in names])
    return expander.call_run_time(span, "cons", symbols, Lambda(span, "", (Clause((), None, values),)))

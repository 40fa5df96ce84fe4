"""The primitive rows: every procedure written in C, from `primitives/*.esk`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from eshkol.record import record
from eshkol.source import Span
from eshkol.syntax.datum import Symbol, Syntax, SyntaxAtom, SyntaxList
from eshkol.tables.kept import kept
from eshkol.tables.rows import (
    TABLES,
    Example,
    as_example,
    as_list,
    as_name,
    as_string,
    duplicate,
    malformed,
    read_table,
)

KINDS = frozenset(
    [
        *("any", "number", "integer", "rational", "real", "fixnum", "flonum", "index", "boolean", "character"),
        *("string", "symbol", "pair", "list", "vector", "bytevector", "procedure", "port", "hash-table", "record"),
        *("promise", "arena", "environment", "end-of-file", "unspecified"),
    ]
)
RESULT_KINDS = KINDS | {"never"}
EFFECTS = frozenset({"pure", "reads", "writes"})
FLAGS = EFFECTS | {"raises", "allocates", "calls", "inline"}


@record(frozen=True, slots=True)
class Parameter:
    """A parameter's name and the kind of value it takes."""

    name: str
    kind: str


@record(frozen=True, slots=True)
class PrimitiveRow:
    """One primitive. The last `optional` of `parameters` may be missing; `rest` takes any further arguments.

    `effect` is one of EFFECTS; the other flags are described in CONTRIBUTING.md.
    """

    name: str
    parameters: tuple[Parameter, ...]
    optional: int
    rest: Parameter | None
    result: str
    effect: str
    raises: bool
    allocates: bool
    calls: bool
    inline: bool
    doc: str
    examples: tuple[Example, ...]
    span: Span

    @property
    def required(self) -> int:
        """How many arguments there must be."""
        return len(self.parameters) - self.optional

    def accepts(self, arguments: int) -> bool:
        """True when it can be called with so many arguments."""
        return self.required <= arguments and (self.rest is not None or arguments <= len(self.parameters))


@kept
def primitive_rows() -> Mapping[str, PrimitiveRow]:
    """All primitives by name, in the order of files and rows. Raises CompileError when a row is malformed."""
    return parse_primitive_files(sorted((TABLES / "primitives").glob("*.esk")))


def parse_primitive_files(paths: list[Path]) -> Mapping[str, PrimitiveRow]:
    """The rows of these files by name."""
    rows: dict[str, PrimitiveRow] = {}
    for path in paths:
        for datum in read_table(path):
            row = parse_primitive(datum)
            if row.name in rows:
                duplicate(row.name, rows[row.name].span, row.span)
            rows[row.name] = row
    return rows


def parse_primitive(row: SyntaxList) -> PrimitiveRow:
    """`(primitive (name parameter ...) result (flag ...) "doc" (example ...) ...)`."""
    if len(row.items) < 5 or as_name(row.items[0], "the word primitive") != "primitive":
        malformed(row, '(primitive (name (parameter kind) ...) result (flag ...) "doc" (example ...) ...)')
    _, signature_datum, result_datum, flags_datum, doc, *examples = row.items
    signature = as_list(signature_datum, "the signature")
    if not signature.items:
        malformed(signature, "the name and the parameters")
    parameters, optional, rest = _parse_parameters(signature.items[1:])
    result = as_name(result_datum, "the result kind")
    if result not in RESULT_KINDS:
        malformed(result_datum, f"a result kind: {', '.join(sorted(RESULT_KINDS))}")
    effect, flags = _parse_flags(as_list(flags_datum, "the flags"))
    return PrimitiveRow(
        name=as_name(signature.items[0], "the primitive's name"),
        parameters=parameters,
        optional=optional,
        rest=rest,
        result=result,
        effect=effect,
        raises="raises" in flags,
        allocates="allocates" in flags,
        calls="calls" in flags,
        inline="inline" in flags,
        doc=as_string(doc, "the documentation"),
        examples=tuple([as_example(example) for example in examples]),
        span=row.span,
    )


def _parse_parameters(data: tuple[Syntax, ...]) -> tuple[tuple[Parameter, ...], int, Parameter | None]:
    parameters: list[Parameter] = []
    first_optional: int | None = None
    rest: Parameter | None = None
    expects_rest = False
    for datum in data:
        if rest is not None:
            malformed(datum, "nothing after the &rest parameter")
        match _marker(datum):
            case "&optional" if first_optional is None and not expects_rest:
                first_optional = len(parameters)
            case "&rest" if not expects_rest:
                expects_rest = True
            case None if expects_rest:
                rest = _parse_parameter(datum)
            case None:
                parameters.append(_parse_parameter(datum))
            case _:
                malformed(datum, "(name kind), &optional once, or &rest once before the last parameter")
    if expects_rest and rest is None:
        malformed(data[-1], "a parameter after &rest")
    names = [p.name for p in (*parameters, *([rest] if rest else []))]
    if len(set(names)) != len(names):
        malformed(data[-1], "every parameter with a name of its own")
    return tuple(parameters), 0 if first_optional is None else len(parameters) - first_optional, rest


def _marker(datum: Syntax) -> str | None:
    return datum.value.name if isinstance(datum, SyntaxAtom) and isinstance(datum.value, Symbol) else None


def _parse_parameter(datum: Syntax) -> Parameter:
    pair = as_list(datum, "a parameter")
    if len(pair.items) != 2:
        malformed(datum, "(name kind)")
    kind = as_name(pair.items[1], "the parameter's kind")
    if kind not in KINDS:
        malformed(pair.items[1], f"a kind: {', '.join(sorted(KINDS))}")
    return Parameter(as_name(pair.items[0], "the parameter's name"), kind)


def _parse_flags(flags: SyntaxList) -> tuple[str, frozenset[str]]:
    names = [as_name(flag, "a flag") for flag in flags.items]
    effects = [name for name in names if name in EFFECTS]
    if len(effects) != 1 or not set(names) <= FLAGS or len(set(names)) != len(names):
        malformed(flags, "one of pure, reads, writes; then any of raises, allocates, calls, inline")
    return effects[0], frozenset(names)

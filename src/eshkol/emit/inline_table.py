"""Which primitives have a fast path in the runtime's headers: read off the headers, where it is stated once."""

from __future__ import annotations

import re
from pathlib import Path

from eshkol.record import record
from eshkol.tables.kept import kept

RUNTIME_SOURCES = Path(__file__).parent.parent / "runtime" / "src"
_FUNCTION = re.compile(r"^\s*static inline (Value|bool|double) (eshkol_\w+)\(([^)]*)\)", re.MULTILINE)
_DEFINE = re.compile(r"^#define (\w+)\(([^)]*)\) *((?:.*\\\n)*.*)$", re.MULTILINE)
_USE = re.compile(r"^ *([A-Z][A-Z0-9_]*)\((\w+)", re.MULTILINE)


@record(frozen=True, slots=True)
class InlineFunction:
    """A function of an inline header. `placed`: takes the value stack pointer and the site number first."""

    symbol: str
    result: str
    placed: bool
    parameters: int


@kept
def inline_functions() -> dict[str, InlineFunction]:
    """All inline functions by C name."""
    found: dict[str, InlineFunction] = {}
    for header in sorted(RUNTIME_SOURCES.glob("inline*.h")):
        for result, symbol, text in _FUNCTION.findall(_expand_macros(header.read_text(encoding="utf-8"))):
            parameters = [p.strip() for p in text.split(",") if p.strip() not in ("", "void")]
            placed = bool(parameters) and parameters[0].startswith("Value *sp")
            found[symbol] = InlineFunction(symbol, result, placed, len(parameters) - (2 if placed else 0))
    return found


def _expand_macros(text: str) -> str:
    """The text with the headers' own function-making macros expanded in their first parameter, the function's name."""
    macros = {name: (parameters.split(",")[0].strip(), body) for name, parameters, body in _DEFINE.findall(text)}
    makers = {
        name: entry for name, entry in macros.items() if f"##{entry[0]}" in entry[1] or f"({entry[0]}" in entry[1]
    }
    text = _DEFINE.sub("", text)

    def expand(use: re.Match[str]) -> str:
        if use[1] not in makers:
            return use[0]
        parameter, body = makers[use[1]]
        body = body.replace("\\\n", "\n").replace(f"##{parameter}##", use[2]).replace(f"##{parameter}", use[2])
        return "\n" + re.sub(rf"\b{parameter}\b", use[2], body) + "\n"

    for _ in range(4):
        text = _USE.sub(expand, text)
    return text


def fast_path(kind: str, symbol: str, arguments: int) -> InlineFunction | None:
    """The inline function `eshkol_KIND_...` of a primitive's C symbol, if there is one for so many arguments."""
    found = inline_functions().get(symbol.replace("eshkol_", f"eshkol_{kind}_", 1))
    return found if found is not None and found.parameters == arguments else None

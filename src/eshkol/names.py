"""Names in C for names in Scheme, by rule."""

from __future__ import annotations

from functools import cache

_SPELLED = {
    "->": "_to_", "-": "_", "?": "_p", "!": "_x", "*": "_star", "/": "_slash", "+": "_plus", "<": "_less",
    "=": "_equal", ">": "_greater", "%": "sys_", "^": "_caret", "&": "_and", "~": "_tilde", "$": "_dollar",
    ".": "_dot", ":": "_colon", "@": "_at", "_": "_",
}  # fmt: skip


@cache
def c_identifier(name: str) -> str:
    """Any Scheme name as a C identifier. Not injective: callers add a number where it matters."""
    text = name.replace("->", _SPELLED["->"])
    parts = [_SPELLED.get(c, c if c.isascii() and c.isalnum() else f"_u{ord(c):x}_") for c in text]
    return ("_" if name[:1].isdigit() else "") + "".join(parts)


@cache
def primitive_symbol(name: str) -> str:
    """The C function of a primitive: `vector-ref` is `eshkol_vector_ref`, `%apply` is `eshkol_sys_apply`."""
    return "eshkol_" + ("minus" if name == "-" else c_identifier(name).lstrip("_"))

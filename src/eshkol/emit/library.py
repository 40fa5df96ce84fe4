"""A library for C programs: the header that says what it defines, and the C functions that the header declares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eshkol.expand.exports import Export
from eshkol.names import c_identifier
from eshkol.record import record


@record(frozen=True, slots=True)
class LibraryText:
    """`unit`: C text for the library. `header`: for its users. `names`: the functions that the header declares."""

    unit: str
    header: str
    names: tuple[str, ...]


@record(frozen=True, slots=True)
class _Function:
    """How C reaches one global: its comment, its declaration without semicolon, the body's lines."""

    name: str
    comment: str
    declaration: str
    body: tuple[str, ...]


def library_text(name: str, source: str, exports: Iterable[Export], *, constructor: bool) -> LibraryText:
    """The texts for the library libNAME.so, made from the file `source`. constructor: it starts when it is loaded."""
    prefix = c_identifier(name)
    functions = _functions(prefix, exports)
    return LibraryText(
        _unit(functions, constructor=constructor),
        _header(name, prefix, source, functions, constructor=constructor),
        tuple([function.name for function in functions]),
    )


def _functions(prefix: str, exports: Iterable[Export]) -> list[_Function]:
    taken: set[str] = set()
    functions = []
    for export in exports:
        base = f"{prefix}_{c_identifier(export.name).lstrip('_')}"
        name, number = base, 2
        while name in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(name)
        functions.append(_function(name, export))
    return functions


def _function(name: str, export: Export) -> _Function:
    text, shown = _c_string(export.name), _comment(export.name)
    match export.arities:
        case None:
            comment = f"The present value of {shown}."
            declaration = f"eshkol_status {name}(eshkol_value *result)"
            body: tuple[str, ...] = (f"return eshkol_find_global({text}, result);",)
        case ((count, False),):
            parameters = "".join(f", eshkol_value argument_{i + 1}" for i in range(count))
            comment = f"Calls {shown} with {count} argument{'' if count == 1 else 's'}."
            declaration = f"eshkol_status {name}(eshkol_value *result{parameters})"
            body = (f"return eshkol_call_global({text}, 0, NULL, result);",)
            if count:
                arguments = ", ".join(f"argument_{i + 1}" for i in range(count))
                body = (
                    f"const eshkol_value arguments[] = {{{arguments}}};",
                    f"return eshkol_call_global({text}, {count}, arguments, result);",
                )
        case arities:
            counts = " or ".join(f"{count} or more" if rest else str(count) for count, rest in arities)
            comment = f"Calls {shown} with {counts} arguments."
            declaration = f"eshkol_status {name}(eshkol_value *result, size_t count, const eshkol_value *arguments)"
            body = (f"return eshkol_call_global({text}, count, arguments, result);",)
    return _Function(name, comment, declaration, body)


def _header(name: str, prefix: str, source: str, functions: Sequence[_Function], *, constructor: bool) -> str:
    guard = f"ESHKOL_LIBRARY_{prefix.upper()}_H"
    started = "when it is loaded; eshkol_start gives the status" if constructor else "by eshkol_start"
    declarations = [f"/* {function.comment} */\nESHKOL_API {function.declaration};" for function in functions]
    parts = [
        f"/* What the library {name} defines for C and C++; made by Eshkol from {_comment(source)}.",
        f" * It is started {started}. Values, statuses and all other functions: see eshkol.h. */",
        f"#ifndef {guard}",
        f"#define {guard}",
        "",
        "#include <eshkol.h>",
        "",
        "#ifdef __cplusplus",
        'extern "C" {',
        "#endif",
        "",
        "\n\n".join(declarations),
        "",
        "#ifdef __cplusplus",
        "}",
        "#endif",
        "",
        "#endif",
    ]
    return "\n".join(parts) + "\n"


def _unit(functions: Sequence[_Function], *, constructor: bool) -> str:
    parts = ["/* Made by the Eshkol compiler: the functions of the library's header. */", '#include "eshkol.h"', ""]
    for function in functions:
        parts += [f"ESHKOL_API {function.declaration};", f"{function.declaration} {{"]
        parts += [f"  {line}" for line in function.body]
        parts += ["}", ""]
    if constructor:
        parts += [
            "__attribute__((constructor)) static void start_when_loaded(void) {",
            "  eshkol_start(NULL);",
            "}",
            "",
        ]
    return "\n".join(parts)


def _comment(text: str) -> str:
    return text.replace("*/", "* /").replace("/*", "/ *")


def _c_string(text: str) -> str:
    octal = "".join(
        f"\\{byte:03o}" if byte < 32 or byte > 126 or byte in b'"\\?' else chr(byte) for byte in text.encode()
    )
    return f'"{octal}"'

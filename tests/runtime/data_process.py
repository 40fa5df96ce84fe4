"""Builds tests/runtime/data_harness*.c and talks to it: expressions over data primitives, many at a time."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from eshkol.emit.inline_table import InlineFunction, inline_functions
from eshkol.names import primitive_symbol
from eshkol.tables.primitives import PrimitiveRow, parse_primitive_files
from eshkol.tables.rows import TABLES
from tests.c_compiler import sanitizer_flags
from tests.kept_builds import kept_build, run_compiler

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src/eshkol/runtime/src"
HARNESS = sorted(Path(__file__).parent.glob("data_harness*.c"))
HARNESS_HEADER = Path(__file__).with_name("data_harness.h")
TABLE_NAMES = [
    "bytevectors",
    "characters",
    "control_data",
    "hashtables",
    "pairs",
    "records",
    "strings",
    "symbols",
    "vectors",
]
FILES = [
    "bytevectors",
    "characters",
    "character_categories",
    "equality",
    "hashing",
    "hashtables",
    "hashtables_making",
    "hashtables_walking",
    "hashtables_weak",
    "lists",
    "pairs",
    "promises",
    "records",
    "strings",
    "strings_buffers",
    "strings_case",
    "strings_comparison",
    "strings_search",
    "strings_sequences",
    "strings_utf8",
    "strings_views",
    "symbols",
    "unicode_categories",
    "unicode_tables",
    "vectors",
]
WARNINGS = ("-Wall", "-Wextra", "-Wundef", "-Wmissing-prototypes", "-Werror")
SANITIZERS = ("-O1", "-g1", *sanitizer_flags(), "-DESHKOL_USES_ARENAS")


def tables() -> list[Path]:
    """The table files of data primitives."""
    return [TABLES / "primitives" / f"{name}.esk" for name in TABLE_NAMES]


def rows() -> list[PrimitiveRow]:
    """All rows of data primitives."""
    return list(parse_primitive_files(tables()).values())


def fast_path(row: PrimitiveRow) -> InlineFunction | None:
    """The inline function of a primitive, whichever kind it is of."""
    symbol = primitive_symbol(row.name)
    names = (symbol.replace("eshkol_", f"eshkol_{kind}_", 1) for kind in ("inline", "test"))
    return next((inline_functions()[name] for name in names if name in inline_functions()), None)


def _count(row: PrimitiveRow) -> int:
    return len(row.parameters) + (row.rest is not None)


def _wrappers(row: PrimitiveRow) -> list[str]:
    """C functions that call the primitive and its fast path with an array of arguments."""
    symbol = primitive_symbol(row.name)
    arguments = [f"a[{k}]" for k in range(_count(row))]
    lines = [f"static Value plain_{symbol}(Value *a) {{ (void)a; return {symbol}({', '.join(arguments)}); }}"]
    quick = fast_path(row)
    if quick is not None:
        words = (["stack + 8", "1"] if quick.placed else []) + [f"a[{k}]" for k in range(quick.parameters)]
        call = f"{quick.symbol}({', '.join(words)})"
        value = call if quick.result == "Value" else f"from_boolean({call})"
        lines.append(f"static Value quick_{symbol}(Value *a) {{ (void)a; return {value}; }}")
    return lines


def _entry(row: PrimitiveRow) -> str:
    symbol, quick = primitive_symbol(row.name), fast_path(row)
    fast = f"quick_{symbol}, {quick.parameters}" if quick else "NULL, 0"
    return f'{{"{row.name}", {row.required}, {row.optional}, {int(row.rest is not None)}, plain_{symbol}, {fast}}},'


def _write_headers(folder: Path) -> None:
    prototypes = [
        f"Value {primitive_symbol(row.name)}({', '.join(['Value'] * _count(row)) or 'void'});" for row in rows()
    ]
    prototypes += [f"Value eshkol_sys_{name}2(Value, Value);" for name in ("add", "multiply")]
    (folder / "primitives.h").write_text('#pragma once\n#include "values.h"\n' + "\n".join(prototypes) + "\n")
    wrappers = [line for row in rows() for line in _wrappers(row)]
    table = ["static const Row rows[] = {", *map(_entry, rows()), "{NULL, 0, 0, 0, NULL, NULL, 0}};"]
    (folder / "rows.inc").write_text("\n".join([*wrappers, *table]) + "\n")


def executable(compiler: tuple[str, ...], flags: tuple[str, ...] = SANITIZERS) -> Path:
    """The harness, built unless an earlier run of the tests has built the same."""
    sources = [SOURCES / f"{name}.c" for name in FILES]
    inputs = [*sources, *sorted(SOURCES.glob("*.h")), *tables(), *HARNESS, HARNESS_HEADER, Path(__file__)]
    return kept_build("data", (compiler, flags), inputs, lambda folder: _build(folder, compiler, flags))


def _build(folder: Path, compiler: tuple[str, ...], flags: tuple[str, ...]) -> Path:
    _write_headers(folder)
    options = ["-std=gnu11", "-fwrapv", *WARNINGS, *flags, "-iquote", str(folder), "-iquote", str(SOURCES)]
    sources = [*(SOURCES / f"{name}.c" for name in FILES), *HARNESS]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda s: run_compiler([*compiler, *options, "-c", s, "-o", folder / f"{s.stem}.o"]), sources))
    run_compiler([*compiler, *flags, *sorted(folder.glob("*.o")), "-lm", "-o", folder / "harness"])
    return folder / "harness"


class DataProcess:
    """A running harness. Errors are answers that begin with `error: `."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def close(self) -> int:
        """Ends the process and returns its exit status, which is 0 unless a check inside failed."""
        assert self._process.stdin
        self._process.stdin.close()
        return self._process.wait()

    def __call__(self, expression: str) -> str:
        return self.run([expression])[0]

    def run(self, expressions: Iterable[str]) -> list[str]:
        """The written value of each expression, in order. Definitions stay until `forget`."""
        lines = list(expressions)
        answers: list[str] = []
        for start in range(0, len(lines), 32):
            answers += self._exchange(lines[start : start + 32])
        return answers

    def _exchange(self, lines: list[str]) -> list[str]:
        assert self._process.stdin
        assert self._process.stdout
        assert not any("\n" in line for line in lines)
        self._process.stdin.write(("\n".join(lines) + "\n\n").encode())
        self._process.stdin.flush()
        answers = [self._process.stdout.readline().decode() for _ in lines]
        assert answers[-1], f"the harness stopped in one of {lines}"
        return [answer.rstrip("\n") for answer in answers]

    def forget(self) -> None:
        """Drops all definitions and reclaims everything."""
        self("(%forget)")


def text(string: str) -> str:
    """A string as the reader takes it and the printer gives it."""
    escaped = (f"\\x{ord(c):x};" if c < " " or c == "\x7f" else "\\" + c if c in '"\\' else c for c in string)
    return '"' + "".join(escaped) + '"'


def character(code: str) -> str:
    """A character as the reader takes it and the printer gives it."""
    return "#\\" + ("space" if code == " " else f"x{ord(code):x}" if code < " " or code == "\x7f" else code)


def show(value: object) -> str:
    """A Python value as the printer gives it: lists are lists, tuples vectors, bytes bytevectors."""
    match value:
        case bool():
            return "#t" if value else "#f"
        case str():
            return text(value)
        case bytes():
            return f"#u8({' '.join(map(str, value))})"
        case list():
            return f"({' '.join(map(show, value))})"
        case tuple():
            return f"#({' '.join(map(show, value))})"
    return str(value)

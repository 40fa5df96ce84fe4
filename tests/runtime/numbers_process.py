"""Builds numbers_harness.c and talks to it: number primitives as Python functions, many calls at a time."""

from __future__ import annotations

import importlib.util
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from eshkol.emit.prototypes import primitive_prototype
from eshkol.names import primitive_symbol
from eshkol.syntax.datum import Complex
from eshkol.tables.primitives import PrimitiveRow, parse_primitive_files
from tests.kept_builds import kept_build, run_compiler

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src/eshkol/runtime/src"
HARNESS = Path(__file__).with_name("numbers_harness.c")
TABLE = ROOT / "src/eshkol/tables/primitives/numbers.esk"
# What else the files numbers*.c define; it is tested elsewhere.
OTHER_TABLE = TABLE.with_name("flonums.esk")
WARNINGS = ["-Wall", "-Wextra", "-Wundef", "-Wmissing-prototypes", "-Werror"]


@dataclass(frozen=True, slots=True)
class Failure:
    """An error that a primitive reported: the text that follows its exclamation mark."""

    text: str


@dataclass(frozen=True, slots=True)
class Wide:
    """A string argument that is stored with four bytes a character."""

    text: str


Number = int | Fraction | float
Argument = bool | Number | Complex | str | Wide
Result = bool | Number | Complex | str | None | Failure | tuple[Number, ...]


def rows() -> list[PrimitiveRow]:
    """The rows of numbers.esk."""
    return list(parse_primitive_files([TABLE]).values())


def parameter_count(row: PrimitiveRow) -> int:
    """How many parameters the C function has."""
    return len(row.parameters) + (row.rest is not None)


def _write_headers(folder: Path) -> None:
    defined = parse_primitive_files([TABLE, OTHER_TABLE]).values()
    prototypes = "".join(primitive_prototype(row) + "\n" for row in defined)
    (folder / "primitives.h").write_text('#pragma once\n#include "values.h"\n' + prototypes)
    (folder / "rows.inc").write_text("\n".join(map(_entry, rows())) + "\n")


def _entry(row: PrimitiveRow) -> str:
    symbol = primitive_symbol(row.name)
    fast = f"eshkol_inline_{symbol.removeprefix('eshkol_')}" if row.inline else "NULL"
    one, two = (fast, "NULL") if parameter_count(row) == 1 else ("NULL", fast)
    rest = str(row.rest is not None).lower()
    return f'{{"{row.name}", {row.required}, {row.optional}, {rest}, (void (*)(void)){symbol}, {one}, {two}}},'


def _zig() -> list[str]:
    if importlib.util.find_spec("ziglang"):
        return [sys.executable, "-m", "ziglang"]
    zig = shutil.which("zig")
    assert zig, "the package ziglang is missing"
    return [zig]


def _inputs() -> list[Path]:
    headers = sorted(SOURCES.glob("*.h"))
    return [
        *sorted(SOURCES.glob("numbers*.c")),
        SOURCES / "bigint.zig",
        HARNESS,
        *headers,
        TABLE,
        OTHER_TABLE,
        Path(__file__),
    ]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to build the harness."""

    compiler: tuple[str, ...]
    flags: tuple[str, ...]
    zig_mode: str


def executable(variant: Variant) -> Path:
    """The harness, built unless an earlier run of the tests has built the same."""
    return kept_build("numbers", variant, _inputs(), lambda folder: _build(folder, variant))


def _build(folder: Path, variant: Variant) -> Path:
    _write_headers(folder)
    zig_flags = ["-O", variant.zig_mode, "-fPIC", "-fstrip", "-fsingle-threaded", "-mcpu", "baseline"]
    commands: list[list[str | Path]] = [
        [*_zig(), "build-obj", *zig_flags, SOURCES / "bigint.zig", f"-femit-bin={folder}/bigint.o"]
    ]
    flags: list[str | Path] = [
        "-std=gnu11",
        "-fwrapv",
        *WARNINGS,
        *variant.flags,
        "-iquote",
        folder,
        "-iquote",
        SOURCES,
    ]
    for source in [*sorted(SOURCES.glob("numbers*.c")), HARNESS]:
        commands.append([*variant.compiler, *flags, "-c", source, "-o", folder / f"{source.stem}.o"])
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(run_compiler, commands))
    link: list[str | Path] = [*variant.compiler, *variant.flags, *sorted(folder.glob("*.o")), "-lm"]
    run_compiler([*link, "-o", folder / "harness"])
    return folder / "harness"


# More would fill the pipe to the harness while that waits for its answers to be read.
BYTES_AT_ONCE = 30_000


def _parts(lines: list[str]) -> Iterator[list[str]]:
    """The lines in parts that can be sent at once: several short ones or a single one of any length."""
    part: list[str] = []
    size = 0
    for line in lines:
        if part and size + len(line) + 1 > BYTES_AT_ONCE:
            yield part
            part, size = [], 0
        part.append(line)
        size += len(line) + 1
    if part:
        yield part


class Harness:
    """A running harness. Calls are sent in batches, one line each."""

    def __init__(self, executable: Path) -> None:
        self._process = subprocess.Popen([executable], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def close(self) -> int:
        """Ends the process and returns its exit status, which is 0 unless a check inside failed."""
        assert self._process.stdin
        self._process.stdin.close()
        return self._process.wait()

    def call(self, name: str, *arguments: Argument) -> Result:
        return self.batch([(name, *arguments)])[0]

    def batch(self, calls: Iterable[tuple[Argument, ...]]) -> list[Result]:
        """Each call is the primitive's name and its arguments."""
        results: list[Result] = []
        lines = [" ".join([str(name), *map(encode, arguments)]) for name, *arguments in calls]
        for part in _parts(lines):
            results += self._exchange(part)
        return results

    def _exchange(self, lines: list[str]) -> list[Result]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write("\n".join(lines) + "\n\n")
        self._process.stdin.flush()
        answers = [self._process.stdout.readline() for _ in lines]
        assert answers[-1], f"the harness stopped in one of {lines}"
        return [decode(answer.rstrip("\n")) for answer in answers]


def encode(argument: Argument) -> str:
    """A value as a word of numbers_harness.c."""
    match argument:
        case bool():
            return "#t" if argument else "#f"
        case int():
            return f"i{argument:x}"
        case Fraction():
            return f"q{argument.numerator:x}/{argument.denominator:x}"
        case float():
            return f"d{struct.pack('>d', argument).hex()}"
        case Complex():
            return f"c{encode(argument.real)},{encode(argument.imaginary)}"
        case str():
            return "s" + argument.encode("latin-1").hex()
        case Wide():
            return "w" + "".join(f"{ord(character):08x}" for character in argument.text)


def decode(answer: str) -> Result:
    """The value, values or error that a line of the harness's output stands for."""
    if answer.startswith("!"):
        return Failure(answer[1:])
    words = [_decode_word(word) for word in answer.split(" ")]
    return words[0] if len(words) == 1 else tuple(words)  # type: ignore[arg-type]


def _decode_word(word: str) -> bool | Number | Complex | str | None:
    kind, rest = word[0], word[1:]
    match kind:
        case "i":
            return int(rest, 16)
        case "q":
            return _decode_rational(rest)
        case "d":
            value: float = struct.unpack(">d", bytes.fromhex(rest))[0]
            return value
        case "c":
            return _decode_complex(rest)
        case "s":
            return bytes.fromhex(rest).decode("latin-1")
    return {"#t": True, "#f": False, "#u": None}[word]


def _decode_complex(text: str) -> Complex:
    real, imaginary = map(_decode_word, text.split(","))
    assert isinstance(real, int | Fraction | float)
    assert isinstance(imaginary, int | Fraction | float)
    assert isinstance(real, float) == isinstance(imaginary, float), f"parts of different exactness: {text}"
    assert isinstance(imaginary, float) or imaginary != 0, f"a real number as a complex one: {text}"
    return Complex(real, imaginary)


def _decode_rational(text: str) -> Fraction:
    numerator, denominator = (int(part, 16) for part in text.split("/"))
    value = Fraction(numerator, denominator)
    assert (value.numerator, value.denominator) == (numerator, denominator), f"not in lowest terms: {text}"
    assert denominator > 1, f"an integer as a rational: {text}"
    return value

"""Builds the fuzz harness for the runtime (tests/fuzz/runtime/*.c with a table of all primitives) and runs it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from eshkol.build.program import compile_program
from eshkol.emit.inline_table import InlineFunction, inline_functions
from eshkol.names import primitive_symbol
from eshkol.tables import PrimitiveRow, primitive_rows

ROOT = Path(__file__).resolve().parents[2]
SOURCES = Path(__file__).with_name("runtime")
MODES = ("calls", "reading", "numbers", "texts")
ITERATIONS = 8192
"""Of one epoch, which has a process of its own."""

EXCLUDED = {
    "%exit": "ends the process",
    "emergency-exit": "ends the process",
    "%uncaught": "ends the process",
    "%call-with-reentry": "copies the C stack of what called it, which only compiled code is made for",
    "%set-handlers!": "the library keeps its own data there",
    "%set-winders!": "the library keeps its own data there",
    "%uninitialized": "gives the value that stands for none, which only the compiler handles",
    **dict.fromkeys(
        ["%string-buffer-add!", "%string-buffer-contents"],
        "take only what %make-string-buffer gives, which only the library has",
    ),
    **dict.fromkeys(
        ["%guardian-state", "%guardian-take!", "%guardian-add!", "%guardian-procedure-set!"],
        "take only guardians, which only the library has",
    ),
    **dict.fromkeys(
        ["%record", "%record-ref", "%record-set!"], "trust the definition of the record type for the number of fields"
    ),
}
"""Primitives that are not called, and why."""

UNCHECKED = {
    "%table-find": "tells the library that the table is a custom one",
    "%table-ref": "tells the library that the table is a custom one",
    **dict.fromkeys(
        ["%hash-table-cursor-key", "%hash-table-cursor-value"], "tell the library that an entry of a weak table is gone"
    ),
    "%promise-box": "%set-promise-box! trusts the library to give it a pair",
    "values": "several values are an object of their own",
    "default-object?": "is about the value that stands for a missing argument",
}
"""Primitives that are called, but not held against their rows, and why."""

FILES = [
    *("open-input-file", "open-binary-input-file", "open-output-file", "open-binary-output-file"),
    *("open-append-file", "file-exists?", "delete-file"),
]
SPECIAL_PARAMETERS: dict[str, dict[int, str]] = {
    **{name: {0: "file"} for name in FILES},
    "expt": {1: "small"},
    "arithmetic-shift": {1: "small"},
    "%packed-integer-ref": {0: "packed integer"},
    "%packed-flonum-ref": {0: "packed flonum"},
    "%packed-set!": {0: "packed"},
    "%bytes-integer-ref": {0: "packed integer", 3: "byte order"},
    "%bytes-flonum-ref": {0: "packed flonum", 3: "byte order"},
    "%bytes-set!": {0: "packed", 4: "byte order"},
    "flfirst-bessel": {0: "small"},
    "flsecond-bessel": {0: "small"},
}
"""Parameters that get harmless names of files, numbers so small that the call takes no time, or codes that only the
library writes."""


@dataclass(frozen=True, slots=True)
class Build:
    """A way to build harness and runtime. It has what `compile_program` asks of options."""

    name: str
    features: frozenset[str] = frozenset()
    optimization: str = "2"
    compiler: str | None = None
    shared: bool = False
    environment: dict[str, str] = field(default_factory=dict)


PLAIN = Build("plain")
SANITIZED = Build("sanitized", frozenset({"sanitize"}), "debug")
MEMORY = "64M"


def _identifier(kind: str) -> str:
    return "FUZZ_" + kind.replace("-", "_").replace(" ", "_")


def _fast_path(row: PrimitiveRow) -> InlineFunction | None:
    symbol = primitive_symbol(row.name)
    names = (symbol.replace("eshkol_", f"eshkol_{kind}_", 1) for kind in ("inline", "test"))
    return next((inline_functions()[name] for name in names if name in inline_functions()), None)


def _call(symbol: str, words: list[str]) -> str:
    return f"{symbol}({', '.join(words)})"


def _wrappers(row: PrimitiveRow) -> Iterator[str]:
    """C functions that call the primitive and its fast path with an array of arguments."""
    symbol = primitive_symbol(row.name)
    count = len(row.parameters) + (row.rest is not None)
    arguments = [f"a[{k}]" for k in range(count)]
    mark = "fuzz_sp()[0] = ESHKOL_MARK(); " if row.calls else ""
    plain = _call(symbol, [*(["fuzz_sp() + 1"] if row.calls else []), *arguments])
    yield f"static Value plain_{symbol}(Value *a) {{ (void)a; {mark}return {plain}; }}"
    quick = _fast_path(row)
    if quick is not None:
        call = _call(quick.symbol, [*(["fuzz_sp()", "1"] if quick.placed else []), *arguments[: quick.parameters]])
        value = {"Value": call, "bool": f"from_boolean({call})", "double": f"from_double({call})"}[quick.result]
        yield f"static Value quick_{symbol}(Value *a) {{ (void)a; return {value}; }}"


def _may_allocate(row: PrimitiveRow) -> bool:
    """Whether a call may move the bump pointer: ports charge the arena for their buffers, whatever rows say."""
    return row.allocates or row.name == "display" or any(parameter.kind == "port" for parameter in row.parameters)


def _entry(row: PrimitiveRow) -> str:
    symbol, quick = primitive_symbol(row.name), _fast_path(row)
    special = SPECIAL_PARAMETERS.get(row.name, {})
    kinds = [_identifier(special.get(i, parameter.kind)) for i, parameter in enumerate(row.parameters)]
    words = [
        f'"{row.name}"',
        f"plain_{symbol}",
        f"quick_{symbol}" if quick else "NULL",
        str(quick.parameters if quick else 0),
        str(len(row.parameters)),
        str(row.required),
        _identifier(row.rest.kind) if row.rest else "-1",
        _identifier(row.result),
        f"EFFECT_{row.effect}",
        *(str(flag).lower() for flag in (row.raises, _may_allocate(row), row.name not in UNCHECKED)),
        "{" + ", ".join(kinds or ["0"]) + "}",
    ]
    return "{" + ", ".join(words) + "},"


def table_of_primitives() -> str:
    """The text of rows.inc."""
    rows = [row for row in primitive_rows().values() if row.name not in EXCLUDED]
    wrappers = [line for row in rows for line in _wrappers(row)]
    return "\n".join([*wrappers, "static const Row rows[] = {", *map(_entry, rows), "};"]) + "\n"


def units() -> dict[str, str]:
    """The C texts of the harness, each with its headers in it."""
    included = {"fuzz.h": (SOURCES / "fuzz.h").read_text(), "rows.inc": table_of_primitives()}

    def expand(text: str) -> str:
        return re.sub(r'#include "(fuzz\.h|rows\.inc)"\n', lambda found: included[found[1]], text)

    return {path.name: expand(path.read_text()) for path in sorted(SOURCES.glob("*.c"))}


def corpus() -> bytes:
    """What mutations begin with: the repository's own programs and tables."""
    names = sorted([*(ROOT / "src/eshkol").rglob("*.esk"), *(ROOT / "tests").rglob("*.esk")])
    return b"\n".join(path.read_bytes() for path in names)[:4_000_000]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether nothing was found, and what the harness says."""

    clean: bool
    report: str

    @property
    def iterations(self) -> int:
        found = re.search(r": (\d+) iterations", self.report)
        return int(found[1]) if found else 0


def run(
    mode: str,
    epochs: int,
    *,
    first: int = 0,
    build: Build = PLAIN,
    iterations: int = ITERATIONS,
    wrapper: tuple[str, ...] = (),
) -> Outcome:
    """Runs epochs `first`, `first` + 1 ... of a mode. `wrapper` is a command that runs programs, such as valgrind."""
    program = compile_program(units(), build)  # type: ignore[arg-type]
    seed = os.environ.get("ESHKOL_FUZZ_SEED", "1")
    environment = {**os.environ, "ESHKOL_MAX_MEMORY": MEMORY, "ESHKOL_MAX_STACK": "64M", **build.environment}
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "corpus"
        text.write_bytes(corpus())
        scratch = Path(folder) / "scratch"
        scratch.mkdir()
        words = [mode, seed, str(first), str(epochs), str(iterations), str(text)]
        done = subprocess.run(
            [*wrapper, program, *words], env=environment, cwd=scratch, capture_output=True, check=False
        )
    return Outcome(done.returncode == 0, done.stderr.decode(errors="replace"))


if __name__ == "__main__":
    # MODE FIRST COUNT [sanitized]: for long campaigns; the seed is ESHKOL_FUZZ_SEED.
    chosen = SANITIZED if "sanitized" in sys.argv[4:] else PLAIN
    outcome = run(sys.argv[1], int(sys.argv[3]), first=int(sys.argv[2]), build=chosen)
    print(outcome.report, end="")
    sys.exit(not outcome.clean)

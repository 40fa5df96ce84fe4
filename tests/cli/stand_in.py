"""The command line with a stand-in for the compiler proper: `stand_in.py RUNTIME ARGUMENT...`.

Programs are C texts; those that begin with `error` have an error at compile time, with `crash` they crash the compiler,
with `slow` the compiler says so on standard error and takes a minute.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eshkol import deep_stack, driver
from eshkol.__main__ import main
from eshkol.build import runtime_archive
from eshkol.diagnostics import CompileError, Diagnostic
from eshkol.files import decode_source, read_source
from eshkol.options import Options
from eshkol.source import Span


@dataclass(frozen=True, slots=True)
class Unit:
    """Like the compiler's CUnit."""

    name: str
    text: str


def c_units(data: bytes, name: str, options: Options) -> Sequence[Unit]:
    source = decode_source(data, name)
    if source.text.startswith("error"):
        raise CompileError([Diagnostic("the text says error", Span(source, 0, 5), hint="say something else")])
    if source.text.startswith("crash"):
        raise AssertionError("on purpose")
    if source.text.startswith("slow"):
        print("slow", file=sys.stderr, flush=True)
        deep_stack.run_deep(lambda: time.sleep(60))
    if source.text.startswith("// include "):
        included = Path(source.text.split()[2])
        return [Unit("main", source.text + read_source(included).text)]
    return [Unit("main", source.text)]


vars(driver)["c_units"] = c_units
runtime_archive.primitives_header_bytes = lambda: b""
runtime = Path(sys.argv.pop(1))
runtime_archive.RUNTIME = runtime
runtime_archive.INCLUDE_FOLDERS = (runtime / "src", runtime / "include")
main()

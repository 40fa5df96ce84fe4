"""From a source text to a shared library and its header."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from eshkol import files
from eshkol.build.program import compile_program
from eshkol.build.runtime_archive import PUBLIC_HEADER
from eshkol.options import Options
from eshkol.record import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eshkol.emit.units import CUnit
    from eshkol.expand.exports import Export

_PUBLIC_NAME = re.compile(r"^ESHKOL_API\b[^;(]*?\b(eshkol_\w+)\(", re.MULTILINE)


@record(frozen=True, slots=True)
class Library:
    """`path`: the library in the cache. `header`: the text of its header."""

    path: str
    header: str


def public_names() -> list[str]:
    """The functions of eshkol.h that libraries have, by the mark ESHKOL_API there."""
    return _PUBLIC_NAME.findall(PUBLIC_HEADER.read_text(encoding="utf-8"))


def library(data: bytes, name: str, library_name: str, options: Options) -> Library:
    """The library libNAME.so for the text `data` of the file `name`, with its header.

    CompileError: the program has errors. BuildError: the C side failed. OSError: the cache cannot be written.
    """
    from eshkol.cyclic_garbage import uncollected
    from eshkol.deep_stack import run_deep
    from eshkol.emit.library import library_text

    options = replace(options, shared=True)
    with uncollected():
        units, exports = run_deep(lambda: _compile(data, name, options))
    text = library_text(library_name, name, exports, constructor=options.init != "main")
    texts = {**{unit.name: unit.text for unit in units}, "library-interface": text.unit}
    return Library(compile_program(texts, options, visible=[*public_names(), *text.names]), text.header)


def _compile(data: bytes, name: str, options: Options) -> tuple[Sequence[CUnit], tuple[Export, ...]]:
    from eshkol.expand.exports import exports_of
    from eshkol.pipeline import steps

    exports: tuple[Export, ...] = ()
    units: Sequence[CUnit] = ()
    for step, result in steps(files.decode_source(data, name), options):
        if step.name == "expand":
            exports = exports_of(result)
        units = result
    return units, exports

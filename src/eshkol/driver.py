"""From a source text to an executable: the front end, the C compiler and the cache in one call."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from eshkol import files
from eshkol.build import index
from eshkol.build.program import compile_program
from eshkol.options import Options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eshkol.emit.units import CUnit

CONSTRUCTOR = """/* Made by the Eshkol compiler: the top level runs before main. */
#include "startup.h"

__attribute__((constructor)) static void run_top_level(int argument_count, char **argument_values) {
  eshkol_run_before_main(argument_count, argument_values);
}
"""


def executable(data: bytes, name: str, options: Options) -> str:
    """The path of the executable for the text `data` of the file `name`, from the cache when nothing has changed.

    CompileError: the program has errors. BuildError: the C side failed. OSError: the cache cannot be written.
    """
    key = index.source_key(data, name, asdict(options))
    known = index.lookup(key)
    if known is not None:
        return known
    with files.recording() as record:
        units = c_units(data, name, options)
    texts = {unit.name: unit.text for unit in units}
    if options.init == "constructor":
        texts["constructor"] = CONSTRUCTOR
    program = compile_program(texts, options)
    index.record(key, program, ((str(path), content) for path, content in record.items()))
    return program


def c_units(data: bytes, name: str, options: Options) -> Sequence[CUnit]:
    """The C texts for a program."""
    from eshkol.cyclic_garbage import uncollected
    from eshkol.deep_stack import run_deep
    from eshkol.pipeline import compile_to_c

    with uncollected():
        return run_deep(lambda: compile_to_c(files.decode_source(data, name), options))

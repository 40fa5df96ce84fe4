"""C texts of one program to an executable in the cache."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from eshkol.build import cache
from eshkol.build.compiling import Job, compile_all, keep_rejected
from eshkol.build.errors import RejectedCode
from eshkol.build.flags import compile_flags
from eshkol.build.processes import run
from eshkol.build.runtime_archive import check_features, headers_key, include_flags, runtime_archive
from eshkol.build.toolchain import Toolchain, find_toolchain
from eshkol.options import Options


def optimization_levels(names: Iterable[str]) -> dict[str, str]:
    """The level for each unit, by name. Of what is large enough to be split, as `program` and `program-1` say, the time
    of the C compiler counts more than its last word."""
    parts = {name: name.partition("-")[0] for name in names}
    sizes = Counter(parts.values())
    return {name: "1" if sizes[part] > 1 else "2" for name, part in parts.items()}


def compile_program(
    units: Mapping[str, str], options: Options, toolchain: Toolchain | None = None, visible: Sequence[str] = ()
) -> str:
    """The path of the executable or library made from the translation units (name to C text) and the runtime.

    `visible`: the names in C that a library lets others see. What is made depends on the C library only.
    RejectedCode when the C compiler refuses a unit; NoCompiler, BuildError.
    """
    toolchain = toolchain or find_toolchain(options.compiler)
    check_features(toolchain, options.features)
    archive = runtime_archive(toolchain, options.features)
    levels = optimization_levels(units)
    flags = {
        name: compile_flags(toolchain.family, options.optimization or level, options.features)
        for name, level in levels.items()
    }
    folder = cache.new_path()
    os.mkdir(folder)
    try:
        jobs = [_job(name, text, toolchain, flags[name], folder) for name, text in units.items()]
        program = cache.path_of_key("programs", cache.key("program", archive, *visible, *(job.key for job in jobs)))
        if not cache.use(program):
            objects = compile_all(jobs, "generated code", "compiling the C code")
            more = _visibility(visible, folder) if options.shared else []
            _link(objects, [job.source for job in jobs], archive, program, toolchain, options, more)
            cache.trim_now_and_then()
        return program
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _job(name: str, text: str, toolchain: Toolchain, flags: list[str], folder: str) -> Job:
    source = os.path.join(folder, name if name.endswith(".c") else name + ".c")
    target = source + ".o"
    with open(source, "w", encoding="utf-8") as file:
        file.write(text)
    key = cache.key("unit", text, *flags, headers_key(), toolchain.identity)
    return Job(name, key, source, target, toolchain.compile_command(source, target, [*flags, *include_flags()]))


def _visibility(names: Sequence[str], folder: str) -> list[str]:
    """Flags for the linker: these names and no others are seen outside; what defines them comes from the archive."""
    script = os.path.join(folder, "visible.map")
    with open(script, "w", encoding="utf-8") as file:
        file.write("{ global: " + " ".join(f"{name};" for name in names) + " local: *; };\n")
    return [f"-Wl,--version-script={script}", *(f"-Wl,-u,{name}" for name in names)]


def _link(
    objects: list[str],
    sources: list[str],
    archive: str,
    program: str,
    toolchain: Toolchain,
    options: Options,
    more: Sequence[str],
) -> None:
    new = cache.new_path()
    outcome = run(toolchain.link_command([*objects, archive], new, options.features, more))
    if outcome.status != 0:
        raise RejectedCode("generated code (linking)", keep_rejected(sources, [outcome]))
    cache.publish(new, program)

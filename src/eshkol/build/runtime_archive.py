"""The runtime as one archive per toolchain and set of features, compiled when first needed."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache as remember
from pathlib import Path

from eshkol.build import cache, dependencies
from eshkol.build.compiling import Job, compile_all, keep_rejected
from eshkol.build.errors import BuildError, RejectedCode
from eshkol.build.flags import FEATURES, compile_flags
from eshkol.build.index import compiler_identity, files_identity
from eshkol.build.processes import Command, run
from eshkol.build.toolchain import Toolchain, zig_environment

RUNTIME = Path(__file__).resolve().parent.parent / "runtime"
PUBLIC_HEADER = RUNTIME / "include" / "eshkol.h"
INCLUDE_FOLDERS = (RUNTIME / "src", RUNTIME / "include")

C_INTERFACE = "c_"
"""How the names of the runtime's files begin that plain C programs use, too: they depend on no other file of it."""

ZIG_FLAGS = [
    *("-O", "ReleaseFast", "-mcpu", "baseline"),
    *("-fstrip", "-fsingle-threaded", "-ffunction-sections", "-fdata-sections"),
]
"""For bigint.zig. Its object depends on no other part of Zig, so gcc and clang can link it."""


def zig_flags(features: frozenset[str]) -> list[str]:
    return [*ZIG_FLAGS, "-fPIC" if "shared" in features else "-fno-PIC"]


def include_flags() -> list[str]:
    """For `#include "..."` only: the runtime's strings.h must not stand before the system's <strings.h>."""
    folders = (*map(str, INCLUDE_FOLDERS), generated_headers())
    return [part for folder in folders for part in ("-iquote", folder)]


@remember
def generated_headers() -> str:
    """The folder of the headers that are made from the tables."""
    text = cache.cached_bytes("library", cache.key("primitives.h", compiler_identity()), primitives_header_bytes)
    folder = cache.path_of_key("runtime", cache.key("headers", text))
    header = os.path.join(folder, "primitives.h")
    if not cache.use(header):
        cache.write(header, text)
    return folder


def primitives_header_bytes() -> bytes:
    """The C prototypes of all primitives."""
    from eshkol.emit.prototypes import primitives_header

    return primitives_header().encode()


@remember
def headers() -> dict[str, dependencies.Header]:
    """All headers, by name."""
    return dependencies.headers_in((*INCLUDE_FOLDERS, Path(generated_headers())))


@remember
def headers_key() -> str:
    """The hash of all headers, on which the objects of programs depend."""
    return cache.cached_bytes("library", cache.key("headers", *_evidence()), _headers_digest).decode()


def _headers_digest() -> bytes:
    return dependencies.digest(headers()).encode()


def _evidence() -> tuple[str, ...]:
    """What the contents of archives and headers depend on, without reading them."""
    return (compiler_identity(), files_identity(str(RUNTIME)))


def runtime_archive(toolchain: Toolchain, features: frozenset[str] = frozenset()) -> str:
    """The path of the archive. The first call for a toolchain takes seconds and says so on stderr."""
    return _archive(sources(), toolchain, features)


def c_interface_archive(toolchain: Toolchain) -> str:
    """The same with the part for plain C programs only, which has no `main`."""
    return _archive([path for path in sources() if path.name.startswith(C_INTERFACE)], toolchain, frozenset())


def _archive(parts: list[Path], toolchain: Toolchain, features: frozenset[str]) -> str:
    check_features(toolchain, features)
    names = (path.name for path in parts)
    request = cache.key("request", *_evidence(), toolchain.identity, *sorted(features), "of", *names)
    known = cache.path_of_key("runtime", request)
    with suppress(OSError):
        archive = _path_of_archive(Path(known).read_text(encoding="ascii"))
        if cache.use(known) and cache.use(archive):
            return archive
    key = _find_or_make(parts, toolchain, features)
    cache.write(known, key)
    return _path_of_archive(key)


def _path_of_archive(key: str) -> str:
    return cache.path_of_key("runtime", key, ".a")


def _find_or_make(parts: list[Path], toolchain: Toolchain, features: frozenset[str]) -> str:
    """The key of the archive, which depends on contents only."""
    new = cache.new_path()
    os.mkdir(new)
    jobs = [_job(path, toolchain, features, new) for path in parts]
    key = cache.key("archive", *(job.key for job in jobs))
    archive = _path_of_archive(key)
    try:
        if not cache.use(archive):
            with cache.lock("runtime"):
                if not cache.use(archive):
                    _make_archive(jobs, archive, toolchain)
    finally:
        _remove_folder(new)
    return key


def check_features(toolchain: Toolchain, features: frozenset[str]) -> None:
    """BuildError when the toolchain cannot do one of the features."""
    for name in sorted(features):
        excludes = FEATURES[name].excludes
        if excludes is not None and excludes[0] == toolchain.family:
            raise BuildError(f"--{name} does not work with {toolchain}: {excludes[1]}", "use gcc or clang: --cc gcc")


def sources() -> list[Path]:
    """The runtime's C and Zig files."""
    return sorted(path for path in (RUNTIME / "src").iterdir() if path.suffix in (".c", ".zig"))


def _job(path: Path, toolchain: Toolchain, features: frozenset[str], folder: str) -> Job:
    target = os.path.join(folder, path.name + ".o")
    text = path.read_bytes()
    if path.suffix == ".zig":
        zig_identity = f"{toolchain.zig} {os.stat(toolchain.zig).st_size} {os.stat(toolchain.zig).st_mtime_ns}"
        arguments = (toolchain.zig, "build-obj", *zig_flags(features), f"-femit-bin={target}", str(path))
        key = cache.key("zig", text, *zig_flags(features), zig_identity)
        return Job(path.name, key, str(path), target, Command(arguments, zig_environment()))
    included = dependencies.included(text, (FEATURES[name] for name in features), headers())
    texts = (text, *(header.text for header in included.values()))
    features = frozenset(name for name in features if dependencies.touches(FEATURES[name], texts))
    flags = compile_flags(toolchain.family, "2", features, anywhere=path.name.startswith(C_INTERFACE))
    key = cache.key("runtime", text, *flags, dependencies.digest(included), toolchain.identity)
    command = toolchain.compile_command(str(path), target, [*flags, *include_flags()])
    return Job(path.name, key, str(path), target, command)


def _make_archive(jobs: list[Job], archive: str, toolchain: Toolchain) -> None:
    objects = compile_all(jobs, "a part of the runtime", "preparing the runtime (once per C compiler)")
    new = cache.new_path(".a")
    # The objects' names in the cache are hashes; the archive's members keep the sources' names, for traces.
    folder = os.path.dirname(jobs[0].target)
    for job, cached in zip(jobs, objects, strict=True):
        _link_or_copy(cached, job.target)
    members = [os.path.join(folder, job.name + ".o") for job in jobs]
    outcome = run(Command((toolchain.zig, "ar", "rcsD", new, *members), zig_environment()))
    if outcome.status != 0:
        raise RejectedCode("the runtime's objects", keep_rejected([], [outcome]))
    cache.publish(new, archive)


def _link_or_copy(source: str, target: str) -> None:
    import shutil

    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)


def _remove_folder(path: str) -> None:
    import shutil

    shutil.rmtree(path, ignore_errors=True)

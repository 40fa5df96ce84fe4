"""Which executable belongs to which unchanged source: found without the front end, within milliseconds."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping

from eshkol.build import cache, candidates

# Only cheap imports here: this module is on the path of starting an unchanged program.

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def source_key(data: bytes, name: str, values: Mapping[str, object]) -> str:
    """Stands for all that an executable depends on except included files: the text, where it lies, the options
    (`values`: names of `Options` fields; defaults may be missing), the C compiler, Eshkol itself."""
    chosen = sorted((field, value) for field, value in values.items() if value)
    compiler = values.get("compiler")
    assert compiler is None or isinstance(compiler, str)
    folders = values.get("library_folders", ())
    assert isinstance(folders, tuple)
    places = repr([os.path.abspath(place) for place in (name, *folders)])
    return cache.key("source", data, name, places, repr(chosen), candidates.evidence(compiler), compiler_identity())


def compiler_identity() -> str:
    """Changes whenever a file of this package does."""
    return files_identity(PACKAGE)


def files_identity(folder: str) -> str:
    """Paths, sizes and times of all files in a folder."""
    return "\n".join(f"{path} {status.st_size} {status.st_mtime_ns}" for path, status in sorted(_files(folder)))


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            else:
                yield entry.path, entry.stat()


def lookup(key: str) -> str | None:
    """The executable, if it is still in the cache and no included file has changed since."""
    try:
        with open(cache.path_of_key("index", key), encoding="utf-8", errors="surrogateescape") as file:
            program, *files = file.read().split("\0")
    except OSError:
        return None
    for line in files:
        digest, _, path = line.partition(" ")
        if _digest_of_file(path) != digest:
            return None
    cache.use(cache.path_of_key("index", key))
    path = os.path.join(cache.directory(), program)
    return path if cache.use(path) else None


def record(key: str, program: str, files: Iterable[tuple[str, bytes | None]]) -> None:
    """Notes that `key` with these included files (None: looked for and not there) makes `program`."""
    lines = [f"{_digest(data)} {path}" for path, data in files if not path.startswith(PACKAGE + os.sep)]
    cache.write(cache.path_of_key("index", key), "\0".join([os.path.relpath(program, cache.directory()), *lines]))


def _digest(data: bytes | None) -> str:
    return "-" if data is None else hashlib.sha256(data).hexdigest()


def _digest_of_file(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return _digest(file.read())
    except OSError:
        return "-"

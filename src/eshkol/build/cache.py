"""The per-user cache: a folder of files that appear whole or not at all and are named by the hash of what made them."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

# Only cheap imports here: this module is on the path of starting an unchanged program. So no pathlib: paths are str.

LAYOUT = "1"
"""Part of every key: raise it when the meaning of cached files changes."""
SIZE_LIMIT = 1 << 30
"""Bytes beyond which the least recently used files go."""
TRIM_INTERVAL = 24 * 3600
"""Seconds between two looks at the size."""

SECTIONS = {
    "index": "which executable belongs to which unchanged source",
    "programs": "executables",
    "objects": "compiled C texts",
    "runtime": "the runtime, once per C compiler and variant",
    "library": "the standard library and the tables as the front end leaves them",
    "toolchains": "what is known about C compilers",
    "rejected": "generated code that a C compiler refused",
    "zig": "the bundled toolchain's own cache",
    "locks": "locks",
    "new": "files being written",
}
_TRIMMED = ("index", "programs", "objects", "runtime", "library", "rejected")


def directory() -> str:
    """The cache folder: `$XDG_CACHE_HOME/eshkol`, else `~/.cache/eshkol`; where neither can be written, a private
    folder of the system's temporary directory."""
    for base in (os.environ.get("XDG_CACHE_HOME", ""), os.path.expanduser("~/.cache")):
        if os.path.isabs(base):
            path = os.path.join(base, "eshkol")
            with suppress(OSError):
                os.makedirs(os.path.join(path, "new"), mode=0o700, exist_ok=True)
                if os.access(os.path.join(path, "new"), os.W_OK | os.X_OK):
                    return path
    return _private_temporary_directory()


def _private_temporary_directory() -> str:
    base = os.environ.get("TMPDIR") or "/tmp"
    path = os.path.join(base, f"eshkol-{os.getuid()}")
    os.makedirs(path, mode=0o700, exist_ok=True)
    status = os.lstat(path)
    if status.st_uid != os.getuid() or status.st_mode & 0o022:
        raise OSError(f"{path} belongs to somebody else; set XDG_CACHE_HOME to a folder that you can write")
    os.makedirs(os.path.join(path, "new"), mode=0o700, exist_ok=True)
    return path


def key(*parts: str | bytes) -> str:
    """A name for what `parts` make, in this order."""
    digest = hashlib.sha256(LAYOUT.encode())
    for part in parts:
        data = part.encode("utf-8", errors="surrogateescape") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
    return digest.hexdigest()[:40]


def path_of(section: str, name: str) -> str:
    """Where the cached file of this name is or would be."""
    assert section in SECTIONS, section
    return os.path.join(directory(), section, name)


def path_of_key(section: str, key: str, suffix: str = "") -> str:
    """Where the file made from what `key` stands for is or would be, in folders of moderate size."""
    return path_of(section, os.path.join(key[:2], key[2:] + suffix))


def use(path: str) -> bool:
    """Whether the file is there; if so it counts as just used."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    except OSError:
        return os.path.exists(path)
    return True


def new_path(suffix: str = "") -> str:
    """A name, used by nobody else, for a file that `publish` will move to its place."""
    return os.path.join(directory(), "new", f"{os.getpid()}-{os.urandom(6).hex()}{suffix}")


def publish(new: str, path: str) -> str:
    """Moves a finished file or folder to its place, replacing a file that another process put there meanwhile."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    os.replace(new, path)
    return path


def write(path: str, data: str | bytes) -> str:
    """Puts a file with this content at `path`, whole or not at all."""
    new = new_path()
    with open(new, "wb") as file:
        file.write(data.encode("utf-8", errors="surrogateescape") if isinstance(data, str) else data)
    return publish(new, path)


def cached_bytes(section: str, key: str, make: Callable[[], bytes]) -> bytes:
    """What `make` gives, made once for each `key` (of `key(...)`)."""
    path = path_of_key(section, key)
    if use(path):
        try:
            with open(path, "rb") as file:
                return file.read()
        except OSError:
            pass  # another process has just trimmed it
    data = make()
    write(path, data)
    return data


@contextmanager
def lock(name: str) -> Iterator[None]:
    """Holds out other processes that want the same lock; on file systems without locks it protects nothing, and
    the same work may be done twice, which is harmless."""
    import fcntl

    path = path_of("locks", name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def sizes() -> dict[str, int]:
    """Bytes in each section."""
    return {section: sum(size for _, size, _ in _files(section)) for section in SECTIONS}


def _files(section: str) -> Iterator[tuple[float, int, str]]:
    """Time of last use, size and path of every file."""
    for folder, _, names in os.walk(os.path.join(directory(), section)):
        for name in names:
            path = os.path.join(folder, name)
            with suppress(OSError):
                status = os.lstat(path)
                yield status.st_mtime, status.st_size, path


def trim(size_limit: int = SIZE_LIMIT) -> int:
    """Deletes the least recently used files until at most `size_limit` bytes remain; gives the bytes freed."""
    files = sorted(file for section in _TRIMMED for file in _files(section))
    excess = sum(size for _, size, _ in files) - size_limit
    freed = 0
    for _, size, path in files:
        if freed >= excess:
            break
        with suppress(OSError):
            os.unlink(path)
            freed += size
    return freed


def trim_now_and_then() -> None:
    """`trim`, and clearing what crashed processes left in `new`, once per TRIM_INTERVAL."""
    import time

    mark = path_of("locks", "trimmed")
    try:
        age = time.time() - os.stat(mark).st_mtime
    except FileNotFoundError:
        age = TRIM_INTERVAL
    if age < TRIM_INTERVAL:
        return
    write(mark, "")
    for modified, _, path in list(_files("new")):
        if modified < time.time() - TRIM_INTERVAL:
            with suppress(OSError):
                os.unlink(path)
    freed = trim()
    if freed and os.environ.get("ESHKOL_DEBUG"):
        print(f"eshkol: the cache gave back {freed} bytes", file=sys.stderr)


def clear() -> None:
    """Empties the cache. Programs that are running keep their files."""
    import shutil

    for section in SECTIONS:
        shutil.rmtree(os.path.join(directory(), section), ignore_errors=True)

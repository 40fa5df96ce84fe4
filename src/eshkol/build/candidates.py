"""Which files could be the C compiler, told by looking at the file system only: cheap enough for every start."""

from __future__ import annotations

import os
import sys

# Only cheap imports here: this module is on the path of starting an unchanged program.

BUNDLED = "zig"
"""What `--cc` calls the clang of the `ziglang` package."""
SYSTEM = ("gcc", "clang", "cc")
"""Names looked for on PATH, in this order; the bundled clang comes after them."""
VARIABLE = "ESHKOL_CC"


def wanted(option: str | None) -> str | None:
    """The compiler the user asked for, by `--cc` or ESHKOL_CC."""
    return option or os.environ.get(VARIABLE) or None


def evidence(option: str | None) -> str:
    """All that the choice of a compiler depends on, as text: the request, and path, size and time of each candidate.
    While it stays the same, so does the outcome of discovery."""
    request = wanted(option)
    paths = [bundled_zig()]
    if request is None:
        paths += [find_on_path(name) for name in SYSTEM]
    else:
        paths += [find_on_path(word) for word in request.split()]
    return "\n".join([request or "(by rule)", *(_status(path) for path in paths)])


def find_on_path(name: str) -> str | None:
    """The executable called `name` (a name, or a path with a slash in it)."""
    if os.sep in name:
        return os.path.abspath(name) if _is_executable(name) else None
    for folder in os.get_exec_path():
        path = os.path.join(folder or os.curdir, name)
        if _is_executable(path):
            return os.path.abspath(path)
    return None


def bundled_zig() -> str | None:
    """The `zig` program in the `ziglang` package, without importing that."""
    for folder in sys.path:
        path = os.path.join(folder, "ziglang", "zig")
        if _is_executable(path):
            return path
    return None


def _is_executable(path: str) -> bool:
    return os.access(path, os.X_OK) and os.path.isfile(path)


def _status(path: str | None) -> str:
    if path is None:
        return "-"
    status = os.stat(path)
    return f"{path} {status.st_ino} {status.st_size} {status.st_mtime_ns}"

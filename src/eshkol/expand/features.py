"""The features that `cond-expand` knows and the procedure `features` lists."""

from __future__ import annotations

import platform
import sys
from functools import cache

from eshkol.tables import library_rows
from eshkol.tables.shipped import shipped_libraries

_ALWAYS = ("r7rs", "exact-closed", "ieee-float", "full-unicode", "ratios", "eshkol")
# What SRFI 115 lets programs ask about its regular expressions.
_REGEXP = ("regexp-non-greedy", "regexp-look-around", "regexp-backrefs", "regexp-unicode")
_SYSTEMS = {"linux": ("posix", "unix", "linux", "gnu-linux"), "darwin": ("posix", "unix", "darwin", "macosx")}
_MACHINES = {"x86_64": "x86-64", "amd64": "x86-64", "aarch64": "aarch64", "arm64": "aarch64"}


@cache
def features() -> tuple[str, ...]:
    """The feature identifiers, those of the language, of this machine, then the SRFIs and their own."""
    machine = _MACHINES.get(platform.machine().lower())
    order = "little-endian" if sys.byteorder == "little" else "big-endian"
    return (
        *_ALWAYS,
        *_SYSTEMS.get(sys.platform, ()),
        *([machine] if machine else []),
        order,
        *_srfi_features(),
        *_REGEXP,
    )


def _srfi_features() -> list[str]:
    """`srfi-N` for every library `(srfi N)`."""
    names = {name[1:-1].split(" ")[1] for name in (*library_rows(), *shipped_libraries()) if name.startswith("(srfi ")}
    return [f"srfi-{number}" for number in sorted(names, key=int)]

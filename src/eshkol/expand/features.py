"""The features that `cond-expand` knows and the procedure `features` lists."""

from __future__ import annotations

import platform
import sys
from functools import cache

_ALWAYS = ("r7rs", "exact-closed", "ieee-float", "full-unicode", "ratios", "eshkol")
_SYSTEMS = {"linux": ("posix", "unix", "linux", "gnu-linux"), "darwin": ("posix", "unix", "darwin", "macosx")}
_MACHINES = {"x86_64": "x86-64", "amd64": "x86-64", "aarch64": "aarch64", "arm64": "aarch64"}


@cache
def features() -> tuple[str, ...]:
    """The feature identifiers, those of the language first, then those of this machine."""
    machine = _MACHINES.get(platform.machine().lower())
    order = "little-endian" if sys.byteorder == "little" else "big-endian"
    return (*_ALWAYS, *_SYSTEMS.get(sys.platform, ()), *([machine] if machine else []), order)

"""The C compiler that tests build harnesses with: gcc or clang of the machine, else the one that comes with Eshkol."""

from __future__ import annotations

import shutil
import sys
from functools import cache

import pytest


@cache
def c_compiler() -> tuple[str, ...]:
    """The command, to be followed by its arguments."""
    for name in ("gcc", "clang"):
        found = shutil.which(name)
        if found:
            return (found,)
    # Warnings about unused link flags and its own undefined-behaviour checks are not what a plain build asks for.
    return (sys.executable, "-m", "ziglang", "cc", "-Wno-unused-command-line-argument", "-fno-sanitize=undefined")


def has_address_sanitizer() -> bool:
    """Whether this is a compiler of the machine: the bundled one comes without AddressSanitizer's library."""
    return len(c_compiler()) == 1


needs_address_sanitizer = pytest.mark.skipif(
    not has_address_sanitizer(), reason="neither gcc nor clang is installed: there is no AddressSanitizer"
)
"""For tests that would find nothing without it; others do with the checks that there are."""


def sanitizer_flags() -> tuple[str, ...]:
    """Every run-time check that the compiler offers."""
    if has_address_sanitizer():
        return ("-fsanitize=address,undefined", "-fno-sanitize-recover=all")
    return ("-fsanitize=undefined", "-fno-sanitize-recover=all")

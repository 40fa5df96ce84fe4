"""The number primitives in a process of their own, once plainly and once under sanitizers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.runtime.numbers_process import Harness, Variant, executable


def _c_compiler() -> str:
    compiler = shutil.which("gcc") or shutil.which("clang")
    assert compiler, "these tests need gcc or clang"
    return compiler


def _running(variant: Variant) -> Iterator[Harness]:
    harness = Harness(executable(variant))
    yield harness
    assert harness.close() == 0


@pytest.fixture(scope="session")
def numbers() -> Iterator[Harness]:
    """As in released programs."""
    yield from _running(Variant(_c_compiler(), ("-O2",), "ReleaseFast"))


@pytest.fixture(scope="session")
def sanitized_numbers() -> Iterator[Harness]:
    """With every check that the compilers offer."""
    flags = ("-O1", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")
    yield from _running(Variant(_c_compiler(), flags, "ReleaseSafe"))

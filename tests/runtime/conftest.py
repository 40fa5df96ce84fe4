"""Number and data primitives in processes of their own, plainly and under sanitizers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.c_compiler import c_compiler, sanitizer_flags
from tests.runtime.data_process import DataProcess
from tests.runtime.data_process import executable as data_executable
from tests.runtime.numbers_process import Harness, Variant, executable


def _running(variant: Variant) -> Iterator[Harness]:
    harness = Harness(executable(variant))
    yield harness
    assert harness.close() == 0


@pytest.fixture(scope="session")
def numbers() -> Iterator[Harness]:
    """As in released programs."""
    yield from _running(Variant(c_compiler(), ("-O2",), "ReleaseFast"))


@pytest.fixture(scope="session")
def sanitized_numbers() -> Iterator[Harness]:
    """With every check that the compilers offer."""
    flags = ("-O1", "-g1", *sanitizer_flags())
    yield from _running(Variant(c_compiler(), flags, "ReleaseSafe"))


@pytest.fixture(scope="session")
def data_process() -> Iterator[DataProcess]:
    """Data primitives with every check that the compilers offer."""
    process = DataProcess(data_executable(c_compiler()))
    yield process
    assert process.close() == 0


@pytest.fixture
def data(data_process: DataProcess) -> DataProcess:
    """The same, without what earlier tests have defined."""
    data_process("(%quick #f)")
    data_process.forget()
    return data_process

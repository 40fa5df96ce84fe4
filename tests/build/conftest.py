"""A tiny runtime in place of the real one, so that the tests of `build` are quick and depend on nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eshkol.build import candidates, runtime_archive
from eshkol.build.toolchain import Toolchain, find_toolchain


@pytest.fixture
def tiny_runtime(tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The runtime: `runtime.h` declares, `answer.c` defines `answer`, `unused.c` 100 kB that nobody needs."""
    runtime = tmp_path / "runtime"
    (runtime / "src").mkdir(parents=True)
    (runtime / "include").mkdir()
    (runtime / "src/runtime.h").write_text("int answer(void);\n")
    (runtime / "src/answer.c").write_text('#include "runtime.h"\nint answer(void) { return 42; }\n')
    (runtime / "src/unused.c").write_text("char unused[100000] = {1};\n")
    monkeypatch.setattr(runtime_archive, "RUNTIME", runtime)
    monkeypatch.setattr(runtime_archive, "INCLUDE_FOLDERS", (runtime / "src", runtime / "include"))
    monkeypatch.setattr(runtime_archive, "primitives_header_bytes", lambda: b"")
    forget()
    yield runtime
    forget()


def forget() -> None:
    runtime_archive.headers_key.cache_clear()
    runtime_archive.headers.cache_clear()
    runtime_archive.generated_headers.cache_clear()


def available_compilers() -> list[str]:
    """Those of gcc and clang that are on PATH, and the bundled one."""
    return [name for name in ("gcc", "clang") if candidates.find_on_path(name)] + [candidates.BUNDLED]


@pytest.fixture(params=available_compilers())
def toolchain(request: pytest.FixtureRequest) -> Toolchain:
    """Each C compiler of this machine."""
    return find_toolchain(request.param)

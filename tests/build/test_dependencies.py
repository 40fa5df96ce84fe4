"""Objects of the runtime depend on the headers that they include, and on features only where they make a difference."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from eshkol.build import dependencies, runtime_archive
from eshkol.build.flags import FEATURES
from eshkol.build.toolchain import Toolchain, find_toolchain
from tests.build.conftest import forget

TORTURE, FAULTS, SHARED = (FEATURES[name] for name in ("torture", "faults", "shared"))


def test_headers_are_found_through_headers_and_features(tmp_path: Path) -> None:
    for name, text in {"a.h": '#include "b.h"\n#include <stdio.h>\n', "b.h": "# include <a.h>\n", "c.h": ""}.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "faults.h").write_text('#include "c.h"\n')
    headers = dependencies.headers_in([tmp_path])
    assert dependencies.included(b'int x;\n#include "a.h"\n', (), headers).keys() == {"a.h", "b.h"}
    assert not dependencies.included(b'int x; // #include "a.h"\n', (TORTURE,), headers)
    assert dependencies.included(b"", (FAULTS,), headers).keys() == {"faults.h", "c.h"}


def test_only_what_a_feature_does_decides() -> None:
    plain, tortured = b"int x;\n", b"#ifdef ESHKOL_TORTURE\n#endif\n"
    assert [dependencies.touches(TORTURE, [text]) for text in (plain, tortured)] == [False, True]
    assert [dependencies.touches(feature, [plain]) for feature in (FAULTS, SHARED)] == [True, True]


@pytest.fixture
def keys(tiny_runtime: Path) -> Callable[..., dict[str, str]]:
    """The names of the objects in the cache, by file, with certain features."""
    (tiny_runtime / "src/tortured.h").write_text("#ifdef ESHKOL_TORTURE\nextern int x;\n#endif\n")
    (tiny_runtime / "src/tortured.c").write_text('#include "tortured.h"\n')
    toolchain: Toolchain = find_toolchain()

    def find(*features: str) -> dict[str, str]:
        forget()
        jobs = [runtime_archive._job(path, toolchain, frozenset(features), "") for path in runtime_archive.sources()]
        return {job.name: job.key for job in jobs}

    return find


def test_builds_share_objects(keys: Callable[..., dict[str, str]]) -> None:
    plain, tortured, shared, both = keys(), keys("torture"), keys("shared"), keys("shared", "torture")
    assert {name for name in plain if plain[name] != tortured[name]} == {"tortured.c"}
    assert {name for name in shared if shared[name] != both[name]} == {"tortured.c"}
    assert not set(plain.values()) & set(shared.values())


def test_a_changed_header_concerns_what_includes_it(keys: Callable[..., dict[str, str]], tiny_runtime: Path) -> None:
    before = keys()
    (tiny_runtime / "src/tortured.h").write_text("extern int y;\n")
    after = keys()
    assert {name for name in before if before[name] != after[name]} == {"tortured.c"}

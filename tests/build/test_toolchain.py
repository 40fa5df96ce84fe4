"""The rule by which a C compiler is chosen, with stand-ins on PATH."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from eshkol.build import candidates
from eshkol.build.errors import NoCompiler
from eshkol.build.toolchain import find_toolchain

LOOKS_LIKE_GCC = "echo '#define __GNUC__ 12'; echo '#define __LP64__ 1'"
Script = Callable[[str, str], Path]


@pytest.fixture
def bare_path(tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing but what the test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir(exist_ok=True)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv(candidates.VARIABLE, raising=False)
    return folder


def working_compiler(banner: str = "") -> str:
    """The body of a script that stands for clang: the bundled one, less the flag that it would not take."""
    keep = 'for word; do shift; case $word in -fno-pic) ;; *) set -- "$@" "$word" ;; esac; done'
    return f'{banner}{keep}; exec {candidates.bundled_zig()} cc "$@"'


def test_without_a_system_compiler_the_bundled_one_is_used(bare_path: Path) -> None:
    found = find_toolchain()
    assert found.command == (candidates.bundled_zig(), "cc")
    assert found.family == "zig"
    assert "gcc: not on PATH" in found.passed_over


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("echo 'error: no licence'; exit 1", "no licence"),
        ("echo '#define __GNUC__ 4'; echo '#define __LP64__ 1'", "older"),
        ("echo '#define __GNUC__ 12'", "64-bit"),
        ("echo '#define __TINYC__ 1'", "neither gcc nor clang"),
        (f"case $* in *-dM*) {LOOKS_LIKE_GCC};; *) echo no headers; exit 1;; esac", "no headers"),
    ],
)
def test_an_unusable_compiler_is_passed_over_with_the_reason(
    bare_path: Path, write_script: Script, body: str, reason: str
) -> None:
    write_script("gcc", body)
    found = find_toolchain()
    assert found.family == "zig"
    assert any(line.startswith("gcc: ") and reason in line for line in found.passed_over), found.passed_over


def test_the_first_usable_compiler_on_path_is_taken(bare_path: Path, write_script: Script) -> None:
    write_script("gcc", "exit 1")
    clang = write_script("clang", working_compiler())
    found = find_toolchain()
    assert found.command == (str(clang),)
    assert found.family == "clang"


def test_option_wins_over_variable_wins_over_path(
    bare_path: Path, write_script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("gcc", "first", "second"):
        write_script(name, working_compiler())
    monkeypatch.setenv(candidates.VARIABLE, "first")
    assert os.path.basename(find_toolchain().command[0]) == "first"
    assert os.path.basename(find_toolchain("second -O2").command[0]) == "second"
    assert find_toolchain("second -O2").command[1:] == ("-O2",)
    assert find_toolchain("zig").family == "zig"


@pytest.mark.parametrize("request_", ["no-such-compiler", "/no/such/compiler", " "])
def test_a_missing_compiler_is_named(bare_path: Path, request_: str) -> None:
    with pytest.raises(NoCompiler) as caught:
        find_toolchain(request_)
    assert request_ in str(caught.value)
    assert "--cc" in str(caught.value)
    assert caught.value.hint


def test_a_compiler_is_examined_once_until_it_changes(bare_path: Path, write_script: Script, tmp_path: Path) -> None:
    log = tmp_path / "log"
    script = write_script("gcc", working_compiler(f"echo x >> {log}; "))
    first = find_toolchain()
    runs = len(log.read_text())
    assert find_toolchain() == first
    assert len(log.read_text()) == runs
    before = candidates.evidence(None)
    os.utime(script, (1, 1))
    assert candidates.evidence(None) != before
    find_toolchain()
    assert len(log.read_text()) > runs

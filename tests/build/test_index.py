"""The index of unchanged programs: found again, and never when something it depends on has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from eshkol.build import cache, index


@pytest.fixture
def program(own_cache: Path) -> str:
    return cache.write(cache.path_of_key("programs", cache.key("p")), "a program")


def test_a_recorded_program_is_found(program: str) -> None:
    key = index.source_key(b"text", "a.esk", {})
    assert index.lookup(key) is None
    index.record(key, program, [])
    assert index.lookup(key) == program


def test_a_deleted_program_is_not_found(program: str) -> None:
    index.record("ab" * 20, program, [])
    Path(program).unlink()
    assert index.lookup("ab" * 20) is None


def test_a_changed_included_file_counts(program: str, tmp_path: Path) -> None:
    included = tmp_path / "an included file.esk"
    included.write_bytes(b"1")
    index.record("ab" * 20, program, [(str(included), b"1")])
    assert index.lookup("ab" * 20) == program
    included.write_bytes(b"2")
    assert index.lookup("ab" * 20) is None
    included.unlink()
    assert index.lookup("ab" * 20) is None


def test_a_file_that_appears_counts(program: str, tmp_path: Path) -> None:
    index.record("ab" * 20, program, [(str(tmp_path / "library.sld"), None)])
    assert index.lookup("ab" * 20) == program
    (tmp_path / "library.sld").write_text("")
    assert index.lookup("ab" * 20) is None


def test_keys_tell_texts_names_options_and_compilers_apart(
    own_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keys() -> list[str]:
        return [
            index.source_key(b"text", "a.esk", {}),
            index.source_key(b"text ", "a.esk", {}),
            index.source_key(b"text", "b.esk", {}),
            index.source_key(b"text", "a.esk", {"torture": True}),
            index.source_key(b"text", "a.esk", {"optimization": "3"}),
            index.source_key(b"text", "a.esk", {"compiler": "zig"}),
            index.source_key(b"text", "a.esk", {"library_folders": ("a", "b")}),
            index.source_key(b"text", "a.esk", {"library_folders": ("b", "a")}),
        ]

    first = keys()
    assert len(set(first)) == len(first)
    assert keys() == first
    monkeypatch.chdir(tmp_path)
    assert not set(first) & set(keys()), "the same name in another folder includes other files"


def test_defaults_need_not_be_given(own_cache: Path) -> None:
    from dataclasses import asdict

    from eshkol.options import Options

    assert index.source_key(b"x", "a", asdict(Options())) == index.source_key(b"x", "a", {})
    assert index.source_key(b"x", "a", asdict(Options(torture=True))) == index.source_key(b"x", "a", {"torture": True})


def test_compiler_identity_sees_a_changed_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "PACKAGE", str(tmp_path))
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/a.esk").write_text("1")
    before = index.compiler_identity()
    assert index.compiler_identity() == before
    (tmp_path / "lib/a.esk").write_text("12")
    assert index.compiler_identity() != before

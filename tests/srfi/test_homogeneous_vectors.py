"""The libraries of SRFI 160 for the types of homogeneous vectors differ in the type's name only."""

from __future__ import annotations

import pytest

from eshkol.tables.shipped import real_path, shipped_exports, shipped_libraries

MODEL = "s16"
TYPES = ("u8", "s8", "u16", "u32", "s32", "u64", "s64", "f32", "f64", "c64", "c128")


def declarations(name: str) -> str:
    """The text of the library without its first line, which describes the type, and without line breaks."""
    text = real_path(shipped_libraries()[f"(srfi 160 {name})"]).read_text(encoding="utf-8")
    return " ".join(text.splitlines()[1:]).replace("  ", "")


@pytest.mark.parametrize("name", TYPES)
def test_the_libraries_are_alike(name: str) -> None:
    words = [text.replace("(", " ( ").replace(")", " ) ").split() for text in map(declarations, (name, MODEL))]
    assert words[0] == [word.replace(MODEL, name) for word in words[1]]
    assert len(shipped_exports(f"(srfi 160 {name})")) == len(shipped_exports(f"(srfi 160 {MODEL})"))

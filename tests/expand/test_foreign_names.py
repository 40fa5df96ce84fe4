"""Every hint about a name of another language appears, and what it recommends is there."""

from __future__ import annotations

import re

import pytest

from eshkol.expand.foreign_names import FOREIGN_NAMES
from tests.stages import shown

PLACEHOLDERS = {"name", "test", "problem", "format", "srfi"}  # what an example is made of; format is imported


@pytest.mark.parametrize("name", FOREIGN_NAMES)
def test_the_hint_appears(name: str) -> None:
    assert f"hint: {FOREIGN_NAMES[name]}" in shown(f"(f {name or '||'})", "expand")


def test_what_is_recommended_exists() -> None:
    recommended = {word for hint in FOREIGN_NAMES.values() for word in re.findall(r"\(([^\s()]+) ", hint)}
    assert not {
        word for word in recommended - PLACEHOLDERS if f"unbound variable `{word}`" in shown(f"({word})", "expand")
    }

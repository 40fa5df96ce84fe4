"""The generated pages and tables are those that `make docs` would write now."""

from __future__ import annotations

import pytest

from eshkol.pipeline import PASSES
from eshkol.tables import primitive_rows, syntax_rows
from eshkol.tables.library_docs import library_docs
from tests.docs.pages import ROOT
from tools.make_docs import REFERENCE, generated

GENERATED = generated()


@pytest.mark.parametrize("path", GENERATED, ids=str)
def test_page_is_up_to_date(path: object) -> None:
    text = next(text for key, text in GENERATED.items() if key == path)
    assert (ROOT / str(path)).read_text(encoding="utf-8") == text, "run `make docs` and commit what it writes"


def test_no_page_is_left_over() -> None:
    present = {path.relative_to(ROOT) for path in (ROOT / REFERENCE).glob("*.md")}
    assert present == {path for path in GENERATED if path.parent == REFERENCE}


def test_every_name_and_pass_is_there() -> None:
    index = GENERATED[REFERENCE / "README.md"]
    names = [name for name in (*primitive_rows(), *library_docs(), *syntax_rows()) if not name.startswith("%")]
    assert len(names) > 500
    assert [name for name in names if f"[`{name}`](" not in index] == []
    architecture = next(text for path, text in GENERATED.items() if path.name == "ARCHITECTURE.md")
    assert [step.name for step in PASSES if f"| `{step.name}` | {step.takes} |" not in architecture] == []

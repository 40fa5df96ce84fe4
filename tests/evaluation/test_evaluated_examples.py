"""Runs the examples of primitives, forms and the library once more: not compiled, but by `eval` in one program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.conftest import suite_options
from tests.test_examples import GROUPS, Case, outcomes

DRIVER = Path(__file__).parent / "driver.esk"
CASES = [case for portion in GROUPS.values() for case in portion]
# The data that evaluated code quotes is what `eval` was given: it can be changed, while literals of programs cannot.
COMPILED_ONLY = "cannot change a literal"
# The variables of procedures that `eval` makes are in the evaluator's frames, not in environments of their own.
COMPILED_SUBJECTS = {"environment-parent"}


def wrong(case: Case, kind: str, text: str) -> str | None:
    """A message when this is not the outcome that the example shows."""
    example = case.example
    if example.error is not None and kind != "value" and example.error in text:
        return None
    if example.error is None and kind == "value" and text == example.result:
        return None
    want = f"value {example.result}" if example.error is None else f"error {example.error}"
    return f"{case.subject}: {example.expression}\n  expected {want}\n  got {kind} {text}"


def test_examples(run_program: Callable[..., CompletedProcess[str]], tmp_path: Path) -> None:
    items = [f"(case {i} {case.example.expression}\n)" for i, case in enumerate(CASES)]
    path = tmp_path / "examples.scm"
    path.write_text("\n".join(items), encoding="utf-8")
    result = run_program(DRIVER, str(path))
    seen = outcomes(result.stdout)
    messages = [
        wrong(case, *seen.get(i, ("nothing", result.stderr)))
        for i, case in enumerate(CASES)
        if COMPILED_ONLY not in (case.example.error or "") and case.subject not in COMPILED_SUBJECTS
    ]
    found = [message for message in messages if message]
    assert not found, "\n" + "\n".join(found)


def test_deep_recursion_and_long_loops(
    run_program: Callable[..., CompletedProcess[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 1_000_000
    if suite_options().torture:  # reclaims at every step, and now and then looks at the whole stack
        count = 10_000
        monkeypatch.setenv("ESHKOL_MAX_STACK", str(2 << 20))
    path = tmp_path / "large.scm"
    path.write_text(
        f"(case 0 (let loop ((i 0)) (if (< i {count}) (+ 1 (loop (+ i 1))) 0)))\n"
        f"(case 1 (do ((i 0 (+ i 1))) ((= i {count}) i)))\n"
        "(case 2 (let loop () (+ 1 (loop))))\n"
    )
    seen = outcomes(run_program(DRIVER, str(path)).stdout)
    assert (seen[0], seen[1]) == (("value", str(count)), ("value", str(count)))
    assert seen[2][0] == "error"
    assert "stack" in seen[2][1]

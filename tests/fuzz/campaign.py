"""Runs cases in worker processes: a crash or a hang costs one case, and is its verdict."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.fuzz.mutations import ROOT, case

SECONDS = 30.0
"""A case takes well under a second; one that takes this long hangs (the machine may be busy)."""
EVERY = 20
"""One in so many C texts goes through the C compiler."""


def verdicts(numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Each case's number and verdict: `program`, `diagnostics` or `failed: ...`."""
    left = list(numbers)
    while left:
        done = list(_one_worker(left))
        yield from done
        left = left[len(done) :]


def _one_worker(numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Verdicts up to the first case that ends the process, which is one of them."""
    command = [sys.executable, "-m", "tests.fuzz.worker", str(SECONDS), str(EVERY), *map(str, numbers)]
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": paths}
        result = subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    begun = None
    for line in result.stdout.splitlines():
        word, number, *verdict = line.split(" ", 2)
        if word == "start":
            begun = int(number)
        else:
            yield int(number), verdict[0]
            begun = None
    if begun is None and result.returncode != 0:
        raise RuntimeError(f"the worker failed before its first case: {result.stderr}")
    if begun is not None:
        yield begun, f"failed: the process ended with status {result.returncode}: {_summary(result.stderr)}"


def _summary(errors: str) -> str:
    """The first lines of the traceback that ended a worker."""
    return " | ".join(line.strip() for line in errors.splitlines()[:6])


def failures(found: Iterable[tuple[int, str]]) -> list[str]:
    """One line for each verdict that is neither `program` nor `diagnostics`; the case's text is kept in a file."""
    problems = []
    for number, verdict in found:
        if verdict not in ("program", "diagnostics"):
            path = Path(tempfile.gettempdir()) / f"eshkol-fuzz-{number}.esk"
            path.write_bytes(case(number))
            problems.append(f"{path}: {verdict}")
    return problems


if __name__ == "__main__":
    first, last = int(sys.argv[1]), int(sys.argv[2])
    problems = failures(verdicts(range(first, last)))
    print("\n".join(problems) or f"cases {first} to {last - 1}: no failure")
    sys.exit(1 if problems else 0)

"""The memory benchmarks: every workload runs at a tiny scale, its page has numbers and its pictures are drawn."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.memory.workshop import Result, reasons, with_equal_check_sums

ROOT = Path(__file__).resolve().parents[2]
RUN = (sys.executable, "-m", "bench.memory.run")
TINY = "0.0002"
SECONDS = 900

WORKLOADS = ("request-server", "short-lived-pairs", "survival", "allocation", "small-arenas", "parse-and-drop")
PICTURES = {
    "allocation": {f"allocation-{name}.svg" for name in ("drop-at-once", "keep-all", "keep-1-of-100")}
    | {"allocation-last-in-first-out.svg", "allocation-random-lifetime.svg"}
}
C_PEERS = ("glibc malloc", "mimalloc", "jemalloc", "mimalloc heaps", "apr pools", "boehm gc", "eshkol c arenas")
EXECUTABLES = {"chez": "scheme", "gambit": "gsc"}
EXPECTED_GAPS = re.compile(r"is not installed \(Debian: |objects of a region are freed only together|eshkol config")


def run_bench(*arguments: str, folder: Path) -> str:
    """Runs the benchmarks without touching the network or the results page; the page that they write."""
    command = [*RUN, *arguments, "--scale", TINY, "--no-fetch", "--output", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    return (folder / "RESULTS.md").read_text()


def gaps(page: str) -> list[str]:
    """What the page says was not measured."""
    return [line for part in page.split("Not measured:")[1:] for line in part.splitlines() if line.startswith("- ")]


def participants(*names: str) -> list[str]:
    return [argument for name in names for argument in ("--with", name)]


@pytest.mark.fuzz
@pytest.mark.parametrize("workload", WORKLOADS)
def test_workload(workload: str, tmp_path: Path) -> None:
    page = run_bench(workload, *participants("eshkol", *C_PEERS), folder=tmp_path)
    assert [line for line in gaps(page) if not EXPECTED_GAPS.search(line)] == []
    assert re.search(r"^\| (Eshkol|survival|binary-trees)[^|]*\|( [\d.,]+ \|)+", page, re.MULTILINE), page
    assert "Measured at scale" in page
    drawn = {path.name for path in (tmp_path / "pictures").iterdir()}
    assert drawn == PICTURES.get(workload, {f"{workload}.svg"})
    assert all(f"pictures/{name}" in page for name in drawn)


@pytest.mark.fuzz
@pytest.mark.parametrize(
    ("workload", "name"),
    [
        ("request-server", "chez"),
        ("survival", "chez"),
        ("parse-and-drop", "chez"),
        ("request-server", "gambit"),
        ("short-lived-pairs", "gambit"),
    ],
)
def test_workload_with_other_schemes(workload: str, name: str, tmp_path: Path) -> None:
    """They compute what Eshkol computes; where they are not installed the page says so."""
    page = run_bench(workload, *participants("eshkol", name), folder=tmp_path)
    if shutil.which(EXECUTABLES[name]):
        assert [line for line in gaps(page) if not EXPECTED_GAPS.search(line)] == []
        assert re.search(rf"\b{name.capitalize()}\b[^|\n]*\|( [\d.,]+ \|)+", page) or f"| {name}" in page.lower()
    else:
        assert f"{name.capitalize()} is not installed" in page


def test_a_peer_that_computes_something_else_is_a_gap() -> None:
    """Contestants are held to the check sum of the first; nothing that disagrees is shown as a time."""
    good, bad = (Result({"check-sum": number}, [], 1, 1.0) for number in (7, 8))
    assert reasons(with_equal_check_sums({"a": good, "b": bad, "c": "no"})) == ["b: computed 8, expected 7", "c: no"]


def test_unknown_names_are_refused() -> None:
    for arguments, message in (["nothing"], "unknown workload nothing"), (["--with", "x"], "unknown contestant x"):
        done = subprocess.run([*RUN, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode != 0
        assert message in done.stderr

"""Loads in which much survives: binary trees, long lists, big tables."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from bench.memory.figures import Bars, Section, Table, shown
from bench.memory.workshop import Outcome, Result, Workshop, peak_mebibytes, reasons, value, with_equal_check_sums

RUNS = 3


@dataclass(frozen=True, slots=True)
class Load:
    """A program and its arguments; the first one shrinks with the scale, trees by a level for each halving."""

    program: str
    size: int
    further: tuple[int, ...] = ()


LOADS = (Load("binary-trees", 20), Load("long-lists", 1_000_000, (30,)), Load("big-tables", 500_000, (6,)))

TEXT = """Seconds of processor time, the median of three runs, and peak resident memory. Binary trees: one of depth
20 lives on while many of depths 4 to 20 are built, counted and dropped. Long lists: lists of a million numbers are
built, mapped over, reversed and appended while the last three live. Big tables: half a million records in a hash
table and a growing vector, a third of them changed, six times. The longest pause is what each implementation itself
measures."""


def measure(workshop: Workshop) -> list[Section]:
    table = {load.program: _run(workshop, load) for load in LOADS}
    names = [implementation.name for implementation in workshop.schemes()]
    rows = [[program, *_cells(outcomes, names)] for program, outcomes in table.items()]
    header = ["", *(f"{name}, s" for name in names), "Eshkol / Chez"]
    header += [f"{name}, peak MiB" for name in names] + [f"{name}, longest pause ms" for name in names]
    picture = Bars(
        "survival.svg",
        "Loads in which much survives",
        "seconds of processor time",
        list(table),
        {name: [_seconds(outcomes.get(name)) for outcomes in table.values()] for name in names},
    )
    missing = [f"{program}, {line}" for program, outcomes in table.items() for line in reasons(outcomes)]
    return [Section("Loads in which much survives", TEXT, [Table(header, rows)], [picture], missing)]


def _run(workshop: Workshop, load: Load) -> dict[str, Outcome]:
    size = _size(workshop, load)
    runs: dict[str, list[Outcome]] = {}
    for _ in range(RUNS):
        for implementation in workshop.schemes():
            command = workshop.scheme(implementation, load.program)
            runs.setdefault(implementation.name, []).append(workshop.run(command, size, *load.further))
    return with_equal_check_sums({name: _middle(outcomes) for name, outcomes in runs.items()})


def _size(workshop: Workshop, load: Load) -> int:
    if load.program != "binary-trees":
        return workshop.scaled(load.size, 10)
    return max(8, workshop.scaled(2**load.size).bit_length() - 1)


def _middle(outcomes: list[Outcome]) -> Outcome:
    """The run with the median time, or the first failure."""
    results = [outcome for outcome in outcomes if isinstance(outcome, Result)]
    if len(results) < len(outcomes):
        return next(outcome for outcome in outcomes if isinstance(outcome, str))
    middle = median(result.values["processor-nanoseconds"] for result in results)
    return next(result for result in results if result.values["processor-nanoseconds"] == middle)


def _seconds(outcome: Outcome | None) -> float | None:
    return value(outcome, "processor-nanoseconds", 1e9)


def _pause(outcome: Outcome | None) -> float | None:
    found = [value(outcome, name, 1e6) for name in ("longest-pause", "longest-scoped-pause", "longest-full-pause")]
    return max((pause for pause in found if pause is not None), default=None)


def _cells(outcomes: dict[str, Outcome], names: list[str]) -> list[str]:
    eshkol, chez = _seconds(outcomes.get("Eshkol")), _seconds(outcomes.get("Chez"))
    ratio = eshkol / chez if eshkol is not None and chez else None
    columns = [_seconds(outcomes.get(name)) for name in names] + [ratio]
    columns += [peak_mebibytes(outcomes.get(name)) for name in names] + [_pause(outcomes.get(name)) for name in names]
    return [shown(cell) for cell in columns]

"""Writes what the benchmarks measured as Markdown tables."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from math import exp, log
from pathlib import Path

from bench.measuring import Summary

Results = Mapping[str, Mapping[str, Summary | str]]  # program -> implementation -> medians, or why there are none

REFERENCE = "Eshkol"


def render(results: Results, versions: Mapping[str, str], start_up: Mapping[str, Summary | str], runs: int) -> str:
    """The whole report. `versions` gives the implementations in the order of the columns."""
    names = list(versions)
    parts = [
        "# Benchmark results",
        "Written by `bench/run.py`. Wall-clock seconds of the whole process, median of "
        f"{runs} interleaved runs; nothing is subtracted (start-up has its own table). "
        "Programs are compiled beforehand, as one whole program each.",
        _machine(versions),
        "## Seconds",
        _table(results, names, lambda summary: f"{summary.wall:.3f}"),
        "## Processor seconds (user and system)",
        _table(results, names, lambda summary: f"{summary.processor:.3f}"),
        "Ratios are of processor seconds, which other work on the machine disturbs less.",
        "## Time relative to Chez (below 1: faster than Chez)",
        _relative_table(results, names, "Chez"),
        f"## Time of {REFERENCE} relative to the others (below 1: {REFERENCE} is faster)",
        _ratio_table(results, [name for name in names if name != REFERENCE]),
        "## Peak resident memory, MiB",
        _table(results, names, lambda summary: f"{summary.peak / 1024:.1f}"),
        "## Start-up: a program that prints nothing",
        _table({"seconds": start_up}, names, lambda summary: f"{summary.wall:.3f}"),
        _table({"peak MiB": start_up}, names, lambda summary: f"{summary.peak / 1024:.1f}"),
    ]
    notes = _notes(results, names)
    return "\n\n".join(parts + (["## Not measured", notes] if notes else [])) + "\n"


def _machine(versions: Mapping[str, str]) -> str:
    rows = [
        ("date", datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")),
        ("processor", f"{processor()}, {os.cpu_count()} cores"),
        ("system", f"{platform.system()} {platform.release()} {platform.machine()}"),
        *((name, version) for name, version in versions.items()),
    ]
    return "\n".join(["| | |", "|---|---|", *(f"| {key} | {value} |" for key, value in rows)])


def processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def _rows(header: list[str], rows: list[list[str]]) -> str:
    ruler = ["---", *("---:" for _ in header[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in [header, ruler, *rows])


def _cell(value: Summary | str | None, show: Callable[[Summary], str]) -> str:
    return show(value) if isinstance(value, Summary) else "–"


def _table(results: Results, names: Sequence[str], show: Callable[[Summary], str]) -> str:
    rows = [[program, *(_cell(by.get(name), show) for name in names)] for program, by in results.items()]
    return _rows(["program", *names], rows)


def _processor_seconds(value: Summary | str | None) -> float | None:
    return value.processor if isinstance(value, Summary) else None


def _quotient(value: Summary | str | None, by: Summary | str | None) -> float | None:
    numerator, denominator = _processor_seconds(value), _processor_seconds(by)
    return numerator / denominator if numerator is not None and denominator else None


def _geometric_mean(values: list[float | None]) -> str:
    known = [value for value in values if value is not None]
    return f"**{exp(sum(log(max(value, 1e-6)) for value in known) / len(known)):.2f}**" if known else "–"


def _quotient_table(first: str, names: list[str], quotients: Mapping[str, list[float | None]]) -> str:
    rows = [[key, *("–" if v is None else f"{v:.2f}" for v in values)] for key, values in quotients.items()]
    columns = [[values[i] for values in quotients.values()] for i in range(len(names))]
    return _rows([first, *names], [*rows, ["**geometric mean**", *map(_geometric_mean, columns)]])


def _relative_table(results: Results, names: list[str], to: str) -> str:
    others = [name for name in names if name != to]
    return _quotient_table(
        "program", others, {p: [_quotient(by.get(n), by.get(to)) for n in others] for p, by in results.items()}
    )


def _ratio_table(results: Results, others: list[str]) -> str:
    return _quotient_table(
        "program", others, {p: [_quotient(by.get(REFERENCE), by.get(n)) for n in others] for p, by in results.items()}
    )


def _notes(results: Results, names: list[str]) -> str:
    lines = []
    for program, by in results.items():
        for name in names:
            reason = by.get(name)
            if isinstance(reason, str):
                lines.append(f"- {program}, {name}: {' '.join(reason.split())[:300]}")
    return "\n".join(lines)

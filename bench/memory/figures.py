"""What a workload hands over: sections with text, tables and pictures; nothing here knows how they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text below a header; the first column is the rows' names."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Lines:
    """A picture of lines over an axis of numbers; a series is a list of points. Both axes are logarithmic."""

    file: str
    title: str
    x_label: str
    y_label: str
    series: Mapping[str, Sequence[tuple[float, float]]]
    x_ticks: Mapping[float, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bars:
    """A picture of groups of bars, a bar a series; a series has a number for each group, or None."""

    file: str
    title: str
    y_label: str
    groups: Sequence[str]
    series: Mapping[str, Sequence[float | None]]


Picture = Lines | Bars


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the results page. `missing` says what was not measured, and why."""

    title: str
    text: str
    tables: Sequence[Table]
    pictures: Sequence[Picture] = ()
    missing: Sequence[str] = ()


def shown(value: float | None) -> str:
    """A number with three digits that count, or a dash."""
    if value is None:
        return "–"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"

"""Draws the pictures of the memory benchmarks as SVG files, with matplotlib; the same numbers give the same bytes."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.memory.figures import Bars, Lines, Picture

SIZE = (9.0, 5.0)
MARKERS = "osv^<>DPX*hp"
COLOURS = 10  # of matplotlib, after which they begin again


def can_draw() -> bool:
    return importlib.util.find_spec("matplotlib") is not None


def draw(pictures: Sequence[Picture], folder: Path) -> None:
    """Writes each picture to the folder. Requires can_draw()."""
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "eshkol"
    folder.mkdir(parents=True, exist_ok=True)
    for picture in pictures:
        _draw(picture, folder / picture.file)


def _draw(picture: Picture, file: Path) -> None:
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=SIZE, layout="constrained")
    match picture:
        case Lines():
            _lines(picture, axes)
        case Bars():
            _bars(picture, axes)
    axes.set_title(picture.title)
    axes.set_ylabel(picture.y_label)
    axes.grid(visible=True, alpha=0.3)
    axes.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.0, 0.5))
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)


def _lines(picture: Lines, axes: Any) -> None:
    for position, (name, points) in enumerate(picture.series.items()):
        few = len(points) <= 10
        marker = MARKERS[position % len(MARKERS)] if few else None
        style = "-" if position < COLOURS else "--"
        axes.plot([x for x, _ in points], [y for _, y in points], label=name, marker=marker, linestyle=style)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel(picture.x_label)
    if picture.x_ticks:
        axes.set_xticks(list(picture.x_ticks), list(picture.x_ticks.values()))
        axes.set_xticks([], minor=True)


def _bars(picture: Bars, axes: Any) -> None:
    width = 0.8 / max(1, len(picture.series))
    for position, (name, heights) in enumerate(picture.series.items()):
        places = [group + position * width - 0.4 + width / 2 for group in range(len(picture.groups))]
        axes.bar(places, [height or 0.0 for height in heights], width, label=name)
    axes.set_xticks(range(len(picture.groups)), list(picture.groups))

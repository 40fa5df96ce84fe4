"""Writes what the memory benchmarks found as a Markdown page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.memory.figures import Section, Table


def render(sections: Sequence[Section], machine: Mapping[str, str], notes: Sequence[str], *, has_pictures: bool) -> str:
    """The whole page. Pictures are referred to only when they have been drawn."""
    parts = [
        "# Memory: what it costs, and how long it makes a program wait",
        "Written by `bench/memory/run.py` (`make bench-memory`); bench/README.md says how.",
        _rows([["", ""], *([key, value] for key, value in machine.items())]),
        *notes,
        *(_section(section, has_pictures=has_pictures) for section in sections),
    ]
    return "\n\n".join(parts) + "\n"


def _section(section: Section, *, has_pictures: bool) -> str:
    parts = [f"## {section.title}", section.text, *(_table(table) for table in section.tables if table.rows)]
    if has_pictures:
        parts += [f"![{picture.title}](pictures/{picture.file})" for picture in section.pictures]
    if section.missing:
        parts += ["Not measured:", "\n".join(f"- {line}" for line in section.missing)]
    return "\n\n".join(parts)


def _table(table: Table) -> str:
    return _rows([list(table.header), *(list(row) for row in table.rows)])


def _rows(rows: list[list[str]]) -> str:
    ruler = ["---", *("---:" for _ in rows[0][1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in [rows[0], ruler, *rows[1:]])

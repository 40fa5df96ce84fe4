"""What the commands' arguments have in common: FILE and the options of the table `option_rows`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from eshkol.cli.failures import UsageProblem
from eshkol.cli.option_rows import CHOICE, FLAG, FOLDERS, SIZE, Row, read_size, rows_of

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

STANDARD_INPUT = "<standard input>"


def _size(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    size = read_size(value)
    if size is None:
        raise click.BadParameter(f"{value!r} is not a size; give bytes, or a number with K, M, G or T, such as 512M")
    return size


def _folders(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...] | None:
    for folder in value:
        if not os.path.isdir(folder):
            raise click.BadParameter(f"{folder!r} is not a folder")
    return value or None


def shared_options(command: str) -> Callable[[Decorated], Decorated]:
    """The table's options for a command."""

    def decorate(function: Decorated) -> Decorated:
        for row in reversed(rows_of(command)):
            function = _option(row)(function)
        return function

    return decorate


def _option(row: Row) -> Callable[[Decorated], Decorated]:
    if row.kind == FLAG:
        return click.option(*row.flags, row.name, is_flag=True, help=row.help)
    if row.kind == FOLDERS:
        return click.option(*row.flags, row.name, multiple=True, callback=_folders, metavar=row.metavar, help=row.help)
    kind = click.Choice(row.choices) if row.kind == CHOICE else click.STRING
    callback = _size if row.kind == SIZE else None
    return click.option(*row.flags, row.name, type=kind, callback=callback, metavar=row.metavar, help=row.help)


def given(values: dict[str, object]) -> dict[str, object]:
    """The options that the user gave."""
    return {name: value for name, value in values.items() if value is not None and value is not False}


def read_file(file: str) -> tuple[bytes, str]:
    """The text in `file` (`-`: standard input) and the name it has in messages. UsageProblem when it cannot be read."""
    if file == "-":
        return sys.stdin.buffer.read(), STANDARD_INPUT
    try:
        with open(file, "rb") as opened:
            return opened.read(), file
    except OSError as error:
        raise UsageProblem(f"cannot read {file}: {error.strerror}", _similar_file(file)) from None


def _similar_file(file: str) -> str | None:
    """A hint for a misspelt name or a forgotten suffix."""
    from difflib import get_close_matches

    if os.path.exists(file):
        return None
    try:
        names = [name for name in os.listdir(os.path.dirname(file) or os.curdir) if name.endswith((".esk", ".scm"))]
    except OSError:
        return None
    close = get_close_matches(os.path.basename(file), names, 1, 0.6)
    return f"did you mean {os.path.join(os.path.dirname(file), close[0])}?" if close else None

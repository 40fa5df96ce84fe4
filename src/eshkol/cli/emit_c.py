"""`eshkol emit-c`: shows the C that a program becomes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from eshkol.cli.arguments import given, read_file, shared_options
from eshkol.cli.output import write_output

if TYPE_CHECKING:
    from eshkol.emit.units import CUnit

EPILOG = """\b
Examples:
  eshkol emit-c hello.esk
  eshkol emit-c hello.esk -o hello.c
"""


@click.command("emit-c", epilog=EPILOG)
@shared_options("emit-c")
@click.option("-o", "--output", metavar="OUT", help="Write to OUT instead of standard output.")
@click.argument("file", metavar="FILE")
def command(*, file: str, output: str | None, **values: object) -> None:
    """Show the C text for the program in FILE (`-`: standard input).

    A large program becomes several translation units; each starts with a comment line that names it.
    """
    from eshkol.driver import c_units
    from eshkol.options import Options

    data, name = read_file(file)
    write_output(as_text(c_units(data, name, Options.of(given(values)))), output)


def as_text(units: Sequence[CUnit]) -> str:
    if len(units) == 1:
        return units[0].text
    return "\n".join(f"/* translation unit {unit.name} */\n{unit.text}" for unit in units)

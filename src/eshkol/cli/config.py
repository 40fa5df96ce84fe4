"""`eshkol config`: what a C compiler needs for programs that use Eshkol."""

from __future__ import annotations

import shlex

import click

from eshkol.cli.failures import UsageProblem

EPILOG = """\b
Examples:
  cc arenas.c $(eshkol config --cflags --libs)          arenas and closures in plain C
  cc host.c $(eshkol config --cflags) -L. -lgeometry    a library made by eshkol build --shared
"""


@click.command("config", epilog=EPILOG)
@click.option("--cflags", is_flag=True, help="Flags for compiling: where eshkol.h is.")
@click.option("--libs", is_flag=True, help="What to link with for part A of eshkol.h; made when it is not there yet.")
@click.option("--cc", "compiler", metavar="COMPILER", help="The C compiler that --libs is made with, as for build.")
def command(*, cflags: bool, libs: bool, compiler: str | None) -> None:
    """Print what C programs that use eshkol.h are compiled and linked with."""
    from eshkol.build.runtime_archive import PUBLIC_HEADER

    if not cflags and not libs:
        raise UsageProblem("nothing was asked for", "give --cflags, --libs or both")
    words = [f"-I{PUBLIC_HEADER.parent}"] if cflags else []
    if libs:
        words += _libraries(compiler)
    click.echo(shlex.join(words))


def _libraries(compiler: str | None) -> list[str]:
    from eshkol.build.runtime_archive import c_interface_archive
    from eshkol.build.toolchain import find_toolchain

    return [c_interface_archive(find_toolchain(compiler)), "-pthread"]

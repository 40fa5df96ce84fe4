"""`eshkol doctor`: which C compiler is used and why, versions, caches, and whether a program can be made."""

from __future__ import annotations

import platform
import sys
import time

import click

from eshkol import __version__

EPILOG = """\b
Examples:
  eshkol doctor
  eshkol doctor --cc zig
  eshkol doctor --clear-cache

The C compiler is the one given by --cc, else by the environment variable ESHKOL_CC, else the first of gcc, clang
and cc on PATH that is new enough and works, else the clang that comes with Eshkol in the ziglang package.
"""


@click.command("doctor", epilog=EPILOG)
@click.option("--cc", "compiler", metavar="COMPILER", help="Examine this C compiler.")
@click.option("--clear-cache", is_flag=True, help="Empty the cache, then report.")
def command(*, compiler: str | None, clear_cache: bool) -> None:
    """Report on the C compiler, the caches and a trial program."""
    from eshkol.build import cache
    from eshkol.build.toolchain import find_toolchain

    if clear_cache:
        cache.clear()
    line("Eshkol", __version__)
    line("Python", f"{platform.python_version()} ({sys.executable})")
    toolchain = find_toolchain(compiler)
    line("C compiler", str(toolchain))
    line("", toolchain.why)
    for candidate in toolchain.passed_over:
        line("", f"passed over: {candidate}")
    line("Zig", f"{zig_version()} ({toolchain.zig})")
    seconds = trial(compiler)
    line("Trial program", f"compiled and run in {seconds:.2f} s")
    line("Cache", cache.directory())
    for section, size in cache.sizes().items():
        if size:
            line("", f"{show_size(size):>9}  {section}: {cache.SECTIONS[section]}")


def line(label: str, text: str) -> None:
    click.echo(f"{label + ':' if label else '':15}{text}")


def zig_version() -> str:
    from importlib.metadata import version

    return version("ziglang")


def show_size(size: int) -> str:
    """For people: `512 B`, `1.2 MiB`."""
    amount, unit = float(size), "B"
    for larger in ("KiB", "MiB", "GiB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    return f"{amount:.0f} B" if unit == "B" else f"{amount:.1f} {unit}"


def trial(compiler: str | None) -> float:
    """Compiles and runs a tiny program afresh; gives the seconds. BuildError when it does not answer as it should."""
    from eshkol.build.errors import BuildError
    from eshkol.build.processes import Command, run
    from eshkol.driver import executable
    from eshkol.options import Options

    # The number makes the text new, so that nothing comes from the cache but the runtime.
    number = time.time_ns()
    text = f"(display (+ {number} 1))(newline)"
    options = Options(compiler=compiler)
    executable(b"(display 0)", "<trial>", options)
    before = time.perf_counter()
    outcome = run(Command((executable(text.encode(), "<trial>", options),)))
    seconds = time.perf_counter() - before
    if outcome.status != 0 or outcome.output != f"{number + 1}\n":
        raise BuildError(
            "the trial program failed", "try another C compiler with --cc", (f"status {outcome.status}", outcome.output)
        )
    return seconds

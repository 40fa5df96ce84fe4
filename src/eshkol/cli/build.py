"""`eshkol build`: makes an executable file."""

from __future__ import annotations

import os
import shutil

import click

from eshkol.cli.arguments import given, read_file, shared_options
from eshkol.cli.failures import UsageProblem

EPILOG = """\b
Examples:
  eshkol build hello.esk                  makes ./hello
  eshkol build hello.esk -o /tmp/hello
  eshkol build --debug server.esk         for gdb, perf and valgrind

The executable needs nothing but the C library.
"""

FULL = "2"
"""The level of what is made to last, however large."""


@click.command("build", epilog=EPILOG)
@shared_options("build")
@click.option("-o", "--output", metavar="OUT", help="Where the executable goes (default: FILE without its suffix).")
@click.argument("file", metavar="FILE")
def command(*, file: str, output: str | None, **values: object) -> None:
    """Make an executable from the program in FILE (`-`: standard input)."""
    from eshkol.driver import executable
    from eshkol.options import Options

    data, name = read_file(file)
    target = output or _default_output(file)
    _refuse_bad_output(target, file)
    install(executable(data, name, Options.of({"optimization": FULL, **given(values)})), target)


def _default_output(file: str) -> str:
    stem, suffix = os.path.splitext(os.path.basename(file))
    if file == "-" or not suffix:
        raise UsageProblem(f"there is no obvious name for the executable of {file}", "name it: -o OUT")
    return stem


def _refuse_bad_output(target: str, file: str) -> None:
    if os.path.isdir(target):
        raise UsageProblem(f"cannot write {target}: it is a folder", "name the executable with -o")
    if os.path.exists(target) and os.path.exists(file) and os.path.samefile(target, file):
        raise UsageProblem(f"the executable would replace the program itself: {file}", "choose another name with -o")


def install(program: str, target: str) -> None:
    """Copies the executable to `target`, whole or not at all, also when `target` is running."""
    new = f"{target}.{os.getpid()}.new"
    try:
        shutil.copyfile(program, new)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(new, 0o777 & ~mask)
        os.replace(new, target)
    except OSError as error:
        raise UsageProblem(f"cannot write {target}: {error.strerror}") from None
    finally:
        if os.path.exists(new):
            os.unlink(new)

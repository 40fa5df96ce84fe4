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
  eshkol build --shared geometry.esk      makes libgeometry.so and geometry.h for C programs

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
    if values["shared"]:
        _build_library(file, data, name, output, values)
        return
    target = output or _default_output(file)
    _refuse_bad_output(target, file)
    install(executable(data, name, Options.of({"optimization": FULL, **given(values)})), target)


def _build_library(file: str, data: bytes, name: str, output: str | None, values: dict[str, object]) -> None:
    from eshkol.build.library import library
    from eshkol.options import Options

    if values.get("sanitize"):
        raise UsageProblem("--sanitize and --shared do not go together", "build an executable")
    target = output or f"lib{_default_output(file)}.so"
    _refuse_bad_output(target, file)
    library_name, header = library_names(target)
    if os.path.exists(header) and os.path.samefile(header, file):
        raise UsageProblem(f"the header would replace the program itself: {file}", "choose another name with -o")
    made = library(data, name, library_name, Options.of({"optimization": FULL, **given(values)}))
    install(made.path, target)
    write_header(made.header, header)


def library_names(target: str) -> tuple[str, str]:
    """The library's name, NAME for libNAME.so, and where its header goes: NAME.h beside it."""
    folder, base = os.path.split(target)
    stem = base.partition(".so")[0] if ".so" in base else os.path.splitext(base)[0]
    name = stem.removeprefix("lib")
    if not name:
        raise UsageProblem(f"there is no name for the library in {target}", "call it libNAME.so with -o")
    return name, os.path.join(folder, f"{name}.h")


def write_header(text: str, target: str) -> None:
    """Writes the header, unless it is there already: then what depends on it need not be made again."""
    try:
        if os.path.exists(target):
            with open(target, encoding="utf-8") as file:
                if file.read() == text:
                    return
        with open(target, "w", encoding="utf-8") as file:
            file.write(text)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem(f"cannot write {target}: {error}") from None


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

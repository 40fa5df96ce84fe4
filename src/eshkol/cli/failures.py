"""Every failure of a command as a message on standard error and an exit status."""

from __future__ import annotations

import os
import sys
import traceback

import click

from eshkol.build.errors import BuildError, NoCompiler
from eshkol.diagnostics import CompileError

COMPILE_ERRORS, USAGE, INTERRUPTED = 1, 2, 130
DEBUG_VARIABLE = "ESHKOL_DEBUG"


class UsageProblem(Exception):
    """The command cannot do what was asked, for a reason outside the program's text; `hint` says what would work."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def status_of(failure: Exception) -> int:
    """Reports `failure` and gives the exit status."""
    match failure:
        case CompileError():
            say("\n\n".join(diagnostic.show() for diagnostic in failure.diagnostics))
            return COMPILE_ERRORS
        case NoCompiler():
            say(failure.show())
            return USAGE
        case BuildError():
            say(failure.show())
            return COMPILE_ERRORS
        case UsageProblem():
            say(f"error: {failure}" + (f"\n  hint: {failure.hint}" if failure.hint else ""))
            return USAGE
        case click.exceptions.Exit():
            return failure.exit_code
        case click.ClickException():
            failure.show()
            return USAGE
        case click.Abort():
            return INTERRUPTED
        case BrokenPipeError():
            # Whoever read our output has gone; nothing more can be said. Python must not flush at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return COMPILE_ERRORS
        case OSError() if failure.filename is not None:
            say(f"error: {failure.filename}: {failure.strerror}")
            return USAGE
        case _:
            return _internal_error(failure)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _internal_error(failure: Exception) -> int:
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exception(failure)
    frame = traceback.extract_tb(failure.__traceback__)[-1:]
    place = f" ({os.path.basename(frame[0].filename)}:{frame[0].lineno})" if frame else ""
    say(f"internal error: {type(failure).__name__}: {failure}{place}")
    say(f"  hint: this is a bug in Eshkol; please report it with the program and what {DEBUG_VARIABLE}=1 shows")
    return COMPILE_ERRORS

"""The list of commands and how one is run; a command's module is imported only when it is needed."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from importlib import import_module

import click

from eshkol import __version__
from eshkol.cli.failures import status_of

COMMANDS = ("run", "build", "config", "emit-c", "dump", "doctor")
"""In the order of `eshkol --help`. The command `emit-c` is `command` in the module `emit_c`."""


class Commands(click.Group):
    """Finds commands by name in COMMANDS."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"eshkol.cli.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Like click's own, with a hint for a file given without a command and for a misspelt one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(f"There is no command {args[0]!r}; {_hint(args[0])}", ctx)
        return super().resolve_command(ctx, args)


def _hint(wrong: str) -> str:
    if wrong.endswith((".esk", ".scm", ".sld")):
        return f"to run that file: eshkol run {wrong}"
    close = difflib.get_close_matches(wrong.lower(), COMMANDS, n=1)
    return f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(COMMANDS)}"


EPILOG = """\b
Examples:
  eshkol run hello.esk               compile if needed, then run
  eshkol build hello.esk -o hello    make an executable that needs nothing but libc
  eshkol doctor                      which C compiler is used, and why
"""


@click.group(
    "eshkol",
    cls=Commands,
    epilog=EPILOG,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="eshkol", message="%(prog)s %(version)s")
def eshkol() -> None:
    """Eshkol: a Scheme dialect compiled to C, with arenas instead of a garbage collector."""


def run_command_line(arguments: Sequence[str]) -> int:
    """Runs one command; gives the exit status. Every failure has been reported when it returns."""
    try:
        eshkol.main(list(arguments), prog_name="eshkol", standalone_mode=False)
    except Exception as failure:  # the one place where all of them are turned into messages
        return status_of(failure)
    return 0

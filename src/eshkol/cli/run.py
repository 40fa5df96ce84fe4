"""`eshkol run`: compiles a program if needed and becomes it."""

from __future__ import annotations

import click

from eshkol.cli.arguments import given, read_file, shared_options
from eshkol.cli.option_rows import environment_of
from eshkol.cli.start import start

EPILOG = """\b
Examples:
  eshkol run hello.esk
  eshkol run --stats --max-memory 512M server.esk --port 8080
  echo '(display "hello")' | eshkol run -

Options for Eshkol stand before FILE; all after it belongs to the program. Exit status: 1 when the program has
errors at compile time, 2 when the command is wrong, 70 after an uncaught run-time error, else the program's own.
"""


@click.command("run", epilog=EPILOG, context_settings={"allow_interspersed_args": False})
@shared_options("run")
@click.argument("file", metavar="FILE")
@click.argument("arguments", metavar="[ARGUMENT]...", nargs=-1, type=click.UNPROCESSED)
def command(*, file: str, arguments: tuple[str, ...], **values: object) -> None:
    """Run the program in FILE (`-`: standard input)."""
    from eshkol.driver import executable
    from eshkol.options import Options

    data, name = read_file(file)
    program = executable(data, name, Options.of(given(values)))
    start(program, name, list(arguments), environment_of(given(values)))

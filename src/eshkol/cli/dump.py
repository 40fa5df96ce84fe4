"""`eshkol dump`: shows a program as it is after one of the compiler's passes."""

from __future__ import annotations

import click

from eshkol.cli.arguments import given, read_file, shared_options
from eshkol.cli.failures import UsageProblem
from eshkol.cli.output import write_output

EPILOG = """\b
Examples:
  eshkol dump --list
  eshkol dump --after=letrec hello.esk
"""


@click.command("dump", epilog=EPILOG)
@shared_options("dump")
@click.option("--after", metavar="PASS", help="The pass to stop after.")
@click.option("--list", "wants_list", is_flag=True, help="List the passes, in order, and what each does.")
@click.option("-o", "--output", metavar="OUT", help="Write to OUT instead of standard output.")
@click.argument("file", metavar="FILE", required=False)
def command(*, file: str | None, after: str | None, wants_list: bool, output: str | None, **values: object) -> None:
    """Show the program in FILE (`-`: standard input) as it is after a pass of the compiler."""
    from eshkol import files, pipeline
    from eshkol.deep_stack import run_deep
    from eshkol.options import Options

    descriptions = {row.name: row.description for row in pipeline.PASSES}
    if wants_list:
        width = max(len(name) for name in descriptions)
        write_output("\n".join(f"{name:{width}}  {line}" for name, line in descriptions.items()), output)
        return
    if file is None or after is None:
        raise UsageProblem(
            "needs a pass and a file: eshkol dump --after=PASS FILE", "`eshkol dump --list` lists the passes"
        )
    if after not in descriptions:
        raise UsageProblem(f"there is no pass {after}", _suggestion(after, list(descriptions)))
    data, name = read_file(file)
    source, options = files.decode_source(data, name), Options.of(given(values))
    write_output(run_deep(lambda: pipeline.dump(source, options, after)), output)


def _suggestion(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, 1)
    return f"did you mean {close[0]}?" if close else f"the passes: {', '.join(known)}"

"""Text results of commands: to standard output or to a file."""

from __future__ import annotations

import sys

from eshkol.cli.failures import UsageProblem


def write_output(text: str, output: str | None) -> None:
    """Writes `text`, with one newline at its end, to the file `output` or to standard output."""
    data = (text.rstrip("\n") + "\n").encode()
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        with open(output, "wb") as file:
            file.write(data)
    except OSError as error:
        raise UsageProblem(f"cannot write {output}: {error.strerror}") from None

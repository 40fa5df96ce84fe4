"""Handing over to the compiled program: this process becomes it."""

from __future__ import annotations

import os
import sys

# Only cheap imports here: this module is on the path of starting an unchanged program. Even `typing` is not cheap.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def start(program: str, name: str, arguments: list[str], environment: dict[str, str]) -> NoReturn:
    """Becomes the executable `program`, which sees `name` as the command's name."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(program, [name, *arguments], {**os.environ, **environment})

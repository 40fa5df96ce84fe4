"""Runs a program of plain R7RS in other implementations, where they are installed: what they print is compared."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.random.modes import SECONDS

LIBRARIES = ("base", "write", "char", "lazy", "cxr", "inexact", "case-lambda")
BYTEVECTORS = ("#u8(", "#vu8(")
CHEZ_PRELUDE = Path(__file__).parent / "chez.scm"


@dataclass(frozen=True, slots=True)
class Oracle:
    """Another implementation: `command` takes the path of a program that begins with `before`."""

    name: str
    command: tuple[str, ...]
    before: str
    spelling: tuple[str, str]
    """Something that it writes otherwise: as in R7RS, and as there."""

    @property
    def installed(self) -> bool:
        return shutil.which(self.command[0]) is not None

    def output(self, text: str) -> str:
        """The standard output of `text` (without imports)."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "program.scm"
            path.write_text(f"{self.before}\n{text.replace(*self.spelling)}", encoding="utf-8")
            done = subprocess.run(
                [*self.command, str(path)], capture_output=True, text=True, timeout=SECONDS, check=False
            )
        assert done.returncode == 0, f"{self.name}: {done.stderr or done.stdout[-1000:]}"
        ours, theirs = self.spelling
        return done.stdout.replace(theirs, ours)


GUILE = Oracle(
    "Guile",
    ("guile", "--no-auto-compile", "--r7rs"),
    f"(import {' '.join(f'(scheme {library})' for library in LIBRARIES)})",
    BYTEVECTORS,
)
CHEZ = Oracle("Chez Scheme", ("scheme", "--script"), CHEZ_PRELUDE.read_text(encoding="utf-8"), BYTEVECTORS)

"""Runs a program of plain R7RS in Guile, when it is installed: what it prints is what ours must print."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.random.modes import SECONDS

GUILE = shutil.which("guile")
LIBRARIES = ("base", "write", "char", "lazy", "cxr", "inexact", "case-lambda")


def guile_output(text: str) -> str:
    """The standard output of `text` (without imports) in Guile."""
    assert GUILE
    imports = " ".join(f"(scheme {library})" for library in LIBRARIES)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "program.scm"
        path.write_text(f"(import {imports})\n{text}", encoding="utf-8")
        done = subprocess.run(
            [GUILE, "--no-auto-compile", "--r7rs", str(path)],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return done.stdout

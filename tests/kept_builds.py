"""What tests have compiled, kept from one run of the tests to the next, by the hash of what it is made from."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path


def kept_folder() -> Path:
    """The folder of all that is kept, of this user."""
    folder = Path(tempfile.gettempdir()) / f"eshkol-tests-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def kept_build(name: str, options: object, inputs: Iterable[Path], build: Callable[[Path], Path]) -> Path:
    """What `build` makes in an empty folder, unless it has been made with these options from the same inputs before."""
    digest = hashlib.sha256(repr(options).encode())
    for path in inputs:
        digest.update(path.read_bytes())
    target = kept_folder() / f"{name}-{digest.hexdigest()[:24]}"
    if not target.exists():
        with tempfile.TemporaryDirectory(dir=kept_folder()) as folder:
            build(Path(folder)).rename(target)
    return target


def run_compiler(command: Sequence[str | Path]) -> None:
    """Runs a compiler or a linker, which must succeed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"

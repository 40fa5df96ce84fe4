"""The Scheme implementations that the benchmarks compare: how each compiles a program, and how it runs one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

BENCH = Path(__file__).resolve().parent
LAUNCHER = BENCH.parent / "eshkol"
PLACE_OF_PROGRAM = ";;; The program stands here.\n"

Build = Callable[[Path, Path], list[str]]


class BuildError(Exception):
    """A program that an implementation cannot compile; the text is what the compiler said."""


@dataclass(frozen=True, slots=True)
class Implementation:
    """`build` compiles a source file to a target path without suffix and returns the command that runs it."""

    name: str
    executable: str
    build: Build
    version_command: tuple[str, ...]
    version_pattern: str = r"(\d+\.\d+[\w.]*)"
    lacks: dict[str, str] = field(default_factory=dict)  # program -> why it cannot run

    def is_installed(self) -> bool:
        return shutil.which(self.executable) is not None

    def version(self) -> str:
        """The version number, or "unknown" when the implementation does not tell one."""
        done = subprocess.run(self.version_command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        found = re.search(self.version_pattern, done.stdout + done.stderr)
        return found.group(1) if found else "unknown"

    def compile(self, program: str, name: str, directory: Path) -> list[str]:
        """Compiles the program text behind this implementation's prelude; the command that runs it, or BuildError."""
        prelude = (BENCH / "preludes" / f"{self.name.lower()}.scm").read_text()
        assert prelude.count(PLACE_OF_PROGRAM) == 1, f"{self.name}: the prelude must say where the program stands"
        source = directory / f"{name}.{self.name.lower()}.scm"
        source.write_text(prelude.replace(PLACE_OF_PROGRAM, program))
        return self.build(source, source.with_suffix(""))


def run_quietly(*command: str | Path) -> None:
    """Runs a compiler; BuildError with what it said when it fails."""
    environment = os.environ | {"GUILE_AUTO_COMPILE": "0"}
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=environment)
    if done.returncode != 0:
        raise BuildError((done.stderr + done.stdout).strip() or f"exit status {done.returncode}")


def _build_with_eshkol(source: Path, target: Path) -> list[str]:
    run_quietly(LAUNCHER, "build", source, "-o", target)
    return [str(target)]


def _build_with_chez(source: Path, target: Path) -> list[str]:
    compiled = target.with_suffix(".so")
    script = target.with_suffix(".compile.ss")
    script.write_text(f'(optimize-level 2)\n(compile-program "{source}" "{compiled}")\n')
    run_quietly("scheme", "-q", "--script", script)
    return ["scheme", "--optimize-level", "2", "--program", str(compiled)]


def _build_with_gambit(source: Path, target: Path) -> list[str]:
    run_quietly("gsc", "-exe", "-o", target, source)
    return [str(target)]


def _build_with_chicken(source: Path, target: Path) -> list[str]:
    run_quietly("csc", "-O3", "-o", target, source)
    return [str(target)]


def _build_with_guile(source: Path, target: Path) -> list[str]:
    compiled = target.with_suffix(".go")
    action = f'(compile-file "{source}" #:output-file "{compiled}" #:optimization-level 3)'
    run_quietly("guile", "--no-auto-compile", "-c", f"(use-modules (system base compile)) {action}")
    return ["guile", "--no-auto-compile", "-c", f'(load-compiled "{compiled}")']


ESHKOL = Implementation(
    "Eshkol",
    str(LAUNCHER),
    _build_with_eshkol,
    (str(LAUNCHER), "--version"),
)

IMPLEMENTATIONS = (
    ESHKOL,
    Implementation("Chez", "scheme", _build_with_chez, ("scheme", "--version")),
    Implementation("Gambit", "gsc", _build_with_gambit, ("gsc", "-v")),
    Implementation(
        "Chicken",
        "csc",
        _build_with_chicken,
        ("csc", "-version"),
        r"Version (\S+)",
        {"hash-churn": "hash tables are an egg, not part of Chicken itself"},
    ),
    Implementation("Guile", "guile", _build_with_guile, ("guile", "--version")),
)

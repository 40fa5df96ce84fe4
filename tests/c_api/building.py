"""Builds and runs C and C++ programs that use the C API, linked with the runtime's archive as users link it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import which

from eshkol.build.runtime_archive import C_INTERFACE, c_interface_archive
from eshkol.build.toolchain import find_toolchain
from tests.kept_builds import kept_folder

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"
SOURCES = ROOT / "src/eshkol/runtime/src"
WARNINGS = ("-Wall", "-Wextra", "-Werror")
SECONDS = 300


@dataclass(frozen=True, slots=True)
class Compiler:
    """A command that compiles one language, its standard, and the command that links: the tests need no C++ library,
    which the bundled compiler would have to build first."""

    name: str
    command: tuple[str, ...]
    standard: str
    linker: tuple[str, ...]

    @property
    def language(self) -> str:
        return "c++" if "++" in self.standard else "c"

    def __str__(self) -> str:
        return self.name


def _zig(language: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "ziglang", language, "-fno-sanitize=undefined")


def _installed(names: Sequence[str], standard: str) -> list[Compiler]:
    return [Compiler(name, (name,), standard, (name,)) for name in names if which(name)]


C_COMPILERS = [*_installed(("gcc", "clang"), "-std=c11"), Compiler("zig-cc", _zig("cc"), "-std=c11", _zig("cc"))]
CXX_COMPILERS = [
    *_installed(("g++", "clang++"), "-std=c++17"),
    Compiler("zig-c++", _zig("c++"), "-std=c++17", _zig("cc")),
]
C_COMPILER = C_COMPILERS[0]


@cache
def archive() -> str:
    """What `eshkol config --libs` prints. It fits every C compiler."""
    return c_interface_archive(find_toolchain(None))


def cached(digest: str) -> Path:
    """Where an earlier run of the tests may have left the same file."""
    return kept_folder() / f"c-api-{digest[:24]}"


def run(command: Sequence[str | Path]) -> None:
    """Runs a compiler, which must have nothing to say."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, ""), f"{command}\n{done.stdout}{done.stderr}"


def object_file(source: Path, compiler: Compiler, flags: Sequence[str] = ("-O2",)) -> Path:
    """The object of a C file, compiled as strictly as the header promises to bear."""
    options = [compiler.standard, *WARNINGS, *flags, "-I", str(INCLUDE)]
    texts = [path.read_bytes() for path in (source, INCLUDE / "eshkol.h", *sorted(source.parent.glob("*.h")))]
    digest = hashlib.sha256(repr((compiler, options, texts, source.name)).encode()).hexdigest()
    target = cached(digest).with_suffix(".o")
    if not target.exists():
        new = target.with_suffix(f".{os.getpid()}.new.o")
        nameless = f"-ffile-prefix-map={source.parent}/="
        run([*compiler.command, "-x", compiler.language, *options, nameless, "-c", source, "-o", new])
        new.rename(target)
    return target


def executable(
    objects: Sequence[Path], compiler: Compiler, library: Sequence[str] = (), flags: Sequence[str] = ()
) -> Path:
    """A program of these objects and the archive."""
    libraries = library or (archive(),)
    texts = [path.read_bytes() for path in objects]
    digest = hashlib.sha256(repr((compiler, flags, texts, libraries)).encode()).hexdigest()
    target = cached(digest).with_suffix(".program")
    if not target.exists():
        new = target.with_suffix(f".{os.getpid()}.new")
        run([*compiler.linker, *flags, *objects, *libraries, "-pthread", "-o", new])
        new.rename(target)
    return target


def library_objects(
    compiler: Compiler, flags: Sequence[str], before: Path | None = None, more: tuple[Path, ...] = ()
) -> tuple[str, ...]:
    """The objects of the C interface itself and of `more` of the runtime's files, compiled with flags of the test's own
    and a header in front of each."""
    options = [
        "-std=gnu11",
        "-g",
        *flags,
        *(("-include", str(before)) if before else ()),
        "-iquote",
        str(SOURCES),
        "-iquote",
        str(INCLUDE),
    ]
    headers = [
        path.read_bytes()
        for path in (
            *sorted(SOURCES.glob(f"{C_INTERFACE}*.h")),
            SOURCES / "faults.h",
            INCLUDE / "eshkol.h",
            *([before] if before else []),
        )
    ]
    objects = []
    for source in (*sorted(SOURCES.glob(f"{C_INTERFACE}*.c")), *more):
        digest = hashlib.sha256(repr((compiler, options, headers, source.read_bytes())).encode()).hexdigest()
        target = cached(digest).with_suffix(".o")
        if not target.exists():
            new = target.with_suffix(f".{os.getpid()}.new.o")
            run([*compiler.command, *options, "-c", source, "-o", new])
            new.rename(target)
        objects.append(str(target))
    return tuple(objects)


def outcome(
    program: Path, *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """What the program does."""
    return subprocess.run(
        [program, *arguments],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=SECONDS,
        env={**os.environ, **(environment or {})},
        check=False,
    )

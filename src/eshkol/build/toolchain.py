"""Finding the C compiler. The rule: `--cc`, else ESHKOL_CC, else the first of gcc, clang and cc on PATH that is new
enough and can make an executable, else the clang of the `ziglang` package, which works everywhere."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Sequence
from dataclasses import asdict, replace

from eshkol.build import cache, candidates
from eshkol.build.errors import BuildError, NoCompiler
from eshkol.build.flags import CLANG, GCC, ZIG, compile_flags, library_flags, link_flags
from eshkol.build.processes import Command, run
from eshkol.record import record

OLDEST = {GCC: 10, CLANG: 13, ZIG: 13}
"""The oldest major versions that are known to compile the runtime and to keep tail calls proper."""

TRIAL = """#include <math.h>
#include <stdio.h>
int main(int n, char **v) { (void)v; printf("%d", (int)exp(n)); return 0; }
"""
"""What a candidate must compile and link: headers, libraries and linker may be missing beside a good compiler."""


@record(frozen=True, slots=True)
class Toolchain:
    """A C compiler that works. `command` starts it; `zig` is the bundled Zig, which compiles `bigint.zig`."""

    command: tuple[str, ...]
    family: str
    version: str
    machine: str
    zig: str
    why: str
    """For `eshkol doctor`: how it was chosen."""
    passed_over: tuple[str, ...] = ()
    """For `eshkol doctor`: candidates that were not taken, and why."""

    @property
    def identity(self) -> str:
        """What cached objects depend on."""
        status = os.stat(self.command[0])
        return "\n".join(
            [*self.command, self.family, self.version, self.machine, str(status.st_size), str(status.st_mtime_ns)]
        )

    def compile_command(self, source: str, target: str, flags: list[str]) -> Command:
        return Command((*self.command, *flags, "-c", source, "-o", target), zig_environment())

    def link_command(
        self, objects: list[str], target: str, features: frozenset[str], more: Sequence[str] = ()
    ) -> Command:
        arguments = (
            *self.command,
            *link_flags(self.family, features),
            *more,
            *objects,
            *library_flags(self.family),
            "-o",
            target,
        )
        return Command(arguments, zig_environment())

    def __str__(self) -> str:
        return f"{shlex.join(self.command)} ({self.family} {self.version}, {self.machine})"


def zig_environment() -> tuple[tuple[str, str], ...]:
    """Keeps Zig's own cache inside Eshkol's."""
    path = cache.path_of("zig", "cache")
    return (("ZIG_GLOBAL_CACHE_DIR", path), ("ZIG_LOCAL_CACHE_DIR", path))


def find_toolchain(option: str | None = None) -> Toolchain:
    """The toolchain by the rule above; `option` is the value of `--cc`. NoCompiler when there is none."""
    known = cache.path_of_key("toolchains", cache.key(candidates.evidence(option)))
    if cache.use(known):
        try:
            with open(known, encoding="utf-8") as file:
                fields = json.load(file)
            return Toolchain(**{**fields, **{name: tuple(fields[name]) for name in ("command", "passed_over")}})
        except (ValueError, TypeError, KeyError):
            pass  # written by another version: look again
    found = _discover(option)
    cache.write(known, json.dumps(asdict(found)))
    return found


def _discover(option: str | None) -> Toolchain:
    request = candidates.wanted(option)
    zig = candidates.bundled_zig()
    if zig is None:
        raise BuildError("the ziglang package is not installed", "install it: python3 -m pip install ziglang")
    if request is not None:
        asked_by = "--cc" if option else candidates.VARIABLE
        return _requested(request, f"asked for by {asked_by}", zig)
    passed_over: list[str] = []
    for name in candidates.SYSTEM:
        path = candidates.find_on_path(name)
        outcome = (
            _examine((path,), f"the first usable one of {', '.join(candidates.SYSTEM)} on PATH", zig)
            if path
            else "not on PATH"
        )
        if isinstance(outcome, Toolchain):
            return replace(outcome, passed_over=tuple(passed_over))
        passed_over.append(f"{name}: {outcome}")
    bundled = _examine((zig, "cc"), "no usable C compiler on PATH, so the one of the ziglang package", zig)
    if isinstance(bundled, Toolchain):
        return replace(bundled, passed_over=tuple(passed_over))
    raise NoCompiler(
        "found no usable C compiler", "install gcc or clang, or name one with --cc", (*passed_over, f"{zig}: {bundled}")
    )


def _requested(request: str, why: str, zig: str) -> Toolchain:
    """What the user named: a name on PATH, a path, a command with arguments, or `zig` for the bundled one."""
    words = shlex.split(request)
    if words in ([candidates.BUNDLED], [candidates.BUNDLED, "cc"]):
        command: tuple[str, ...] = (zig, "cc")
    else:
        path = candidates.find_on_path(words[0]) if words else None
        if path is None:
            raise NoCompiler(
                f"the C compiler `{request}` ({why}) is not there",
                "give a name on PATH, a path, or `zig` for the one that comes with Eshkol",
            )
        command = (path, *words[1:])
    outcome = _examine(command, why, zig)
    if isinstance(outcome, str):
        raise NoCompiler(
            f"the C compiler `{request}` ({why}) cannot be used: {outcome}", "see `eshkol doctor` without it"
        )
    return outcome


def _examine(command: tuple[str, ...], why: str, zig: str) -> Toolchain | str:
    """The toolchain that `command` starts, or what is wrong with it."""
    macros = _predefined_macros(command)
    if isinstance(macros, str):
        return macros
    family, version, major = _family(command, macros)
    if family is None:
        return "neither gcc nor clang"
    if major < OLDEST[family]:
        return f"{family} {version} is older than {OLDEST[family]}"
    if macros.get("__LP64__") != "1":
        return "it does not compile for a 64-bit machine"
    toolchain = Toolchain(command, family, version, _machine(macros), zig, why)
    return _trial(toolchain) or toolchain


def _predefined_macros(command: tuple[str, ...]) -> dict[str, str] | str:
    try:
        outcome = run(Command((*command, "-dM", "-E", "-x", "c", os.devnull), zig_environment()))
    except OSError as error:
        return f"it cannot be started: {error.strerror}"
    if outcome.status != 0:
        return f"it fails: {_first_line(outcome.output)}"
    return dict(re.findall(r"^#define (\w+) (.*)$", outcome.output, re.MULTILINE))


def _family(command: tuple[str, ...], macros: dict[str, str]) -> tuple[str | None, str, int]:
    """Family, version in full, major version."""
    if "__clang__" in macros:
        family, prefix = (ZIG if os.path.basename(command[0]) == "zig" else CLANG), "__clang_"
        parts = [macros.get(f"{prefix}{part}__", "0") for part in ("major", "minor", "patchlevel")]
    elif "__GNUC__" in macros:
        family = GCC
        parts = [macros.get(name, "0") for name in ("__GNUC__", "__GNUC_MINOR__", "__GNUC_PATCHLEVEL__")]
    else:
        return None, "", 0
    return family, ".".join(parts), int(parts[0])


def _machine(macros: dict[str, str]) -> str:
    names = {"__x86_64__": "x86-64", "__aarch64__": "aarch64", "__riscv": "riscv64", "__powerpc64__": "powerpc64"}
    return next((name for macro, name in names.items() if macro in macros), "unknown machine")


def _trial(toolchain: Toolchain) -> str | None:
    """Compiles, links and runs TRIAL; what went wrong, or None."""
    source, target, program = (cache.new_path(suffix) for suffix in (".c", ".o", ""))
    try:
        with open(source, "w", encoding="utf-8") as file:
            file.write(TRIAL)
        for command in (
            toolchain.compile_command(source, target, compile_flags(toolchain.family, "2", frozenset())),
            toolchain.link_command([target], program, frozenset()),
        ):
            outcome = run(command)
            if outcome.status != 0:
                return f"it cannot make an executable: {_first_line(outcome.output)}"
        return None if _runs(program) else "the executable that it makes does not run here"
    finally:
        for path in (source, target, program):
            if os.path.exists(path):
                os.unlink(path)


def _runs(program: str) -> bool:
    try:
        return run(Command((program,))).output == "2"
    except OSError:
        return False


def _first_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if "error" in line or "annot" in line] or output.splitlines()
    return lines[0] if lines else "no message"

"""The memory manager, driven from C the way compiled programs drive it: see the programs in memory/."""

from __future__ import annotations

import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from eshkol.emit.prototypes import primitives_header
from tests.c_compiler import c_compiler, sanitizer_flags

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src/eshkol/runtime/src"
PROGRAMS = Path(__file__).with_name("memory")
MANAGER = [
    "memory",
    "reclaim",
    "trace",
    "compaction",
    "generations",
    "barrier",
    "roots",
    "registry",
    "guardians",
    "resources",
    "verify",
    "statistics",
    "environments",
    "arenas",
    "arena_blocks",
    "arena_chunks",
    "arena_copy",
    "arena_primitives",
    "arena_records",
    "arena_scan",
]
SANITIZE = list(sanitizer_flags())
WARNINGS = ["-Wall", "-Wextra", "-Wundef", "-Wmissing-prototypes", "-Werror"]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to compile the memory manager and the programs that test it."""

    name: str
    flags: tuple[str, ...]


VARIANTS = {
    variant.name: variant
    for variant in (
        Variant("plain", ("-O2", "-g")),
        Variant("small", ("-O1", "-g", "-DESHKOL_NURSERY=1024", *SANITIZE)),
        Variant("torture", ("-O1", "-g", "-DESHKOL_TORTURE")),
        Variant("sanitized", ("-O1", "-g", *SANITIZE)),
    )
}


def cases(program: str) -> list[str]:
    """The names of the cases in a C program: all that its rows mention."""
    return re.findall(r"^CASE\((\w+)\)", (PROGRAMS / f"{program}.c").read_text(), re.MULTILINE)


class Builder:
    """Compiles each source once per variant, and links programs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "primitives.h").write_text(primitives_header())
        self.objects: dict[str, list[Path]] = {}

    def compile(self, variant: Variant, source: Path) -> Path:
        target = self.folder / f"{variant.name}-{source.stem}.o"
        folders = ["-iquote", str(SOURCES), "-iquote", str(PROGRAMS), "-iquote", str(self.folder)]
        command = [
            *c_compiler(),
            "-std=gnu11",
            *variant.flags,
            *WARNINGS,
            *folders,
            "-c",
            str(source),
            "-o",
            str(target),
        ]
        # The programs are no part of the runtime: functions without prototypes are theirs.
        subprocess.run([*command, *(["-Wno-missing-prototypes"] if source.parent == PROGRAMS else [])], check=True)
        return target

    def program(self, name: str, variant: Variant) -> Path:
        """The executable of one program."""
        target = self.folder / f"{variant.name}-{name}"
        if target.exists():
            return target
        if variant.name not in self.objects:
            sources = [SOURCES / f"{part}.c" for part in MANAGER] + [PROGRAMS / "harness.c"]
            with ThreadPoolExecutor(2) as pool:
                self.objects[variant.name] = list(pool.map(lambda source: self.compile(variant, source), sources))
        main = self.compile(variant, PROGRAMS / f"{name}.c")
        objects = [str(path) for path in (*self.objects[variant.name], main)]
        subprocess.run([*c_compiler(), *variant.flags, *objects, "-o", str(target)], check=True)
        return target


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    return Builder(tmp_path_factory.mktemp("memory"))


def run(program: Path, *arguments: str, full_reclamation: bool = True) -> str:
    """What the program prints; fails with its messages when it fails."""
    environment = dict(
        os.environ, ASAN_OPTIONS="detect_leaks=0", ESHKOL_FULL_RECLAMATION="on" if full_reclamation else "off"
    )
    command = ["sh", "-c", 'ulimit -s unlimited 2>/dev/null || ulimit -s $(ulimit -Hs); exec "$0" "$@"', str(program)]
    result = subprocess.run(
        [*command, *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 0, result.stderr[-3000:]
    return result.stdout


@pytest.mark.parametrize("case", cases("behaviour"))
def test_behaviour(builder: Builder, case: str) -> None:
    program = builder.program("behaviour", VARIANTS["plain"])
    run(program, case, full_reclamation=case != "without_full_reclamation_nothing_is_lost")


@pytest.mark.parametrize("case", cases("arena_cases"))
def test_arenas(builder: Builder, case: str) -> None:
    run(builder.program("arena_cases", VARIANTS["plain"]), case)


@pytest.mark.parametrize("case", cases("lifetimes"))
def test_lifetimes(builder: Builder, case: str) -> None:
    run(builder.program("lifetimes", VARIANTS["small"]), case)


# It limits the address space, of which AddressSanitizer and valgrind need more.
NOT_INSTRUMENTED = {"addresses_are_used_again_when_nothing_points_there"}


@pytest.mark.instrumented
@pytest.mark.parametrize("program", ["behaviour", "arena_cases"])
def test_with_sanitizers(builder: Builder, program: str) -> None:
    assert set(cases("arena_cases")) >= NOT_INSTRUMENTED
    for case in cases(program):
        if case not in NOT_INSTRUMENTED:
            full = case != "without_full_reclamation_nothing_is_lost"
            run(builder.program(program, VARIANTS["sanitized"]), case, full_reclamation=full)


@pytest.mark.parametrize("seed", range(1, 5))
def test_random_programs(builder: Builder, seed: int) -> None:
    run(builder.program("mutator", VARIANTS["plain"]), str(seed), "300000")


@pytest.mark.parametrize("seed", range(11, 17))
def test_random_programs_with_a_tiny_nursery_and_sanitizers(builder: Builder, seed: int) -> None:
    run(builder.program("mutator", VARIANTS["small"]), str(seed), "40000")


@pytest.mark.parametrize("seed", range(21, 24))
def test_random_programs_under_torture(builder: Builder, seed: int) -> None:
    run(builder.program("mutator", VARIANTS["torture"]), str(seed), "15000")


def test_every_case_has_a_row(builder: Builder) -> None:
    for name in ("behaviour", "arena_cases"):
        assert set(run(builder.program(name, VARIANTS["plain"])).split()) == set(cases(name))

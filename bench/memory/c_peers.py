"""The C allocators that Eshkol's arenas are compared with: where they are found, how they are fetched and linked."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
LAUNCHER = HERE.parents[1] / "eshkol"
SYSTEM = Path("/usr")


class Missing(Exception):
    """Why a peer cannot take part, for the results page."""


@dataclass(frozen=True, slots=True)
class CPeer:
    """An allocator behind the backend header `backend`.

    `header` is what its development package installs below include/, "" for what needs no package; `package` is that
    package in Debian. `overrides` says that its library replaces malloc.
    """

    name: str
    backend: str
    header: str = ""
    package: str = ""
    library: str = ""
    include: str = ""
    overrides: bool = False

    def flags(self, roots: Sequence[Path]) -> list[str]:
        """Flags of the C compiler, from the first root (like /usr) that has the library. Missing when none has."""
        if not self.header:
            return []
        for root in roots:
            folder = _library_folder(root, self.library)
            if folder and (root / "include" / self.include / self.header).exists():
                linked = ["-Wl,--no-as-needed"] if self.overrides else []
                includes = ["-isystem", str(root / "include" / self.include), "-isystem", str(root / "include")]
                return [*includes, f"-L{folder}", f"-Wl,-rpath,{folder}", *linked, f"-l{self.library}"]
        raise Missing(f"{self.name} is not installed (Debian: {self.package})")


@dataclass(frozen=True, slots=True)
class EshkolArenas(CPeer):
    """Eshkol's own arenas for C programs, linked as `eshkol config` says."""

    def flags(self, roots: Sequence[Path]) -> list[str]:
        done = subprocess.run([LAUNCHER, "config", "--cflags", "--libs"], capture_output=True, text=True)
        if done.returncode != 0:
            raise Missing(f"{self.name}: `eshkol config --cflags --libs` failed: {done.stderr.strip()[:200]}")
        return done.stdout.split()


ESHKOL_ARENAS = EshkolArenas("Eshkol C arenas", "eshkol.h")

C_PEERS: tuple[CPeer, ...] = (
    ESHKOL_ARENAS,
    CPeer("glibc malloc", "malloc.h"),
    CPeer("mimalloc", "malloc.h", "mimalloc.h", "libmimalloc-dev", "mimalloc", overrides=True),
    CPeer("jemalloc", "malloc.h", "jemalloc/jemalloc.h", "libjemalloc-dev", "jemalloc", overrides=True),
    CPeer("mimalloc heaps", "mimalloc_heaps.h", "mimalloc.h", "libmimalloc-dev", "mimalloc"),
    CPeer("APR pools", "apr.h", "apr_pools.h", "libapr1-dev", "apr-1", "apr-1.0"),
    CPeer("Boehm GC", "boehm.h", "gc.h", "libgc-dev", "gc"),
)


def peers_folder() -> Path:
    """Where fetched packages are unpacked, per user."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "eshkol-bench" / "peers"


def roots() -> list[Path]:
    """Where libraries are looked for: the system first, then what was fetched."""
    return [SYSTEM, peers_folder() / "root" / "usr"]


def fetch_missing() -> None:
    """Downloads and unpacks the Debian packages of peers that are not installed; nothing is installed in the system.

    What cannot be had is left out here and named in the results.
    """
    for peer in C_PEERS:
        try:
            if peer.package:
                peer.flags(roots())
        except Missing:
            if shutil.which("apt-get") and shutil.which("dpkg-deb"):
                _fetch(peer.package)


def _fetch(package: str) -> None:
    folder = peers_folder()
    folder.mkdir(parents=True, exist_ok=True)
    stem = package.removesuffix("-dev")
    depends = subprocess.run(["apt-cache", "depends", "--important", package], capture_output=True, text=True).stdout
    wanted = [package, *(name for name in re.findall(r"Depends: (\S+)", depends) if name.startswith(stem))]
    subprocess.run(["apt-get", "download", "-q", *wanted], cwd=folder, capture_output=True)
    for archive in folder.glob("*.deb"):
        if archive.name.partition("_")[0] in wanted:
            subprocess.run(["dpkg-deb", "-x", archive, folder / "root"], check=True)


def version(peer: CPeer) -> str:
    """The version of the peer's package, or of the C library; "" when nothing tells."""
    if isinstance(peer, EshkolArenas):
        return ""
    if not peer.package:
        return (
            (os.confstr("CS_GNU_LIBC_VERSION") or "").removeprefix("glibc ")
            if "CS_GNU_LIBC_VERSION" in os.confstr_names
            else ""
        )
    fetched = sorted(peers_folder().glob(f"{peer.package}_*.deb"))
    if fetched:
        return fetched[-1].name.split("_")[1].replace("%3a", ":")
    if not shutil.which("dpkg-query"):
        return ""
    command = ["dpkg-query", "-W", "-f", "${Version}", peer.package]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def _library_folder(root: Path, library: str) -> Path | None:
    for folder in (root / "lib", *sorted((root / "lib").glob("*-linux-*")), root / "lib64"):
        if (folder / f"lib{library}.so").exists():
            return folder
    return None

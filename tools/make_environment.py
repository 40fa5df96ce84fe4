"""Makes or refreshes `.venv` for the launcher: `python3 make_environment.py ROOT [EXTRA...]`; standard library only."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, NoReturn

STAMP = "eshkol-stamp"


class Refusal(Exception):
    """Why the environment could not be made, for people; `hint` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def main(arguments: list[str]) -> None:
    root, extras = Path(arguments[0]), arguments[1:]
    try:
        with Lock(root / ".venv.lock"):
            refresh(root, extras)
    except Refusal as refusal:
        give_up(str(refusal), refusal.hint)
    except OSError as error:
        give_up(f"cannot make the environment: {error}", "this folder must be writable once; or use `pip install .`")
    except KeyboardInterrupt:
        sys.exit(130)


def give_up(message: str, hint: str) -> NoReturn:
    sys.exit(f"eshkol: {message}\n  hint: {hint}")


class Lock:
    """Lets one process at a time work on the environment; the system frees it when its holder dies."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        self.file = self.path.open("w")
        try:
            import fcntl

            fcntl.flock(self.file, fcntl.LOCK_EX)
        except (ImportError, OSError):
            pass  # file systems without locks: two first uses at one moment are then not protected

    def __exit__(self, *_: object) -> None:
        self.file.close()


def refresh(root: Path, extras: list[str]) -> None:
    """Brings `.venv` up to date. Another process may have done so while this one waited for the lock."""
    venv = root / ".venv"
    sum_now = checksum(root / "pyproject.toml")
    stamped = read_stamp(venv)
    if stamped is None or stamped[1] != str(root) or not works(venv):
        progress("first use: making the Python environment in .venv (about a minute) ...")
        installed: list[str] = []
        create(venv)
    else:
        installed = stamped[2].split()
        if stamped[0] == sum_now and set(extras) <= set(installed):
            return
        progress("bringing the Python environment in .venv up to date ...")
    # Until it is done no checksum matches, so that whatever stops this, the next use goes on from here.
    write_stamp(venv, "unfinished", root, installed)
    wanted = sorted(set(extras) | set(installed))
    install(venv, requirements(root, wanted))
    link_sources(venv, root / "src")
    write_stamp(venv, sum_now, root, wanted)
    progress("the environment is ready")


def progress(message: str) -> None:
    print(f"eshkol: {message}", file=sys.stderr, flush=True)


def checksum(path: Path) -> str:
    """What `cksum` prints, because the launcher compares with that."""
    with path.open("rb") as file:
        return subprocess.run(["cksum"], stdin=file, capture_output=True, text=True, check=True).stdout.strip()


def read_stamp(venv: Path) -> tuple[str, str, str] | None:
    try:
        first, second, third = (venv / STAMP).read_text().splitlines()[:3]
    except (OSError, ValueError):
        return None
    return first, second, third


def write_stamp(venv: Path, sum_now: str, root: Path, extras: list[str]) -> None:
    fresh = venv / (STAMP + ".new")
    fresh.write_text(f"{sum_now}\n{root}\n{' '.join(extras)}\n")
    fresh.replace(venv / STAMP)


def works(venv: Path) -> bool:
    """False when, for instance, the Python it was made from is gone."""
    try:
        return subprocess.run([venv / "bin/python", "-I", "-c", ""], capture_output=True).returncode == 0
    except OSError:
        return False


def real_python() -> str:
    """This Python under its final name: the one on PATH may be a link that goes away."""
    return os.path.realpath(sys.executable)


def create(venv: Path) -> None:
    """An empty environment. Debian's python3 can lack `ensurepip`; then this Python's own pip serves it."""
    shutil.rmtree(venv, ignore_errors=True)
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    if not has_ensurepip and importlib.util.find_spec("pip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Refusal(
            f"this Python ({sys.executable}, {version}) has neither ensurepip nor pip, so it cannot install anything",
            "install the missing part (Debian, Ubuntu: apt install python3-venv), "
            "or name another Python: ESHKOL_PYTHON=/path/to/python3",
        )
    command = [real_python(), "-I", "-m", "venv", *([] if has_ensurepip else ["--without-pip"]), str(venv)]
    run_quietly(command, "Python could not make a virtual environment", "see its message above")


def install(venv: Path, wanted: list[str]) -> None:
    python = str(venv / "bin/python")
    inside = subprocess.run([python, "-I", "-c", "import pip"], capture_output=True).returncode == 0
    pip = [python, "-I", "-m", "pip"] if inside else [real_python(), "-m", "pip", "--python", python]
    run_quietly(
        [*pip, "install", "--quiet", "--disable-pip-version-check", "--no-input", *wanted],
        "pip could not install " + ", ".join(wanted),
        "the first use needs the network (or a configured package index); run the command again when it is there",
    )


def run_quietly(command: list[str], message: str, hint: str) -> None:
    """Runs `command`; shows what it said only when it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode != 0:
        sys.stderr.write("".join(f"  | {line}\n" for line in done.stdout.splitlines()[-15:]))
        raise Refusal(message, hint)


def requirements(root: Path, extras: list[str]) -> list[str]:
    """The dependencies as pyproject.toml states them, with those of the extras."""
    project: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    known: dict[str, list[str]] = project.get("optional-dependencies", {})
    for extra in extras:
        if extra not in known:
            raise Refusal(f"there is no extra {extra!r} in pyproject.toml", f"known extras: {', '.join(known)}")
    return [*project["dependencies"], *(row for extra in extras for row in known[extra])]


def link_sources(venv: Path, sources: Path) -> None:
    """Makes the working tree importable, which is all that an editable install would do."""
    for library in (venv / "lib").glob("python3.*/site-packages"):
        (library / "eshkol.pth").write_text(f"{sources}\n")


if __name__ == "__main__":
    main(sys.argv[1:])

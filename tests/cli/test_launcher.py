"""The launcher in a copy of the project, on a bare PATH, without network: stand-ins for the packages it installs."""

from __future__ import annotations

import base64
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 600
"""pip is slow on a busy machine; what takes longer hangs."""
COREUTILS = ("cksum", "readlink", "uname", "env", "cat", "rm", "mkdir", "ls", "dirname", "basename")


def make_wheel(folder: Path, name: str, version: str, files: dict[str, str]) -> None:
    """A package for pip: the stand-in for one from the network."""
    information = f"{name}-{version}.dist-info"
    files = {
        **files,
        f"{information}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{information}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = []
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        for path, text in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            rows.append(f"{path},sha256={digest},{len(text)}\n")
            wheel.writestr(path, text)
        wheel.writestr(f"{information}/RECORD", "".join(rows) + f"{information}/RECORD,,\n")


class Copy:
    """A copy of the launcher with a tiny package `eshkol`, and a PATH with python3, sh and coreutils only."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a project"
        (self.root / "tools").mkdir(parents=True)
        (self.root / "src/eshkol").mkdir(parents=True)
        shutil.copy(ROOT / "eshkol", self.root)
        shutil.copy(ROOT / "tools/make_environment.py", self.root / "tools")
        (self.root / "src/eshkol/__init__.py").write_text("")
        (self.root / "src/eshkol/__main__.py").write_text("import sys, needed\nprint(needed.VERSION, sys.argv[1:])\n")
        self.require("needed>=1,<2")
        self.wheels = folder / "wheels"
        self.wheels.mkdir()
        for name, version in (("needed", "1.0"), ("needed", "2.0"), ("additional", "1.0")):
            make_wheel(self.wheels, name, version, {f"{name}.py": f"VERSION = '{version}'\n"})
        self.bin = folder / "bin"
        self.bin.mkdir()
        (self.bin / "python3").symlink_to(os.path.realpath(sys.executable))
        for name in ("sh", *COREUTILS):
            found = shutil.which(name)
            assert found is not None, name
            (self.bin / name).symlink_to(found)

    def require(self, *requirements: str) -> None:
        (self.root / "pyproject.toml").write_text(
            f"[project]\nname = 'eshkol'\ndependencies = {list(requirements)!r}\n"
            "[project.optional-dependencies]\ndev = ['additional']\n"
        )

    def start(
        self, *arguments: str, command: Path | None = None, cwd: Path | None = None, **environment: str
    ) -> subprocess.Popen[str]:
        plain = {
            "PATH": str(self.bin),
            "HOME": str(self.root.parent),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": self.wheels.as_uri(),
            "PIP_CONFIG_FILE": os.devnull,
        }
        return subprocess.Popen(
            [str(command or self.root / "eshkol"), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=cwd,
            env={**plain, **environment},
        )

    def run(
        self, *arguments: str, command: Path | None = None, cwd: Path | None = None, **environment: str
    ) -> tuple[int, str, str]:
        process = self.start(*arguments, command=command, cwd=cwd, **environment)
        stdout, stderr = process.communicate(timeout=SECONDS)
        return process.returncode, stdout, stderr


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy after two first uses at the same moment."""
    copy = Copy(tmp_path_factory.mktemp("launcher"))
    processes = [copy.start("a b", str(number)) for number in range(2)]
    results = [process.communicate(timeout=SECONDS) for process in processes]
    for number, (stdout, stderr) in enumerate(results):
        assert stdout == f"1.0 ['a b', '{number}']\n", stderr
    assert sum("making the Python environment" in stderr for _, stderr in results) == 1, "one made it, one waited"
    return copy


def test_the_first_use_makes_the_environment_once(used: Copy) -> None:
    assert used.run("x") == (0, "1.0 ['x']\n", "")


def test_it_works_through_links_and_from_elsewhere(used: Copy, tmp_path: Path) -> None:
    (tmp_path / "direct").symlink_to(used.root / "eshkol")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/indirect").symlink_to("../direct")
    for link in (tmp_path / "direct", tmp_path / "folder/indirect"):
        assert used.run(command=link, cwd=tmp_path) == (0, "1.0 []\n", "")
    result = subprocess.run(
        ["sh", "eshkol", "y"], cwd=used.root, env={"PATH": str(used.bin)}, capture_output=True, text=True
    )
    assert result.stdout == "1.0 ['y']\n"


def test_modules_in_the_users_folder_do_not_get_in_the_way(used: Copy, tmp_path: Path) -> None:
    (tmp_path / "needed.py").write_text("VERSION = 'wrong'\n")
    assert used.run(cwd=tmp_path, PYTHONPATH=str(tmp_path)) == (0, "1.0 []\n", "")


def test_it_costs_little(used: Copy) -> None:
    def seconds(command: list[str]) -> float:
        """Processor time, which other work on the machine hardly changes."""
        best = 9.0
        for _ in range(7):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, capture_output=True, check=True, env={"PATH": str(used.bin)})
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            best = min(best, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
        return best

    through = seconds([str(used.root / "eshkol")])
    directly = seconds([str(used.root / ".venv/bin/python"), "-I", "-m", "eshkol"])
    assert through - directly < 0.03


def test_a_changed_pyproject_brings_the_environment_up_to_date(used: Copy) -> None:
    used.require("needed>=2,<3")
    status, stdout, stderr = used.run()
    assert (status, stdout) == (0, "2.0 []\n"), stderr
    assert "up to date" in stderr
    assert used.run()[2] == ""
    used.require("needed>=1,<2")
    assert used.run()[1] == "1.0 []\n"


def test_an_extra_is_installed_when_asked_for_and_stays(used: Copy) -> None:
    python = used.root / ".venv/bin/python"
    has_it = [str(python), "-c", "import additional"]
    assert subprocess.run(has_it, capture_output=True).returncode != 0
    assert "up to date" in used.run(ESHKOL_EXTRA="dev")[2]
    assert subprocess.run(has_it).returncode == 0
    assert used.run(ESHKOL_EXTRA="dev") == (0, "1.0 []\n", "")
    assert used.run() == (0, "1.0 []\n", "")
    status, _, stderr = used.run(ESHKOL_EXTRA="nonsense")
    assert status == 1
    assert "known extras: dev" in stderr


def test_what_cannot_be_installed_is_told_with_pips_words(used: Copy) -> None:
    used.require("absent>=1")
    status, stdout, stderr = used.run()
    assert (status, stdout) == (1, "")
    assert "pip could not install absent>=1" in stderr
    assert "No matching distribution" in stderr
    assert "needs the network" in stderr
    assert "Traceback" not in stderr
    used.require("needed>=1,<2")
    assert used.run()[:2] == (0, "1.0 []\n")


def python_stand_in(copy: Copy, tmp_path: Path, body: str) -> str:
    """A PATH whose python3 is the script `body`."""
    folder = tmp_path / "old"
    folder.mkdir()
    for name in ("sh", *COREUTILS):
        (folder / name).symlink_to(copy.bin / name)
    (folder / "python3").write_text(f"#!/bin/sh\n{body}\n")
    (folder / "python3").chmod(0o755)
    return str(folder)


def test_an_old_python_is_named(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    path = python_stand_in(copy, tmp_path, "case $1 in --version) echo Python 3.9.2;; *) exit 1;; esac")
    status, _, stderr = copy.run(PATH=path)
    assert status == 1
    assert "needs Python 3.11" in stderr
    assert "Python 3.9.2" in stderr
    assert "hint:" in stderr


def python_without(copy: Copy, tmp_path: Path, *modules: str) -> str:
    """A PATH whose python3 seems to lack some modules, as Debian's does without python3-venv."""
    hiding = (
        "import importlib.util as u, runpy, sys; real = u.find_spec; "
        f"u.find_spec = lambda n, *a: None if n in {modules!r} else real(n, *a); "
        "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    body = f'[ "$1" = -c ] && exit 0; shift; exec {copy.bin / "python3"} -I -c "{hiding}" "$@"'
    return python_stand_in(copy, tmp_path, body)


def test_a_moved_project_gets_a_new_environment(tmp_path: Path, used: Copy) -> None:
    shutil.copytree(used.root, tmp_path / "moved", symlinks=True)
    path = python_without(used, tmp_path, "ensurepip")
    status, stdout, stderr = used.run(command=tmp_path / "moved/eshkol", PATH=path)
    assert (status, stdout) == (0, "1.0 []\n")
    assert "making the Python environment" in stderr
    assert str(tmp_path / "moved") in (tmp_path / "moved/.venv/eshkol-stamp").read_text()


def test_a_python_that_can_install_nothing_is_explained(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    status, _, stderr = copy.run(PATH=python_without(copy, tmp_path, "pip", "ensurepip"))
    assert status == 1
    assert "neither ensurepip nor pip" in stderr
    assert "python3-venv" in stderr
    assert "Traceback" not in stderr


def test_without_ensurepip_the_outer_pip_serves(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    status, stdout, stderr = copy.run(PATH=python_without(copy, tmp_path, "ensurepip"))
    assert (status, stdout) == (0, "1.0 []\n"), stderr
    assert not (copy.root / ".venv/bin/pip").exists()

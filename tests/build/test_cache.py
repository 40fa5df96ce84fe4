"""The cache: whole files or none, under parallel use, of bounded size, in a place that can be written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from eshkol.build import cache


def test_keys_depend_on_every_part_and_on_where_it_ends() -> None:
    keys = {cache.key("ab", "c"), cache.key("a", "bc"), cache.key("abc"), cache.key("ab", b"d"), cache.key()}
    assert len(keys) == 5


def test_a_file_appears_under_its_name(own_cache: Path) -> None:
    path = cache.write(cache.path_of_key("programs", cache.key("x"), ".o"), "text")
    assert Path(path).read_text() == "text"
    assert path.endswith(".o")
    assert list((own_cache / "new").iterdir()) == []
    assert cache.use(path)
    assert not cache.use(path + "missing")


HOLDER = """
import sys, time
from eshkol.build import cache
for _ in range(20):
    with cache.lock("test"):
        number = int(open(sys.argv[1]).read())
        time.sleep(0.001)
        open(sys.argv[1], "w").write(str(number + 1))
"""


def test_a_lock_holds_out_other_processes(own_cache: Path, tmp_path: Path) -> None:
    counter = tmp_path / "counter"
    counter.write_text("0")
    processes = [subprocess.Popen([sys.executable, "-c", HOLDER, str(counter)]) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert counter.read_text() == "60"


def test_trimming_deletes_what_was_used_longest_ago(own_cache: Path) -> None:
    paths = [cache.write(cache.path_of_key("objects", cache.key(str(n))), b"x" * 1000) for n in range(5)]
    for age, path in enumerate(paths):
        os.utime(path, (1000 - age, 1000 - age))
    cache.use(paths[4])
    assert cache.trim(3000) == 2000
    assert [os.path.exists(path) for path in paths] == [True, True, False, False, True]


def test_trimming_happens_now_and_then(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def counted() -> int:
        calls.append(1)
        return 0

    monkeypatch.setattr(cache, "trim", counted)
    cache.trim_now_and_then()
    cache.trim_now_and_then()
    assert len(calls) == 1


def test_leftovers_of_crashed_processes_go(own_cache: Path) -> None:
    old, young = cache.new_path(), cache.new_path()
    for path in (old, young):
        Path(path).write_text("")
    os.utime(old, (1, 1))
    cache.trim_now_and_then()
    assert not os.path.exists(old)
    assert os.path.exists(young)


def test_a_home_that_cannot_be_written_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").write_text("a file, not a folder")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    folder = Path(cache.directory())
    assert folder == tmp_path / f"eshkol-{os.getuid()}"
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_temporary_folder_that_others_can_write_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    monkeypatch.setenv("HOME", "/dev/null")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    folder = tmp_path / f"eshkol-{os.getuid()}"
    folder.mkdir()
    folder.chmod(0o777)
    with pytest.raises(OSError, match="XDG_CACHE_HOME"):
        cache.directory()


def test_clearing_leaves_an_empty_cache(own_cache: Path) -> None:
    cache.write(cache.path_of_key("objects", cache.key("x")), "x")
    (own_cache / "zig").unlink()
    cache.clear()
    assert sum(cache.sizes().values()) == 0
